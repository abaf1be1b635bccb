-- keep: as long as the review
CREATE TABLE fact_checks (
  review_id UUID PRIMARY KEY REFERENCES reviews (id), -- id
  facts TEXT NOT NULL, -- practice
  opened_on DATE NOT NULL, -- practice
  closes_on DATE NOT NULL, -- practice
  opened_by UUID NOT NULL REFERENCES people (id) -- id
);

-- keep: as long as the review
CREATE TABLE replies (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  sampled_case_id UUID REFERENCES sampled_cases (id), -- id
  by_id UUID NOT NULL REFERENCES people (id), -- id
  words TEXT NOT NULL, -- staff
  replied_on DATE NOT NULL -- practice
);
CREATE INDEX replies_review ON replies (review_id);
