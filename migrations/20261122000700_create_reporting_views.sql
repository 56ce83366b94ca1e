-- Plain views with plain types, for SQL and reporting tools: no json, no arrays, no ranges, no infinite dates.
-- All of them show current revisions only. They run with their owner's rights, so a reader needs no access to solieu.

CREATE VIEW reporting.article AS
SELECT
    a.id,
    a.revision,
    a.url,
    a.source,
    r.title,
    r.author,
    r.published_on,
    r.published_at,
    r.published_basis,
    r.scraped_at,
    r.saved_at,
    r.extractor_version,
    r.event_id,
    r.body
FROM solieu.article AS a
JOIN solieu.revision AS r ON r.article_id = a.id AND r.number = a.revision;

COMMENT ON VIEW reporting.article IS 'Articles, each in its current revision.';
COMMENT ON COLUMN reporting.article.id IS 'The article''s id, as in events.';
COMMENT ON COLUMN reporting.article.revision IS 'Number of the revision shown; above 1: the text was changed after we first saw it.';
COMMENT ON COLUMN reporting.article.url IS 'Canonical URL.';
COMMENT ON COLUMN reporting.article.source IS 'The outlet.';
COMMENT ON COLUMN reporting.article.title IS 'Headline.';
COMMENT ON COLUMN reporting.article.author IS 'Byline as sent.';
COMMENT ON COLUMN reporting.article.published_on IS 'Day of publication in Vietnam, where known.';
COMMENT ON COLUMN reporting.article.published_at IS 'Instant of publication, where more than the day is known.';
COMMENT ON COLUMN reporting.article.published_basis IS 'message: the scraper gave the date; dateline: it was read from the text.';
COMMENT ON COLUMN reporting.article.scraped_at IS 'When the scraper fetched this text.';
COMMENT ON COLUMN reporting.article.saved_at IS 'When it was stored.';
COMMENT ON COLUMN reporting.article.extractor_version IS 'Version of the extractor whose findings are shown.';
COMMENT ON COLUMN reporting.article.event_id IS 'Id of the event that announced this revision.';
COMMENT ON COLUMN reporting.article.body IS 'The text; every start and end counts its characters from 0.';

CREATE VIEW reporting.statistic AS
SELECT
    s.id,
    r.article_id,
    s.figure,
    s.value,
    s.value_max,
    s.denominator,
    s.unit_code,
    s.unit_label,
    s.unit_dimension,
    s.value * u.factor AS base_value,
    s.value_max * u.factor AS base_value_max,
    s.measure,
    s.modifier,
    s.indicator_code,
    i.name AS indicator_name,
    s.indicator_label,
    s.subject_label,
    s.subject_entity_id,
    s.place_code,
    nullif(s.place_valid_from, '-infinity') AS place_valid_from,
    s.place_name,
    p.level AS place_level,
    p.province_code,
    p.province_name,
    lower(s.period) AS period_start,
    upper(s.period) AS period_end,
    s.period_text,
    s.period_basis,
    s.baseline,
    substr(r.body, s.sentence_start + 1, s.sentence_end - s.sentence_start) AS quotation,
    s.start,
    s."end",
    s.rule,
    a.source,
    a.url,
    r.title,
    r.published_on,
    r.scraped_at,
    r.extractor_version
FROM solieu.statistic AS s
JOIN solieu.revision AS r ON r.id = s.revision_id
JOIN solieu.article AS a ON a.id = r.article_id AND a.revision = r.number
LEFT JOIN solieu.unit AS u ON u.code = s.unit_code
LEFT JOIN solieu.indicator AS i ON i.code = s.indicator_code
LEFT JOIN solieu.place AS p ON p.code = s.place_code AND p.valid_from = s.place_valid_from;

