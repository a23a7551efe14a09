-- The trace that a task's sender gave it, and the span of whoever asked; a task without one begins the trace of its id.
ALTER TABLE task ADD COLUMN IF NOT EXISTS trace VARCHAR(49);
-- Each call of a model is a span; of those outside a task the trace is written here.
ALTER TABLE model_call ADD COLUMN IF NOT EXISTS span BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE model_call ADD COLUMN IF NOT EXISTS trace VARCHAR(49);
ALTER TABLE model_call ADD COLUMN IF NOT EXISTS first_millis BIGINT;
