-- {identity} and {keyed} are filled in by the dialect. Times are unix milliseconds, documents JSON text.

CREATE TABLE pipeline_snapshot (
    digest TEXT PRIMARY KEY,
    body   TEXT NOT NULL
);

CREATE TABLE template (
    id              {identity},
    business_id     BIGINT  NOT NULL,
    source          TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    category        TEXT    NOT NULL,
    description     TEXT    NOT NULL,
    creator         TEXT    NOT NULL,
    editor          TEXT,
    create_time     BIGINT  NOT NULL,
    edit_time       BIGINT  NOT NULL,
    snapshot_digest TEXT    NOT NULL REFERENCES pipeline_snapshot (digest),
    version         INTEGER NOT NULL,
    extra           TEXT    NOT NULL,
    is_deleted      INTEGER NOT NULL
);

CREATE INDEX template_by_business ON template (business_id, source, id);

CREATE TABLE task (
    id              {identity},
    business_id     BIGINT  NOT NULL,
    revision        BIGINT  NOT NULL,
    state           INTEGER NOT NULL,
    shown_state     INTEGER NOT NULL,
    next_token      INTEGER NOT NULL,
    start_time      BIGINT,
    finish_time     BIGINT,
    operator        TEXT    NOT NULL,
    space           INTEGER NOT NULL,
    name            TEXT    NOT NULL,
    template_id     BIGINT,
    template_source TEXT    NOT NULL,
    category        TEXT    NOT NULL,
    flow_type       TEXT    NOT NULL,
    current_flow    TEXT    NOT NULL,
    creator         TEXT    NOT NULL,
    executor        TEXT    NOT NULL,
    create_method   TEXT    NOT NULL,
    app_code        TEXT    NOT NULL,
    description     TEXT    NOT NULL,
    instance_id     TEXT    NOT NULL,
    snapshot_digest TEXT    NOT NULL REFERENCES pipeline_snapshot (digest),
    create_time     BIGINT  NOT NULL,
    scope_type      TEXT,
    scope_value     TEXT,
    is_deleted      INTEGER NOT NULL
);

CREATE INDEX task_by_business ON task (business_id, id);
CREATE INDEX task_unfinished ON task (business_id) WHERE finish_time IS NULL;

-- Apart from the task, so that a turn doesn't write them again.
CREATE TABLE task_document (
    task_id   BIGINT PRIMARY KEY REFERENCES task (id),
    constants TEXT,
    extra     TEXT NOT NULL
);

CREATE TABLE task_event (
    task_id  BIGINT NOT NULL REFERENCES task (id),
    revision BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    actor    TEXT   NOT NULL,
    command  TEXT   NOT NULL,
    events   TEXT   NOT NULL,
    shown    TEXT   NOT NULL,
    PRIMARY KEY (task_id, revision)
) {keyed};

CREATE TABLE task_node (
    task_id BIGINT  NOT NULL REFERENCES task (id),
    node    INTEGER NOT NULL,
    state   INTEGER NOT NULL,
    doc     TEXT    NOT NULL,
    PRIMARY KEY (task_id, node)
) {keyed};

CREATE TABLE task_attempt (
    task_id  BIGINT  NOT NULL REFERENCES task (id),
    node     INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    doc      TEXT    NOT NULL,
    PRIMARY KEY (task_id, node, archived)
) {keyed};

CREATE TABLE task_token (
    task_id BIGINT  NOT NULL REFERENCES task (id),
    token   INTEGER NOT NULL,
    doc     TEXT    NOT NULL,
    PRIMARY KEY (task_id, token)
) {keyed};

CREATE TABLE task_variable (
    task_id BIGINT  NOT NULL REFERENCES task (id),
    scope   INTEGER NOT NULL,
    key     TEXT    NOT NULL,
    value   TEXT    NOT NULL,
    PRIMARY KEY (task_id, scope, key)
) {keyed};

CREATE TABLE work_item (
    task_id BIGINT  NOT NULL REFERENCES task (id),
    node    INTEGER NOT NULL,
    kind    INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    due_at  BIGINT  NOT NULL,
    PRIMARY KEY (task_id, node, kind)
) {keyed};

CREATE INDEX work_item_due ON work_item (due_at, task_id, node, kind);

CREATE TABLE request_record (
    scope      TEXT   NOT NULL,
    request_id TEXT   NOT NULL,
    digest     TEXT   NOT NULL,
    response   TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (scope, request_id)
) {keyed};

CREATE INDEX request_record_at ON request_record (at);