COMMENT ON VIEW reporting.statistic IS 'Figures of current articles: one row per figure that reports how much or how many, with its quotation.';
COMMENT ON COLUMN reporting.statistic.id IS 'The figure''s id, as in the event.';
COMMENT ON COLUMN reporting.statistic.article_id IS 'The article that reports it.';
COMMENT ON COLUMN reporting.statistic.figure IS 'The figure as written.';
COMMENT ON COLUMN reporting.statistic.value IS 'The exact value after the multiplier; of a range, the lower bound; negative for a decrease.';
COMMENT ON COLUMN reporting.statistic.value_max IS 'Upper bound of a range, else null.';
COMMENT ON COLUMN reporting.statistic.denominator IS 'What a ratio a/b is out of, else null.';
COMMENT ON COLUMN reporting.statistic.unit_code IS 'Code of the unit (table unit), null for counted things.';
COMMENT ON COLUMN reporting.statistic.unit_label IS 'The unit as shown, or the thing counted as written.';
COMMENT ON COLUMN reporting.statistic.unit_dimension IS 'Figures of one dimension can be compared by base_value (money: of one unit_code).';
COMMENT ON COLUMN reporting.statistic.base_value IS 'value in the base unit of the dimension (area: m2, mass: kg, …); null without a unit_code.';
COMMENT ON COLUMN reporting.statistic.base_value_max IS 'value_max in the base unit.';
COMMENT ON COLUMN reporting.statistic.measure IS 'level, change (by this much), index (this percent of a base), share (part of a whole), target (planned) or previous (an earlier level).';
COMMENT ON COLUMN reporting.statistic.modifier IS 'about, nearly, over, under, at_least, at_most; null: exact.';
COMMENT ON COLUMN reporting.statistic.indicator_code IS 'Code of the indicator (table indicator), where known: the same in all articles.';
COMMENT ON COLUMN reporting.statistic.indicator_name IS 'What that indicator measures, in English.';
COMMENT ON COLUMN reporting.statistic.indicator_label IS 'What is measured, in the article''s words.';
COMMENT ON COLUMN reporting.statistic.subject_label IS 'Whom or what area the figure is about.';
COMMENT ON COLUMN reporting.statistic.subject_entity_id IS 'That subject in table entity.';
COMMENT ON COLUMN reporting.statistic.place_code IS 'Official code of the administrative unit the subject is or belongs to.';
COMMENT ON COLUMN reporting.statistic.place_valid_from IS 'First day of that unit under this code; null: older than 31 August 2004.';
COMMENT ON COLUMN reporting.statistic.place_name IS 'Full name of that unit.';
COMMENT ON COLUMN reporting.statistic.place_level IS 'province, district or commune.';
COMMENT ON COLUMN reporting.statistic.province_code IS 'Official code of the province that unit belongs to, or is.';
COMMENT ON COLUMN reporting.statistic.province_name IS 'Full name of that province.';
COMMENT ON COLUMN reporting.statistic.period_start IS 'First day for which the figure holds; null: not said.';
COMMENT ON COLUMN reporting.statistic.period_end IS 'Day after the last.';
COMMENT ON COLUMN reporting.statistic.period_text IS 'The words the period was read from.';
COMMENT ON COLUMN reporting.statistic.period_basis IS 'stated in the sentence, inherited from an earlier one, or published (by the day of publication).';
COMMENT ON COLUMN reporting.statistic.baseline IS 'What a change or an index is compared with, as written.';
COMMENT ON COLUMN reporting.statistic.quotation IS 'The sentence that holds the figure.';
COMMENT ON COLUMN reporting.statistic.start IS 'First character of the figure in the article''s body, from 0.';
COMMENT ON COLUMN reporting.statistic."end" IS 'Character after the last.';
COMMENT ON COLUMN reporting.statistic.rule IS 'How the figure was read.';
COMMENT ON COLUMN reporting.statistic.source IS 'The outlet.';
COMMENT ON COLUMN reporting.statistic.url IS 'Where to read the article.';
COMMENT ON COLUMN reporting.statistic.title IS 'Its headline.';
COMMENT ON COLUMN reporting.statistic.published_on IS 'Its day of publication in Vietnam, where known.';
COMMENT ON COLUMN reporting.statistic.scraped_at IS 'When it was fetched.';
COMMENT ON COLUMN reporting.statistic.extractor_version IS 'Version of the extractor that read it.';

CREATE VIEW reporting.entity AS
SELECT e.id, e.type, e.name
FROM solieu.entity AS e
WHERE EXISTS (
    SELECT
    FROM solieu.mention AS m
    JOIN solieu.revision AS r ON r.id = m.revision_id
    JOIN solieu.article AS a ON a.id = r.article_id AND a.revision = r.number
    WHERE m.entity_id = e.id
);

COMMENT ON VIEW reporting.entity IS 'Persons, organizations, places and documents that current articles name, each once.';
COMMENT ON COLUMN reporting.entity.id IS 'The entity''s id, as in events.';
COMMENT ON COLUMN reporting.entity.type IS 'person, organization, place or document.';
COMMENT ON COLUMN reporting.entity.name IS 'The fullest name of the first article that named it.';

