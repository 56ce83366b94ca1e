-- The id is made of the URL (UUIDv5), so the primary key also keeps the URL unique.
CREATE TABLE solieu.article (
    id uuid PRIMARY KEY,
    url text NOT NULL,
    source text NOT NULL,
    revision integer NOT NULL CHECK (revision > 0)
);

COMMENT ON TABLE solieu.article IS 'One row per article, known by its canonical URL; what it says is in revision.';
COMMENT ON COLUMN solieu.article.id IS 'UUIDv5 of url: every worker computes the same one without asking the database.';
COMMENT ON COLUMN solieu.article.url IS 'Canonical URL: no fragment, no tracking parameters, host in lower case.';
COMMENT ON COLUMN solieu.article.source IS 'The outlet: what the scraper calls it, else the host of url.';
COMMENT ON COLUMN solieu.article.revision IS 'Number of the current revision: the one scraped last. The views show this one.';

CREATE TABLE solieu.revision (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id uuid NOT NULL REFERENCES solieu.article,
    number integer NOT NULL CHECK (number > 0),
    content_hash bytea NOT NULL CHECK (octet_length(content_hash) = 32),
    title text,
    author text,
    body text NOT NULL,
    published_on date,
    published_at timestamptz,
    published_basis text CHECK (published_basis IN ('message', 'dateline')),
    scraped_at timestamptz NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now(),
    extractor_version text NOT NULL,
    event_id uuid NOT NULL,
    -- the second delivery of the same text finds this and adds nothing
    UNIQUE (article_id, content_hash),
    -- finds the current revision of an article
    UNIQUE (article_id, number),
    CHECK ((published_on IS NULL) = (published_basis IS NULL)),
    CHECK (published_at IS NULL OR published_on IS NOT NULL)
);

COMMENT ON TABLE solieu.revision IS 'One state of an article''s text; another title or body is another revision. Never changed, so that old figures keep their text.';
COMMENT ON COLUMN solieu.revision.id IS 'Short key for the rows below, which are many.';
COMMENT ON COLUMN solieu.revision.article_id IS 'The article.';
COMMENT ON COLUMN solieu.revision.number IS '1, 2, 3 … in the order of arrival.';
COMMENT ON COLUMN solieu.revision.content_hash IS 'SHA-256 of the normalized title and body: what makes two deliveries the same revision.';
COMMENT ON COLUMN solieu.revision.title IS 'Headline, in NFC.';
COMMENT ON COLUMN solieu.revision.author IS 'Byline as sent.';
COMMENT ON COLUMN solieu.revision.body IS 'The received text in NFC and nothing else: every start and end counts its code points.';
COMMENT ON COLUMN solieu.revision.published_on IS 'Day of publication in Vietnam (UTC+7), by which periods and places were resolved.';
COMMENT ON COLUMN solieu.revision.published_at IS 'Instant of publication, where more than the day is known.';
COMMENT ON COLUMN solieu.revision.published_basis IS 'Where the publication date comes from: message (published_at of the message) or dateline (a line of the body).';
COMMENT ON COLUMN solieu.revision.scraped_at IS 'When the scraper fetched this text; decides which revision is current.';
COMMENT ON COLUMN solieu.revision.saved_at IS 'When this row was written.';
COMMENT ON COLUMN solieu.revision.extractor_version IS 'Version of the extractor whose findings are stored.';
COMMENT ON COLUMN solieu.revision.event_id IS 'Id of the event that announced it (ce-id), to find it in a stream or a log.';
