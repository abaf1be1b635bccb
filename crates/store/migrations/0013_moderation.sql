-- keep: as long as the review
CREATE TABLE second_readings (
  sampled_case_id UUID PRIMARY KEY REFERENCES sampled_cases (id), -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  reader_id UUID NOT NULL REFERENCES people (id), -- id
  whole BOOLEAN NOT NULL, -- practice
  record TEXT NOT NULL, -- practice
  locked_at TIMESTAMPTZ, -- practice
  version BIGINT NOT NULL -- setting
);
CREATE INDEX second_readings_review ON second_readings (review_id);

-- keep: as long as the review
CREATE TABLE marked_twice (
  sampled_case_id UUID NOT NULL REFERENCES sampled_cases (id), -- id
  part TEXT NOT NULL, -- setting
  standard TEXT NOT NULL, -- setting
  first_id UUID NOT NULL REFERENCES people (id), -- id
  second_id UUID NOT NULL REFERENCES people (id), -- id
  first_mark TEXT NOT NULL, -- practice
  second_mark TEXT NOT NULL, -- practice
  PRIMARY KEY (sampled_case_id, part)
);
CREATE INDEX journal_review ON journal (review_id);

-- keep: as long as the review
CREATE TABLE moderation_talks (
  sampled_case_id UUID NOT NULL REFERENCES sampled_cases (id), -- id
  part TEXT NOT NULL, -- setting
  settled TEXT NOT NULL, -- practice
  why TEXT NOT NULL, -- practice
  by_id UUID NOT NULL REFERENCES people (id), -- id
  talked_on DATE NOT NULL, -- practice
  PRIMARY KEY (sampled_case_id, part)
);

-- keep: 6 years after it is closed
CREATE TABLE calibrations (
  id UUID PRIMARY KEY, -- id
  framework_id UUID NOT NULL REFERENCES frameworks (id), -- id
  title TEXT NOT NULL, -- practice
  account TEXT NOT NULL, -- practice
  standards TEXT NOT NULL, -- setting
  by_id UUID NOT NULL REFERENCES people (id), -- id
  opened_on DATE NOT NULL, -- practice
  closed_on DATE -- practice
);

-- keep: as long as the calibration
CREATE TABLE calibration_readings (
  calibration_id UUID NOT NULL REFERENCES calibrations (id), -- id
  reader_id UUID NOT NULL REFERENCES people (id), -- id
  marks TEXT NOT NULL, -- practice
  PRIMARY KEY (calibration_id, reader_id)
);
