-- Search is newest first by time; each filter has an index in that order. The time of an entry is when it was recorded; the
-- index is when it reached the log, which may be hours later.
DROP INDEX entry_type;
DROP INDEX entry_actor;
DROP INDEX entry_subject;
DROP INDEX entry_project;
DROP INDEX entry_ts;
CREATE INDEX entry_ts ON entry (ts, idx);
CREATE INDEX entry_type ON entry (type, ts, idx);
CREATE INDEX entry_outcome ON entry (outcome, ts, idx);
CREATE INDEX entry_actor ON entry (actor_p, ts, idx);
CREATE INDEX entry_subject ON entry (subject_p, ts, idx) WHERE subject_p IS NOT NULL;
CREATE INDEX entry_project ON entry (project, ts, idx) WHERE project IS NOT NULL;
CREATE INDEX entry_purpose ON entry (purpose, ts, idx) WHERE purpose IS NOT NULL;
