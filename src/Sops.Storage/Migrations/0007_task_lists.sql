-- What lists and counts of tasks are read off. None of these columns changes with a turn, so turns do not write here.
DROP INDEX task_by_business;
CREATE INDEX task_by_business ON task (business_id, is_deleted, id);
CREATE INDEX task_by_template ON task (business_id, template_id, is_deleted, id);

-- Functional tasks are few, and also listed across businesses.
DROP INDEX task_functional;
CREATE INDEX task_functional ON task (id) WHERE flow_type = 'common_func';
