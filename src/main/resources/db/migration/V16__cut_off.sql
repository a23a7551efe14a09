-- Whether the task's last run was cut off in the middle, so that a model call of it may be made a second time.
ALTER TABLE task ADD COLUMN IF NOT EXISTS cut_off BOOLEAN DEFAULT FALSE NOT NULL;
