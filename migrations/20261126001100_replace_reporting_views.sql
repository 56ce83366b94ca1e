-- The views of schema reporting, made anew around stories: what was copied counts once. Plain types only: text, numeric,
-- integers, dates, times, booleans, uuid. A copy is a row of its own where rows are articles, figures or mentions
-- (is_copy), and adds nothing where stories are counted, so that numbers of stories may be summed.
--
-- Plain views on purpose: with the indexes of the migration before they answer in time, and are never stale.

DROP VIEW reporting.article, reporting.statistic, reporting.entity, reporting.mention, reporting.position, reporting.place;

-- Whole months from the first day to the last: 12, 9, 3, 1; null where a period begins or ends inside a month.
CREATE FUNCTION solieu.months(period daterange) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN extract(day FROM lower(period)) = 1 AND extract(day FROM upper(period)) = 1 THEN
    (extract(year FROM upper(period)) - extract(year FROM lower(period)))::integer * 12
    + (extract(month FROM upper(period)) - extract(month FROM lower(period)))::integer
END;

CREATE VIEW solieu.current_revision AS
SELECT
    r.id,
    r.article_id,
    r.number,
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
    r.body,
    r.story_id,
    EXISTS (
        SELECT
        FROM solieu.revision AS before
        JOIN solieu.article AS other ON other.id = before.article_id AND other.revision = before.number
        WHERE before.story_id = r.story_id AND before.id < r.id
    ) AS is_copy
FROM solieu.article AS a
JOIN solieu.revision AS r ON r.article_id = a.id AND r.number = a.revision;

COMMENT ON VIEW solieu.current_revision IS 'What the views of schema reporting are made of: the revision of each article that was scraped last.';
COMMENT ON COLUMN solieu.current_revision.id IS 'Key of revision.';
COMMENT ON COLUMN solieu.current_revision.article_id IS 'As in revision.';
COMMENT ON COLUMN solieu.current_revision.number IS 'As in revision.';
COMMENT ON COLUMN solieu.current_revision.url IS 'As in article.';
COMMENT ON COLUMN solieu.current_revision.source IS 'As in article.';
COMMENT ON COLUMN solieu.current_revision.title IS 'As in revision.';
COMMENT ON COLUMN solieu.current_revision.author IS 'As in revision.';
COMMENT ON COLUMN solieu.current_revision.published_on IS 'As in revision.';
COMMENT ON COLUMN solieu.current_revision.published_at IS 'As in revision.';
COMMENT ON COLUMN solieu.current_revision.published_basis IS 'As in revision.';
COMMENT ON COLUMN solieu.current_revision.scraped_at IS 'As in revision.';
COMMENT ON COLUMN solieu.current_revision.saved_at IS 'As in revision.';
COMMENT ON COLUMN solieu.current_revision.extractor_version IS 'As in revision.';
COMMENT ON COLUMN solieu.current_revision.event_id IS 'As in revision.';
COMMENT ON COLUMN solieu.current_revision.body IS 'As in revision.';
COMMENT ON COLUMN solieu.current_revision.story_id IS 'As in revision.';
COMMENT ON COLUMN solieu.current_revision.is_copy IS 'True where a current revision of another article that was stored before tells the same story.';

CREATE VIEW reporting.article AS
SELECT
    article_id AS id,
    number AS revision,
    story_id,
    is_copy,
    url,
    source,
    title,
    author,
    published_on AS published_date,
    published_at,
    published_basis,
    scraped_at,
    saved_at,
    extractor_version,
    event_id,
    body
FROM solieu.current_revision;

COMMENT ON VIEW reporting.article IS 'Articles, each in its current revision.';
COMMENT ON COLUMN reporting.article.id IS 'The article''s id, as in events.';
COMMENT ON COLUMN reporting.article.revision IS 'Number of the revision shown; above 1: the text was changed after we first saw it.';
COMMENT ON COLUMN reporting.article.story_id IS 'The same for all articles that are copies of one another, edited or not.';
COMMENT ON COLUMN reporting.article.is_copy IS 'True: another article told the same story before. Leave these out where an outlet''s own reports count.';
COMMENT ON COLUMN reporting.article.url IS 'Canonical URL.';
COMMENT ON COLUMN reporting.article.source IS 'The outlet.';
COMMENT ON COLUMN reporting.article.title IS 'Headline.';
COMMENT ON COLUMN reporting.article.author IS 'Byline as sent.';
COMMENT ON COLUMN reporting.article.published_date IS 'Day of publication in Vietnam, where known.';
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
    r.story_id,
    r.is_copy,
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
    p.id AS place_id,
    s.place_code,
    nullif(s.place_valid_from, '-infinity') AS place_valid_from,
    s.place_name,
    p.level AS place_level,
    p.province_code,
    p.province_name,
    lower(s.period) AS period_start,
    upper(s.period) AS period_end,
    solieu.months(s.period) AS period_months,
    s.period_text,
    s.period_basis,
    s.baseline,
    substr(r.body, s.sentence_start + 1, s.sentence_end - s.sentence_start) AS quotation,
    s.start,
    s."end",
    s.rule,
    r.source,
    r.url,
    r.title,
    r.published_on AS published_date,
    r.scraped_at,
    r.saved_at,
    r.extractor_version
