-- Which packages there are, for images that know. Tens of thousands of names each, and mostly the same for all images of a system.
CREATE TABLE package_list (
    -- Of the names, as they are before they are compressed.
    sha256 TEXT NOT NULL PRIMARY KEY,
    -- How many.
    names  ${int64} NOT NULL,
    -- One a line and sorted, compressed (RFC 1950).
    packed ${bytes} NOT NULL
) ${strict};

CREATE TABLE image_package_list (
    image_id  TEXT NOT NULL PRIMARY KEY,
    -- NULL, as what follows, when it never could be found out.
    sha256    TEXT,
    source    TEXT,
    known_at  ${int64},
    -- Why asking failed the last time, and when; NULL when it did not.
    problem   TEXT,
    failed_at ${int64}
) ${strict};

CREATE INDEX image_package_list_by_list ON image_package_list (sha256);
