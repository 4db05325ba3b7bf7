CREATE TABLE machine (
    id            TEXT NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL,
    owner_id      TEXT NOT NULL,
    host_id       TEXT NOT NULL,
    image_id      TEXT NOT NULL,
    copy          TEXT NOT NULL,
    vcpus         ${int64} NOT NULL,
    memory_mib    ${int64} NOT NULL,
    state         TEXT NOT NULL,
    state_seen_at ${int64},
    problem       TEXT,
    -- Everything that will be made for the machine is decided and written down before any of it is made.
    domain_name   TEXT NOT NULL,
    domain_uuid   TEXT NOT NULL UNIQUE,
    disk          TEXT NOT NULL UNIQUE,
    mac           TEXT NOT NULL UNIQUE,
    generation_id TEXT NOT NULL,
    serial        TEXT NOT NULL,
    hostname      TEXT NOT NULL,
    account       TEXT,
    guest_access  TEXT NOT NULL,
    -- The image's account within this machine, with a password of its own; sealed.
    login_name    TEXT,
    login_secret  TEXT,
    addresses     TEXT NOT NULL,
    identity      TEXT,
    certificate   TEXT,
    screen_at     ${int64},
    created_at    ${int64} NOT NULL
) ${strict};

CREATE UNIQUE INDEX machine_name ON machine (owner_id, name) WHERE state <> 'DELETED';
CREATE UNIQUE INDEX machine_domain_name ON machine (domain_name) WHERE state <> 'DELETED';
CREATE INDEX machine_of_owner ON machine (owner_id, created_at);
CREATE INDEX machine_by_age ON machine (created_at);
CREATE INDEX machine_of_image ON machine (image_id, state);
CREATE INDEX machine_of_host ON machine (host_id, state);
