-- Appliances that may be on a host: written before one is started, removed when it is gone.
CREATE TABLE builder_run (
    id      TEXT NOT NULL PRIMARY KEY,
    host_id TEXT NOT NULL,
    -- When it has ended, if whoever started it is still there.
    ends_by ${int64} NOT NULL
) ${strict};
