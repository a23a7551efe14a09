-- What each call of a model cost, kept when its task is long deleted.
CREATE TABLE IF NOT EXISTS model_call (
    spent_day     DATE         NOT NULL,
    at            TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    tenant        VARCHAR(100) NOT NULL,
    principal     VARCHAR(100) NOT NULL,
    flow          VARCHAR(200),
    task_id       VARCHAR(36),
    pool          VARCHAR(200) NOT NULL,
    model         VARCHAR(200) NOT NULL,
    outcome       VARCHAR(30)  NOT NULL,
    input_tokens  BIGINT       NOT NULL,
    cached_tokens BIGINT       NOT NULL,
    output_tokens BIGINT       NOT NULL,
    estimated     BOOLEAN      NOT NULL,
    micro_usd     BIGINT       NOT NULL,
    millis        BIGINT       NOT NULL
);
CREATE INDEX IF NOT EXISTS model_call_by_day ON model_call (spent_day);
