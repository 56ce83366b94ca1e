-- Fills an empty, migrated database with reference data with bench.rows figures, distributed like those of a newsroom:
-- about 20 figures an article, three and a half years, 60 outlets, one article in ten a copy; indicators, places and
-- entities by Zipf's law with exponent 0.9, so that the first of 432 indicators has 9 % of the figures with a code and
-- the first place 5 % of the articles. 44 % of the figures have an indicator, 60 % a place, 55 % a period, as in our
-- samples. The places and the indicator that docs/sql.md asks for come first: its questions meet the most rows.
-- Every quotation can be sliced, no article makes sense.

SELECT setseed(0.5);
-- rows that refer to each other are made together: no need to look each reference up
SET session_replication_role = replica;
SET work_mem = '256MB';
SET statement_timeout = 0;

-- up to a million figures are drawn; more repeat them in other articles, because drawing takes twenty times as long
CREATE TEMP TABLE bench AS
SELECT base, base / 20 AS articles, (current_setting('bench.rows')::bigint / base - 1)::integer AS times
FROM (SELECT least(1000000, current_setting('bench.rows')::bigint) AS base) AS b;

CREATE FUNCTION pg_temp.zipf(choices integer) RETURNS integer LANGUAGE sql VOLATILE AS $$
    -- the inverse of the distribution function of k^-0.9 between 1 and choices + 1
    SELECT least(choices, floor((((choices + 1) ^ 0.1::float8 - 1) * random() + 1) ^ 10::float8))::integer
$$;

CREATE TEMP TABLE ranked_place AS
SELECT era, row_number() OVER (PARTITION BY era ORDER BY
        id <> ALL (ARRAY['306', '31', '20314-20250701', '48-20250701', '426', '815']), level = 'commune', random()) AS rank,
    code, valid_from, full_name
FROM solieu.place, (VALUES (1, DATE '2025-06-30'), (2, DATE '2025-07-01')) AS era (era, day)
WHERE valid_from <= day AND (valid_to IS NULL OR valid_to > day);
CREATE UNIQUE INDEX ON ranked_place (era, rank);

CREATE TEMP TABLE ranked_indicator AS
SELECT row_number() OVER (ORDER BY code <> 'budget.revenue', random()) AS rank, code,
    (ARRAY['money', 'count', 'ratio'])[1 + (row_number() OVER (ORDER BY code <> 'budget.revenue', random()))::integer % 3] AS dimension
FROM solieu.indicator;
UPDATE ranked_indicator SET dimension = 'money' WHERE code = 'budget.revenue';
CREATE UNIQUE INDEX ON ranked_indicator (rank);

-- one row per article, 20 figures each on average; a copy repeats the article before it in another outlet
CREATE TEMP TABLE draft AS
SELECT
    n AS id,
    n % 10 = 9 AS is_copy,
    n - (n % 10 = 9)::integer AS story,
    DATE '2023-01-01' + (n * 1277 / (SELECT articles FROM bench))::integer AS published_on,
    pg_temp.zipf(60) AS source,
    pg_temp.zipf(4000) AS place,
    1 + (random() * 38)::integer AS figures
FROM generate_series(1, (SELECT articles FROM bench)) AS n;
UPDATE draft SET place = least(place, 3300);

INSERT INTO solieu.article (id, url, source, revision)
SELECT md5('article' || id)::uuid, 'https://bao-' || source || '.example/' || id, 'bao-' || source || '.example', 1
FROM draft;

-- sentence k of an article is its characters from 200 k
INSERT INTO solieu.revision (article_id, number, content_hash, title, body, published_on, published_at, published_basis,
    scraped_at, saved_at, extractor_version, event_id, story_id)
SELECT md5('article' || d.id)::uuid, 1, sha256(d.id::text::bytea), 'Bài số ' || d.id,
    (
        SELECT string_agg(rpad('Theo báo cáo, con số đạt được là ' || md5(d.story || ' ' || k) || ' so với kế hoạch đề ra '
            || md5(k || ' ' || d.story) || ' trên địa bàn toàn quận, toàn huyện trong kỳ báo cáo.', 199, '.'), ' ' ORDER BY k)
        FROM generate_series(0, 39) AS k
    ),
    d.published_on, d.published_on + TIME '08:00', 'message', d.published_on + TIME '09:00', d.published_on + TIME '09:01',
    '1.0.0', md5('event' || d.id)::uuid, md5('story' || d.story)::uuid
FROM draft AS d
ORDER BY d.id;

INSERT INTO solieu.statistic (revision_id, id, start, "end", figure, value, unit_code, unit_label, unit_dimension, measure,
    modifier, indicator_code, indicator_label, subject_label, place_code, place_valid_from, place_name,
    period, period_text, period_basis, baseline, sentence_start, sentence_end, rule)
