-- Ended tasks are deleted after a while. They are looked for flow by flow, oldest first.
CREATE INDEX IF NOT EXISTS task_by_end ON task (flow, ended_at);
CREATE INDEX IF NOT EXISTS dead_letter_by_task ON dead_letter (task_id);

-- Which tasks refer to a payload: one that no task refers to any more is deleted with the last that did.
CREATE TABLE IF NOT EXISTS payload_use (
    task_id VARCHAR(36) NOT NULL,
    hash    VARCHAR(64) NOT NULL,
    PRIMARY KEY (task_id, hash)
);
CREATE INDEX IF NOT EXISTS payload_use_by_hash ON payload_use (hash);

INSERT INTO payload_use (task_id, hash)
SELECT found.task_id, found.hash
FROM (
    SELECT id AS task_id, SUBSTRING(input FROM 2) AS hash FROM task WHERE input LIKE '@%'
    UNION SELECT id, SUBSTRING(output FROM 2) FROM task WHERE output LIKE '@%'
    UNION SELECT task_id, SUBSTRING(input FROM 2) FROM journal WHERE input LIKE '@%'
    UNION SELECT task_id, SUBSTRING(output FROM 2) FROM journal WHERE output LIKE '@%'
    UNION SELECT task_id, SUBSTRING(context FROM 2) FROM journal WHERE context LIKE '@%'
) found
WHERE NOT EXISTS (SELECT 1 FROM payload_use used WHERE used.task_id = found.task_id AND used.hash = found.hash);

-- The pool that a fork or a redrive asked for, in the place of the one that the flow names.
ALTER TABLE task ADD COLUMN IF NOT EXISTS pool VARCHAR(200);
