-- One row per incarnation of one process. next_seq is taken under the row's lock in the transaction of the change that is
-- recorded, so numbers are gapless and in the order of the commits.
CREATE TABLE stream (
    id         text PRIMARY KEY,
    service    text NOT NULL,
    next_seq   bigint NOT NULL DEFAULT 0 CHECK (next_seq >= 0),
    logged_seq bigint NOT NULL DEFAULT -1, -- last number that is in a published tree head
    opened_at  timestamptz NOT NULL,
    closed_at  timestamptz,
    CHECK (logged_seq >= -1 AND logged_seq < next_seq OR next_seq = 0 AND logged_seq = -1)
) WITH (fillfactor = 50);

CREATE INDEX stream_not_all_logged ON stream (opened_at, id) WHERE logged_seq < next_seq - 1;
CREATE INDEX stream_by_service ON stream (service, opened_at DESC);

-- What is recorded and not yet known to be logged. Content is ciphertext.
CREATE TABLE outbox (
    stream      text NOT NULL REFERENCES stream (id),
    seq         bigint NOT NULL CHECK (seq >= 0),
    event_id    text NOT NULL UNIQUE,
    leaf        bytea NOT NULL,
    ct          bytea,
    ct_ref      text, -- sha256:… in the artefact store, for large contents
    dek         bytea NOT NULL,
    key_id      text NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (stream, seq),
    CHECK ((ct IS NULL) <> (ct_ref IS NULL))
);

-- Ciphertext does not compress.
ALTER TABLE outbox ALTER COLUMN ct SET STORAGE EXTERNAL;
