-- Objects that are about to be stored and that nothing refers to yet. A row is committed before its object is stored and deleted in
-- the transaction that refers to the object; a row that stays tells of an object without an owner.
CREATE TABLE pending_artefact (
    id       text PRIMARY KEY,
    digest   text NOT NULL CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
    noted_at timestamptz NOT NULL,
    given_up boolean NOT NULL DEFAULT false
);

CREATE INDEX pending_artefact_by_digest ON pending_artefact (digest);
