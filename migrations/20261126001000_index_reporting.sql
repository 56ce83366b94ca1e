-- What the views of the next migration read by. Every index is there because a question needs it; the times are processor
-- time of one process at 10 million figures (500,000 articles), everything in memory, without the index and with it.
--
-- No partitions: 43 monthly ones, at a million figures, answer a question about one indicator and place in 10 ms instead
-- of 3 and find the figures of a revision, which every write does, in 2.4 ms instead of 0.3. They win where a month is
-- summed up over everything (8 ms instead of 230), which stays below a second at 10 million without them.

-- One indicator, in one place or everywhere: the first place of the first indicator (9,400 figures) 700 ms -> 16 ms, all
-- places in one year 1,400 ms -> 900 ms. 4 MB per million figures, because equal keys are stored once; takes the place of
-- an index on the indicator alone.
DROP INDEX solieu.statistic_indicator_code_idx;
CREATE INDEX statistic_indicator_place_period_idx ON solieu.statistic (indicator_code, place_code, lower(period))
    WHERE indicator_code IS NOT NULL;
-- Everything about one place in one period: 2,000 ms -> 3 ms for an ordinary place, 2,600 -> 200 ms for the first.
-- 4 MB per million figures.
CREATE INDEX statistic_place_period_idx ON solieu.statistic (place_code, lower(period)) WHERE place_code IS NOT NULL;
-- Whether a story was told before, asked for every article that is_copy is shown of: 15,500 ms -> 16 ms for question 1 of
-- docs/sql.md.
CREATE INDEX revision_story_id_idx ON solieu.revision (story_id);
-- The articles of a day, for coverage and mention_daily: 60 ms -> 10 ms.
CREATE INDEX revision_published_on_idx ON solieu.revision (published_on);
-- The articles stored since a time, for tools that load what is new.
CREATE INDEX revision_saved_at_idx ON solieu.revision USING brin (saved_at) WITH (pages_per_range = 32, autosummarize = on);
-- A person, organization or document by its name: 29 ms -> 4 ms.
CREATE INDEX entity_name_idx ON solieu.entity (name);
-- Who held an office in an organization: 150 ms -> 4 ms.
CREATE INDEX position_organization_idx ON solieu.position (organization) WHERE organization IS NOT NULL;

-- one text instead of (code, valid_from), whose unknown first day is no value that tools can join by
ALTER TABLE solieu.place ADD COLUMN id text UNIQUE GENERATED ALWAYS AS (
    CASE
        WHEN valid_from = '-infinity' THEN code
        ELSE code || '-' || (extract(year FROM valid_from) * 10000 + extract(month FROM valid_from) * 100
            + extract(day FROM valid_from))::integer
    END
) STORED;
COMMENT ON COLUMN solieu.place.id IS 'code-YYYYMMDD of valid_from, the code alone where that is not known.';

-- the units that became this one
CREATE INDEX place_link_new_code_idx ON solieu.place_link (new_code, new_valid_from);
-- the units below this one
CREATE INDEX place_parent_code_idx ON solieu.place (parent_code);

-- Walking links and parents takes a second, and they change with the gazetteer only: solieu setup refreshes this.
CREATE MATERIALIZED VIEW solieu.place_scope AS
WITH RECURSIVE lineage AS (
    SELECT p.code, p.valid_from, p.code AS old_code, p.valid_from AS old_valid_from, false AS in_part
    FROM solieu.place AS p
    UNION
    SELECT g.code, g.valid_from, l.old_code, l.old_valid_from, g.in_part OR l.relation = 'part'
    FROM lineage AS g
    JOIN solieu.place_link AS l ON l.new_code = g.old_code AND l.new_valid_from = g.old_valid_from
), above AS (
    SELECT g.code, g.valid_from, p AS member, g.in_part, false AS below,
        (g.code, g.valid_from) <> (p.code, p.valid_from) AS predecessor
    FROM lineage AS g
    JOIN solieu.place AS p ON p.code = g.old_code AND p.valid_from = g.old_valid_from
    UNION ALL
    SELECT a.code, a.valid_from, p, a.in_part, true, a.predecessor
    FROM above AS a
    JOIN solieu.place AS p ON p.parent_code = (a.member).code
        AND daterange(p.valid_from, p.valid_to) && daterange((a.member).valid_from, (a.member).valid_to)
)
SELECT DISTINCT ON (place.id, (a.member).id)
    place.id AS place_id,
    (a.member).id AS member_id,
    CASE
        WHEN a.below AND a.predecessor THEN 'below predecessor'
        WHEN a.below THEN 'below'
        WHEN a.predecessor THEN 'predecessor'
        ELSE 'self'
    END AS relation,
    CASE WHEN a.in_part THEN 'part' ELSE 'whole' END AS extent
FROM above AS a
JOIN solieu.place AS place ON place.code = a.code AND place.valid_from = a.valid_from
ORDER BY place.id, (a.member).id, a.in_part, a.below, a.predecessor;
CREATE UNIQUE INDEX place_scope_place_id_idx ON solieu.place_scope (place_id, member_id);
-- without the rows of a first setup the planner would take it for empty
ANALYZE solieu.place_scope;

COMMENT ON MATERIALIZED VIEW solieu.place_scope IS 'Whose figures speak of an administrative unit: itself, the units below it, the units that became it, and what was below those.';
COMMENT ON COLUMN solieu.place_scope.place_id IS 'The unit.';
COMMENT ON COLUMN solieu.place_scope.member_id IS 'A unit that speaks of it.';
COMMENT ON COLUMN solieu.place_scope.relation IS 'self, below, predecessor or below predecessor.';
COMMENT ON COLUMN solieu.place_scope.extent IS 'whole, or part where only a part of the predecessor went to the unit.';
