-- The project that is charged for an upload, and whose members may send, import and cancel it.
ALTER TABLE upload ADD COLUMN project_id TEXT NOT NULL DEFAULT '';

UPDATE upload SET project_id = coalesce(
    (SELECT c.project_id FROM quota_charge c WHERE c.subject = 'upload:' || upload.id), owner_id);

CREATE INDEX upload_of_project ON upload (project_id, created_at);

-- One row: whoever announces an upload holds it, because one counts what all others announced.
CREATE TABLE upload_turn (
    id ${int64} NOT NULL PRIMARY KEY
) ${strict};

INSERT INTO upload_turn (id) VALUES (1);
