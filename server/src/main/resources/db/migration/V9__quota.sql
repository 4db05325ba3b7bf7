-- What projects may take; null is no limit. The row of the project '' is what holds where a project has no row of its own.
CREATE TABLE quota_limit (
    project_id TEXT NOT NULL PRIMARY KEY,
    machines   ${int64},
    vcpus      ${int64},
    memory_mib ${int64},
    disk_bytes ${int64},
    images     ${int64}
) ${strict};

INSERT INTO quota_limit (project_id) VALUES ('');

-- What each thing takes, from the request that it be made until its bytes are gone.
CREATE TABLE quota_charge (
    subject    TEXT NOT NULL PRIMARY KEY,
    project_id TEXT NOT NULL,
    machines   ${int64} NOT NULL,
    vcpus      ${int64} NOT NULL,
    memory_mib ${int64} NOT NULL,
    disk_bytes ${int64} NOT NULL,
    images     ${int64} NOT NULL
) ${strict};

CREATE INDEX quota_charge_of_project ON quota_charge (project_id);

-- The sum of a project's charges. It is also what makes those wait who charge the same project at the same time.
CREATE TABLE quota_usage (
    project_id TEXT NOT NULL PRIMARY KEY,
    machines   ${int64} NOT NULL,
    vcpus      ${int64} NOT NULL,
    memory_mib ${int64} NOT NULL,
    disk_bytes ${int64} NOT NULL,
    images     ${int64} NOT NULL
) ${strict};

INSERT INTO quota_charge (subject, project_id, machines, vcpus, memory_mib, disk_bytes, images)
SELECT 'machine:' || m.id, m.project_id, 1, m.vcpus, m.memory_mib, coalesce(i.virtual_size, 0), 0
FROM machine m LEFT JOIN image i ON i.id = m.image_id WHERE m.state <> 'DELETED';

INSERT INTO quota_usage (project_id, machines, vcpus, memory_mib, disk_bytes, images)
SELECT project_id, sum(machines), sum(vcpus), sum(memory_mib), sum(disk_bytes), sum(images) FROM quota_charge GROUP BY project_id;
