-- keep: 6 years after it is closed
CREATE TABLE reviews (
  id UUID PRIMARY KEY, -- id
  kind TEXT NOT NULL, -- setting
  team_id UUID NOT NULL REFERENCES teams (id), -- id
  framework_id UUID NOT NULL REFERENCES frameworks (id), -- id
  title TEXT NOT NULL, -- practice
  stage TEXT NOT NULL, -- practice
  version BIGINT NOT NULL, -- setting
  previous_id UUID REFERENCES reviews (id), -- id
  seed TEXT, -- practice
  items_per_standard BIGINT, -- setting
  purpose TEXT NOT NULL, -- practice
  reviewer_hours BIGINT NOT NULL, -- practice
  team_hours BIGINT NOT NULL, -- practice
  planned_on DATE NOT NULL, -- practice
  announced_on DATE, -- practice
  drawn_on DATE, -- practice
  gathering_on DATE, -- practice
  judging_on DATE, -- practice
  completed_on DATE, -- practice
  presented_on DATE, -- practice
  support_on DATE, -- practice
  closed_on DATE, -- practice
  judging_due DATE, -- practice
  completion_due DATE, -- practice
  presentation_due DATE, -- practice
  next_review_on DATE, -- practice
  resample_on DATE, -- practice
  light_touch_on DATE, -- practice
  summary TEXT NOT NULL, -- practice
  read_once TEXT NOT NULL, -- practice
  read_once_left BIGINT NOT NULL, -- practice
  caution TEXT NOT NULL -- practice
);
CREATE INDEX reviews_team ON reviews (team_id);

-- keep: as long as the review
CREATE TABLE review_people (
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  person_id UUID NOT NULL REFERENCES people (id), -- id
  speciality TEXT NOT NULL, -- staff
  place BIGINT NOT NULL, -- setting
  PRIMARY KEY (review_id, person_id)
);
CREATE INDEX review_people_person ON review_people (person_id);

-- keep: as long as the review
CREATE TABLE draws (
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  standard TEXT NOT NULL, -- setting
  worker_id UUID NOT NULL REFERENCES people (id), -- id
  case_id UUID NOT NULL REFERENCES cases (id), -- id
  reference TEXT NOT NULL, -- case
  rank TEXT NOT NULL, -- practice
  PRIMARY KEY (review_id, standard, worker_id, reference)
);

-- keep: as long as the review
CREATE TABLE exemptions (
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  worker_id UUID NOT NULL REFERENCES people (id), -- id
  kind TEXT NOT NULL, -- staff
  reason TEXT NOT NULL, -- staff
  PRIMARY KEY (review_id, worker_id)
);

-- keep: as long as the review; references are made anonymous when it is closed
CREATE TABLE sampled_cases (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  standard TEXT NOT NULL, -- setting
  case_id UUID NOT NULL REFERENCES cases (id), -- id
  reference TEXT NOT NULL, -- case
  worker_id UUID NOT NULL REFERENCES people (id), -- id
  kind TEXT NOT NULL, -- case
  opened DATE NOT NULL, -- case
  rank TEXT NOT NULL, -- practice
  replaces_id UUID REFERENCES sampled_cases (id), -- id
  replaced BOOLEAN NOT NULL, -- practice
  replaced_because TEXT, -- practice
  reviewer_id UUID REFERENCES people (id), -- id
  record TEXT NOT NULL, -- practice
  version BIGINT NOT NULL, -- setting
  saved_at TIMESTAMPTZ, -- practice
  saved_by UUID REFERENCES people (id), -- id
  read_on DATE -- practice
);
CREATE INDEX sampled_cases_review ON sampled_cases (review_id);
CREATE INDEX sampled_cases_worker ON sampled_cases (worker_id);

-- keep: as long as the review
CREATE TABLE source_states (
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  source TEXT NOT NULL, -- setting
  state TEXT NOT NULL, -- practice
  detail TEXT NOT NULL, -- practice
  version BIGINT NOT NULL, -- setting
  PRIMARY KEY (review_id, source)
);

