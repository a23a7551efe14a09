-- The flow definitions that tasks began with, by the hash of routes: the flow's route and its parts, as JSON. One that no
-- task names and no hub has seen among its files for a day is deleted.
CREATE TABLE IF NOT EXISTS definition (
    hash    VARCHAR(64)  NOT NULL PRIMARY KEY,
    flow    VARCHAR(200) NOT NULL,
    routes  TEXT         NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL
);
-- Null in tasks that were accepted before definitions were kept: they go on with whatever their flow is.
ALTER TABLE task ADD COLUMN IF NOT EXISTS definition VARCHAR(64);
