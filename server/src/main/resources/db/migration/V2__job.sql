CREATE TABLE job (
    id               ${serial},
    kind             TEXT NOT NULL,
    title            TEXT NOT NULL,
    state            TEXT NOT NULL,
    owner_id         TEXT NOT NULL,
    subject_type     TEXT NOT NULL,
    subject_id       TEXT NOT NULL,
    subject_name     TEXT NOT NULL,
    -- Jobs of one kind and variant (say, clones of one image) are expected to take equally long.
    variant          TEXT NOT NULL,
    request          TEXT NOT NULL,
    plan             TEXT,
    memory           TEXT NOT NULL,
    problem          TEXT,
    -- Grows each time a server takes the job up; a server that was thought dead and wakes holds an old one and can write nothing.
    fence            ${int64} NOT NULL,
    cancel_requested ${int64} NOT NULL,
    idempotency_key  TEXT,
    request_hash     TEXT,
    created_at       ${int64} NOT NULL,
    started_at       ${int64},
    finished_at      ${int64}
) ${strict};

CREATE UNIQUE INDEX job_idempotency_key ON job (owner_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
-- One job at a time works on a thing.
CREATE UNIQUE INDEX job_at_work_on_subject ON job (subject_type, subject_id) WHERE state IN ('QUEUED', 'RUNNING', 'UNDOING');
CREATE INDEX job_of_subject ON job (subject_id, id);
CREATE INDEX job_of_owner ON job (owner_id, id);
CREATE INDEX job_of_kind ON job (kind, state, id);

CREATE TABLE job_step (
    job_id      ${int64} NOT NULL REFERENCES job (id),
    ordinal     ${int64} NOT NULL,
    name        TEXT NOT NULL,
    title       TEXT NOT NULL,
    state       TEXT NOT NULL,
    -- What the step is about to make, written down before it is made.
    intent      TEXT,
    detail      TEXT,
    percent     ${float64} NOT NULL,
    attempts    ${int64} NOT NULL,
    started_at  ${int64},
    finished_at ${int64},
    problem     TEXT,
    PRIMARY KEY (job_id, ordinal)
) ${strict};

-- The queue of db-scheduler; its columns are that library's.
CREATE TABLE scheduled_tasks (
    task_name            TEXT NOT NULL,
    task_instance        TEXT NOT NULL,
    task_data            ${bytes},
    execution_time       ${timestamp} NOT NULL,
    picked               ${boolean} NOT NULL,
    picked_by            TEXT,
    last_success         ${timestamp},
    last_failure         ${timestamp},
    consecutive_failures INT,
    last_heartbeat       ${timestamp},
    version              ${int64} NOT NULL,
    priority             INT,
    PRIMARY KEY (task_name, task_instance)
) ${strict};
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
