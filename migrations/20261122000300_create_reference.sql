-- Reference data is loaded from config/ by `solieu setup`. Nothing refers to it by a foreign key: a figure must be
-- storable while the tables are older than the lexicon that read it.
CREATE TABLE solieu.unit (
    code text PRIMARY KEY,
    label text NOT NULL,
    dimension text NOT NULL,
    factor numeric NOT NULL CHECK (factor > 0)
);

COMMENT ON TABLE solieu.unit IS 'Units of measure and currencies of the lexicon.';
COMMENT ON COLUMN solieu.unit.code IS 'Stable code: ISO 4217 for money, UCUM where it has one.';
COMMENT ON COLUMN solieu.unit.label IS 'How the unit is shown.';
COMMENT ON COLUMN solieu.unit.dimension IS 'Values of one dimension can be compared (money: of one currency).';
COMMENT ON COLUMN solieu.unit.factor IS 'Exact factor to the base unit of the dimension.';

CREATE TABLE solieu.indicator (
    code text PRIMARY KEY,
    name text NOT NULL
);

COMMENT ON TABLE solieu.indicator IS 'Indicators of the lexicon: what figures of different articles measure alike.';
COMMENT ON COLUMN solieu.indicator.code IS 'Stable code.';
COMMENT ON COLUMN solieu.indicator.name IS 'What it measures, in English.';

CREATE TABLE solieu.place (
    code text,
    valid_from date,
    valid_to date,
    level text NOT NULL CHECK (level IN ('province', 'district', 'commune')),
    kind text NOT NULL,
    name text NOT NULL,
    full_name text NOT NULL,
    parent_code text,
    province_code text NOT NULL,
    province_name text NOT NULL,
    decree text,
    -- codes are reused, so a code alone is no key
    PRIMARY KEY (code, valid_from),
    CHECK (valid_from < valid_to)
);

COMMENT ON TABLE solieu.place IS 'Administrative units of Vietnam, one row per state of a unit: another name, kind or parent is another row.';
COMMENT ON COLUMN solieu.place.code IS 'Official code: 2 digits province, 3 district, 5 commune. Reused over time.';
COMMENT ON COLUMN solieu.place.valid_from IS 'First day; -infinity where it is older than the sources (31 August 2004), so that it can be part of the key.';
COMMENT ON COLUMN solieu.place.valid_to IS 'Day after the last; null while it holds.';
COMMENT ON COLUMN solieu.place.level IS 'province, district or commune.';
COMMENT ON COLUMN solieu.place.kind IS 'Official kind: Tỉnh, Thành phố, Quận, Huyện, Thị xã, Phường, Xã, …';
COMMENT ON COLUMN solieu.place.name IS 'Name without the kind.';
COMMENT ON COLUMN solieu.place.full_name IS 'Name with the kind, as written in official documents.';
COMMENT ON COLUMN solieu.place.parent_code IS 'Code of the unit above on the last day of this row; look it up at the day in question.';
COMMENT ON COLUMN solieu.place.province_code IS 'Code of the province on that day, so that sums by province need no walk up the hierarchy.';
COMMENT ON COLUMN solieu.place.province_name IS 'Full name of that province on that day.';
COMMENT ON COLUMN solieu.place.decree IS 'The act that began this row, where known.';

CREATE TABLE solieu.place_link (
    old_code text,
    old_valid_from date,
    new_code text,
    new_valid_from date,
    relation text NOT NULL CHECK (relation IN ('whole', 'part')),
    effective_on date NOT NULL,
    decree text,
    PRIMARY KEY (old_code, old_valid_from, new_code, new_valid_from)
);

COMMENT ON TABLE solieu.place_link IS 'What became of an administrative unit: one row per unit that took over all or a part of it.';
COMMENT ON COLUMN solieu.place_link.old_code IS 'Code of the unit that ended.';
COMMENT ON COLUMN solieu.place_link.old_valid_from IS 'First day of the unit that ended; -infinity as in place.';
COMMENT ON COLUMN solieu.place_link.new_code IS 'Code of the unit that took over.';
COMMENT ON COLUMN solieu.place_link.new_valid_from IS 'First day of the unit that took over; -infinity as in place.';
COMMENT ON COLUMN solieu.place_link.relation IS 'whole: all of the old unit went there; part: only a part of it.';
COMMENT ON COLUMN solieu.place_link.effective_on IS 'Day of the change.';
COMMENT ON COLUMN solieu.place_link.decree IS 'The act that made the change, where known.';
