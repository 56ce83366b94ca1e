-- A worker does only what the service does: it adds articles and what was read from them, replaces what an older
-- version has read, and keeps the outbox. What was received never changes, and reference data are none of its business.
REVOKE SELECT ON solieu.unit, solieu.indicator, solieu.place, solieu.place_link FROM solieu_worker;
REVOKE DELETE ON solieu.article, solieu.revision, solieu.entity, solieu.rejected_message FROM solieu_worker;
REVOKE UPDATE ON
    solieu.article, solieu.revision, solieu.entity,
    solieu.outbox, solieu.rejected_message
FROM solieu_worker;

GRANT UPDATE (revision) ON solieu.article TO solieu_worker;
GRANT UPDATE (extractor_version, event_id, story_id, signature) ON solieu.revision TO solieu_worker;
GRANT UPDATE (sent_at) ON solieu.outbox TO solieu_worker;
GRANT UPDATE (replayed_at) ON solieu.rejected_message TO solieu_worker;

COMMENT ON COLUMN solieu.rejected_message.payload IS 'Its body, byte for byte, without user and password where its url held them.';