-- keep: as long as the review; what people said is made anonymous when it is closed
CREATE TABLE evidence (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  sampled_case_id UUID REFERENCES sampled_cases (id), -- id
  source TEXT NOT NULL, -- setting
  dated DATE NOT NULL, -- practice
  direct BOOLEAN NOT NULL, -- practice
  agrees BOOLEAN NOT NULL, -- practice
  origin TEXT NOT NULL, -- setting
  note TEXT NOT NULL, -- practice
  by_id UUID NOT NULL REFERENCES people (id), -- id
  at TIMESTAMPTZ NOT NULL -- practice
);
CREATE INDEX evidence_review ON evidence (review_id);

-- keep: as long as the evidence
CREATE TABLE evidence_parts (
  evidence_id UUID NOT NULL REFERENCES evidence (id), -- id
  standard TEXT NOT NULL, -- setting
  element TEXT NOT NULL, -- setting
  PRIMARY KEY (evidence_id, standard, element)
);

-- keep: as long as the review
CREATE TABLE contradictions (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  sampled_case_id UUID REFERENCES sampled_cases (id), -- id
  standard TEXT NOT NULL, -- setting
  element TEXT NOT NULL, -- setting
  record_says TEXT NOT NULL, -- practice
  people_say TEXT NOT NULL, -- practice
  third_source TEXT NOT NULL, -- practice
  decision TEXT, -- practice
  reason TEXT, -- practice
  by_id UUID NOT NULL REFERENCES people (id), -- id
  settled_by UUID REFERENCES people (id), -- id
  settled_on DATE -- practice
);
CREATE INDEX contradictions_review ON contradictions (review_id);

-- keep: as long as the review
CREATE TABLE judgements (
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  standard TEXT NOT NULL, -- setting
  marks TEXT NOT NULL, -- practice
  reasons TEXT NOT NULL, -- practice
  rate_passing BIGINT, -- practice
  rate_of BIGINT, -- practice
  rate_period TEXT, -- practice
  computed TEXT NOT NULL, -- practice
  worst TEXT NOT NULL, -- practice
  best TEXT NOT NULL, -- practice
  because TEXT NOT NULL, -- practice
  comment TEXT NOT NULL, -- practice
  final TEXT, -- practice
  not_judged_because TEXT, -- practice
  by_id UUID NOT NULL REFERENCES people (id), -- id
  at TIMESTAMPTZ NOT NULL, -- practice
  version BIGINT NOT NULL, -- setting
  PRIMARY KEY (review_id, standard)
);

-- keep: as long as the review
CREATE TABLE overrides (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  standard TEXT NOT NULL, -- setting
  computed TEXT NOT NULL, -- practice
  proposed TEXT NOT NULL, -- practice
  reason TEXT NOT NULL, -- practice
  evidence TEXT NOT NULL, -- practice
  by_id UUID NOT NULL REFERENCES people (id), -- id
  at TIMESTAMPTZ NOT NULL, -- practice
  second_id UUID NOT NULL REFERENCES people (id), -- id
  answer TEXT, -- practice
  answer_note TEXT, -- practice
  answered_at TIMESTAMPTZ -- practice
);
CREATE INDEX overrides_review ON overrides (review_id, standard);

-- keep: 6 years after it is closed
CREATE TABLE alerts (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  reference TEXT NOT NULL, -- case
  what TEXT NOT NULL, -- case
  told TEXT NOT NULL, -- staff
  raised_by UUID NOT NULL REFERENCES people (id), -- id
  raised_at TIMESTAMPTZ NOT NULL, -- practice
  closed_by UUID REFERENCES people (id), -- id
  closed_at TIMESTAMPTZ, -- practice
  closing TEXT -- case
);
CREATE INDEX alerts_review ON alerts (review_id);

-- keep: as long as the alert
CREATE TABLE alert_notes (
  id UUID PRIMARY KEY, -- id
  alert_id UUID NOT NULL REFERENCES alerts (id), -- id
  by_id UUID NOT NULL REFERENCES people (id), -- id
  at TIMESTAMPTZ NOT NULL, -- practice
  note TEXT NOT NULL -- case
);
