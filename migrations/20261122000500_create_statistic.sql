CREATE TABLE solieu.statistic (
    revision_id bigint NOT NULL REFERENCES solieu.revision,
    id uuid NOT NULL,
    start integer NOT NULL CHECK (start >= 0),
    "end" integer NOT NULL,
    figure text NOT NULL,
    value numeric NOT NULL,
    value_max numeric,
    denominator numeric,
    unit_code text,
    unit_label text NOT NULL,
    unit_dimension text NOT NULL,
    measure text NOT NULL CHECK (measure IN ('level', 'change', 'index', 'share', 'target', 'previous')),
    modifier text CHECK (modifier IN ('about', 'nearly', 'over', 'under', 'at_least', 'at_most')),
    indicator_code text,
    indicator_label text NOT NULL,
    subject_label text,
    subject_entity_id uuid,
    place_code text,
    place_valid_from date,
    place_name text,
    period daterange CHECK (NOT isempty(period)),
    period_text text,
    period_basis text CHECK (period_basis IN ('stated', 'inherited', 'published')),
    baseline text,
    sentence_start integer NOT NULL CHECK (sentence_start >= 0),
    sentence_end integer NOT NULL,
    rule text NOT NULL,
    -- the only index of the largest table: the statistics of a revision, none of them twice
    PRIMARY KEY (revision_id, id),
    CHECK (start < "end"),
    CHECK (value <= value_max),
    CHECK (sentence_start < sentence_end),
    CHECK ((place_code IS NULL) = (place_valid_from IS NULL)),
    CHECK ((period IS NULL) = (period_basis IS NULL))
);
-- one indicator over all articles; partial, because most figures are counts of something without a code
CREATE INDEX statistic_indicator_code_idx ON solieu.statistic (indicator_code) WHERE indicator_code IS NOT NULL;

COMMENT ON TABLE solieu.statistic IS 'Figures: one row per figure of a revision that reports how much or how many.';
COMMENT ON COLUMN solieu.statistic.revision_id IS 'The revision; substr(body, start + 1, "end" - start) = figure.';
COMMENT ON COLUMN solieu.statistic.id IS 'The same as in the event; made of the article, its text and the place of the figure.';
COMMENT ON COLUMN solieu.statistic.start IS 'First code point of the figure in the body, from 0.';
COMMENT ON COLUMN solieu.statistic."end" IS 'Code point after the last.';
COMMENT ON COLUMN solieu.statistic.figure IS 'The figure as written, with its multiplier and an attached unit symbol.';
COMMENT ON COLUMN solieu.statistic.value IS 'The exact value after the multiplier; of a range, the lower bound; negative for a decrease.';
COMMENT ON COLUMN solieu.statistic.value_max IS 'Upper bound of a range.';
COMMENT ON COLUMN solieu.statistic.denominator IS 'What a ratio a/b is out of.';
COMMENT ON COLUMN solieu.statistic.unit_code IS 'Code of the unit, where it is in the lexicon.';
COMMENT ON COLUMN solieu.statistic.unit_label IS 'ISO 4217 code, %, pp, a symbol, or the counted noun phrase as written.';
COMMENT ON COLUMN solieu.statistic.unit_dimension IS 'Dimension of the unit; count for counted nouns.';
COMMENT ON COLUMN solieu.statistic.measure IS 'level, change (by this much), index (this percent of a base), share (part of a whole), target (planned) or previous (an earlier level).';
COMMENT ON COLUMN solieu.statistic.modifier IS 'How exact the article says it is: about, nearly, over, under, at_least, at_most; null: exact.';
COMMENT ON COLUMN solieu.statistic.indicator_code IS 'Code of the indicator, where the lexicon has it.';
COMMENT ON COLUMN solieu.statistic.indicator_label IS 'What is measured, in the words of the sentence.';
COMMENT ON COLUMN solieu.statistic.subject_label IS 'Whom or what area the figure is about: the fullest name the article gives.';
COMMENT ON COLUMN solieu.statistic.subject_entity_id IS 'Entity of the subject, where it is one.';
COMMENT ON COLUMN solieu.statistic.place_code IS 'Official code of the administrative unit the subject is or belongs to.';
COMMENT ON COLUMN solieu.statistic.place_valid_from IS 'Second half of the unit''s key; -infinity as in place.';
COMMENT ON COLUMN solieu.statistic.place_name IS 'Full name of the unit when the figure was read: stays readable when a corrected gazetteer changes the key.';
COMMENT ON COLUMN solieu.statistic.period IS 'Days for which the figure holds, end exclusive; null: not said.';
COMMENT ON COLUMN solieu.statistic.period_text IS 'The words the period was read from.';
COMMENT ON COLUMN solieu.statistic.period_basis IS 'stated in the sentence, inherited from an earlier one, or resolved by the publication date (published).';
COMMENT ON COLUMN solieu.statistic.baseline IS 'What a change or an index is compared with, as written.';
COMMENT ON COLUMN solieu.statistic.sentence_start IS 'First code point of the sentence that holds the figure, from 0.';
COMMENT ON COLUMN solieu.statistic.sentence_end IS 'Code point after the last.';
COMMENT ON COLUMN solieu.statistic.rule IS 'The chain of rules that produced the row; solieu explain prints it for any text.';
