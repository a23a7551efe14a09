-- What is granted of a budget in one of its times: what was spent and what hubs hold.
CREATE TABLE IF NOT EXISTS budget_account (
    account      VARCHAR(400) NOT NULL,
    window_start TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    tenant       VARCHAR(100),
    granted      BIGINT       NOT NULL,
    doubtful     BIGINT       NOT NULL,
    PRIMARY KEY (account, window_start)
);
-- What each start of a hub holds of it, for calls that run or come next.
CREATE TABLE IF NOT EXISTS budget_hold (
    account      VARCHAR(400) NOT NULL,
    window_start TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    holder       VARCHAR(36)  NOT NULL,
    held         BIGINT       NOT NULL,
    PRIMARY KEY (account, window_start, holder)
);
CREATE INDEX IF NOT EXISTS budget_hold_by_holder ON budget_hold (holder);
CREATE TABLE IF NOT EXISTS budget_holder (
    holder VARCHAR(36) NOT NULL PRIMARY KEY,
    beat   BIGINT      NOT NULL
);
