-- keep: as long as the review
CREATE TABLE surveys (
  id UUID PRIMARY KEY, -- id
  review_id UUID NOT NULL REFERENCES reviews (id), -- id
  source TEXT NOT NULL, -- setting
  title TEXT NOT NULL, -- setting
  sets TEXT NOT NULL, -- setting
  phone TEXT NOT NULL, -- setting
  asked BIGINT NOT NULL, -- practice
  opened_on DATE NOT NULL, -- practice
  closes_on DATE NOT NULL, -- practice
  closed_on DATE, -- practice
  opened_by UUID NOT NULL REFERENCES people (id) -- id
);
CREATE INDEX surveys_review ON surveys (review_id);

-- keep: until the survey is closed
CREATE TABLE survey_codes (
  code_hash TEXT PRIMARY KEY, -- secret
  survey_id UUID NOT NULL REFERENCES surveys (id) -- id
);
CREATE INDEX survey_codes_survey ON survey_codes (survey_id);

-- keep: until the survey is closed; a mark says that some code was used, and only the survey key tells which
CREATE TABLE survey_used (
  mark TEXT PRIMARY KEY, -- secret
  survey_id UUID NOT NULL REFERENCES surveys (id) -- id
);
CREATE INDEX survey_used_survey ON survey_used (survey_id);

-- keep: until the survey is closed; then they are counted all at once
CREATE TABLE survey_sealed (
  id UUID PRIMARY KEY, -- id
  survey_id UUID NOT NULL REFERENCES surveys (id), -- id
  sealed TEXT NOT NULL -- secret
);
CREATE INDEX survey_sealed_survey ON survey_sealed (survey_id, id);

-- keep: as long as the survey; counts only, and nobody's answers stand together
CREATE TABLE survey_tallies (
  survey_id UUID NOT NULL REFERENCES surveys (id), -- id
  question_set TEXT NOT NULL, -- setting
  question TEXT NOT NULL, -- setting
  answer TEXT NOT NULL, -- practice
  count BIGINT NOT NULL, -- practice
  PRIMARY KEY (survey_id, question_set, question, answer)
);

-- keep: as long as the survey; put in a random order when it is closed
CREATE TABLE survey_texts (
  id UUID PRIMARY KEY, -- id
  survey_id UUID NOT NULL REFERENCES surveys (id), -- id
  question_set TEXT NOT NULL, -- setting
  question TEXT NOT NULL, -- setting
  words TEXT NOT NULL, -- practice
  names BOOLEAN NOT NULL, -- practice
  state TEXT NOT NULL -- practice
);
CREATE INDEX survey_texts_survey ON survey_texts (survey_id);

-- keep: as long as the survey
CREATE TABLE survey_themes (
  id UUID PRIMARY KEY, -- id
  survey_id UUID NOT NULL REFERENCES surveys (id), -- id
  theme TEXT NOT NULL, -- practice
  count BIGINT NOT NULL, -- practice
  evidence_id UUID REFERENCES evidence (id), -- id
  by_id UUID NOT NULL REFERENCES people (id) -- id
);
CREATE INDEX survey_themes_survey ON survey_themes (survey_id);
