-- Machines on their way from one host to another. From when that is asked for until nothing of them is left on the one, they count on both.
CREATE TABLE machine_move (
    machine_id TEXT NOT NULL PRIMARY KEY REFERENCES machine (id),
    source_id  TEXT NOT NULL REFERENCES host (id),
    target_id  TEXT NOT NULL REFERENCES host (id),
    -- Room that their disks will take there.
    bytes      ${int64} NOT NULL,
    -- Why they go there, as in placement_decision, which it becomes when they are there.
    digest     TEXT NOT NULL,
    question   TEXT NOT NULL,
    made_at    ${int64} NOT NULL
) ${strict};
