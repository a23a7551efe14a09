-- What happened. A record is written with the change that it tells of, and sealed soon after.
CREATE TABLE IF NOT EXISTS audit (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    action VARCHAR(100) NOT NULL,
    task VARCHAR(100),
    principal VARCHAR NOT NULL,
    tenant VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    digest VARCHAR(64) NOT NULL,
    seal BIGINT
);
CREATE INDEX IF NOT EXISTS audit_by_seal ON audit (seal, seq);
CREATE INDEX IF NOT EXISTS audit_by_task ON audit (task, seq);

-- A seal holds the digests of its records, and the hash of the seal before it.
CREATE TABLE IF NOT EXISTS audit_seal (
    id BIGINT PRIMARY KEY,
    first_seq BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    records INTEGER NOT NULL,
    digests VARCHAR NOT NULL,
    previous VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    published BOOLEAN DEFAULT FALSE NOT NULL
);
CREATE INDEX IF NOT EXISTS audit_seal_by_published ON audit_seal (published, id);
