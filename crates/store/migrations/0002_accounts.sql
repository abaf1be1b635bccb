-- keep: 1 year after the account is closed
CREATE TABLE accounts (
  person_id UUID PRIMARY KEY REFERENCES people (id), -- id
  sign_in_name TEXT NOT NULL UNIQUE, -- staff
  password_hash TEXT NOT NULL, -- secret
  active BOOLEAN NOT NULL, -- staff
  made_at TIMESTAMPTZ NOT NULL, -- staff
  refused BIGINT NOT NULL, -- staff
  refused_at TIMESTAMPTZ -- staff
);

-- keep: 30 days after it ends
CREATE TABLE sessions (
  id UUID PRIMARY KEY, -- id
  token_hash TEXT NOT NULL UNIQUE, -- secret
  person_id UUID NOT NULL REFERENCES people (id), -- id
  csrf TEXT NOT NULL, -- secret
  began TIMESTAMPTZ NOT NULL, -- staff
  last_seen TIMESTAMPTZ NOT NULL, -- staff
  ended TIMESTAMPTZ -- staff
);
CREATE INDEX sessions_person ON sessions (person_id);
