-- A person says by hand how far a source has come, or the programme counts it. Until now it was always a person.
ALTER TABLE source_states ADD COLUMN
  by_hand BOOLEAN NOT NULL DEFAULT TRUE; -- setting

-- keep: as long as the review; what people said is made anonymous when it is closed
CREATE TABLE interviews (
  sampled_case_id UUID NOT NULL REFERENCES sampled_cases (id), -- id
  source TEXT NOT NULL, -- setting
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  state TEXT NOT NULL, -- practice
  consent TEXT NOT NULL, -- practice
  reason TEXT NOT NULL, -- practice
  held_on DATE, -- practice
  minutes BIGINT NOT NULL, -- practice
  notes TEXT NOT NULL, -- practice
  agrees BOOLEAN NOT NULL, -- practice
  by_id UUID NOT NULL REFERENCES people (id), -- id
  version BIGINT NOT NULL, -- setting
  PRIMARY KEY (sampled_case_id, source)
);
CREATE INDEX interviews_review ON interviews (review_id);
