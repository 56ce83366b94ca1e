CREATE TABLE solieu.outbox (
    id uuid PRIMARY KEY,
    subject text NOT NULL,
    headers jsonb NOT NULL,
    payload bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz
);
-- the relay asks for the oldest unsent event; sent ones are kept for a while and must not be in its way
CREATE INDEX outbox_unsent_idx ON solieu.outbox (id) WHERE sent_at IS NULL;

COMMENT ON TABLE solieu.outbox IS 'Events to announce, written with the rows they announce. The relay publishes each at least once, always with the same id.';
COMMENT ON COLUMN solieu.outbox.id IS 'Id of the event (UUIDv7, so that ids are in the order of time): ce-id and Nats-Msg-Id.';
COMMENT ON COLUMN solieu.outbox.subject IS 'Subject to publish on.';
COMMENT ON COLUMN solieu.outbox.headers IS 'Headers, name to value.';
COMMENT ON COLUMN solieu.outbox.payload IS 'Body exactly as published.';
COMMENT ON COLUMN solieu.outbox.created_at IS 'When the row was written; the age of the oldest unsent row is the delay of the relay.';
COMMENT ON COLUMN solieu.outbox.sent_at IS 'When the stream acknowledged it; null: not yet.';

CREATE TABLE solieu.rejected_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream text NOT NULL,
    sequence bigint NOT NULL,
    received_at timestamptz NOT NULL,
    subject text NOT NULL,
    headers json NOT NULL,
    payload bytea NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    rejected_at timestamptz NOT NULL DEFAULT now(),
    replayed_at timestamptz,
    -- a second delivery finds this; the time tells a message of a stream that was deleted and created again
    UNIQUE (stream, sequence, received_at)
);

COMMENT ON TABLE solieu.rejected_message IS 'Messages that were refused, kept as received so that they can be put right and replayed.';
COMMENT ON COLUMN solieu.rejected_message.id IS 'Short number for people: solieu rejected show <id>.';
COMMENT ON COLUMN solieu.rejected_message.stream IS 'Stream the message came from.';
COMMENT ON COLUMN solieu.rejected_message.sequence IS 'Its sequence in the stream.';
COMMENT ON COLUMN solieu.rejected_message.received_at IS 'When the stream took it.';
COMMENT ON COLUMN solieu.rejected_message.subject IS 'Its subject.';
COMMENT ON COLUMN solieu.rejected_message.headers IS 'Its headers; json and not jsonb, which would refuse some of them.';
COMMENT ON COLUMN solieu.rejected_message.payload IS 'Its body, byte for byte.';
COMMENT ON COLUMN solieu.rejected_message.reason IS 'Why, as a word: invalid_json, invalid_field, too_large, unsupported_language, mojibake, attempts_exhausted.';
COMMENT ON COLUMN solieu.rejected_message.detail IS 'Why, as a sentence that names field, value and limit.';
COMMENT ON COLUMN solieu.rejected_message.rejected_at IS 'When it was refused.';
COMMENT ON COLUMN solieu.rejected_message.replayed_at IS 'When it was last published again.';

CREATE TABLE solieu.attempt (
    stream text,
    sequence bigint,
    received_at timestamptz,
    attempts integer NOT NULL,
    last_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (stream, sequence, received_at)
);

COMMENT ON TABLE solieu.attempt IS 'Redelivered messages that are being tried alone: how often. A message that kills the process is refused after its own attempts, not after those of its neighbours.';
COMMENT ON COLUMN solieu.attempt.stream IS 'Stream of the message.';
COMMENT ON COLUMN solieu.attempt.sequence IS 'Its sequence in the stream.';
COMMENT ON COLUMN solieu.attempt.received_at IS 'When the stream took it; tells a message of a stream that was deleted and created again.';
COMMENT ON COLUMN solieu.attempt.attempts IS 'Times it was tried alone, the present one included.';
COMMENT ON COLUMN solieu.attempt.last_at IS 'When the last attempt began.';

-- The two long columns of every article. lz4 takes half the time of the default, but not every server is built with it.
DO $$
BEGIN
    ALTER TABLE solieu.outbox ALTER COLUMN payload SET COMPRESSION lz4;
    ALTER TABLE solieu.revision ALTER COLUMN body SET COMPRESSION lz4;
EXCEPTION
    WHEN feature_not_supported THEN
        NULL;
END
$$;