CREATE VIEW reporting.mention AS
SELECT
    m.entity_id,
    r.article_id,
    e.type,
    m.name,
    substr(r.body, o.start + 1, o."end" - o.start) AS text,
    o.start,
    o."end",
    m.attributes ->> 'kind' AS document_kind,
    m.attributes ->> 'number' AS document_number,
    m.attributes ->> 'issuer' AS document_issuer,
    m.attributes ->> 'issued_on' AS document_issued_on,
    m.attributes ->> 'title' AS document_title,
    coalesce(m.attributes ->> 'code', m.attributes ->> 'place_code') AS place_code,
    m.attributes ->> 'valid_from' AS place_valid_from,
    m.attributes ->> 'official_name' AS place_name,
    (
        SELECT string_agg(t.title, '; ' ORDER BY t.ordinal)
        FROM jsonb_array_elements_text(m.attributes -> 'titles') WITH ORDINALITY AS t (title, ordinal)
    ) AS person_titles,
    a.source,
    a.url,
    r.published_on
FROM solieu.mention AS m
JOIN solieu.entity AS e ON e.id = m.entity_id
JOIN solieu.revision AS r ON r.id = m.revision_id
JOIN solieu.article AS a ON a.id = r.article_id AND a.revision = r.number
CROSS JOIN LATERAL unnest(m.start, m."end") AS o (start, "end");

COMMENT ON VIEW reporting.mention IS 'Where current articles name an entity: one row per occurrence.';
COMMENT ON COLUMN reporting.mention.entity_id IS 'The entity named.';
COMMENT ON COLUMN reporting.mention.article_id IS 'The article.';
COMMENT ON COLUMN reporting.mention.type IS 'person, organization, place or document.';
COMMENT ON COLUMN reporting.mention.name IS 'The fullest name the article gives it.';
COMMENT ON COLUMN reporting.mention.text IS 'The words here.';
COMMENT ON COLUMN reporting.mention.start IS 'First character in the article''s body, from 0.';
COMMENT ON COLUMN reporting.mention."end" IS 'Character after the last.';
COMMENT ON COLUMN reporting.mention.document_kind IS 'Of a document: Nghị quyết, Chỉ thị, Luật, …';
COMMENT ON COLUMN reporting.mention.document_number IS 'Of a document: its number, normalized.';
COMMENT ON COLUMN reporting.mention.document_issuer IS 'Of a document: who issued it, where the article says so.';
COMMENT ON COLUMN reporting.mention.document_issued_on IS 'Of a document: its date (YYYY-MM-DD), where the article says so.';
COMMENT ON COLUMN reporting.mention.document_title IS 'Of a document: its title, where the article says so.';
COMMENT ON COLUMN reporting.mention.place_code IS 'Official code of the unit: of a place itself, of an organization the one it serves; where it was recognized.';
COMMENT ON COLUMN reporting.mention.place_valid_from IS 'Of a place: first day (YYYY-MM-DD) of that unit under this code; null: older than 31 August 2004.';
COMMENT ON COLUMN reporting.mention.place_name IS 'Of a place: full official name of that unit.';
COMMENT ON COLUMN reporting.mention.person_titles IS 'Of a person: the titles the article gives, separated by semicolons.';
COMMENT ON COLUMN reporting.mention.source IS 'The outlet.';
COMMENT ON COLUMN reporting.mention.url IS 'Where to read the article.';
COMMENT ON COLUMN reporting.mention.published_on IS 'Its day of publication in Vietnam, where known.';

CREATE VIEW reporting.position AS
SELECT
    r.article_id,
    o.person AS person_id,
    person.name AS person,
    o.title,
    o.organization AS organization_id,
    organization.name AS organization,
    substr(r.body, o.start + 1, o."end" - o.start) AS quotation,
    a.source,
    a.url,
    r.published_on
FROM solieu.position AS o
JOIN solieu.revision AS r ON r.id = o.revision_id
JOIN solieu.article AS a ON a.id = r.article_id AND a.revision = r.number
JOIN solieu.entity AS person ON person.id = o.person
LEFT JOIN solieu.entity AS organization ON organization.id = o.organization;

COMMENT ON VIEW reporting.position IS 'Who holds which office, as current articles state it: one row per statement.';
COMMENT ON COLUMN reporting.position.article_id IS 'The article that says so.';
COMMENT ON COLUMN reporting.position.person_id IS 'The person, in table entity.';
COMMENT ON COLUMN reporting.position.person IS 'Name of the person.';
COMMENT ON COLUMN reporting.position.title IS 'The office as written.';
COMMENT ON COLUMN reporting.position.organization_id IS 'The organization, in table entity, where the title names one.';
COMMENT ON COLUMN reporting.position.organization IS 'Name of the organization.';
COMMENT ON COLUMN reporting.position.quotation IS 'The words of the article.';
COMMENT ON COLUMN reporting.position.source IS 'The outlet.';
COMMENT ON COLUMN reporting.position.url IS 'Where to read the article.';
COMMENT ON COLUMN reporting.position.published_on IS 'Its day of publication in Vietnam, where known.';

