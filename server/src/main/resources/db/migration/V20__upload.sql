-- Files that people upload in parts. Their bytes lie in the data folder under the id.
CREATE TABLE upload (
    id         TEXT NOT NULL PRIMARY KEY,
    owner_id   TEXT NOT NULL,
    file_name  TEXT NOT NULL,
    size       ${int64} NOT NULL,
    -- Bytes that are safely there.
    received   ${int64} NOT NULL,
    sha256     TEXT,
    -- The image that is being made of it: until that has ended, it must not go away.
    image_id   TEXT,
    created_at ${int64} NOT NULL,
    touched_at ${int64} NOT NULL
) ${strict};

CREATE INDEX upload_of_owner ON upload (owner_id, created_at);
CREATE INDEX upload_by_age ON upload (touched_at);
