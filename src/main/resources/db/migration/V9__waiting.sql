-- What tasks wait for; a row goes when its wait is over or its task has ended.
CREATE TABLE IF NOT EXISTS waiting (
    task_id     VARCHAR(36)  NOT NULL,
    entry_key   VARCHAR(500) NOT NULL,
    tenant      VARCHAR(100) NOT NULL,
    correlation VARCHAR(200),
    scatter     VARCHAR(36),
    due         TIMESTAMP WITH TIME ZONE NOT NULL,
    is_due      BOOLEAN      NOT NULL,
    parts       INTEGER      NOT NULL,
    needed      INTEGER      NOT NULL,
    ended       INTEGER      NOT NULL,
    completed   INTEGER      NOT NULL,
    PRIMARY KEY (task_id, entry_key)
);
CREATE INDEX IF NOT EXISTS waiting_by_due ON waiting (is_due, due);
CREATE UNIQUE INDEX IF NOT EXISTS waiting_scatter ON waiting (scatter);
CREATE UNIQUE INDEX IF NOT EXISTS waiting_once ON waiting (tenant, correlation);

-- What other systems sent; a taken one stays a while, so that the same message is not taken twice.
CREATE TABLE IF NOT EXISTS callback (
    tenant      VARCHAR(100) NOT NULL,
    id          VARCHAR(300) NOT NULL,
    correlation VARCHAR(200) NOT NULL,
    body        TEXT         NOT NULL,
    taken       BOOLEAN      NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX IF NOT EXISTS callback_by_correlation ON callback (tenant, correlation, taken);
CREATE INDEX IF NOT EXISTS callback_by_age ON callback (received_at);
