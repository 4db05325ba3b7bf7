-- Of tokens: what they may do, as names with blanks between; null for sessions, which may do whatever their account may.
ALTER TABLE credential ADD COLUMN rights TEXT;
-- The only project that a token reaches.
ALTER TABLE credential ADD COLUMN project_id TEXT;
-- The token that made this one, and takes it along when it is taken back.
ALTER TABLE credential ADD COLUMN parent_id TEXT;

UPDATE credential SET rights = 'READ MACHINES CONSOLES IMAGES PROJECTS ACCOUNT ADMINISTRATION' WHERE kind = 'TOKEN';
CREATE INDEX credential_by_parent ON credential (parent_id);
