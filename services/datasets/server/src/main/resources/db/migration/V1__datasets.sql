-- Datasets, their versions, what was uploaded into them and who decided about them.
-- What must never happen is refused here, whatever the code above does.

CREATE TABLE dataset (
    id                      text PRIMARY KEY CHECK (id LIKE 'ds-%'),
    project_id              text NOT NULL CHECK (project_id <> ''),
    name                    text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    description             text,
    purposes                text[] NOT NULL DEFAULT '{}',
    legal_basis             text,
    licence                 text,
    retention               text,
    -- 'files': made for one file of /v1/files; hidden until that file is there.
    origin                  text NOT NULL CHECK (origin IN ('api', 'files')),
    created_by              text NOT NULL,
    created_by_name         text NOT NULL,
    created_at              timestamptz NOT NULL,
    -- Who last said what the data may be used for; that person does not approve it.
    described_by            text NOT NULL,
    idempotency_key         text,
    idempotency_fingerprint text,
    CHECK ((idempotency_key IS NULL) = (idempotency_fingerprint IS NULL)),
    UNIQUE (id, project_id)
);
CREATE UNIQUE INDEX dataset_idempotency ON dataset (project_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX dataset_project ON dataset (project_id, id);

CREATE TABLE dataset_version (
    id                      text PRIMARY KEY CHECK (id LIKE 'dsv-%'),
    project_id              text NOT NULL,
    dataset_id              text NOT NULL,
    number                  integer NOT NULL CHECK (number > 0),
    state                   text NOT NULL CHECK (state IN ('draft', 'sealed', 'approved', 'rejected', 'withdrawn')),
    held_out_fraction       double precision NOT NULL CHECK (held_out_fraction >= 0 AND held_out_fraction < 1),
    seed                    bigint NOT NULL,
    actions                 jsonb NOT NULL,
    recogniser              text NOT NULL,
    train_rows              bigint NOT NULL DEFAULT 0,
    test_rows               bigint NOT NULL DEFAULT 0,
    set_aside_rows          bigint NOT NULL DEFAULT 0,
    digest                  text CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
    created_by              text NOT NULL,
    created_by_name         text NOT NULL,
    created_at              timestamptz NOT NULL,
    sealed_by               text,
    sealed_at               timestamptz,
    decided_by              text,
    decided_by_name         text,
    decided_at              timestamptz,
    comment                 text,
    -- What the dataset said about itself when the version was approved.
    purposes                text[],
    legal_basis             text,
    licence                 text,
    retention               text,
    idempotency_key         text,
    idempotency_fingerprint text,
    FOREIGN KEY (dataset_id, project_id) REFERENCES dataset (id, project_id),
    UNIQUE (dataset_id, number),
    UNIQUE (id, project_id),
    CHECK ((state = 'draft') = (digest IS NULL)),
    CHECK ((digest IS NULL) = (sealed_at IS NULL)),
    CHECK (state <> 'approved' OR decided_by <> created_by),
    CHECK (state <> 'approved'
        OR (cardinality(purposes) > 0 AND legal_basis IS NOT NULL AND licence IS NOT NULL AND retention IS NOT NULL)),
    CHECK ((idempotency_key IS NULL) = (idempotency_fingerprint IS NULL))
);
CREATE UNIQUE INDEX version_idempotency ON dataset_version (project_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE INDEX version_state ON dataset_version (project_id, state, id);

CREATE TABLE upload (
    id                      text PRIMARY KEY CHECK (id LIKE 'upl-%'),
    project_id              text NOT NULL,
    version_id              text NOT NULL,
    -- Order within the version, given when the upload is complete.
    number                  integer CHECK (number > 0),
    split                   text NOT NULL CHECK (split IN ('train', 'test', 'auto')),
    state                   text NOT NULL CHECK (state IN ('running', 'committed', 'failed')),
    -- A running upload that is silent for longer is dead, and what it left is collected.
    alive_until             timestamptz NOT NULL,
    collected               boolean NOT NULL DEFAULT false,
    uploaded_by             text NOT NULL,
    uploaded_by_name        text NOT NULL,
    started_at              timestamptz NOT NULL,
    report                  jsonb,
    idempotency_key         text,
    idempotency_fingerprint text,
    FOREIGN KEY (version_id, project_id) REFERENCES dataset_version (id, project_id),
    UNIQUE (version_id, number),
    UNIQUE (id, project_id),
    CHECK ((state = 'committed') = (number IS NOT NULL)),
    CHECK ((state = 'committed') = (report IS NOT NULL)),
    CHECK ((idempotency_key IS NULL) = (idempotency_fingerprint IS NULL))
);
-- A failed upload may be repeated under its key.
CREATE UNIQUE INDEX upload_idempotency ON upload (project_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL AND state <> 'failed';
CREATE INDEX upload_uncollected ON upload (alive_until) WHERE state <> 'committed' AND NOT collected;

CREATE TABLE dataset_row (
    upload_id   text NOT NULL,
    ordinal     bigint NOT NULL CHECK (ordinal >= 0),
    project_id  text NOT NULL,
    line        bigint NOT NULL CHECK (line > 0),
    split       text NOT NULL CHECK (split IN ('train', 'test')),
    -- HMAC-SHA-256(salt, row); the salt is inside the encrypted part.
    commitment  bytea NOT NULL CHECK (octet_length(commitment) = 32),
    -- The row's own key, wrapped by the key of its data subject or of the dataset.
    key_id      text NOT NULL,
    wrapped_key bytea NOT NULL,
    sealed      bytea NOT NULL,
    PRIMARY KEY (upload_id, ordinal),
    FOREIGN KEY (upload_id, project_id) REFERENCES upload (id, project_id)
);
ALTER TABLE dataset_row ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE TABLE set_aside_row (
    upload_id   text NOT NULL,
    line        bigint NOT NULL CHECK (line > 0),
    project_id  text NOT NULL,
    code        text NOT NULL,
    reason      text NOT NULL,
    key_id      text NOT NULL,
    wrapped_key bytea NOT NULL,
    sealed      bytea NOT NULL,
    PRIMARY KEY (upload_id, line),
    FOREIGN KEY (upload_id, project_id) REFERENCES upload (id, project_id)
);
ALTER TABLE set_aside_row ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- Where personal data was, never what it was.
CREATE TABLE finding (
    upload_id   text NOT NULL,
    line        bigint NOT NULL CHECK (line > 0),
    field       text NOT NULL,
    span_start  integer NOT NULL CHECK (span_start >= 0),
    span_end    integer NOT NULL CHECK (span_end > span_start),
    project_id  text NOT NULL,
    type        text NOT NULL,
    action      text NOT NULL CHECK (action IN ('mask', 'pseudonym', 'block', 'keep')),
    score       real NOT NULL CHECK (score BETWEEN 0 AND 1),
    reason      text NOT NULL,
    PRIMARY KEY (upload_id, line, field, span_start),
    FOREIGN KEY (upload_id, project_id) REFERENCES upload (id, project_id)
);

CREATE TABLE decision (
    id         text PRIMARY KEY CHECK (id LIKE 'dec-%'),
    project_id text NOT NULL,
    version_id text NOT NULL,
    decision   text NOT NULL CHECK (decision IN ('approve', 'reject', 'withdraw')),
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL,
    comment    text,
    FOREIGN KEY (version_id, project_id) REFERENCES dataset_version (id, project_id)
);

CREATE TABLE file (
    id                      text PRIMARY KEY CHECK (id LIKE 'file-%'),
    project_id              text NOT NULL,
    version_id              text NOT NULL UNIQUE,
    filename                text NOT NULL,
    bytes                   bigint NOT NULL,
    created_by              text NOT NULL,
    created_at              timestamptz NOT NULL,
    idempotency_key         text,
    FOREIGN KEY (version_id, project_id) REFERENCES dataset_version (id, project_id)
);
CREATE UNIQUE INDEX file_idempotency ON file (project_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX file_project ON file (project_id, id);

CREATE TABLE name_list (
    project_id  text PRIMARY KEY,
    revision    integer NOT NULL CHECK (revision > 0),
    names       integer NOT NULL CHECK (names >= 0),
    key_id      text NOT NULL,
    wrapped_key bytea NOT NULL,
    sealed      bytea NOT NULL,
    changed_by  text NOT NULL,
    changed_at  timestamptz NOT NULL
);

-- ---- What is sealed stays as it is --------------------------------------------------------------------------------

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: rows are immutable', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION only_into_running_uploads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1
               FROM (SELECT DISTINCT upload_id FROM changed) c
               JOIN upload u ON u.id = c.upload_id
               WHERE u.state <> 'running') THEN
        RAISE EXCEPTION 'insert into % is refused: the upload has ended', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION only_out_of_failed_uploads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1
               FROM (SELECT DISTINCT upload_id FROM changed) c
               JOIN upload u ON u.id = c.upload_id
               WHERE u.state <> 'failed') THEN
        RAISE EXCEPTION 'delete from % is refused: its upload did not fail', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

DO $$
DECLARE part text;
BEGIN
    FOREACH part IN ARRAY ARRAY['dataset_row', 'set_aside_row', 'finding'] LOOP
        EXECUTE format('CREATE TRIGGER insert_guard AFTER INSERT ON %I REFERENCING NEW TABLE AS changed
                        FOR EACH STATEMENT EXECUTE FUNCTION only_into_running_uploads()', part);
        EXECUTE format('CREATE TRIGGER delete_guard AFTER DELETE ON %I REFERENCING OLD TABLE AS changed
                        FOR EACH STATEMENT EXECUTE FUNCTION only_out_of_failed_uploads()', part);
        EXECUTE format('CREATE TRIGGER update_guard BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION refuse()', part);
        EXECUTE format('CREATE TRIGGER truncate_guard BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse()', part);
    END LOOP;
END $$;

CREATE TRIGGER update_guard BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER truncate_guard BEFORE TRUNCATE ON decision FOR EACH STATEMENT EXECUTE FUNCTION refuse();

CREATE FUNCTION guard_upload() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'failed' THEN
            RAISE EXCEPTION 'upload % did not fail and stays', OLD.id USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state = 'committed' THEN
        RAISE EXCEPTION 'upload % is complete and cannot change', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'failed' AND NEW.state <> 'failed' THEN
        RAISE EXCEPTION 'upload % has failed and cannot come back', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.project_id, NEW.version_id, NEW.split, NEW.uploaded_by)
        IS DISTINCT FROM (OLD.id, OLD.project_id, OLD.version_id, OLD.split, OLD.uploaded_by) THEN
        RAISE EXCEPTION 'upload % cannot become another', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'committed'
        AND (SELECT state FROM dataset_version WHERE id = NEW.version_id FOR UPDATE) <> 'draft' THEN
        RAISE EXCEPTION 'version % is sealed and takes no more rows', NEW.version_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON upload FOR EACH ROW EXECUTE FUNCTION guard_upload();
CREATE TRIGGER truncate_guard BEFORE TRUNCATE ON upload FOR EACH STATEMENT EXECUTE FUNCTION refuse();

CREATE FUNCTION guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
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
        NEW.held_out_fraction, NEW.seed, NEW.actions)
        IS DISTINCT FROM (OLD.id, OLD.project_id, OLD.dataset_id, OLD.number, OLD.created_by, OLD.created_at,
        OLD.held_out_fraction, OLD.seed, OLD.actions) THEN
        RAISE EXCEPTION 'version % cannot become another', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'draft' AND (NEW.digest, NEW.train_rows, NEW.test_rows, NEW.set_aside_rows, NEW.recogniser, NEW.sealed_by, NEW.sealed_at)
        IS DISTINCT FROM (OLD.digest, OLD.train_rows, OLD.test_rows, OLD.set_aside_rows, OLD.recogniser, OLD.sealed_by, OLD.sealed_at) THEN
        RAISE EXCEPTION 'version % is sealed and cannot change', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'approved' AND (NEW.purposes, NEW.legal_basis, NEW.licence, NEW.retention)
        IS DISTINCT FROM (OLD.purposes, OLD.legal_basis, OLD.licence, OLD.retention) THEN
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
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON dataset_version FOR EACH ROW EXECUTE FUNCTION guard_version();
CREATE TRIGGER truncate_guard BEFORE TRUNCATE ON dataset_version FOR EACH STATEMENT EXECUTE FUNCTION refuse();
