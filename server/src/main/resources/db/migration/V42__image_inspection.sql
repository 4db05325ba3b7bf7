-- What is on an image's disk, as the builder found it.
CREATE TABLE image_inspection (
    image_id     TEXT NOT NULL PRIMARY KEY,
    inspected_at ${int64} NOT NULL,
    -- Why nothing is known; NULL when something is.
    problem      TEXT,
    -- As JSON, without the packages; NULL when nothing is known.
    contents     TEXT
) ${strict};

CREATE TABLE image_package (
    image_id     TEXT NOT NULL,
    name         TEXT NOT NULL,
    version      TEXT NOT NULL,
    architecture TEXT NOT NULL,
    PRIMARY KEY (image_id, name, version, architecture)
) ${strict};

CREATE INDEX image_package_by_name ON image_package (name, image_id);
