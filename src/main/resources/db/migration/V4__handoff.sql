-- Work that waits for a person. handed_case and output hold JSON.
CREATE TABLE IF NOT EXISTS inbox_item (
    id              VARCHAR(36)  NOT NULL PRIMARY KEY,
    task_id         VARCHAR(36)  NOT NULL,
    entry_key       VARCHAR(500) NOT NULL,
    tenant          VARCHAR(100) NOT NULL,
    flow            VARCHAR(200) NOT NULL,
    status          VARCHAR(10)  NOT NULL,
    handed_case     TEXT         NOT NULL,
    decision        VARCHAR(10),
    output          TEXT,
    decision_reason VARCHAR(4000),
    decided_by      VARCHAR(100),
    created_at      TIMESTAMP WITH TIME ZONE NOT NULL,
    decided_at      TIMESTAMP WITH TIME ZONE,
    CONSTRAINT inbox_item_once UNIQUE (task_id, entry_key)
);
CREATE INDEX IF NOT EXISTS inbox_item_open ON inbox_item (status, id);
