-- Kept in the order in which turns are committed, so that what is new is written in one place and fills its pages. Kept by
-- task, as before, a turn's row went between those of other tasks, and pages stood half empty.
ALTER TABLE task_event RENAME TO task_event_by_task;

CREATE TABLE task_event (
    task_id  BIGINT NOT NULL REFERENCES task (id),
    revision BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    actor    TEXT   NOT NULL,
    command  TEXT   NOT NULL,
    events   TEXT   NOT NULL,
    -- The nodes by their numbers, without what the tree says of them.
    shown    TEXT   NOT NULL,
    PRIMARY KEY (task_id, revision)
);

INSERT INTO task_event (task_id, revision, at, actor, command, events, shown)
SELECT task_id, revision, at, actor, command, events, shown FROM task_event_by_task ORDER BY task_id, revision;

DROP TABLE task_event_by_task;
