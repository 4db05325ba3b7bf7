-- While this is set the person cannot sign in, and nothing that was signed in before works.
ALTER TABLE account ADD COLUMN disabled_at ${int64};
-- A deleted account keeps its row, without name and password: finished jobs and records still point to it.
ALTER TABLE account ADD COLUMN deleted_at ${int64};
