-- Messages that leave the hub. A row is written with the change that causes it and deleted when the receiver has it.
CREATE TABLE IF NOT EXISTS outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    made TIMESTAMP(6) WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    kind VARCHAR(10) NOT NULL,
    target VARCHAR(1000) NOT NULL,
    body VARCHAR,
    large_body TEXT,
    headers VARCHAR NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    due TIMESTAMP(6) WITH TIME ZONE,
    parked TIMESTAMP(6) WITH TIME ZONE,
    problem VARCHAR(1000)
);
