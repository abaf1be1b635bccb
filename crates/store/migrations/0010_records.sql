-- keep: as long as the review; no row of the file is kept, only what all of them come to
CREATE TABLE record_files (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  kind TEXT NOT NULL, -- setting
  file_name TEXT NOT NULL, -- practice
  row_count BIGINT NOT NULL, -- practice
  first_day DATE NOT NULL, -- practice
  last_day DATE NOT NULL, -- practice
  facts TEXT NOT NULL, -- practice
  evidence TEXT NOT NULL, -- practice
  loaded_by UUID NOT NULL REFERENCES people (id), -- id
  loaded_at TIMESTAMPTZ NOT NULL -- practice
);
CREATE UNIQUE INDEX record_files_kind ON record_files (review_id, kind);
