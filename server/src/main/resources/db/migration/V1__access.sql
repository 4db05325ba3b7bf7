CREATE TABLE account (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    display_name  TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('ADMINISTRATOR', 'MEMBER')),
    password_hash TEXT NOT NULL,
    created_at    ${int64} NOT NULL
) ${strict};

-- Sessions of the page and API tokens: both are a secret, of which only the SHA-256 is kept.
CREATE TABLE credential (
    id           TEXT PRIMARY KEY,
    account_id   TEXT NOT NULL REFERENCES account (id),
    kind         TEXT NOT NULL CHECK (kind IN ('SESSION', 'TOKEN')),
    name         TEXT NOT NULL,
    secret_hash  ${bytes} NOT NULL UNIQUE,
    created_at   ${int64} NOT NULL,
    last_used_at ${int64},
    expires_at   ${int64} NOT NULL
) ${strict};

CREATE INDEX credential_by_account ON credential (account_id, kind, created_at);
CREATE INDEX credential_by_expiry ON credential (expires_at);
