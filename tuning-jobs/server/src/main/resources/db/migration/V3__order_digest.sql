ALTER TABLE tuning_job ADD COLUMN order_digest text CHECK (order_digest LIKE 'sha256:%');
COMMENT ON COLUMN tuning_job.order_digest IS 'of what was asked for: an idempotency key that comes with another order is a mistake';
