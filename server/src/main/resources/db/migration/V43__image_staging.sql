-- Whether people are to see the image as a model, of which images are staged.
ALTER TABLE image ADD COLUMN model ${int64} DEFAULT 0 NOT NULL;

-- Images that were staged of a model: its disk with nothing that tells it apart.
CREATE TABLE image_staging (
    image_id    TEXT NOT NULL PRIMARY KEY,
    model_id    TEXT NOT NULL,
    -- It may be gone.
    model_name  TEXT NOT NULL,
    -- The first one of a model is 1.
    version     ${int64} NOT NULL,
    -- What starts the first-boot software; NULL until the disk is sealed, as what follows.
    init_system TEXT,
    cloud_init  ${int64},
    sealed_at   ${int64},
    -- What was stripped, as JSON.
    operations  TEXT,
    UNIQUE (model_id, version)
) ${strict};
