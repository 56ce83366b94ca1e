-- A text counts from the time it was scraped first: one that comes back after another is the revision it was, and does not
-- become current again.
COMMENT ON COLUMN solieu.article.revision IS 'Number of the current revision: the one with the latest scraped_at. A text that comes back after another does not become current again. The views show this one.';
COMMENT ON COLUMN solieu.revision.scraped_at IS 'When the scraper fetched this text, as the first message that brought it says; decides which revision is current.';
COMMENT ON VIEW solieu.current_revision IS 'What the views of schema reporting are made of: the revision of each article whose scraped_at is the latest.';
COMMENT ON COLUMN solieu.reprocess.skipped IS 'Of these the ones left as they were: another process replaced them in the meantime, they were not read in time or at all, or the new findings are too large for an event.';
