-- What an administrator says of a host.
ALTER TABLE host ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';
ALTER TABLE host ADD COLUMN drained ${int64} NOT NULL DEFAULT 0;
-- Where it differs from the server's own host; null where it does not.
ALTER TABLE host ADD COLUMN pool TEXT;
ALTER TABLE host ADD COLUMN pool_path TEXT;
ALTER TABLE host ADD COLUMN network TEXT;
ALTER TABLE host ADD COLUMN network_cidr TEXT;
-- Facts have more fields now: the next look has them all.
UPDATE host SET facts = NULL;

-- Where an image's disk has been copied to, or is being copied. The image's own host has no row.
CREATE TABLE image_copy (
    image_id TEXT NOT NULL REFERENCES image (id),
    host_id  TEXT NOT NULL REFERENCES host (id),
    -- Recorded before it is made.
    disk     TEXT NOT NULL,
    state    TEXT NOT NULL,
    -- The job that copies it, for as long as it does.
    job_id   ${int64},
    bytes    ${int64} NOT NULL,
    sha256   TEXT,
    used_at  ${int64} NOT NULL,
    PRIMARY KEY (image_id, host_id)
) ${strict};

CREATE INDEX image_copy_of_host ON image_copy (host_id, used_at);

-- One row: whoever decides where a machine goes holds it until the machine is written down, because one counts what others were promised.
CREATE TABLE placement_turn (
    id   ${int64} NOT NULL PRIMARY KEY,
    turn ${int64} NOT NULL
) ${strict};

INSERT INTO placement_turn (id, turn) VALUES (1, 0);

-- Why each machine is where it is: everything that the decision was made from.
CREATE TABLE placement_decision (
    machine_id TEXT NOT NULL PRIMARY KEY,
    digest     TEXT NOT NULL,
    -- The question as JSON, deflated, in Base64.
    question   TEXT NOT NULL,
    made_at    ${int64} NOT NULL
) ${strict};
