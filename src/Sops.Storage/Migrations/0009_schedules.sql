-- What makes tasks by itself. due_at is when somebody has to look at a schedule next; null: never.
CREATE TABLE periodic_task (
    id                   {identity},
    revision             BIGINT  NOT NULL,
    business_id          BIGINT  NOT NULL,
    name                 TEXT    NOT NULL,
    template_id          BIGINT  NOT NULL,
    template_source      TEXT    NOT NULL,
    template_version     TEXT    NOT NULL,
    category             TEXT    NOT NULL,
    snapshot_digest      TEXT    NOT NULL REFERENCES pipeline_snapshot (digest),
    constants            TEXT    NOT NULL,
    instance_id          TEXT    NOT NULL,
    creator              TEXT    NOT NULL,
    app_code             TEXT    NOT NULL,
    editor               TEXT,
    create_time          BIGINT  NOT NULL,
    edit_time            BIGINT  NOT NULL,
    cron                 TEXT    NOT NULL,
    zone                 TEXT    NOT NULL,
    enabled              INTEGER NOT NULL,
    pause_reason         TEXT    NOT NULL,
    overlap              TEXT    NOT NULL,
    catch_up_window      INTEGER NOT NULL,
    jitter               INTEGER NOT NULL,
    pause_after_failures INTEGER NOT NULL,
    start_at             BIGINT,
    end_at               BIGINT,
    next_tick            BIGINT,
    last_tick            BIGINT,
    buffered_tick        BIGINT,
    due_at               BIGINT,
    failures             INTEGER NOT NULL,
    total_run_count      BIGINT  NOT NULL,
    last_run_at          BIGINT,
    last_task_id         BIGINT,
    is_deleted           INTEGER NOT NULL
);

CREATE INDEX periodic_task_due ON periodic_task (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX periodic_task_by_business ON periodic_task (business_id, is_deleted, id);
CREATE INDEX periodic_task_by_template ON periodic_task (template_id) WHERE is_deleted = 0;

-- One row per tick: that it cannot be there twice is what keeps a tick from making two tasks.
CREATE TABLE periodic_run (
    id               {identity},
    periodic_task_id BIGINT  NOT NULL REFERENCES periodic_task (id),
    tick             BIGINT  NOT NULL,
    -- 0 for a tick of the cron; each run by hand has a number of its own.
    manual           BIGINT  NOT NULL,
    outcome          TEXT    NOT NULL,
    task_id          BIGINT,
    task_state       TEXT    NOT NULL,
    message          TEXT    NOT NULL,
    ticks            INTEGER NOT NULL,
    create_time      BIGINT  NOT NULL
);

CREATE UNIQUE INDEX periodic_run_once ON periodic_run (periodic_task_id, tick, manual);
CREATE INDEX periodic_run_list ON periodic_run (periodic_task_id, id);
CREATE INDEX periodic_run_by_task ON periodic_run (task_id) WHERE task_id IS NOT NULL;

-- The periodic task that made a task.
ALTER TABLE task ADD COLUMN periodic_task_id BIGINT;

CREATE TABLE clocked_task (
    id              {identity},
    revision        BIGINT  NOT NULL,
    business_id     BIGINT  NOT NULL,
    task_name       TEXT    NOT NULL,
    template_id     BIGINT  NOT NULL,
    template_name   TEXT    NOT NULL,
    creator         TEXT    NOT NULL,
    app_code        TEXT    NOT NULL,
    editor          TEXT,
    create_time     BIGINT  NOT NULL,
    edit_time       BIGINT  NOT NULL,
    plan_start_time BIGINT  NOT NULL,
    parameters      TEXT    NOT NULL,
    state           TEXT    NOT NULL,
    task_id         BIGINT,
    message         TEXT    NOT NULL,
    due_at          BIGINT,
    is_deleted      INTEGER NOT NULL
);

CREATE INDEX clocked_task_due ON clocked_task (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX clocked_task_by_business ON clocked_task (business_id, is_deleted, id);
