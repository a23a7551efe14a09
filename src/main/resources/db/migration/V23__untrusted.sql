-- Whether strangers wrote what a task began with: a file, or a text that a flow marked before it gave parts of it away.
ALTER TABLE task ADD COLUMN IF NOT EXISTS untrusted BOOLEAN DEFAULT FALSE NOT NULL;
