-- Rights to open one console once. A ticket's secret is kept as its SHA-256 only; redeeming it deletes the row.
CREATE TABLE console_ticket (
    secret_hash   ${bytes} PRIMARY KEY,
    user_id       TEXT NOT NULL,
    user_name     TEXT NOT NULL,
    role          TEXT NOT NULL,
    credential_id TEXT NOT NULL,
    machine_id    TEXT NOT NULL,
    incarnation   TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('SCREEN', 'SERIAL')),
    expires_at    ${int64} NOT NULL
) ${strict};

CREATE INDEX console_ticket_by_credential ON console_ticket (credential_id);
CREATE INDEX console_ticket_by_expiry ON console_ticket (expires_at);
