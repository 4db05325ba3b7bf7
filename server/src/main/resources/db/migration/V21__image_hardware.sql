-- What the imported file says of the hardware of its machine, as JSON.
ALTER TABLE image ADD COLUMN hardware TEXT;