FROM solieu.statistic AS s
JOIN solieu.current_revision AS r ON r.id = s.revision_id
LEFT JOIN solieu.unit AS u ON u.code = s.unit_code
LEFT JOIN solieu.indicator AS i ON i.code = s.indicator_code
LEFT JOIN solieu.place AS p ON p.code = s.place_code AND p.valid_from = s.place_valid_from;

COMMENT ON VIEW reporting.statistic IS 'Figures of current articles: one row per figure that reports how much or how many, with its quotation.';
COMMENT ON COLUMN reporting.statistic.id IS 'The figure''s id, as in the event.';
COMMENT ON COLUMN reporting.statistic.article_id IS 'The article that reports it.';
COMMENT ON COLUMN reporting.statistic.story_id IS 'The story that article tells: copies share one.';
COMMENT ON COLUMN reporting.statistic.is_copy IS 'True: another article told the same story before. Leave these out of counts and sums.';
COMMENT ON COLUMN reporting.statistic.figure IS 'The figure as written.';
COMMENT ON COLUMN reporting.statistic.value IS 'The exact value after the multiplier; of a range, the lower bound; negative for a decrease.';
COMMENT ON COLUMN reporting.statistic.value_max IS 'Upper bound of a range, else null.';
COMMENT ON COLUMN reporting.statistic.denominator IS 'What a ratio a/b is out of, else null.';
COMMENT ON COLUMN reporting.statistic.unit_code IS 'Code of the unit (view unit), null for counted things.';
COMMENT ON COLUMN reporting.statistic.unit_label IS 'The unit as shown, or the thing counted as written.';
COMMENT ON COLUMN reporting.statistic.unit_dimension IS 'Figures of one dimension can be compared by base_value (money: of one unit_code).';
COMMENT ON COLUMN reporting.statistic.base_value IS 'value in the base unit of the dimension (area: m2, mass: kg, …); null without a unit_code.';
COMMENT ON COLUMN reporting.statistic.base_value_max IS 'value_max in the base unit.';
COMMENT ON COLUMN reporting.statistic.measure IS 'level, change (by this much), index (this percent of a base), share (part of a whole), target (planned) or previous (an earlier level).';
COMMENT ON COLUMN reporting.statistic.modifier IS 'about, nearly, over, under, at_least, at_most; null: exact.';
COMMENT ON COLUMN reporting.statistic.indicator_code IS 'Code of the indicator (view indicator), where known: the same in all articles.';
COMMENT ON COLUMN reporting.statistic.indicator_name IS 'What that indicator measures, in English.';
COMMENT ON COLUMN reporting.statistic.indicator_label IS 'What is measured, in the article''s words.';
COMMENT ON COLUMN reporting.statistic.subject_label IS 'Whom or what area the figure is about.';
COMMENT ON COLUMN reporting.statistic.subject_entity_id IS 'That subject in view entity.';
COMMENT ON COLUMN reporting.statistic.place_id IS 'The administrative unit the subject is or serves, in views place and place_scope.';
COMMENT ON COLUMN reporting.statistic.place_code IS 'Official code of that unit; reused over time.';
COMMENT ON COLUMN reporting.statistic.place_valid_from IS 'First day of that unit under this code; null: older than 31 August 2004.';
COMMENT ON COLUMN reporting.statistic.place_name IS 'Full name of that unit.';
COMMENT ON COLUMN reporting.statistic.place_level IS 'province, district or commune.';
COMMENT ON COLUMN reporting.statistic.province_code IS 'Official code of the province that unit belongs to, or is.';
COMMENT ON COLUMN reporting.statistic.province_name IS 'Full name of that province.';
COMMENT ON COLUMN reporting.statistic.period_start IS 'First day for which the figure holds; null: not said.';
COMMENT ON COLUMN reporting.statistic.period_end IS 'Day after the last.';
COMMENT ON COLUMN reporting.statistic.period_months IS 'Length in whole months: 12 a year, 9 nine months, 3 a quarter, 1 a month; null: no whole months, or not said.';
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
COMMENT ON COLUMN reporting.statistic.published_date IS 'Its day of publication in Vietnam, where known.';
COMMENT ON COLUMN reporting.statistic.scraped_at IS 'When it was fetched.';
COMMENT ON COLUMN reporting.statistic.saved_at IS 'When it was stored.';
COMMENT ON COLUMN reporting.statistic.extractor_version IS 'Version of the extractor that read it.';

