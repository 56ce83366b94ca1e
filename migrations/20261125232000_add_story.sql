-- The same report in several papers, or under several addresses, is one story: it counts once.
--
-- The story belongs to the revision and not to the article: a text that is rewritten may leave one story and join
-- another, and what was said before keeps its place.
ALTER TABLE solieu.revision ADD COLUMN story_id uuid, ADD COLUMN signature bytea;
-- what is there already: every article a story of its own, until it is read again
UPDATE solieu.revision SET story_id = article_id;
ALTER TABLE solieu.revision
    ALTER COLUMN story_id SET NOT NULL,
    -- 516 bytes of noise: there is nothing to compress
    ALTER COLUMN signature SET STORAGE EXTERNAL;

COMMENT ON COLUMN solieu.revision.story_id IS 'The same for all texts that are copies of one another, edited or not. Given by the text that was stored first.';
COMMENT ON COLUMN solieu.revision.signature IS 'What copies are recognized by: the number of word runs in the text and, for each of several hash functions, the least hash of any of them, four bytes each. Null: too short a text, or not read since there are signatures.';

-- No foreign key: it would cost as much as the row. A row without its revision is an idle hint.
CREATE TABLE solieu.band (
    hash bigint,
    revision_id bigint,
    -- the revisions that may be copies of this one; the latest of them where they are many
    PRIMARY KEY (hash, revision_id)
);

COMMENT ON TABLE solieu.band IS 'Where to look for copies of a text: revisions that share a hash may be copies of one another, others are not compared.';
COMMENT ON COLUMN solieu.band.hash IS 'Hash of a few values of a signature.';
COMMENT ON COLUMN solieu.band.revision_id IS 'A revision whose signature has these values.';

GRANT SELECT, INSERT, DELETE ON solieu.band TO solieu_worker;
