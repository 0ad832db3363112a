-- What is removed first, where ended tasks are not kept for ever.
CREATE INDEX task_ended ON task (finish_time, id) WHERE finish_time IS NOT NULL;
CREATE INDEX periodic_run_at ON periodic_run (create_time);

-- Whether anybody still has a snapshot.
CREATE INDEX task_by_snapshot ON task (snapshot_digest);
CREATE INDEX template_by_snapshot ON template (snapshot_digest);
CREATE INDEX template_version_by_snapshot ON template_version (snapshot_digest);
CREATE INDEX periodic_task_by_snapshot ON periodic_task (snapshot_digest);