-- Two reports agree when both can be true as they are written: «1.284,6 tỷ» is anything that rounds to it, «hơn» and
-- «khoảng» leave a tenth, «ít nhất» and «không quá» are open. Reports that agree one by one have a value in common, so
-- the highest lower bound and the lowest upper bound tell. value / digits is what the last written digit is worth.
CREATE VIEW reporting.observation AS
WITH report AS (
    SELECT
        s AS row,
        r.article_id, r.story_id, r.source, r.published_on, r.scraped_at,
        s.indicator_code,
        -- the key of place, which the rest of its columns need not be grouped by
        p.code,
        p.valid_from,
        p.id AS place_id,
        s.place_code,
        p.full_name AS place_name,
        p.level AS place_level,
        p.province_code,
        p.province_name,
        -- a body of the unit («UBND quận», «Đảng bộ quận») speaks of the unit
        CASE WHEN s.place_code IS NULL THEN lower(s.subject_label) END AS subject,
        s.period,
        s.measure,
        CASE WHEN s.measure IN ('change', 'index') THEN lower(s.baseline) END AS baseline,
        CASE
            WHEN s.unit_code IS NULL THEN lower(s.unit_label)
            WHEN s.unit_dimension = 'money' THEN s.unit_code
            ELSE s.unit_dimension
        END AS comparable_unit,
        coalesce(u.factor, 1) AS factor,
        coalesce(s.value_max, s.value) AS value_max,
        CASE WHEN s.modifier IS NULL THEN coalesce(
            abs(s.value) / nullif(ltrim(regexp_replace(s.figure, '[^0-9]', '', 'g'), '0'), '')::numeric / 2, 0) END AS rounding
    FROM solieu.statistic AS s
    JOIN solieu.current_revision AS r ON r.id = s.revision_id
    LEFT JOIN solieu.unit AS u ON u.code = s.unit_code
    LEFT JOIN solieu.place AS p ON p.code = s.place_code AND p.valid_from = s.place_valid_from
    WHERE s.indicator_code IS NOT NULL
        AND s.period IS NOT NULL
        AND (s.place_code IS NOT NULL OR s.subject_label IS NOT NULL)
), observed AS (
    SELECT
        indicator_code, place_id, place_code, place_name, place_level, province_code, province_name, subject,
        period, measure, baseline, comparable_unit,
        (array_agg(row ORDER BY published_on DESC NULLS LAST, scraped_at DESC, (row).revision_id DESC, (row).start))[1] AS latest,
        min((row).value * factor) AS lowest,
        max(value_max * factor) AS highest,
        coalesce(max(factor * CASE
            WHEN (row).modifier IN ('under', 'at_most') THEN NULL
            WHEN (row).modifier IN ('about', 'nearly') THEN (row).value - abs((row).value) / 10
            ELSE (row).value - coalesce(rounding, 0)
        END) <= min(factor * CASE
            WHEN (row).modifier = 'at_least' THEN NULL
            WHEN (row).modifier IN ('about', 'over') THEN value_max + abs(value_max) / 10
            ELSE value_max + coalesce(rounding, 0)
        END), true) AS agrees,
        count(*) AS figures,
        count(DISTINCT story_id) AS stories,
        count(DISTINCT source) AS outlets,
        string_agg(DISTINCT source, '; ' ORDER BY source) AS sources,
        min(published_on) AS first_reported,
        max(published_on) AS last_reported
    FROM report
    GROUP BY
        code, valid_from, indicator_code, place_id, place_code, place_name, place_level, province_code, province_name, subject,
        period, measure, baseline, comparable_unit
)
SELECT
    o.indicator_code,
    i.name AS indicator_name,
    o.place_id,
    o.place_code,
    o.place_name,
    o.place_level,
    o.province_code,
    o.province_name,
    o.subject,
    lower(o.period) AS period_start,
    upper(o.period) AS period_end,
    solieu.months(o.period) AS period_months,
    o.measure,
    o.baseline,
    o.comparable_unit,
    (o.latest).value,
    (o.latest).value_max,
    (o.latest).denominator,
    (o.latest).modifier,
    (o.latest).unit_code,
    (o.latest).unit_label,
    (o.latest).value * coalesce(u.factor, 1) AS base_value,
    trim_scale(o.lowest / coalesce(u.factor, 1)) AS lowest,
    trim_scale(o.highest / coalesce(u.factor, 1)) AS highest,
    o.agrees,
    o.figures,
    o.stories,
    o.outlets,
    o.sources,
    o.first_reported,
    o.last_reported,
    (o.latest).id AS statistic_id,
    r.url,
    r.title,
    substr(r.body, (o.latest).sentence_start + 1, (o.latest).sentence_end - (o.latest).sentence_start) AS quotation
FROM observed AS o
JOIN solieu.current_revision AS r ON r.id = (o.latest).revision_id
LEFT JOIN solieu.indicator AS i ON i.code = o.indicator_code
LEFT JOIN solieu.unit AS u ON u.code = (o.latest).unit_code;

