-- Where a session was begun, and at which OpenID provider if at one.
CREATE TABLE session_origin (
    credential_id TEXT NOT NULL PRIMARY KEY REFERENCES credential (id) ON DELETE CASCADE,
    address       TEXT NOT NULL,
    user_agent    TEXT NOT NULL,
    provider      TEXT
) ${strict};

-- One-time codes (RFC 6238). Not in force before its owner has shown a code.
CREATE TABLE second_factor (
    account_id   TEXT NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    -- Sealed with the installation's key.
    secret       TEXT NOT NULL,
    created_at   ${int64} NOT NULL,
    confirmed_at ${int64},
    -- The period of the last code that was taken: neither that code nor an earlier one is taken again.
    last_period  ${int64} NOT NULL
) ${strict};

-- Each works once. What is kept is made with the installation's key, so that the table alone does not let one guess.
CREATE TABLE recovery_code (
    account_id  TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (account_id, fingerprint)
) ${strict};

-- Somebody has given the right password and is to give a code.
CREATE TABLE half_session (
    secret_hash   ${bytes} NOT NULL PRIMARY KEY,
    account_id    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    password_hash TEXT NOT NULL,
    attempts      ${int64} NOT NULL,
    expires_at    ${int64} NOT NULL
) ${strict};
CREATE INDEX half_session_by_expiry ON half_session (expires_at);

-- People whom an OpenID provider knows. An issuer never gives a subject to somebody else; names and addresses change hands.
CREATE TABLE external_identity (
    issuer     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at ${int64} NOT NULL,
    PRIMARY KEY (issuer, subject)
) ${strict};

-- Answers of OpenID providers that were used: each is good once.
CREATE TABLE used_sign_in (
    state_hash ${bytes} NOT NULL PRIMARY KEY,
    expires_at ${int64} NOT NULL
) ${strict};

-- A computer that asks to be signed in by somebody who is, in the browser.
CREATE TABLE hand_over (
    secret_hash   ${bytes} NOT NULL PRIMARY KEY,
    code          TEXT NOT NULL UNIQUE,
    computer      TEXT NOT NULL,
    address       TEXT NOT NULL,
    created_at    ${int64} NOT NULL,
    expires_at    ${int64} NOT NULL,
    account_id    TEXT REFERENCES account (id) ON DELETE CASCADE,
    -- The session in which it was approved; it must still be there when the computer asks.
    credential_id TEXT
) ${strict};
CREATE INDEX hand_over_by_expiry ON hand_over (expires_at);
