-- Who did what. Entries are only ever added; each has the hash of the one before.
CREATE TABLE audit_record (
    seq             ${int64} NOT NULL PRIMARY KEY,
    at              ${int64} NOT NULL,
    action          TEXT NOT NULL,
    outcome         TEXT NOT NULL,
    route           TEXT,
    status          ${int64},
    problem         TEXT,
    detail          TEXT,
    actor_id        TEXT,
    actor_name      TEXT,
    credential_kind TEXT,
    credential_id   TEXT,
    credential_name TEXT,
    address         TEXT,
    object_type     TEXT,
    object_id       TEXT,
    object_name     TEXT,
    project_id      TEXT,
    job_id          ${int64},
    request_id      TEXT,
    repeats         ${int64} NOT NULL,
    asked           TEXT,
    before_change   TEXT,
    after_change    TEXT,
    previous_hash   TEXT NOT NULL,
    hash            TEXT NOT NULL
) ${strict};

CREATE INDEX audit_record_at ON audit_record (at);
CREATE INDEX audit_record_of_actor ON audit_record (actor_id, seq);
CREATE INDEX audit_record_of_object ON audit_record (object_id, seq);
CREATE INDEX audit_record_of_project ON audit_record (project_id, seq);
CREATE INDEX audit_record_of_job ON audit_record (job_id);

-- The end of the chain, one row. Whoever adds an entry holds it until the transaction ends, so entries follow one another also with
-- several servers. The seal is made with the installation's key, which is not in the database.
CREATE TABLE audit_head (
    id   ${int64} NOT NULL PRIMARY KEY CHECK (id = 1),
    seq  ${int64} NOT NULL,
    hash TEXT NOT NULL,
    seal TEXT
) ${strict};
INSERT INTO audit_head (id, seq, hash, seal)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', NULL);
