CREATE TABLE host (
    id                       TEXT NOT NULL PRIMARY KEY,
    name                     TEXT NOT NULL UNIQUE,
    uri                      TEXT NOT NULL,
    -- The host as it was when it last answered, as JSON.
    facts                    TEXT,
    last_answer_at           ${int64},
    acceleration             TEXT NOT NULL,
    acceleration_explanation TEXT NOT NULL,
    acceleration_checked_at  ${int64},
    -- What the answer of the probe depends on; another processor, kernel or QEMU means asking again.
    acceleration_fingerprint TEXT,
    created_at               ${int64} NOT NULL
) ${strict};
