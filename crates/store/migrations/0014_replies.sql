-- keep: as long as the review
CREATE TABLE fact_checks (
  review_id UUID PRIMARY KEY REFERENCES reviews (id), -- id
  facts TEXT NOT NULL, -- practice
  opened_on DATE NOT NULL, -- practice
  closes_on DATE NOT NULL, -- practice
  opened_by UUID NOT NULL REFERENCES people (id), -- id
  version BIGINT NOT NULL, -- practice
  corrected_on DATE, -- practice
  answered_on DATE -- practice
);

-- keep: as long as the review
CREATE TABLE replies (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  sampled_case_id UUID REFERENCES sampled_cases (id), -- id
  standard TEXT NOT NULL, -- practice
  by_id UUID NOT NULL REFERENCES people (id), -- id
  words TEXT NOT NULL, -- staff
  replied_on DATE NOT NULL -- practice
);
CREATE UNIQUE INDEX replies_case ON replies (review_id, by_id, sampled_case_id, standard);
CREATE UNIQUE INDEX replies_team ON replies (review_id, by_id) WHERE sampled_case_id IS NULL;