WITH drawn AS MATERIALIZED (
    SELECT d.id, d.published_on, d.place, k,
        random() < 0.44 AS has_indicator, pg_temp.zipf(432) AS indicator,
        random() < 0.6 AS has_place, random() < 0.55 AS has_period, random() AS m, random() AS q, random() AS noise,
        random() AS sure
    FROM draft AS d, generate_series(1, d.figures) AS k
), measured AS (
    SELECT d.*, i.code AS indicator_code,
        CASE WHEN m < 0.6 THEN 'level' WHEN m < 0.75 THEN 'change' WHEN m < 0.83 THEN 'index'
            WHEN m < 0.92 THEN 'share' WHEN m < 0.97 THEN 'target' ELSE 'previous' END AS measure,
        CASE WHEN m BETWEEN 0.6 AND 0.92 THEN 'ratio' ELSE coalesce(i.dimension, (ARRAY['count', 'count', 'money'])[1 + k % 3]) END
            AS dimension,
        extract(year FROM d.published_on)::integer AS year
    FROM drawn AS d
    LEFT JOIN ranked_indicator AS i ON d.has_indicator AND i.rank = d.indicator
), placed AS (
    SELECT s.*, p.code AS place_code, p.valid_from AS place_valid_from, p.full_name AS place_name,
        CASE
            WHEN NOT has_period THEN NULL
            WHEN q < 0.3 THEN daterange(make_date(year - 1, 1, 1), make_date(year, 1, 1))
            WHEN q < 0.5 THEN daterange(make_date(year, 1, 1), make_date(year, 10, 1))
            WHEN q < 0.7 THEN daterange(make_date(year, 1, 1), make_date(year, 7, 1))
            WHEN q < 0.8 THEN daterange(make_date(year, 1, 1), make_date(year + 1, 1, 1))
            WHEN q < 0.9 THEN daterange(date_trunc('month', s.published_on)::date,
                (date_trunc('month', s.published_on) + INTERVAL '1 month')::date)
            ELSE daterange(s.published_on, s.published_on + 1)
        END AS period
    FROM measured AS s
    LEFT JOIN ranked_place AS p
        ON s.has_place AND p.rank = s.place AND p.era = CASE WHEN s.published_on < DATE '2025-07-01' THEN 1 ELSE 2 END
), valued AS (
    -- what is measured has one value; one report in ten has another
    SELECT p.*, 1 + abs(hashtextextended(concat(indicator_code, place_code, period, measure), (noise < 0.1)::integer) % 9999) AS digits
    FROM placed AS p
)
SELECT r.id, md5(v.id || '/' || k)::uuid, 200 * (k - 1) + 33, 200 * (k - 1) + 65,
    CASE dimension WHEN 'money' THEN digits || ' tỷ đồng' WHEN 'ratio' THEN replace(round(digits / 100.0, 2)::text, '.', ',') || '%'
        ELSE digits::text END,
    CASE dimension WHEN 'money' THEN digits * 1000000000::numeric WHEN 'ratio' THEN round(digits / 100.0, 2) ELSE digits END,
    CASE dimension WHEN 'money' THEN 'VND' WHEN 'ratio' THEN 'percent' END,
    CASE dimension WHEN 'money' THEN 'VND' WHEN 'ratio' THEN '%' ELSE (ARRAY['hộ', 'người', 'đảng viên'])[1 + indicator % 3] END,
    dimension,
    measure,
    CASE WHEN sure < 0.1 THEN (ARRAY['about', 'over', 'nearly'])[1 + k % 3] END,
    indicator_code, 'chỉ tiêu số ' || coalesce(indicator_code, k::text),
    coalesce(place_name, 'đơn vị số ' || indicator), place_code, place_valid_from, place_name,
    period, CASE WHEN period IS NOT NULL THEN 'trong kỳ' END, CASE WHEN period IS NOT NULL THEN 'stated' END,
    CASE WHEN measure IN ('change', 'index') THEN 'so với cùng kỳ' END,
    200 * (k - 1), 200 * (k - 1) + 199, 'number > measure.' || measure
FROM valued AS v
JOIN solieu.revision AS r ON r.article_id = md5('article' || v.id)::uuid;

-- persons, organizations, documents, places; the first of each kind are those of docs/sql.md
INSERT INTO solieu.entity (id, type, key, name)
SELECT md5(kind || n)::uuid, kind, kind || n,
    CASE WHEN n > 1 THEN kind || ' ' || n
        WHEN kind = 'person' THEN 'Phạm Đức Huy'
        WHEN kind = 'organization' THEN 'UBND quận Hải An'
        WHEN kind = 'document' THEN 'Nghị quyết số 27-NQ/TW'
        ELSE 'quận Hải An'
    END
FROM (VALUES ('person', 200000), ('organization', 100000), ('document', 80000), ('place', 17000)) AS k (kind, most),
    generate_series(1, most) AS n;

