-- A message whose body is too long to be written a second time holds a claim to what its task keeps, and keeps the task.
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS claim_of VARCHAR(36);
CREATE INDEX IF NOT EXISTS outbox_by_claim ON outbox (claim_of);

-- The task whose text it is; null for a text that all tasks share, and for one whose task is deleted while a fork uses it.
ALTER TABLE payload ADD COLUMN IF NOT EXISTS task_id VARCHAR(36);
CREATE INDEX IF NOT EXISTS payload_by_task ON payload (task_id);

-- How many parts of a scatter may end without being completed before its task goes on, whether a failed one counts or is
-- waited for, and whether the task was cancelled, so that its parts are to be cancelled too.
ALTER TABLE waiting ADD COLUMN IF NOT EXISTS bearable INTEGER DEFAULT 1000 NOT NULL;
ALTER TABLE waiting ADD COLUMN IF NOT EXISTS patient BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE waiting ADD COLUMN IF NOT EXISTS withdrawn BOOLEAN DEFAULT FALSE NOT NULL;
CREATE INDEX IF NOT EXISTS waiting_withdrawn ON waiting (withdrawn);