CREATE VIEW reporting.unit AS
SELECT code, label, dimension, factor FROM solieu.unit;

COMMENT ON VIEW reporting.unit IS 'Units of measure and currencies.';
COMMENT ON COLUMN reporting.unit.code IS 'Stable code: ISO 4217 for money, UCUM where it has one.';
COMMENT ON COLUMN reporting.unit.label IS 'How the unit is shown.';
COMMENT ON COLUMN reporting.unit.dimension IS 'Values of one dimension can be compared (money: of one currency).';
COMMENT ON COLUMN reporting.unit.factor IS 'Exact factor to the base unit of the dimension.';

CREATE VIEW reporting.indicator AS
SELECT code, name FROM solieu.indicator;

COMMENT ON VIEW reporting.indicator IS 'Indicators that figures of different articles share.';
COMMENT ON COLUMN reporting.indicator.code IS 'Stable code.';
COMMENT ON COLUMN reporting.indicator.name IS 'What it measures, in English.';

CREATE VIEW reporting.place AS
SELECT
    code,
    nullif(valid_from, '-infinity') AS valid_from,
    valid_to,
    level,
    kind,
    name,
    full_name,
    parent_code,
    province_code,
    province_name,
    decree
FROM solieu.place;

COMMENT ON VIEW reporting.place IS 'Administrative units of Vietnam, one row per state of a unit.';
COMMENT ON COLUMN reporting.place.code IS 'Official code; reused over time, so join by code and valid_from.';
COMMENT ON COLUMN reporting.place.valid_from IS 'First day; null: older than 31 August 2004.';
COMMENT ON COLUMN reporting.place.valid_to IS 'Day after the last; null: still holds.';
COMMENT ON COLUMN reporting.place.level IS 'province, district or commune.';
COMMENT ON COLUMN reporting.place.kind IS 'Tỉnh, Thành phố, Quận, Huyện, Thị xã, Phường, Xã, …';
COMMENT ON COLUMN reporting.place.name IS 'Name without the kind.';
COMMENT ON COLUMN reporting.place.full_name IS 'Name with the kind.';
COMMENT ON COLUMN reporting.place.parent_code IS 'Code of the unit above on the last day of this row.';
COMMENT ON COLUMN reporting.place.province_code IS 'Code of the province on that day.';
COMMENT ON COLUMN reporting.place.province_name IS 'Full name of that province.';
COMMENT ON COLUMN reporting.place.decree IS 'The act that began this row, where known.';

CREATE VIEW reporting.place_link AS
SELECT
    old_code,
    nullif(old_valid_from, '-infinity') AS old_valid_from,
    new_code,
    nullif(new_valid_from, '-infinity') AS new_valid_from,
    relation,
    effective_on,
    decree
FROM solieu.place_link;

COMMENT ON VIEW reporting.place_link IS 'What became of an administrative unit: one row per unit that took over all or a part of it.';
COMMENT ON COLUMN reporting.place_link.old_code IS 'Code of the unit that ended.';
COMMENT ON COLUMN reporting.place_link.old_valid_from IS 'Its first day; null: older than 31 August 2004.';
COMMENT ON COLUMN reporting.place_link.new_code IS 'Code of the unit that took over.';
COMMENT ON COLUMN reporting.place_link.new_valid_from IS 'Its first day; null: older than 31 August 2004.';
COMMENT ON COLUMN reporting.place_link.relation IS 'whole: all of the old unit went there; part: only a part of it.';
COMMENT ON COLUMN reporting.place_link.effective_on IS 'Day of the change.';
COMMENT ON COLUMN reporting.place_link.decree IS 'The act that made the change, where known.';

-- The worker writes what it reads; reference data and the tables themselves change by setup only.
GRANT SELECT ON ALL TABLES IN SCHEMA solieu TO solieu_worker;
GRANT INSERT, UPDATE, DELETE ON
    solieu.article, solieu.revision, solieu.statistic, solieu.entity, solieu.mention, solieu.position,
    solieu.outbox, solieu.rejected_message, solieu.attempt
TO solieu_worker;
