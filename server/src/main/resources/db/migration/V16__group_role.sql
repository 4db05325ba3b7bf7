-- What a person's groups at an OpenID provider granted at the last sign-in there.
CREATE TABLE group_role (
    account_id TEXT NOT NULL,
    provider   TEXT NOT NULL,
    project_id TEXT NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('OWNER', 'MEMBER', 'VIEWER')),
    PRIMARY KEY (account_id, provider, project_id)
) ${strict};

CREATE INDEX group_role_of_project ON group_role (project_id);

-- What people granted; null where groups alone do. The role that holds is the one of both that may more.
ALTER TABLE project_member ADD COLUMN by_hand TEXT;
UPDATE project_member SET by_hand = role;
