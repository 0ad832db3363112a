-- What callers did and what they were refused. A task's own turns are in its history; this also holds what changed nothing.
CREATE TABLE operation (
    id          {identity},
    at          BIGINT  NOT NULL,
    business_id BIGINT  NOT NULL,
    task_id     BIGINT  NOT NULL,
    template_id BIGINT  NOT NULL,
    node_id     TEXT    NOT NULL,
    method      TEXT    NOT NULL,
    -- The action, where the method has several.
    name        TEXT    NOT NULL,
    operator    TEXT    NOT NULL,
    app_code    TEXT    NOT NULL,
    request_id  TEXT    NOT NULL,
    outcome     TEXT    NOT NULL
);

CREATE INDEX operation_by_task ON operation (task_id, id) WHERE task_id > 0;
CREATE INDEX operation_at ON operation (at);
