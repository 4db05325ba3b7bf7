-- What a machine is made of. The first disk's volume also stands in the machine's own row, for whatever needs only that one.
CREATE TABLE machine_hardware (
    machine_id TEXT NOT NULL PRIMARY KEY REFERENCES machine (id) ON DELETE CASCADE,
    firmware   TEXT NOT NULL,
    tpm        ${int64} NOT NULL,
    -- Names of devices, as JSON.
    boot       TEXT NOT NULL,
    cd_drive   ${int64} NOT NULL,
    cd_volume  TEXT UNIQUE,
    cd_medium  TEXT,
    -- Bytes of the disc.
    cd_size    ${int64} NOT NULL DEFAULT 0,
    -- What was changed while it ran and holds only after it was switched off and on.
    pending    TEXT,
    -- The snapshot that the machine as it is now comes from.
    snapshot_id TEXT
) ${strict};

CREATE TABLE machine_disk (
    machine_id TEXT NOT NULL REFERENCES machine (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    position   ${int64} NOT NULL,
    -- The layer that is written to. Recorded before it is made.
    volume     TEXT NOT NULL UNIQUE,
    size       ${int64} NOT NULL,
    -- Whether the disk has grown and the file system on it has not yet.
    growing    ${int64} NOT NULL,
    PRIMARY KEY (machine_id, name)
) ${strict};

CREATE TABLE machine_nic (
    machine_id TEXT NOT NULL REFERENCES machine (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    position   ${int64} NOT NULL,
    mac        TEXT NOT NULL UNIQUE,
    connected  ${int64} NOT NULL,
    PRIMARY KEY (machine_id, name)
) ${strict};

INSERT INTO machine_hardware (machine_id, firmware, tpm, boot, cd_drive)
SELECT id, 'BIOS', 0, '["vda"]', 0 FROM machine WHERE state <> 'DELETED';

INSERT INTO machine_disk (machine_id, name, position, volume, size, growing)
SELECT m.id, 'vda', 0, m.disk, coalesce(i.virtual_size, 0), 0
FROM machine m LEFT JOIN image i ON i.id = m.image_id WHERE m.state <> 'DELETED';

INSERT INTO machine_nic (machine_id, name, position, mac, connected)
SELECT id, 'net0', 0, mac, 1 FROM machine WHERE state <> 'DELETED';
