-- The ledger. What an entry, a node, a signed list or a tree head says is never changed and never removed: triggers refuse it
-- to everybody, the owner included; ENABLE ALWAYS keeps them on whatever session_replication_role says.

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- One row: which log this is and how far it got.
CREATE TABLE log (
  one    boolean PRIMARY KEY DEFAULT true CHECK (one),
  origin text    NOT NULL,
  vkey   text    NOT NULL,
  size   bigint  NOT NULL DEFAULT 0 CHECK (size >= 0)
);

CREATE FUNCTION log_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR NEW.size < OLD.size OR NEW.origin <> OLD.origin OR NEW.vkey <> OLD.vkey THEN
    RAISE EXCEPTION 'the log only grows' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER log_only_grows BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION log_only_grows();
CREATE TRIGGER log_stays BEFORE TRUNCATE ON log EXECUTE FUNCTION append_only();
ALTER TABLE log ENABLE ALWAYS TRIGGER log_only_grows;
ALTER TABLE log ENABLE ALWAYS TRIGGER log_stays;

-- The leaf's bytes are the entry; the other columns repeat its members to search by.
CREATE TABLE entry (
  idx        bigint      PRIMARY KEY CHECK (idx >= 0),
  id         text        NOT NULL UNIQUE,
  stream     text        NOT NULL,
  seq        bigint      NOT NULL CHECK (seq >= 0),
  ts         timestamptz NOT NULL,
  type       text        NOT NULL,
  outcome    text        NOT NULL,
  actor_kind text        NOT NULL,
  actor_p    text        NOT NULL,
  subject_p  text,
  project    text,
  purpose    text,
  leaf       bytea       NOT NULL,
  UNIQUE (stream, seq)
);
CREATE INDEX entry_type ON entry (type, idx);
CREATE INDEX entry_actor ON entry (actor_p, idx);
CREATE INDEX entry_subject ON entry (subject_p, idx) WHERE subject_p IS NOT NULL;
CREATE INDEX entry_project ON entry (project, idx) WHERE project IS NOT NULL;
CREATE INDEX entry_ts ON entry (ts);

CREATE TABLE entry_object (
  idx    bigint NOT NULL REFERENCES entry,
  nr     int    NOT NULL,
  kind   text   NOT NULL,
  id     text   NOT NULL,
  digest text,
  PRIMARY KEY (idx, nr)
);
CREATE INDEX entry_object_id ON entry_object (id, idx);

-- The encrypted content and its wrapped key.
CREATE TABLE content (
  idx    bigint PRIMARY KEY REFERENCES entry,
  ct     bytea,
  ct_ref text,
  dek    bytea  NOT NULL,
  key_id text   NOT NULL,
  CHECK ((ct IS NULL) <> (ct_ref IS NULL))
);

-- Perfect subtrees of two leaves and more; a single leaf's hash follows from the leaf.
CREATE TABLE node (
  level int    NOT NULL CHECK (level BETWEEN 1 AND 62),
  idx   bigint NOT NULL CHECK (idx >= 0),
  hash  bytea  NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (level, idx)
);

-- The signed list of leaf hashes of each batch.
CREATE TABLE batch (
  first    bigint PRIMARY KEY,
  count    int    NOT NULL CHECK (count > 0),
  note     text   NOT NULL,
  locators text[] NOT NULL
);

-- Published: signed, and kept outside this database before it came here.
CREATE TABLE tree_head (
  size         bigint      PRIMARY KEY CHECK (size >= 0),
  note         text        NOT NULL,
  published_at timestamptz NOT NULL
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['entry', 'entry_object', 'content', 'node', 'batch', 'tree_head'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I EXECUTE FUNCTION append_only()', t || '_append_only', t);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', t, t || '_append_only');
  END LOOP;
END $$;

-- Where each stream stands.
CREATE TABLE stream (
  stream   text    PRIMARY KEY,
  service  text    NOT NULL,
  next_seq bigint  NOT NULL CHECK (next_seq > 0),
  last_idx bigint  NOT NULL REFERENCES entry,
  closed   boolean NOT NULL
);

-- Entries whose predecessors have not arrived.
CREATE TABLE held (
  stream  text        NOT NULL,
  seq     bigint      NOT NULL,
  leaf    bytea       NOT NULL,
  ct      bytea,
  ct_ref  text,
  dek     bytea       NOT NULL,
  key_id  text        NOT NULL,
  held_at timestamptz NOT NULL,
  PRIMARY KEY (stream, seq)
);

-- Messages that may not become entries: somebody has to look at them.
CREATE TABLE set_aside (
  sha256   text        PRIMARY KEY,
  reason   text        NOT NULL,
  detail   text        NOT NULL,
  stream   text,
  seq      bigint,
  message  bytea       NOT NULL,
  found_at timestamptz NOT NULL
);
