-- The name is the action where a method has several.
ALTER TABLE operation ADD COLUMN method TEXT NOT NULL DEFAULT '';
