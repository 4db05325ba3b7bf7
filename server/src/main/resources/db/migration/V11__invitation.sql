CREATE TABLE invitation (
    id          TEXT NOT NULL PRIMARY KEY,
    project_id  TEXT NOT NULL,
    role        TEXT NOT NULL CHECK (role IN ('OWNER', 'MEMBER', 'VIEWER')),
    -- Who is invited; null for a link.
    account_id  TEXT,
    -- SHA-256 of a link's secret; null where an account is named.
    secret_hash ${bytes} UNIQUE,
    invited_by  TEXT NOT NULL,
    created_at  ${int64} NOT NULL,
    expires_at  ${int64} NOT NULL
) ${strict};

CREATE INDEX invitation_of_project ON invitation (project_id, created_at);
CREATE UNIQUE INDEX invitation_of_account ON invitation (account_id, project_id) WHERE account_id IS NOT NULL;
