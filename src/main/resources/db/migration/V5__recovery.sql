-- Tasks that ran out of ways.
CREATE TABLE IF NOT EXISTS dead_letter (
    id          VARCHAR(36)  NOT NULL PRIMARY KEY,
    task_id     VARCHAR(36)  NOT NULL,
    tenant      VARCHAR(100) NOT NULL,
    flow        VARCHAR(200) NOT NULL,
    step        VARCHAR(500),
    kind        VARCHAR(100) NOT NULL,
    message     VARCHAR(4000) NOT NULL,
    created_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    redriven_by VARCHAR(100),
    redriven_at TIMESTAMP WITH TIME ZONE
);
CREATE INDEX IF NOT EXISTS dead_letter_open ON dead_letter (redriven_at, id);
