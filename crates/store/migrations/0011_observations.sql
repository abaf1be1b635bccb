-- keep: as long as the review; worker_id is whoever was watched, observer_id whoever watched
CREATE TABLE observations (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  worker_id UUID NOT NULL REFERENCES people (id), -- id
  observer_id UUID NOT NULL REFERENCES people (id), -- id
  direction TEXT NOT NULL, -- practice
  kind TEXT NOT NULL, -- practice
  seen_on DATE NOT NULL, -- practice
  sampled_case_id UUID REFERENCES sampled_cases (id), -- id
  consent_worker BOOLEAN NOT NULL, -- staff
  consent_person TEXT NOT NULL, -- case
  before_talk TEXT NOT NULL, -- practice
  after_talk TEXT NOT NULL, -- practice
  observer_ratings TEXT NOT NULL, -- staff
  observer_note TEXT NOT NULL, -- staff
  worker_ratings TEXT NOT NULL, -- staff
  worker_note TEXT NOT NULL, -- staff
  worker_answered_at TIMESTAMPTZ, -- staff
  agrees BOOLEAN NOT NULL, -- practice
  minutes BIGINT, -- practice
  version BIGINT NOT NULL -- setting
);
CREATE INDEX observations_review ON observations (review_id);
CREATE INDEX observations_worker ON observations (worker_id);
