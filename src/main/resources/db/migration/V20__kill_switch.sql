-- What is stopped until somebody starts it again.
CREATE TABLE IF NOT EXISTS kill_switch (
    kind       VARCHAR(20)  NOT NULL,
    name       VARCHAR(200) NOT NULL,
    reason     VARCHAR(500) NOT NULL,
    stopped_by VARCHAR(100) NOT NULL,
    stopped_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (kind, name)
);
