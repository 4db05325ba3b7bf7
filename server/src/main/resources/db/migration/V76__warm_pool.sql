-- How many machines of a staged image are to wait, started, for whoever asks for one.
CREATE TABLE warm_pool (
    image_id     TEXT NOT NULL PRIMARY KEY,
    size         ${int64} NOT NULL,
    -- NULL for the image's default.
    vcpus        ${int64},
    memory_mib   ${int64},
    -- For whom the jobs work that fill it.
    set_by       TEXT NOT NULL,
    used         ${int64} NOT NULL,
    missed       ${int64} NOT NULL,
    last_used_at ${int64},
    -- Why it could not be filled; how often in a row one could not be made, and before when that is not tried again.
    problem      TEXT,
    failures     ${int64} NOT NULL,
    retry_at     ${int64} NOT NULL
) ${strict};

-- Machines that are made and belong to nobody; each also has its row among the machines, without an owner. Whoever claims one takes it
-- out of here.
CREATE TABLE warm_machine (
    machine_id TEXT NOT NULL PRIMARY KEY REFERENCES machine (id),
    image_id   TEXT NOT NULL,
    state      TEXT NOT NULL,
    -- What it proves itself with; sealed.
    token      TEXT NOT NULL,
    -- The job that makes it.
    job_id     ${int64},
    since      ${int64} NOT NULL
) ${strict};

CREATE INDEX warm_machine_of_image ON warm_machine (image_id, state);
