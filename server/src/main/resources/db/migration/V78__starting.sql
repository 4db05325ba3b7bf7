-- Whether a job is about to switch the machine on: its host's room is promised to it, although it does not run yet.
ALTER TABLE machine ADD COLUMN starting ${int64} NOT NULL DEFAULT 0;

-- What a host carries is added up from the index alone.
CREATE INDEX machine_carried ON machine (host_id, state, starting, vcpus, memory_mib);
DROP INDEX machine_on_host;
