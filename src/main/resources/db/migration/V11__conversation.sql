-- The order in which tasks were accepted, counted by the database: hubs' clocks may differ. Tasks of one conversation
-- begin in this order.
ALTER TABLE task ADD COLUMN IF NOT EXISTS turn BIGINT GENERATED ALWAYS AS IDENTITY;
CREATE INDEX IF NOT EXISTS task_by_turn ON task (tenant, conversation, status, turn);
