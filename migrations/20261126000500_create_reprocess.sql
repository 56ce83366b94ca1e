-- How far a run has come is written with what it replaces, so that a run that was killed goes on where it ended and
-- what it reports is true.
CREATE TABLE solieu.reprocess (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    selection text NOT NULL,
    extractor_version text NOT NULL,
    done_to bigint NOT NULL DEFAULT 0,
    last bigint NOT NULL,
    read bigint NOT NULL DEFAULT 0,
    skipped bigint NOT NULL DEFAULT 0,
    announced bigint NOT NULL DEFAULT 0,
    added bigint NOT NULL DEFAULT 0,
    removed bigint NOT NULL DEFAULT 0,
    changed bigint NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
-- the run that the same command goes on with
CREATE UNIQUE INDEX reprocess_unfinished_idx ON solieu.reprocess (selection, extractor_version) WHERE finished_at IS NULL;

COMMENT ON TABLE solieu.reprocess IS 'Runs of solieu reprocess: what was read again, how far it has come, and what was found to differ.';
COMMENT ON COLUMN solieu.reprocess.id IS 'Number of the run.';
COMMENT ON COLUMN solieu.reprocess.selection IS 'Which revisions, as the command was told.';
COMMENT ON COLUMN solieu.reprocess.extractor_version IS 'Version of the extractor that reads them.';
COMMENT ON COLUMN solieu.reprocess.done_to IS 'Revisions up to this id are done.';
COMMENT ON COLUMN solieu.reprocess.last IS 'The last revision there was when the run began; later ones are read by the current extractor anyway.';
COMMENT ON COLUMN solieu.reprocess.read IS 'Revisions read.';
COMMENT ON COLUMN solieu.reprocess.skipped IS 'Of these the ones left as they were: another process replaced them in the meantime, or the new findings are too large for an event.';
COMMENT ON COLUMN solieu.reprocess.announced IS 'Of these the ones whose findings differ: as many events.';
COMMENT ON COLUMN solieu.reprocess.added IS 'Figures found that were not there.';
COMMENT ON COLUMN solieu.reprocess.removed IS 'Figures removed.';
COMMENT ON COLUMN solieu.reprocess.changed IS 'Figures of which any field changed.';
COMMENT ON COLUMN solieu.reprocess.started_at IS 'When the run began.';
COMMENT ON COLUMN solieu.reprocess.finished_at IS 'When it was through; null: under way, or killed and not yet begun again.';

COMMENT ON COLUMN solieu.revision.event_id IS 'Id of the event that announced what is stored (ce-id), to find it in a stream or a log.';

GRANT SELECT, INSERT, UPDATE ON solieu.reprocess TO solieu_worker;
