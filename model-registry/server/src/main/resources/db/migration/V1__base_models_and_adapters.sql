-- Base models and adapters never change and never go; only an adapter's state does, along registered -> approved | rejected,
-- approved -> retired.

CREATE TABLE base_model (
    id                 text PRIMARY KEY CHECK (id LIKE 'model-%'),
    project_id         text NOT NULL CHECK (project_id = 'platform'),
    name               text NOT NULL UNIQUE CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}$'),
    digest             text NOT NULL UNIQUE CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
    architecture       text NOT NULL CHECK (architecture <> ''),
    parameters         bigint NOT NULL CHECK (parameters > 0),
    context_length     integer CHECK (context_length > 0),
    licence            text NOT NULL CHECK (btrim(licence) <> ''),
    source             text NOT NULL CHECK (btrim(source) <> ''),
    files              text NOT NULL CHECK (files IS JSON ARRAY),
    registered_at      timestamptz NOT NULL,
    registered_by      text NOT NULL CHECK (registered_by <> ''),
    registered_by_name text NOT NULL
);

CREATE TABLE adapter (
    id              text PRIMARY KEY CHECK (id LIKE 'adp-%'),
    project_id      text NOT NULL CHECK (project_id <> ''),
    suffix          text NOT NULL,
    digest          text NOT NULL CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
    state           text NOT NULL CHECK (state IN ('registered', 'approved', 'rejected', 'retired')),
    rank            integer NOT NULL CHECK (rank > 0),
    base_model_id   text NOT NULL REFERENCES base_model (id),
    -- One adapter per job: a tuning server that asks twice gets the same one.
    job_id          text NOT NULL UNIQUE CHECK (job_id <> ''),
    owner           text NOT NULL CHECK (owner <> ''),
    owner_name      text NOT NULL,
    registrar       text NOT NULL CHECK (registrar <> ''),
    dataset_version text NOT NULL CHECK (dataset_version <> ''),
    dataset_digest  text NOT NULL CHECK (dataset_digest ~ '^sha256:[0-9a-f]{64}$'),
    purpose         text NOT NULL CHECK (purpose <> ''),
    recipe          text NOT NULL CHECK (recipe IS JSON OBJECT),
    evaluation      text NOT NULL CHECK (evaluation IS JSON OBJECT),
    code_version    text NOT NULL,
    flops           double precision CHECK (flops >= 0),
    files           text NOT NULL CHECK (files IS JSON ARRAY),
    registered_at   timestamptz NOT NULL,
    decided_by      text,
    decided_by_name text,
    decided_at      timestamptz,
    comment         text,
    UNIQUE (project_id, id, state),
    CONSTRAINT decision_is_complete CHECK (
        (state = 'registered' AND decided_by IS NULL AND decided_at IS NULL)
        OR (state <> 'registered' AND decided_by IS NOT NULL AND decided_at IS NOT NULL AND btrim(comment) <> '')),
    CONSTRAINT four_eyes CHECK (
        state NOT IN ('approved', 'retired') OR (decided_by <> owner AND decided_by <> registrar))
);

CREATE INDEX adapter_of_project ON adapter (project_id, registered_at DESC);

-- The third column of the foreign key is what makes an alias of an adapter that is not approved impossible.
CREATE TABLE model_alias (
    project_id    text NOT NULL,
    name          text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
    adapter_id    text NOT NULL,
    adapter_state text NOT NULL DEFAULT 'approved' CHECK (adapter_state = 'approved'),
    since         timestamptz NOT NULL,
    PRIMARY KEY (project_id, name),
    FOREIGN KEY (project_id, adapter_id, adapter_state) REFERENCES adapter (project_id, id, state)
);

CREATE INDEX model_alias_of_adapter ON model_alias (adapter_id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are immutable', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER base_model_is_immutable BEFORE UPDATE OR DELETE ON base_model
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER base_model_stays BEFORE TRUNCATE ON base_model
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER adapter_stays BEFORE DELETE ON adapter
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER adapter_stays_whole BEFORE TRUNCATE ON adapter
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION allow_only_transitions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - ARRAY['state', 'decided_by', 'decided_by_name', 'decided_at', 'comment'])
        IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['state', 'decided_by', 'decided_by_name', 'decided_at', 'comment']) THEN
        RAISE EXCEPTION 'an adapter does not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (
        ('registered', 'approved'), ('registered', 'rejected'), ('approved', 'retired')) THEN
        RAISE EXCEPTION 'an adapter does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER adapter_transitions BEFORE UPDATE ON adapter
    FOR EACH ROW EXECUTE FUNCTION allow_only_transitions();
