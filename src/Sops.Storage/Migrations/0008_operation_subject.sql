-- What a call concerned besides tasks and templates: periodic_task/12.
ALTER TABLE operation ADD COLUMN subject TEXT NOT NULL DEFAULT '';
