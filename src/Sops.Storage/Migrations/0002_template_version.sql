-- Which pipeline a template had under which version, so that a sub-process can go on using an older one.
CREATE TABLE template_version (
    template_id     BIGINT NOT NULL,
    version         TEXT   NOT NULL,
    snapshot_digest TEXT   NOT NULL REFERENCES pipeline_snapshot (digest),
    edit_time       BIGINT NOT NULL,
    PRIMARY KEY (template_id, version)
) {keyed};

INSERT INTO template_version (template_id, version, snapshot_digest, edit_time)
SELECT id, substr(snapshot_digest, 1, 32), snapshot_digest, edit_time FROM template;
