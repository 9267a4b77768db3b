-- What a dataset says about its making (EU AI Act, Article 10(2)), and files that arrive in pieces.

ALTER TABLE dataset
    ADD consent_batch text,
    ADD governance    jsonb NOT NULL DEFAULT '{}';
ALTER TABLE dataset_version
    ADD consent_batch text,
    ADD governance    jsonb;

CREATE OR REPLACE FUNCTION guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'version % is sealed and stays', OLD.id USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF (OLD.state, NEW.state) NOT IN (
        ('draft', 'draft'), ('draft', 'sealed'), ('sealed', 'approved'), ('sealed', 'rejected'),
        ('sealed', 'withdrawn'), ('approved', 'withdrawn')) THEN
        RAISE EXCEPTION 'version % cannot go from % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.project_id, NEW.dataset_id, NEW.number, NEW.created_by, NEW.created_at,
        NEW.held_out_fraction, NEW.seed)
        IS DISTINCT FROM (OLD.id, OLD.project_id, OLD.dataset_id, OLD.number, OLD.created_by, OLD.created_at,
        OLD.held_out_fraction, OLD.seed) THEN
        RAISE EXCEPTION 'version % cannot become another', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    -- What happens to personal data is the same for all rows of a version.
    IF NEW.actions IS DISTINCT FROM OLD.actions AND (OLD.state <> 'draft'
        OR EXISTS (SELECT 1 FROM upload WHERE version_id = OLD.id AND state <> 'failed')) THEN
        RAISE EXCEPTION 'version % has rows and cannot treat personal data otherwise', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'draft' AND (NEW.digest, NEW.train_rows, NEW.test_rows, NEW.set_aside_rows, NEW.recogniser, NEW.sealed_by, NEW.sealed_at)
        IS DISTINCT FROM (OLD.digest, OLD.train_rows, OLD.test_rows, OLD.set_aside_rows, OLD.recogniser, OLD.sealed_by, OLD.sealed_at) THEN
        RAISE EXCEPTION 'version % is sealed and cannot change', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'approved' AND (NEW.purposes, NEW.legal_basis, NEW.licence, NEW.retention, NEW.consent_batch, NEW.governance)
        IS DISTINCT FROM (OLD.purposes, OLD.legal_basis, OLD.licence, OLD.retention, OLD.consent_batch, OLD.governance) THEN
        RAISE EXCEPTION 'what version % was approved with cannot change', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'draft' AND NEW.state = 'sealed'
        AND EXISTS (SELECT 1 FROM upload WHERE version_id = OLD.id AND state = 'running') THEN
        RAISE EXCEPTION 'an upload into version % is running', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    -- Four eyes: whoever uploaded rows does not approve them.
    IF NEW.state = 'approved' AND EXISTS (
        SELECT 1 FROM upload WHERE version_id = OLD.id AND state = 'committed' AND uploaded_by = NEW.decided_by) THEN
        RAISE EXCEPTION 'version % has to be approved by a second person', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- A file that waits until somebody takes its rows in. Its pieces go when that is done, when it is discarded, or with time.
CREATE TABLE staged_file (
    id              text PRIMARY KEY CHECK (id LIKE 'stg-%'),
    project_id      text NOT NULL,
    version_id      text NOT NULL,
    filename        text NOT NULL CHECK (char_length(filename) BETWEEN 1 AND 255),
    kind            text NOT NULL CHECK (kind IN ('jsonl', 'csv', 'document')),
    bytes           bigint NOT NULL CHECK (bytes > 0),
    received        bigint NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND bytes),
    state           text NOT NULL CHECK (state IN ('receiving', 'received', 'taken', 'discarded')),
    created_by      text NOT NULL,
    created_by_name text NOT NULL,
    created_at      timestamptz NOT NULL,
    touched_at      timestamptz NOT NULL,
    upload_id       text REFERENCES upload (id),
    FOREIGN KEY (version_id, project_id) REFERENCES dataset_version (id, project_id) ON DELETE CASCADE,
    CHECK (state NOT IN ('received', 'taken') OR received = bytes),
    CHECK ((state = 'taken') = (upload_id IS NOT NULL))
);
CREATE INDEX staged_file_version ON staged_file (version_id, id);
CREATE INDEX staged_file_waiting ON staged_file (touched_at) WHERE state IN ('receiving', 'received');

CREATE TABLE staged_piece (
    file_id     text NOT NULL REFERENCES staged_file (id) ON DELETE CASCADE,
    start       bigint NOT NULL CHECK (start >= 0),
    length      integer NOT NULL CHECK (length > 0),
    key_id      text NOT NULL,
    wrapped_key bytea NOT NULL,
    sealed      bytea NOT NULL,
    PRIMARY KEY (file_id, start)
);
ALTER TABLE staged_piece ALTER COLUMN sealed SET STORAGE EXTERNAL;
