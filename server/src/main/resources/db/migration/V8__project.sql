-- A personal project has the id of its account: it is found without being looked for.
CREATE TABLE project (
    id          TEXT NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('PERSONAL', 'TEAM')),
    created_at  ${int64} NOT NULL
) ${strict};

CREATE TABLE project_member (
    project_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('OWNER', 'MEMBER', 'VIEWER')),
    since      ${int64} NOT NULL,
    PRIMARY KEY (project_id, account_id)
) ${strict};

CREATE INDEX project_member_by_account ON project_member (account_id, project_id);

INSERT INTO project (id, name, description, kind, created_at) SELECT id, name, '', 'PERSONAL', created_at FROM account;
INSERT INTO project_member (project_id, account_id, role, since) SELECT id, id, 'OWNER', created_at FROM account;

-- What nobody gave a project belongs to one that is not there: only administrators see it.
ALTER TABLE machine ADD COLUMN project_id TEXT NOT NULL DEFAULT '';
UPDATE machine SET project_id = owner_id;
-- Null: everybody's.
ALTER TABLE image ADD COLUMN project_id TEXT;
-- Null: of its owner and of administrators only.
ALTER TABLE job ADD COLUMN project_id TEXT;
UPDATE job SET project_id = owner_id WHERE subject_type = 'machine';

CREATE INDEX image_of_project ON image (project_id, name);
CREATE INDEX job_of_project ON job (project_id, id);
CREATE INDEX machine_of_project ON machine (project_id, created_at, id) WHERE state <> 'DELETED';
-- The project is part of each, so that whether a row may be seen is read from the index alone.
CREATE INDEX machine_by_owner_and_age ON machine (owner_id, created_at, id, project_id) WHERE state <> 'DELETED';
CREATE INDEX machine_by_owner_and_state ON machine (owner_id, state, id, project_id) WHERE state <> 'DELETED';
CREATE INDEX machine_by_owner_and_image ON machine (owner_id, image_id, id, project_id) WHERE state <> 'DELETED';
DROP INDEX machine_page_by_age;
DROP INDEX machine_page_by_state;
DROP INDEX machine_page_by_image;