COMMENT ON VIEW reporting.observation IS 'Figures reconciled across newspapers: one row per indicator, place or subject, period, measure and unit, over all stories that report it. Figures without indicator, period, or anybody they are about, are in statistic only.';
COMMENT ON COLUMN reporting.observation.indicator_code IS 'Code of the indicator (view indicator).';
COMMENT ON COLUMN reporting.observation.indicator_name IS 'What it measures, in English.';
COMMENT ON COLUMN reporting.observation.place_id IS 'The administrative unit it is observed in, in views place and place_scope; null: none, see subject.';
COMMENT ON COLUMN reporting.observation.place_code IS 'Official code of that unit; reused over time.';
COMMENT ON COLUMN reporting.observation.place_name IS 'Full name of that unit.';
COMMENT ON COLUMN reporting.observation.place_level IS 'province, district or commune.';
COMMENT ON COLUMN reporting.observation.province_code IS 'Official code of the province that unit belongs to, or is.';
COMMENT ON COLUMN reporting.observation.province_name IS 'Full name of that province.';
COMMENT ON COLUMN reporting.observation.subject IS 'Whom it is about where that is no administrative unit: the name in lower case.';
COMMENT ON COLUMN reporting.observation.period_start IS 'First day for which it holds.';
COMMENT ON COLUMN reporting.observation.period_end IS 'Day after the last.';
COMMENT ON COLUMN reporting.observation.period_months IS 'Length in whole months: 12 a year, 9 nine months, 3 a quarter, 1 a month; null: no whole months.';
COMMENT ON COLUMN reporting.observation.measure IS 'level, change, index, share, target or previous: never mixed in one row.';
COMMENT ON COLUMN reporting.observation.baseline IS 'Of a change or an index: what it is compared with, in lower case.';
COMMENT ON COLUMN reporting.observation.comparable_unit IS 'Within what values are comparable: a currency, a dimension, or the thing counted in lower case.';
COMMENT ON COLUMN reporting.observation.value IS 'The value by the most recent report (last published, then last fetched); of a range, the lower bound.';
COMMENT ON COLUMN reporting.observation.value_max IS 'Of a range, the upper bound by that report.';
COMMENT ON COLUMN reporting.observation.denominator IS 'What a ratio a/b is out of, by that report.';
COMMENT ON COLUMN reporting.observation.modifier IS 'about, nearly, over, under, at_least, at_most; null: exact, by that report.';
COMMENT ON COLUMN reporting.observation.unit_code IS 'Code of the unit of value, lowest and highest; null for counted things.';
COMMENT ON COLUMN reporting.observation.unit_label IS 'That unit as shown, or the thing counted as written.';
COMMENT ON COLUMN reporting.observation.base_value IS 'value in the base unit of the dimension, to compare rows with other units.';
COMMENT ON COLUMN reporting.observation.lowest IS 'The lowest value of all reports, in the unit of value.';
COMMENT ON COLUMN reporting.observation.highest IS 'The highest value of all reports, in the unit of value.';
COMMENT ON COLUMN reporting.observation.agrees IS 'False: reports contradict each other, also when each is rounded as it is written («hơn», «khoảng» leave a tenth).';
COMMENT ON COLUMN reporting.observation.figures IS 'How many figures report it, copies included.';
COMMENT ON COLUMN reporting.observation.stories IS 'How many stories report it: copies count once.';
COMMENT ON COLUMN reporting.observation.outlets IS 'How many outlets report it.';
COMMENT ON COLUMN reporting.observation.sources IS 'Those outlets, separated by semicolons.';
COMMENT ON COLUMN reporting.observation.first_reported IS 'Day of the first report, where known.';
COMMENT ON COLUMN reporting.observation.last_reported IS 'Day of the most recent report, where known.';
COMMENT ON COLUMN reporting.observation.statistic_id IS 'The figure of the most recent report, in view statistic.';
COMMENT ON COLUMN reporting.observation.url IS 'Where to read that report.';
COMMENT ON COLUMN reporting.observation.title IS 'Its headline.';
COMMENT ON COLUMN reporting.observation.quotation IS 'Its sentence that holds the figure.';

CREATE VIEW reporting.indicator_series AS
SELECT
    indicator_code,
    indicator_name,
    place_id,
    place_code,
    place_name,
    place_level,
    province_code,
    province_name,
    period_months,
    comparable_unit,
    period_start,
    period_end,
    value,
    modifier,
    unit_code,
    unit_label,
    base_value,
    lowest,
    highest,
    agrees,
    stories,
    outlets,
    sources,
    lag(period_start) OVER series AS previous_start,
    lag(base_value) OVER series AS previous_base_value,
    round((base_value / nullif(lag(base_value) OVER series, 0) - 1) * 100, 2) AS change_percent
FROM reporting.observation
WHERE measure = 'level' AND place_code IS NOT NULL AND period_months IS NOT NULL
-- only conditions on these columns reach the tables below
WINDOW series AS (
    PARTITION BY indicator_code, indicator_name, place_id, place_code, place_name, place_level,
        province_code, province_name, period_months, comparable_unit
    ORDER BY period_start
);

