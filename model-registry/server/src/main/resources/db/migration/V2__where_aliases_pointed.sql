-- Where each alias has pointed, in order: what a roll-back goes by. Rows are only added.
CREATE TABLE model_alias_move (
    number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id text NOT NULL,
    name       text NOT NULL,
    adapter_id text NOT NULL REFERENCES adapter (id),
    at         timestamptz NOT NULL
);

CREATE INDEX model_alias_move_of_alias ON model_alias_move (project_id, name, number DESC);

INSERT INTO model_alias_move (project_id, name, adapter_id, at)
SELECT project_id, name, adapter_id, since FROM model_alias ORDER BY since;

CREATE TRIGGER model_alias_move_is_immutable BEFORE UPDATE OR DELETE ON model_alias_move
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
