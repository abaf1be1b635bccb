-- keep: as long as any review that used it
CREATE TABLE frameworks (
  id UUID PRIMARY KEY, -- id
  key TEXT NOT NULL, -- setting
  version TEXT NOT NULL, -- setting
  title TEXT NOT NULL, -- setting
  kind TEXT NOT NULL, -- setting
  body TEXT NOT NULL, -- setting
  state TEXT NOT NULL, -- setting
  drafted_by UUID NOT NULL REFERENCES people (id), -- id
  drafted_at TIMESTAMPTZ NOT NULL, -- setting
  published_by UUID REFERENCES people (id), -- id
  published_at TIMESTAMPTZ, -- setting
  UNIQUE (key, version)
);

-- keep: as long as the version it is about
CREATE TABLE framework_comments (
  id UUID PRIMARY KEY, -- id
  framework_id UUID NOT NULL REFERENCES frameworks (id), -- id
  standard TEXT, -- setting
  by_id UUID NOT NULL REFERENCES people (id), -- id
  at TIMESTAMPTZ NOT NULL, -- staff
  comment TEXT NOT NULL -- staff
);

-- keep: as long as the version it is about
CREATE TABLE framework_agreements (
  id UUID PRIMARY KEY, -- id
  framework_id UUID NOT NULL REFERENCES frameworks (id), -- id
  standard TEXT NOT NULL, -- setting
  group_name TEXT NOT NULL, -- setting
  who TEXT NOT NULL, -- setting
  agreed_on DATE NOT NULL, -- setting
  recorded_by UUID NOT NULL REFERENCES people (id) -- id
);
