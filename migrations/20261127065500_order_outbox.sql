-- Events leave in the order in which they were written. Their ids do not tell it: what a reprocess announces has ids made
-- of its content. Nor does now(), when a transaction began: it may then have waited for another one to write the same
-- article.
ALTER TABLE solieu.outbox ALTER COLUMN created_at SET DEFAULT clock_timestamp();
-- the relay asks for the oldest unsent event; sent ones are kept for a while and must not be in its way
DROP INDEX solieu.outbox_unsent_idx;
CREATE INDEX outbox_unsent_idx ON solieu.outbox (created_at, id) WHERE sent_at IS NULL;
-- what was sent long ago is removed a portion at a time, without a look at the rest for each of them
CREATE INDEX outbox_sent_idx ON solieu.outbox (sent_at) WHERE sent_at IS NOT NULL;

COMMENT ON COLUMN solieu.outbox.id IS 'Id of the event: ce-id and Nats-Msg-Id. UUIDv7; for what a reprocess announces UUIDv5, made of the event before and of what is said now.';
COMMENT ON COLUMN solieu.outbox.created_at IS 'When the row was written, later in the same transaction where it is further on: the order in which events leave. The age of the oldest unsent row is the delay of the relay.';
