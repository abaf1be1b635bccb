-- keep: as long as the review
CREATE TABLE danger_readings (
  sampled_case_id UUID PRIMARY KEY REFERENCES sampled_cases (id), -- id
  words TEXT NOT NULL, -- practice
  agreed BOOLEAN NOT NULL, -- practice
  note TEXT NOT NULL, -- practice
  by_id UUID NOT NULL REFERENCES people (id), -- id
  at TIMESTAMPTZ NOT NULL -- practice
);

-- keep: as long as the review
CREATE TABLE judgement_changes (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  standard TEXT NOT NULL, -- setting
  was TEXT NOT NULL, -- practice
  marks TEXT NOT NULL, -- practice
  settled_by UUID NOT NULL REFERENCES people (id), -- id
  settled_at TIMESTAMPTZ NOT NULL, -- practice
  reason TEXT NOT NULL, -- practice
  by_id UUID NOT NULL REFERENCES people (id), -- id
  at TIMESTAMPTZ NOT NULL -- practice
);
CREATE INDEX judgement_changes_review ON judgement_changes (review_id, standard);

-- keep: as long as the review
CREATE TABLE reopenings (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  reason TEXT NOT NULL, -- practice
  by_id UUID NOT NULL REFERENCES people (id), -- id
  at TIMESTAMPTZ NOT NULL, -- practice
  answer TEXT, -- practice
  answer_note TEXT, -- practice
  answered_by UUID REFERENCES people (id), -- id
  answered_at TIMESTAMPTZ -- practice
);
CREATE INDEX reopenings_review ON reopenings (review_id);

-- keep: 6 years after it is answered
CREATE TABLE role_requests (
  id UUID PRIMARY KEY, -- id
  person_id UUID NOT NULL REFERENCES people (id), -- id
  role TEXT NOT NULL, -- staff
  scope TEXT NOT NULL, -- staff
  scope_id UUID, -- id
  to_day DATE, -- staff
  by_id UUID NOT NULL REFERENCES people (id), -- id
  at TIMESTAMPTZ NOT NULL, -- staff
  answer TEXT, -- staff
  answered_by UUID REFERENCES people (id), -- id
  answered_at TIMESTAMPTZ -- staff
);

-- keep: 6 years after it is answered; the hash goes with the answer
CREATE TABLE account_requests (
  id UUID PRIMARY KEY, -- id
  person_id UUID NOT NULL REFERENCES people (id), -- id
  sign_in_name TEXT NOT NULL, -- staff
  password_hash TEXT NOT NULL, -- secret
  by_id UUID NOT NULL REFERENCES people (id), -- id
  at TIMESTAMPTZ NOT NULL, -- staff
  answer TEXT, -- staff
  answered_by UUID REFERENCES people (id), -- id
  answered_at TIMESTAMPTZ -- staff
);

-- keep: as long as the review
CREATE TABLE case_writers (
  sampled_case_id UUID NOT NULL REFERENCES sampled_cases (id), -- id
  person_id UUID NOT NULL REFERENCES people (id), -- id
  PRIMARY KEY (sampled_case_id, person_id)
);
INSERT INTO case_writers (sampled_case_id, person_id) SELECT id, saved_by FROM sampled_cases WHERE saved_by IS NOT NULL;

-- keep: as long as the team
CREATE TABLE team_names (
  name TEXT PRIMARY KEY, -- setting
  team_id UUID NOT NULL REFERENCES teams (id) -- id
);
