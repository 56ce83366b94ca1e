-- A corrected figure is news. Figures of two texts are the same figure if they measure the same thing of the same
-- subject in the same period; several of that kind are told apart by their order in the text.
--
-- Every pair of revisions is compared on its own, over the primary key of statistic, so that a question about one
-- article reads two revisions and not the table.
CREATE VIEW reporting.revision_change AS
WITH step AS (
    SELECT
        r.article_id,
        r.id,
        r.number,
        r.scraped_at,
        r.extractor_version,
        r.body,
        r.title,
        lag(r.id) OVER w AS previous_id,
        lag(r.number) OVER w AS previous_number,
        lag(r.extractor_version) OVER w AS previous_version,
        lag(r.body) OVER w AS previous_body
    FROM solieu.revision AS r
    WINDOW w AS (PARTITION BY r.article_id ORDER BY r.scraped_at, r.number)
)
SELECT
    step.article_id,
    step.number AS revision,
    step.previous_number AS previous_revision,
    step.scraped_at,
    d.change,
    d.indicator_code,
    d.indicator_label,
    d.subject_label,
    d.place_code,
    d.measure,
    d.unit_code,
    d.unit_label,
    lower(d.period) AS period_start,
    upper(d.period) AS period_end,
    d.previous_figure,
    d.figure,
    d.previous_value,
    d.value,
    d.value - d.previous_value AS difference,
    d.previous_value_max,
    d.value_max,
    substr(step.previous_body, d.previous_sentence_start + 1, d.previous_sentence_end - d.previous_sentence_start) AS previous_quotation,
    substr(step.body, d.sentence_start + 1, d.sentence_end - d.sentence_start) AS quotation,
    step.extractor_version = step.previous_version AS read_alike,
    a.source,
    a.url,
    step.title
FROM step
JOIN solieu.article AS a ON a.id = step.article_id
CROSS JOIN LATERAL (
    WITH figure AS (
        SELECT
            s.*,
            s.revision_id = step.id AS is_new,
            -- what makes it the same figure in another text
            row(s.indicator_label, s.subject_label, s.measure, s.unit_label, s.period)::text AS what,
            row(trim_scale(s.value), trim_scale(s.value_max), trim_scale(s.denominator), s.modifier)::text AS says
        FROM solieu.statistic AS s
        WHERE s.revision_id IN (step.previous_id, step.id)
    ), equal AS (
        -- a figure that both texts have is no change; each takes one of the other text away
        SELECT *, row_number() OVER (PARTITION BY is_new, what, says ORDER BY start) AS nth FROM figure
    ), changed AS (
        SELECT *, row_number() OVER (PARTITION BY is_new, what ORDER BY start) AS place
        FROM equal AS e
        WHERE NOT EXISTS (
            SELECT FROM equal AS o
            WHERE o.is_new <> e.is_new AND o.what = e.what AND o.says = e.says AND o.nth = e.nth
        )
    )
    SELECT
        CASE WHEN old.id IS NULL THEN 'added' WHEN new.id IS NULL THEN 'removed' ELSE 'changed' END AS change,
        coalesce(new.indicator_code, old.indicator_code) AS indicator_code,
        coalesce(new.indicator_label, old.indicator_label) AS indicator_label,
        coalesce(new.subject_label, old.subject_label) AS subject_label,
        coalesce(new.place_code, old.place_code) AS place_code,
        coalesce(new.measure, old.measure) AS measure,
        coalesce(new.unit_code, old.unit_code) AS unit_code,
        coalesce(new.unit_label, old.unit_label) AS unit_label,
        coalesce(new.period, old.period) AS period,
        old.figure AS previous_figure,
        new.figure,
        old.value AS previous_value,
        new.value,
        old.value_max AS previous_value_max,
        new.value_max,
        old.sentence_start AS previous_sentence_start,
        old.sentence_end AS previous_sentence_end,
        new.sentence_start,
        new.sentence_end
    FROM (SELECT * FROM changed WHERE NOT is_new) AS old
    FULL JOIN (SELECT * FROM changed WHERE is_new) AS new ON new.what = old.what AND new.place = old.place
) AS d
WHERE step.previous_id IS NOT NULL;

COMMENT ON VIEW reporting.revision_change IS 'Figures that an article''s text changed: one row per figure that differs between a revision and the one scraped before it. Articles with one revision have none.';
COMMENT ON COLUMN reporting.revision_change.article_id IS 'The article, in table article.';
COMMENT ON COLUMN reporting.revision_change.revision IS 'Number of the revision that changed the figure.';
COMMENT ON COLUMN reporting.revision_change.previous_revision IS 'Number of the revision it is compared with: the one scraped before.';
COMMENT ON COLUMN reporting.revision_change.scraped_at IS 'When the changed text was fetched.';
COMMENT ON COLUMN reporting.revision_change.change IS 'changed: the same thing has another value; added or removed: only one of the texts has such a figure.';
COMMENT ON COLUMN reporting.revision_change.indicator_code IS 'Code of the indicator (table indicator), where known.';
COMMENT ON COLUMN reporting.revision_change.indicator_label IS 'What is measured, in the article''s words.';
COMMENT ON COLUMN reporting.revision_change.subject_label IS 'Whom or what area the figure is about.';
COMMENT ON COLUMN reporting.revision_change.place_code IS 'Official code of the administrative unit the subject is or belongs to.';
COMMENT ON COLUMN reporting.revision_change.measure IS 'level, change, index, share, target or previous, as in table statistic.';
COMMENT ON COLUMN reporting.revision_change.unit_code IS 'Code of the unit (table unit), null for counted things.';
COMMENT ON COLUMN reporting.revision_change.unit_label IS 'The unit as shown, or the thing counted as written.';
COMMENT ON COLUMN reporting.revision_change.period_start IS 'First day for which the figure holds; null: not said.';
COMMENT ON COLUMN reporting.revision_change.period_end IS 'Day after the last.';
COMMENT ON COLUMN reporting.revision_change.previous_figure IS 'The figure as written before; null: added.';
COMMENT ON COLUMN reporting.revision_change.figure IS 'The figure as written now; null: removed.';
COMMENT ON COLUMN reporting.revision_change.previous_value IS 'Its exact value before.';
COMMENT ON COLUMN reporting.revision_change.value IS 'Its exact value now.';
COMMENT ON COLUMN reporting.revision_change.difference IS 'value less previous_value; 0 where another part changed (upper bound, denominator, modifier); null unless changed.';
COMMENT ON COLUMN reporting.revision_change.previous_value_max IS 'Upper bound of a range before.';
COMMENT ON COLUMN reporting.revision_change.value_max IS 'Upper bound of a range now.';
COMMENT ON COLUMN reporting.revision_change.previous_quotation IS 'The sentence that held the figure.';
COMMENT ON COLUMN reporting.revision_change.quotation IS 'The sentence that holds it now.';
COMMENT ON COLUMN reporting.revision_change.read_alike IS 'True: one version of the extractor read both texts. False: the difference may be the extractor''s; solieu reprocess reads both again.';
COMMENT ON COLUMN reporting.revision_change.source IS 'The outlet.';
COMMENT ON COLUMN reporting.revision_change.url IS 'Where to read the article.';
COMMENT ON COLUMN reporting.revision_change.title IS 'Headline of the changed text.';