COMMENT ON VIEW reporting.indicator_series IS 'Time series: observed levels of one indicator in one administrative unit over periods of one length, with the change from one to the next.';
COMMENT ON COLUMN reporting.indicator_series.indicator_code IS 'Code of the indicator (view indicator).';
COMMENT ON COLUMN reporting.indicator_series.indicator_name IS 'What it measures, in English.';
COMMENT ON COLUMN reporting.indicator_series.place_id IS 'The administrative unit, in views place and place_scope.';
COMMENT ON COLUMN reporting.indicator_series.place_code IS 'Official code of that unit; reused over time.';
COMMENT ON COLUMN reporting.indicator_series.place_name IS 'Full name of that unit.';
COMMENT ON COLUMN reporting.indicator_series.place_level IS 'province, district or commune.';
COMMENT ON COLUMN reporting.indicator_series.province_code IS 'Official code of the province that unit belongs to, or is.';
COMMENT ON COLUMN reporting.indicator_series.province_name IS 'Full name of that province.';
COMMENT ON COLUMN reporting.indicator_series.period_months IS 'Length of the periods of this series: 12 years, 9 the first nine months, 3 quarters, 1 months.';
COMMENT ON COLUMN reporting.indicator_series.comparable_unit IS 'Within what values are comparable: a currency, a dimension, or the thing counted in lower case.';
COMMENT ON COLUMN reporting.indicator_series.period_start IS 'First day of the period.';
COMMENT ON COLUMN reporting.indicator_series.period_end IS 'Day after the last.';
COMMENT ON COLUMN reporting.indicator_series.value IS 'The value by the most recent report; of a range, the lower bound.';
COMMENT ON COLUMN reporting.indicator_series.modifier IS 'about, nearly, over, under, at_least, at_most; null: exact, by that report.';
COMMENT ON COLUMN reporting.indicator_series.unit_code IS 'Code of the unit of value; null for counted things.';
COMMENT ON COLUMN reporting.indicator_series.unit_label IS 'That unit as shown, or the thing counted as written.';
COMMENT ON COLUMN reporting.indicator_series.base_value IS 'value in the base unit of the dimension.';
COMMENT ON COLUMN reporting.indicator_series.lowest IS 'The lowest value of all reports, in the unit of value.';
COMMENT ON COLUMN reporting.indicator_series.highest IS 'The highest value of all reports, in the unit of value.';
COMMENT ON COLUMN reporting.indicator_series.agrees IS 'False: reports contradict each other.';
COMMENT ON COLUMN reporting.indicator_series.stories IS 'How many stories report it: copies count once.';
COMMENT ON COLUMN reporting.indicator_series.outlets IS 'How many outlets report it.';
COMMENT ON COLUMN reporting.indicator_series.sources IS 'Those outlets, separated by semicolons.';
COMMENT ON COLUMN reporting.indicator_series.previous_start IS 'First day of the period before it in this series; there may be a gap.';
COMMENT ON COLUMN reporting.indicator_series.previous_base_value IS 'The value of that period in the base unit.';
COMMENT ON COLUMN reporting.indicator_series.change_percent IS 'Change from that period to this one in percent.';

CREATE VIEW reporting.entity AS
SELECT
    e.id,
    e.type,
    e.name,
    count(*) AS articles,
    count(*) FILTER (WHERE NOT r.is_copy) AS stories,
    sum(cardinality(m.start)) AS mentions,
    min(r.published_on) AS first_seen,
    max(r.published_on) AS last_seen
FROM solieu.entity AS e
JOIN solieu.mention AS m ON m.entity_id = e.id
JOIN solieu.current_revision AS r ON r.id = m.revision_id
GROUP BY e.id, e.type, e.name;

COMMENT ON VIEW reporting.entity IS 'Persons, organizations, places and documents that current articles name, each once.';
COMMENT ON COLUMN reporting.entity.id IS 'The entity''s id, as in events.';
COMMENT ON COLUMN reporting.entity.type IS 'person, organization, place or document.';
COMMENT ON COLUMN reporting.entity.name IS 'The fullest name of the first article that named it.';
COMMENT ON COLUMN reporting.entity.articles IS 'How many articles name it.';
COMMENT ON COLUMN reporting.entity.stories IS 'How many stories name it: copies count once.';
COMMENT ON COLUMN reporting.entity.mentions IS 'How often it is named.';
COMMENT ON COLUMN reporting.entity.first_seen IS 'Day of the first article that names it, where known.';
COMMENT ON COLUMN reporting.entity.last_seen IS 'Day of the last.';

CREATE VIEW reporting.mention AS
SELECT
    m.entity_id,
    r.article_id,
    r.story_id,
    r.is_copy,
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
    r.source,
    r.url,
    r.published_on AS published_date
FROM solieu.mention AS m
JOIN solieu.entity AS e ON e.id = m.entity_id
JOIN solieu.current_revision AS r ON r.id = m.revision_id
CROSS JOIN LATERAL unnest(m.start, m."end") AS o (start, "end");

COMMENT ON VIEW reporting.mention IS 'Where current articles name an entity: one row per occurrence.';
COMMENT ON COLUMN reporting.mention.entity_id IS 'The entity named.';
COMMENT ON COLUMN reporting.mention.article_id IS 'The article.';
COMMENT ON COLUMN reporting.mention.story_id IS 'The story that article tells.';
COMMENT ON COLUMN reporting.mention.is_copy IS 'True: another article told the same story before.';
COMMENT ON COLUMN reporting.mention.type IS 'person, organization, place or document.';
COMMENT ON COLUMN reporting.mention.name IS 'The fullest name the article gives it.';
COMMENT ON COLUMN reporting.mention.text IS 'The words here.';
COMMENT ON COLUMN reporting.mention.start IS 'First character in the article''s body, from 0.';
COMMENT ON COLUMN reporting.mention."end" IS 'Character after the last.';
COMMENT ON COLUMN reporting.mention.document_kind IS 'Of a document: resolution, directive, law, …';
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
COMMENT ON COLUMN reporting.mention.published_date IS 'Its day of publication in Vietnam, where known.';

