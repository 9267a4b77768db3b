-- Answers whose end is not recorded yet. A row lives as long as the answer is being made; the record keeps what it was.
CREATE TABLE answer (
  id             text PRIMARY KEY,
  project_id     text NOT NULL,
  process        text NOT NULL,
  actor          text NOT NULL,
  actor_name     text NOT NULL,
  actor_kind     text NOT NULL CHECK (actor_kind IN ('USER', 'APP', 'SERVICE')),
  purpose        text,
  endpoint       text NOT NULL,
  model_name     text NOT NULL,
  base_name      text NOT NULL,
  base_digest    text NOT NULL CHECK (base_digest LIKE 'sha256:%'),
  adapter_id     text,
  adapter_digest text CHECK (adapter_digest LIKE 'sha256:%'),
  receipt        text NOT NULL UNIQUE,
  started_at     timestamptz NOT NULL,
  CHECK ((adapter_id IS NULL) = (adapter_digest IS NULL))
);

-- Pieces of streamed answers, stored before they were sent. Content is ciphertext.
CREATE TABLE answer_chunk (
  answer_id text NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
  number    integer NOT NULL CHECK (number >= 0),
  ct        bytea NOT NULL,
  dek       bytea NOT NULL,
  key_id    text NOT NULL,
  PRIMARY KEY (answer_id, number)
);

ALTER TABLE answer_chunk ALTER COLUMN ct SET STORAGE EXTERNAL;