INSERT INTO solieu.mention (revision_id, entity_id, ordinal, name, attributes, start, "end")
SELECT r.id, md5(kind || n)::uuid, min(k), min(kind || ' ' || n),
    CASE WHEN kind = 'document' THEN jsonb_build_object('kind', 'resolution', 'number', n || '-NQ/TW') ELSE '{}' END,
    array_agg(k * 200 ORDER BY k), array_agg(k * 200 + 20 ORDER BY k)
FROM (
    SELECT d.id, k, kind, pg_temp.zipf(most) AS n
    FROM draft AS d, generate_series(0, 13) AS k,
        LATERAL (SELECT (ARRAY['person', 'person', 'organization', 'organization', 'organization', 'place', 'place', 'document'])[1 + (k + d.id) % 8]) AS a (kind)
        JOIN LATERAL (VALUES ('person', 200000), ('organization', 100000), ('document', 80000), ('place', 17000)) AS k2 (kind, most) USING (kind)
) AS drawn
JOIN solieu.revision AS r ON r.article_id = md5('article' || drawn.id)::uuid
GROUP BY r.id, kind, n;

INSERT INTO solieu.position (revision_id, ordinal, person, title, organization, start, "end")
SELECT m.revision_id, row_number() OVER (PARTITION BY m.revision_id) - 1, m.entity_id,
    (ARRAY['Chủ tịch', 'Phó Chủ tịch', 'Bí thư', 'Giám đốc'])[1 + m.ordinal % 4], o.entity_id, m.start[1], m."end"[1]
FROM solieu.mention AS m
JOIN solieu.entity AS e ON e.id = m.entity_id AND e.type = 'person'
JOIN LATERAL (
    SELECT o.entity_id
    FROM solieu.mention AS o
    JOIN solieu.entity AS oe ON oe.id = o.entity_id AND oe.type = 'organization'
    WHERE o.revision_id = m.revision_id AND o.ordinal > m.ordinal
    ORDER BY o.ordinal
    LIMIT 1
) AS o ON true;

INSERT INTO solieu.rejected_message (stream, sequence, received_at, subject, headers, payload, reason, detail, rejected_at)
SELECT 'ARTICLES', d.id, d.published_on, 'articles.scraped.v1.bao_example', '{}', '{}', 'invalid_field', 'url is missing', d.published_on
FROM draft AS d
WHERE d.id % 500 = 0;

INSERT INTO solieu.article (id, url, source, revision)
SELECT md5(a.id::text || j)::uuid, a.url || '/' || j, a.source, 1
FROM generate_series(1, (SELECT times FROM bench)) AS j, (SELECT * FROM solieu.article OFFSET 0) AS a;
INSERT INTO solieu.revision (id, article_id, number, content_hash, title, body, published_on, published_at, published_basis,
    scraped_at, saved_at, extractor_version, event_id, story_id)
OVERRIDING SYSTEM VALUE
SELECT id + j * (SELECT articles FROM bench), md5(article_id::text || j)::uuid, 1, content_hash, title, body, published_on,
    published_at, published_basis, scraped_at, saved_at, extractor_version, md5(event_id::text || j)::uuid, md5(story_id::text || j)::uuid
FROM generate_series(1, (SELECT times FROM bench)) AS j, (SELECT * FROM solieu.revision OFFSET 0) AS r;
INSERT INTO solieu.statistic (revision_id, id, start, "end", figure, value, unit_code, unit_label, unit_dimension, measure,
    modifier, indicator_code, indicator_label, subject_label, place_code, place_valid_from, place_name,
    period, period_text, period_basis, baseline, sentence_start, sentence_end, rule)
SELECT revision_id + j * (SELECT articles FROM bench), id, start, "end", figure, value, unit_code, unit_label, unit_dimension, measure,
    modifier, indicator_code, indicator_label, subject_label, place_code, place_valid_from, place_name,
    period, period_text, period_basis, baseline, sentence_start, sentence_end, rule
FROM generate_series(1, (SELECT times FROM bench)) AS j, (SELECT * FROM solieu.statistic OFFSET 0) AS s;
INSERT INTO solieu.mention (revision_id, entity_id, ordinal, name, attributes, start, "end")
SELECT revision_id + j * (SELECT articles FROM bench), entity_id, ordinal, name, attributes, start, "end"
FROM generate_series(1, (SELECT times FROM bench)) AS j, (SELECT * FROM solieu.mention OFFSET 0) AS m;
INSERT INTO solieu.position (revision_id, ordinal, person, title, organization, start, "end")
SELECT revision_id + j * (SELECT articles FROM bench), ordinal, person, title, organization, start, "end"
FROM generate_series(1, (SELECT times FROM bench)) AS j, (SELECT * FROM solieu.position OFFSET 0) AS p;
