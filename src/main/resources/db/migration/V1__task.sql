-- Tasks and their journal. VARCHAR columns named input, output and context hold JSON; a value that starts with '@'
-- is the hash of a row in payload.
CREATE TABLE IF NOT EXISTS task (
    id            VARCHAR(36)  NOT NULL PRIMARY KEY,
    tenant        VARCHAR(100) NOT NULL,
    task_key      VARCHAR(300) NOT NULL,
    principal     VARCHAR(100) NOT NULL,
    flow          VARCHAR(200) NOT NULL,
    conversation  VARCHAR(200),
    status        VARCHAR(10)  NOT NULL,
    input         VARCHAR      NOT NULL,
    output        VARCHAR,
    error_kind    VARCHAR(100),
    error_message VARCHAR(4000),
    error_step    VARCHAR(500),
    reply         VARCHAR(2000) NOT NULL,
    micro_dollars BIGINT  NOT NULL,
    input_tokens  BIGINT  NOT NULL,
    output_tokens BIGINT  NOT NULL,
    model_calls   INTEGER NOT NULL,
    tool_calls    INTEGER NOT NULL,
    created_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at      TIMESTAMP WITH TIME ZONE,
    owner         VARCHAR(100),
    epoch         INTEGER NOT NULL,
    beat          BIGINT  DEFAULT 0 NOT NULL,
    wake          BOOLEAN NOT NULL,
    CONSTRAINT task_key_once UNIQUE (tenant, task_key)
);
CREATE INDEX IF NOT EXISTS task_by_status ON task (status, owner);
CREATE INDEX IF NOT EXISTS task_by_age ON task (tenant, id);

CREATE TABLE IF NOT EXISTS journal (
    task_id       VARCHAR(36)  NOT NULL,
    entry_key     VARCHAR(500) NOT NULL,
    seq           INTEGER      NOT NULL,
    kind          VARCHAR(10)  NOT NULL,
    status        VARCHAR(10)  NOT NULL,
    attempt       INTEGER      NOT NULL,
    started_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    duration_ms   BIGINT       NOT NULL,
    input         VARCHAR,
    output        VARCHAR,
    context       VARCHAR,
    model         VARCHAR(200),
    micro_dollars BIGINT  NOT NULL,
    input_tokens  BIGINT  NOT NULL,
    output_tokens BIGINT  NOT NULL,
    repeated      BOOLEAN NOT NULL,
    PRIMARY KEY (task_id, entry_key)
);

CREATE TABLE IF NOT EXISTS payload (
    hash VARCHAR(64) NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
);
