-- The logs that this witness knows, and the latest tree head of each that it cosigned. A size never falls.
CREATE TABLE witnessed_log (
  origin     text   PRIMARY KEY,
  keys       text   NOT NULL,
  size       bigint NOT NULL DEFAULT 0 CHECK (size >= 0),
  root       text,
  note       text,
  cosigned_at timestamptz,
  CHECK ((size = 0) OR (root IS NOT NULL AND note IS NOT NULL))
);

CREATE FUNCTION log_never_shrinks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'a witnessed log is not forgotten' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.size < OLD.size OR NEW.origin <> OLD.origin OR (NEW.size = OLD.size AND NEW.root IS DISTINCT FROM OLD.root AND OLD.root IS NOT NULL) THEN
    RAISE EXCEPTION 'a witnessed log neither shrinks nor forks' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER log_never_shrinks BEFORE UPDATE OR DELETE ON witnessed_log FOR EACH ROW EXECUTE FUNCTION log_never_shrinks();
ALTER TABLE witnessed_log ENABLE ALWAYS TRIGGER log_never_shrinks;

-- Signed by a log, and contradicting what it signed before: proof against it. Nothing is kept that was not signed.
CREATE TABLE contradiction (
  sha256   text        PRIMARY KEY,
  origin   text        NOT NULL REFERENCES witnessed_log,
  reason   text        NOT NULL,
  size     bigint      NOT NULL,
  request  text        NOT NULL,
  found_at timestamptz NOT NULL
);
