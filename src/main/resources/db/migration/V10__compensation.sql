-- The undos of finished steps. A row is written with its step; handed_over says that the task ended otherwise than well
-- and that a task of the flow compensate has the undo, undone_at that it is done. options holds JSON.
CREATE TABLE IF NOT EXISTS compensation (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    task_id     VARCHAR(36)   NOT NULL,
    entry_key   VARCHAR(500)  NOT NULL,
    route       VARCHAR(1000) NOT NULL,
    options     TEXT          NOT NULL,
    handed_over TIMESTAMP WITH TIME ZONE,
    undone_at   TIMESTAMP WITH TIME ZONE
);
CREATE INDEX IF NOT EXISTS compensation_by_task ON compensation (task_id, id);