CREATE VIEW reporting.mention_daily AS
SELECT
    r.published_on AS published_date,
    m.entity_id,
    e.type,
    e.name,
    count(*) AS articles,
    count(*) FILTER (WHERE NOT r.is_copy) AS stories,
    count(DISTINCT r.source) AS outlets,
    sum(cardinality(m.start)) AS mentions
FROM solieu.mention AS m
JOIN solieu.entity AS e ON e.id = m.entity_id
JOIN solieu.current_revision AS r ON r.id = m.revision_id
GROUP BY r.published_on, m.entity_id, e.type, e.name;

COMMENT ON VIEW reporting.mention_daily IS 'How much attention an entity got: one row per entity and day of publication.';
COMMENT ON COLUMN reporting.mention_daily.published_date IS 'Day of publication in Vietnam; null: not known.';
COMMENT ON COLUMN reporting.mention_daily.entity_id IS 'The entity, in view entity.';
COMMENT ON COLUMN reporting.mention_daily.type IS 'person, organization, place or document.';
COMMENT ON COLUMN reporting.mention_daily.name IS 'Its name.';
COMMENT ON COLUMN reporting.mention_daily.articles IS 'How many articles of that day name it.';
COMMENT ON COLUMN reporting.mention_daily.stories IS 'How many stories that were new on that day name it; may be summed over days.';
COMMENT ON COLUMN reporting.mention_daily.outlets IS 'How many outlets named it that day.';
COMMENT ON COLUMN reporting.mention_daily.mentions IS 'How often it was named that day.';

CREATE VIEW reporting.position AS
SELECT
    o.person AS person_id,
    person.name AS person,
    o.title,
    o.organization AS organization_id,
    organization.name AS organization,
    min(r.published_on) AS first_seen,
    max(r.published_on) AS last_seen,
    count(DISTINCT r.article_id) AS articles,
    count(DISTINCT r.story_id) AS stories,
    string_agg(DISTINCT r.source, '; ' ORDER BY r.source) AS sources
FROM solieu.position AS o
JOIN solieu.current_revision AS r ON r.id = o.revision_id
JOIN solieu.entity AS person ON person.id = o.person
LEFT JOIN solieu.entity AS organization ON organization.id = o.organization
GROUP BY o.person, person.name, o.title, o.organization, organization.name;

COMMENT ON VIEW reporting.position IS 'Who held which office, and when the press said so: one row per person, title and organization.';
COMMENT ON COLUMN reporting.position.person_id IS 'The person, in view entity.';
COMMENT ON COLUMN reporting.position.person IS 'Name of the person.';
COMMENT ON COLUMN reporting.position.title IS 'The office as written.';
COMMENT ON COLUMN reporting.position.organization_id IS 'The organization, in view entity, where the title names one.';
COMMENT ON COLUMN reporting.position.organization IS 'Name of the organization.';
COMMENT ON COLUMN reporting.position.first_seen IS 'Day of the first article that says so, where known.';
COMMENT ON COLUMN reporting.position.last_seen IS 'Day of the last.';
COMMENT ON COLUMN reporting.position.articles IS 'How many articles say so.';
COMMENT ON COLUMN reporting.position.stories IS 'How many stories say so: copies count once.';
COMMENT ON COLUMN reporting.position.sources IS 'Outlets that say so, separated by semicolons.';

CREATE VIEW reporting.position_statement AS
SELECT
    o.person AS person_id,
    person.name AS person,
    o.title,
    o.organization AS organization_id,
    organization.name AS organization,
    substr(r.body, o.start + 1, o."end" - o.start) AS quotation,
    r.article_id,
    r.story_id,
    r.is_copy,
    r.source,
    r.url,
    r.published_on AS published_date
FROM solieu.position AS o
JOIN solieu.current_revision AS r ON r.id = o.revision_id
JOIN solieu.entity AS person ON person.id = o.person
LEFT JOIN solieu.entity AS organization ON organization.id = o.organization;

COMMENT ON VIEW reporting.position_statement IS 'The words behind view position: one row per statement of a current article.';
COMMENT ON COLUMN reporting.position_statement.person_id IS 'The person, in view entity.';
COMMENT ON COLUMN reporting.position_statement.person IS 'Name of the person.';
COMMENT ON COLUMN reporting.position_statement.title IS 'The office as written.';
COMMENT ON COLUMN reporting.position_statement.organization_id IS 'The organization, in view entity, where the title names one.';
COMMENT ON COLUMN reporting.position_statement.organization IS 'Name of the organization.';
COMMENT ON COLUMN reporting.position_statement.quotation IS 'The words of the article.';
COMMENT ON COLUMN reporting.position_statement.article_id IS 'The article.';
COMMENT ON COLUMN reporting.position_statement.story_id IS 'The story that article tells.';
COMMENT ON COLUMN reporting.position_statement.is_copy IS 'True: another article told the same story before.';
COMMENT ON COLUMN reporting.position_statement.source IS 'The outlet.';
COMMENT ON COLUMN reporting.position_statement.url IS 'Where to read the article.';
COMMENT ON COLUMN reporting.position_statement.published_date IS 'Its day of publication in Vietnam, where known.';

