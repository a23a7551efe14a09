-- The effect ledger: a row is written before a tool is called and says afterwards how the call went.
CREATE TABLE IF NOT EXISTS effect (
    task_id   VARCHAR(36)  NOT NULL,
    entry_key VARCHAR(500) NOT NULL,
    tool      VARCHAR(200) NOT NULL,
    outcome   VARCHAR(10)  NOT NULL,
    doubts    INTEGER      NOT NULL,
    sent_at   TIMESTAMP WITH TIME ZONE NOT NULL,
    problem   VARCHAR(1000),
    PRIMARY KEY (task_id, entry_key)
);
