-- What is done to API keys at the identity provider, from before it is done until its end is recorded. Keys themselves are
-- there and nowhere else: no secret, no purpose, no model is in this database.
CREATE TABLE key_action (
  id              text PRIMARY KEY,
  key_id          text NOT NULL,
  project_id      text NOT NULL,
  type            text NOT NULL CHECK (type IN ('key.create', 'key.restrict', 'key.disable', 'key.enable', 'key.rotate')),
  -- 'done' and 'abandoned' only of creations: the one keeps the caller's idempotency key, the other a client to remove.
  state           text NOT NULL CHECK (state IN ('ordered', 'done', 'abandoned')),
  actor           text NOT NULL,
  actor_name      text NOT NULL,
  actor_kind      text NOT NULL CHECK (actor_kind IN ('USER', 'APP', 'SERVICE')),
  receipt         text NOT NULL UNIQUE,
  idempotency_key text,
  fingerprint     text,
  ordered_at      timestamptz NOT NULL,
  CHECK (state = 'ordered' OR type = 'key.create'),
  CHECK ((idempotency_key IS NULL) = (fingerprint IS NULL))
);

CREATE UNIQUE INDEX key_action_once ON key_action (project_id, idempotency_key) WHERE state <> 'abandoned';
CREATE INDEX key_action_unfinished ON key_action (ordered_at) WHERE state <> 'done';

-- When a key was last used here.
CREATE TABLE key_use (
  key_id  text PRIMARY KEY,
  used_at timestamptz NOT NULL
);
