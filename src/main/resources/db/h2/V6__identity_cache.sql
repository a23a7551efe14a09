-- H2 writes a sequence's state in a transaction of its own each time its cache is used up, by default for each 32 rows.
-- One hub alone writes to an H2 database, so that rows keep their order; after a crash numbers may be left out.
ALTER TABLE audit ALTER COLUMN seq SET CACHE 4096;
ALTER TABLE outbox ALTER COLUMN id SET CACHE 4096;
