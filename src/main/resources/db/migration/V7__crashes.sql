-- How often in a row a task's run was lost before it finished a further step.
ALTER TABLE task ADD COLUMN IF NOT EXISTS crashes INTEGER DEFAULT 0 NOT NULL;
