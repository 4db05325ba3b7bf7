CREATE TABLE machine_snapshot (
    id          TEXT NOT NULL PRIMARY KEY,
    machine_id  TEXT NOT NULL REFERENCES machine (id) ON DELETE CASCADE,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    state       TEXT NOT NULL,
    parent_id   TEXT,
    -- The file with the memory; null when it was not kept.
    memory      TEXT UNIQUE,
    consistency TEXT NOT NULL,
    -- The machine as it was, as JSON; its disks' volumes are the layers that hold their state.
    hardware    TEXT NOT NULL,
    problem     TEXT,
    created_at  ${int64} NOT NULL
) ${strict};

CREATE INDEX machine_snapshot_of ON machine_snapshot (machine_id, created_at);
-- One that is deleted but still carries others has no name any more.
CREATE UNIQUE INDEX machine_snapshot_name ON machine_snapshot (machine_id, name) WHERE state <> 'CARRIER';
