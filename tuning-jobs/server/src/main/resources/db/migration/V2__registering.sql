-- Registering an adapter cannot be taken back, so from its beginning on the job is not cancelled any more: whichever of the
-- two comes first is what happens.
ALTER TABLE tuning_job
  ADD COLUMN registering boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT what_is_registered_is_not_cancelled CHECK (NOT (registering AND (cancel_requested OR state = 'cancelled')));
COMMENT ON COLUMN tuning_job.registering IS 'the registry was or is about to be asked to take the adapter; stays when the trainer is lost, since the registry may have taken it';
