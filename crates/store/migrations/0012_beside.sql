-- keep: 2 years after it is answered; nothing of it is in the journal
CREATE TABLE private_notes (
  id UUID PRIMARY KEY, -- id
  from_id UUID NOT NULL REFERENCES people (id), -- id
  to_id UUID NOT NULL REFERENCES people (id), -- id
  words TEXT NOT NULL, -- staff
  written_at TIMESTAMPTZ NOT NULL, -- staff
  answer TEXT, -- staff
  answered_at TIMESTAMPTZ -- staff
);
CREATE INDEX private_notes_from ON private_notes (from_id);
CREATE INDEX private_notes_to ON private_notes (to_id);

-- keep: 2 years after it is closed
CREATE TABLE dips (
  id UUID PRIMARY KEY, -- id
  theme TEXT NOT NULL, -- practice
  questions TEXT NOT NULL, -- practice
  team_id UUID REFERENCES teams (id), -- id
  asked_on DATE NOT NULL, -- practice
  by_id UUID NOT NULL REFERENCES people (id), -- id
  closed_on DATE, -- practice
  lead_text TEXT -- practice
);

-- keep: as long as the dip sample; no row says whose record it is
CREATE TABLE dip_reads (
  id UUID PRIMARY KEY, -- id
  dip_id UUID NOT NULL REFERENCES dips (id), -- id
  reference TEXT NOT NULL, -- case
  answers TEXT NOT NULL, -- practice
  note TEXT NOT NULL, -- practice
  read_on DATE NOT NULL, -- practice
  by_id UUID NOT NULL REFERENCES people (id), -- id
  UNIQUE (dip_id, reference)
);
CREATE INDEX dip_reads_reference ON dip_reads (reference);

-- keep: as long as the review
CREATE TABLE review_minutes (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  work TEXT NOT NULL, -- practice
  from_day DATE NOT NULL, -- practice
  to_day DATE NOT NULL, -- practice
  reviewer_minutes BIGINT NOT NULL, -- practice
  team_minutes BIGINT NOT NULL, -- practice
  people_minutes BIGINT NOT NULL, -- practice
  by_id UUID NOT NULL REFERENCES people (id) -- id
);
CREATE INDEX review_minutes_review ON review_minutes (review_id);
