-- Who took a functional task over, and when.
ALTER TABLE task ADD COLUMN claimant TEXT;
ALTER TABLE task ADD COLUMN claim_time BIGINT;

CREATE INDEX task_functional ON task (business_id, id) WHERE flow_type = 'common_func';
