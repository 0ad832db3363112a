-- Whom a business wants told of what its tasks do. Ids are never given twice, as deliveries outlive their webhook.
CREATE TABLE webhook (
    id          {identity},
    business_id BIGINT  NOT NULL,
    url         TEXT    NOT NULL,
    -- JSON array of event kinds; empty for all.
    events      TEXT    NOT NULL,
    template_id BIGINT,
    description TEXT    NOT NULL,
    enabled     INTEGER NOT NULL,
    secret      TEXT    NOT NULL,
    -- For a while the one before is used beside it.
    former_secret TEXT,
    former_until  BIGINT,
    version     INTEGER NOT NULL,
    creator     TEXT    NOT NULL,
    editor      TEXT,
    create_time BIGINT  NOT NULL,
    edit_time   BIGINT  NOT NULL
);

CREATE INDEX webhook_by_business ON webhook (business_id, id);

-- The outbox: what is to be told, written by the turn that it tells of.
CREATE TABLE delivery (
    id           {identity},
    event_id     TEXT    NOT NULL,
    -- What goes out one after the other: one target's deliveries of one task.
    lane         TEXT    NOT NULL,
    -- Null: the task's own callback_url.
    webhook_id   BIGINT,
    business_id  BIGINT  NOT NULL,
    task_id      BIGINT  NOT NULL,
    kind         TEXT    NOT NULL,
    url          TEXT    NOT NULL,
    -- Of the url as the delivery was made: what goes to one host goes a few at a time.
    host         TEXT    NOT NULL,
    content_type TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    state        INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    -- Null while an earlier one of the lane is pending, and once it has ended.
    next_at      BIGINT,
    created_at   BIGINT  NOT NULL,
    last_status  INTEGER,
    last_error   TEXT    NOT NULL,
    ended_at     BIGINT
);

CREATE INDEX delivery_due ON delivery (host, next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX delivery_lane ON delivery (lane, id) WHERE state = 0;
CREATE INDEX delivery_by_business ON delivery (business_id, id);
CREATE INDEX delivery_by_state ON delivery (business_id, state, id);
CREATE INDEX delivery_by_task ON delivery (business_id, task_id, id);
CREATE INDEX delivery_ended ON delivery (state, ended_at) WHERE ended_at IS NOT NULL;

-- Where a task itself tells of its end.
ALTER TABLE task_document ADD COLUMN callback_url TEXT;
ALTER TABLE task_document ADD COLUMN callback_version TEXT;
