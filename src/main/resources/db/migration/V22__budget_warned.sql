-- Whether it was said that a budget is nearly used up.
ALTER TABLE budget_account ADD COLUMN IF NOT EXISTS warned BOOLEAN DEFAULT FALSE NOT NULL;