CREATE VIEW reporting.document_citation AS
SELECT
    e.id AS document_id,
    e.name,
    mode() WITHIN GROUP (ORDER BY m.attributes ->> 'kind') AS kind,
    mode() WITHIN GROUP (ORDER BY m.attributes ->> 'number') AS number,
    mode() WITHIN GROUP (ORDER BY m.attributes ->> 'issuer') AS issuer,
    mode() WITHIN GROUP (ORDER BY m.attributes ->> 'issued_on') AS issued_on,
    mode() WITHIN GROUP (ORDER BY m.attributes ->> 'title') AS title,
    count(*) AS articles,
    count(DISTINCT r.story_id) AS stories,
    count(DISTINCT r.source) AS outlets,
    sum(cardinality(m.start)) AS mentions,
    string_agg(DISTINCT r.source, '; ' ORDER BY r.source) AS sources,
    min(r.published_on) AS first_cited,
    max(r.published_on) AS last_cited
FROM solieu.entity AS e
JOIN solieu.mention AS m ON m.entity_id = e.id
JOIN solieu.current_revision AS r ON r.id = m.revision_id
WHERE e.type = 'document'
GROUP BY e.id, e.name;

COMMENT ON VIEW reporting.document_citation IS 'Which documents are cited, by whom and how often: one row per document.';
COMMENT ON COLUMN reporting.document_citation.document_id IS 'The document, in view entity.';
COMMENT ON COLUMN reporting.document_citation.name IS 'Its fullest name in the first article that cited it.';
COMMENT ON COLUMN reporting.document_citation.kind IS 'resolution, directive, law, …; like the next four what most articles say that say it.';
COMMENT ON COLUMN reporting.document_citation.number IS 'Its number, normalized.';
COMMENT ON COLUMN reporting.document_citation.issuer IS 'Who issued it.';
COMMENT ON COLUMN reporting.document_citation.issued_on IS 'Its date (YYYY-MM-DD).';
COMMENT ON COLUMN reporting.document_citation.title IS 'Its title.';
COMMENT ON COLUMN reporting.document_citation.articles IS 'How many articles cite it.';
COMMENT ON COLUMN reporting.document_citation.stories IS 'How many stories cite it: copies count once.';
COMMENT ON COLUMN reporting.document_citation.outlets IS 'How many outlets cite it.';
COMMENT ON COLUMN reporting.document_citation.mentions IS 'How often it is named.';
COMMENT ON COLUMN reporting.document_citation.sources IS 'Outlets that cite it, separated by semicolons.';
COMMENT ON COLUMN reporting.document_citation.first_cited IS 'Day of the first article that cites it, where known.';
COMMENT ON COLUMN reporting.document_citation.last_cited IS 'Day of the last.';

CREATE VIEW reporting.place AS
SELECT
    p.id,
    p.code,
    nullif(p.valid_from, '-infinity') AS valid_from,
    p.valid_to,
    p.level,
    p.kind,
    p.name,
    p.full_name,
    p.parent_code,
    p.province_code,
    p.province_name,
    p.decree,
    (
        SELECT string_agg(old.full_name || ' (' || old.id || ', ' || l.relation || ')', '; ' ORDER BY old.id)
        FROM solieu.place_link AS l
        JOIN solieu.place AS old ON old.code = l.old_code AND old.valid_from = l.old_valid_from
        WHERE l.new_code = p.code AND l.new_valid_from = p.valid_from
    ) AS predecessors,
    (
        SELECT string_agg(new.full_name || ' (' || new.id || ', ' || l.relation || ')', '; ' ORDER BY new.id)
        FROM solieu.place_link AS l
        JOIN solieu.place AS new ON new.code = l.new_code AND new.valid_from = l.new_valid_from
        WHERE l.old_code = p.code AND l.old_valid_from = p.valid_from
    ) AS successors
FROM solieu.place AS p;

COMMENT ON VIEW reporting.place IS 'Administrative units of Vietnam, one row per state of a unit.';
COMMENT ON COLUMN reporting.place.id IS 'Key: the code, and the first day where it is known (019-20140401).';
COMMENT ON COLUMN reporting.place.code IS 'Official code; reused over time, so join by id.';
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
COMMENT ON COLUMN reporting.place.predecessors IS 'Units that became this one: name, id, and whether whole or in part, separated by semicolons. As rows: view place_link.';
COMMENT ON COLUMN reporting.place.successors IS 'Units that this one became, likewise.';

CREATE VIEW reporting.place_scope AS
SELECT place_id, member_id, relation, extent FROM solieu.place_scope;

COMMENT ON VIEW reporting.place_scope IS 'Whose figures speak of an administrative unit: join place_id to the unit and member_id to statistic.place_id. For sums upwards, and across the reform of 1 July 2025.';
COMMENT ON COLUMN reporting.place_scope.place_id IS 'The unit asked for.';
COMMENT ON COLUMN reporting.place_scope.member_id IS 'A unit that speaks of it.';
COMMENT ON COLUMN reporting.place_scope.relation IS 'self, below, predecessor or below predecessor (was below a unit that became it).';
COMMENT ON COLUMN reporting.place_scope.extent IS 'whole; part: only a part of that predecessor went to the unit, so its figures say too much.';

