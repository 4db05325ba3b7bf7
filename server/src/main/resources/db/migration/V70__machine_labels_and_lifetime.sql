-- What a machine is called besides its name, as a JSON array in order.
ALTER TABLE machine ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';
-- When its time is over; null for never.
ALTER TABLE machine ADD COLUMN expires_at ${int64};
-- When it was last suspended because its time was over, or when that was last tried.
ALTER TABLE machine ADD COLUMN end_tried_at ${int64};

CREATE INDEX machine_expiring ON machine (expires_at) WHERE expires_at IS NOT NULL;
