-- keep: as long as the review it follows
CREATE TABLE plans (
  review_id UUID PRIMARY KEY REFERENCES reviews (id), -- id
  version BIGINT NOT NULL, -- setting
  quality_by UUID REFERENCES people (id), -- id
  quality_at TIMESTAMPTZ, -- practice
  service_by UUID REFERENCES people (id), -- id
  service_at TIMESTAMPTZ -- practice
);

-- keep: as long as the review it follows
CREATE TABLE actions (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  place BIGINT NOT NULL, -- setting
  standards TEXT NOT NULL, -- setting
  outcome TEXT NOT NULL, -- practice
  step TEXT NOT NULL, -- practice
  owner_id UUID REFERENCES people (id), -- id
  due DATE, -- practice
  stops TEXT NOT NULL, -- practice
  support TEXT NOT NULL, -- practice
  measure TEXT NOT NULL, -- practice
  works_on TEXT NOT NULL, -- practice
  state TEXT NOT NULL, -- practice
  progress TEXT NOT NULL, -- practice
  evidence TEXT NOT NULL, -- practice
  closed_by UUID REFERENCES people (id), -- id
  closed_on DATE, -- practice
  version BIGINT NOT NULL -- setting
);
CREATE INDEX actions_review ON actions (review_id);
CREATE INDEX actions_owner ON actions (owner_id);
