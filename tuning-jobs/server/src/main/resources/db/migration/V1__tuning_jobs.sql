CREATE TABLE tuning_job (
  id                text PRIMARY KEY,
  project_id        text NOT NULL,
  state             text NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  base_model        text NOT NULL,
  base_digest       text NOT NULL,
  base_directory    text NOT NULL,
  dataset_version   text NOT NULL,
  dataset_digest    text NOT NULL,
  train_rows        bigint NOT NULL CHECK (train_rows > 0),
  test_rows         bigint NOT NULL CHECK (test_rows >= 0),
  purpose           text NOT NULL,
  suffix            text,
  recipe            text NOT NULL CHECK (recipe IS JSON OBJECT),
  owner             text NOT NULL,
  owner_name        text NOT NULL,
  idempotency_key   text,
  created_at        timestamptz NOT NULL,
  started_at        timestamptz,
  finished_at       timestamptz,
  attempt           integer NOT NULL DEFAULT 0,
  fence             bigint NOT NULL DEFAULT 0,
  lease_token       bytea,
  lease_expires_at  timestamptz,
  cancel_requested  boolean NOT NULL DEFAULT false,
  last_event        bigint NOT NULL DEFAULT 0,
  progress          text CHECK (progress IS JSON OBJECT),
  result            text CHECK (result IS JSON OBJECT),
  failure           text CHECK (failure IS JSON OBJECT),
  adapter_id        text,
  adapter_digest    text,
  UNIQUE (project_id, idempotency_key),
  CONSTRAINT only_running_jobs_are_leased CHECK ((state = 'running') = (lease_token IS NOT NULL)),
  CONSTRAINT a_lease_has_an_end CHECK ((lease_token IS NULL) = (lease_expires_at IS NULL)),
  CONSTRAINT success_has_an_adapter CHECK (state <> 'succeeded' OR (result IS NOT NULL AND adapter_id IS NOT NULL AND adapter_digest IS NOT NULL)),
  CONSTRAINT failure_has_a_reason CHECK (state <> 'failed' OR failure IS NOT NULL),
  CONSTRAINT what_is_over_has_an_end CHECK ((state IN ('queued', 'running')) = (finished_at IS NULL))
);
COMMENT ON COLUMN tuning_job.fence IS 'grows with every lease; messages under an older number are refused';
COMMENT ON COLUMN tuning_job.lease_token IS 'SHA-256 of the token; the token itself is nowhere';

CREATE INDEX tuning_job_queue ON tuning_job (created_at) WHERE state = 'queued';
CREATE INDEX tuning_job_leases ON tuning_job (lease_expires_at) WHERE state = 'running';
CREATE INDEX tuning_job_of_project ON tuning_job (project_id, id DESC);

CREATE TABLE tuning_job_event (
  job_id   text NOT NULL REFERENCES tuning_job (id),
  number   bigint NOT NULL,
  at       timestamptz NOT NULL,
  type     text NOT NULL CHECK (type IN ('message', 'progress')),
  state    text NOT NULL,
  message  text NOT NULL,
  progress text CHECK (progress IS JSON OBJECT),
  PRIMARY KEY (job_id, number)
);
