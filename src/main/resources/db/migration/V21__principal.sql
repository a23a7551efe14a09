-- Principals that were made by the API; the others are in access.yaml. roles: names with a space between.
CREATE TABLE IF NOT EXISTS principal (
    name            VARCHAR(100) NOT NULL PRIMARY KEY,
    tenant          VARCHAR(100) NOT NULL,
    roles           VARCHAR(2000) NOT NULL,
    token_sha256    VARCHAR(64)  NOT NULL,
    expires_at      TIMESTAMP(6) WITH TIME ZONE,
    previous_sha256 VARCHAR(64),
    previous_until  TIMESTAMP(6) WITH TIME ZONE,
    created_by      VARCHAR(100) NOT NULL,
    created_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