CREATE VIEW reporting.rejection AS
SELECT
    id,
    stream,
    sequence,
    received_at,
    subject,
    split_part(subject, '.', -1) AS source_token,
    reason,
    detail,
    octet_length(payload) AS size_bytes,
    rejected_at,
    replayed_at
FROM solieu.rejected_message;

COMMENT ON VIEW reporting.rejection IS 'Messages that could not be articles, and why. solieu rejected show prints one as it was received.';
COMMENT ON COLUMN reporting.rejection.id IS 'Its number, for solieu rejected show and replay.';
COMMENT ON COLUMN reporting.rejection.stream IS 'Stream it came from.';
COMMENT ON COLUMN reporting.rejection.sequence IS 'Its sequence in the stream.';
COMMENT ON COLUMN reporting.rejection.received_at IS 'When the stream took it.';
COMMENT ON COLUMN reporting.rejection.subject IS 'Its subject.';
COMMENT ON COLUMN reporting.rejection.source_token IS 'The outlet as the subject names it: its host with _ for each dot.';
COMMENT ON COLUMN reporting.rejection.reason IS 'Why, as a word: invalid_json, invalid_field, too_large, unsupported_language, mojibake, attempts_exhausted.';
COMMENT ON COLUMN reporting.rejection.detail IS 'Why, as a sentence that names field, value and limit.';
COMMENT ON COLUMN reporting.rejection.size_bytes IS 'Size of its body.';
COMMENT ON COLUMN reporting.rejection.rejected_at IS 'When it was refused.';
COMMENT ON COLUMN reporting.rejection.replayed_at IS 'When it was last published again; null: never.';

CREATE VIEW reporting.coverage AS
SELECT
    r.source,
    r.published_on AS published_date,
    r.extractor_version,
    count(*) AS articles,
    count(*) FILTER (WHERE NOT r.is_copy) AS stories,
    count(*) FILTER (WHERE f.figures = 0) AS articles_without_figures,
    sum(f.figures)::bigint AS figures,
    round(sum(f.no_indicator) / nullif(sum(f.figures), 0), 4) AS indicator_null_rate,
    round(sum(f.no_subject) / nullif(sum(f.figures), 0), 4) AS subject_null_rate,
    round(sum(f.no_place) / nullif(sum(f.figures), 0), 4) AS place_null_rate,
    round(sum(f.no_period) / nullif(sum(f.figures), 0), 4) AS period_null_rate
FROM solieu.current_revision AS r
CROSS JOIN LATERAL (
    SELECT
        count(*) AS figures,
        count(*) FILTER (WHERE indicator_code IS NULL) AS no_indicator,
        count(*) FILTER (WHERE subject_label IS NULL) AS no_subject,
        count(*) FILTER (WHERE place_code IS NULL) AS no_place,
        count(*) FILTER (WHERE period IS NULL) AS no_period
    FROM solieu.statistic
    WHERE revision_id = r.id
) AS f
GROUP BY r.source, r.published_on, r.extractor_version;

COMMENT ON VIEW reporting.coverage IS 'What was read from which outlet and how completely: one row per outlet, day of publication and version of the extractor.';
COMMENT ON COLUMN reporting.coverage.source IS 'The outlet.';
COMMENT ON COLUMN reporting.coverage.published_date IS 'Day of publication in Vietnam; null: not known.';
COMMENT ON COLUMN reporting.coverage.extractor_version IS 'Version of the extractor.';
COMMENT ON COLUMN reporting.coverage.articles IS 'Articles of that day.';
COMMENT ON COLUMN reporting.coverage.stories IS 'Those that no other article told before.';
COMMENT ON COLUMN reporting.coverage.articles_without_figures IS 'Those in which no figure was found.';
COMMENT ON COLUMN reporting.coverage.figures IS 'Figures found, copies included.';
COMMENT ON COLUMN reporting.coverage.indicator_null_rate IS 'Share of the figures (0 to 1) without indicator_code.';
COMMENT ON COLUMN reporting.coverage.subject_null_rate IS 'Share of the figures without subject_label.';
COMMENT ON COLUMN reporting.coverage.place_null_rate IS 'Share of the figures without place_code.';
COMMENT ON COLUMN reporting.coverage.period_null_rate IS 'Share of the figures without period.';

-- A reader who asks for too much is stopped before others notice, and one who signs in as this role cannot even try to
-- write. Settings of a role do not pass to its members: docs/sql.md says what to give to those.
DO $$
BEGIN
    EXECUTE format('ALTER ROLE solieu_reader IN DATABASE %I SET statement_timeout = ''60s''', current_database());
    EXECUTE format('ALTER ROLE solieu_reader IN DATABASE %I SET default_transaction_read_only = on', current_database());
    -- compiling a plan takes longer here than running it
    EXECUTE format('ALTER ROLE solieu_reader IN DATABASE %I SET jit = off', current_database());
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE WARNING 'role solieu_reader has no statement timeout, as % may not set it; as an administrator: ALTER ROLE solieu_reader IN DATABASE % SET statement_timeout = ''60s''',
            current_user, current_database();
END
$$;

GRANT SELECT ON solieu.current_revision, solieu.place_scope TO solieu_worker;
