-- Every column names its data class after two dashes; every table says how long a row is kept.
-- Classes: id, setting, staff (about somebody who works here), case (about a case, by reference),
-- practice (what reviews say), journal, secret. The tests read these comments.

-- keep: until the council ends the service
CREATE TABLE services (
  id UUID PRIMARY KEY, -- id
  key TEXT NOT NULL UNIQUE, -- setting
  name TEXT NOT NULL -- setting
);

-- keep: until the council ends the team
CREATE TABLE teams (
  id UUID PRIMARY KEY, -- id
  service_id UUID NOT NULL REFERENCES services (id), -- id
  key TEXT NOT NULL UNIQUE, -- setting
  name TEXT NOT NULL UNIQUE, -- setting
  client_group TEXT NOT NULL -- setting
);

-- keep: 6 years after the person leaves
CREATE TABLE people (
  id UUID PRIMARY KEY, -- id
  key TEXT NOT NULL UNIQUE, -- staff
  name TEXT NOT NULL, -- staff
  job_title TEXT NOT NULL, -- staff
  registered BOOLEAN NOT NULL, -- staff
  started DATE, -- staff
  ended DATE -- staff
);

-- keep: 6 years after the person leaves
CREATE TABLE roles (
  id UUID PRIMARY KEY, -- id
  person_id UUID NOT NULL REFERENCES people (id), -- id
  role TEXT NOT NULL, -- staff
  scope TEXT NOT NULL, -- staff
  scope_id UUID, -- id
  from_day DATE NOT NULL, -- staff
  to_day DATE -- staff
);
CREATE INDEX roles_person ON roles (person_id);
CREATE INDEX roles_scope ON roles (scope_id, role);

-- keep: 6 years after the person leaves
CREATE TABLE supervisions (
  id UUID PRIMARY KEY, -- id
  supervisor_id UUID NOT NULL REFERENCES people (id), -- id
  worker_id UUID NOT NULL REFERENCES people (id), -- id
  from_day DATE NOT NULL, -- staff
  to_day DATE -- staff
);
CREATE INDEX supervisions_supervisor ON supervisions (supervisor_id);

-- keep: 6 years after it is declared
CREATE TABLE ties (
  person_id UUID NOT NULL REFERENCES people (id), -- id
  team_id UUID NOT NULL REFERENCES teams (id), -- id
  why TEXT NOT NULL, -- staff
  declared_on DATE NOT NULL, -- staff
  PRIMARY KEY (person_id, team_id)
);

-- keep: 2 years after it ends
CREATE TABLE absences (
  id UUID PRIMARY KEY, -- id
  person_id UUID NOT NULL REFERENCES people (id), -- id
  why TEXT NOT NULL, -- staff
  from_day DATE NOT NULL, -- staff
  to_day DATE -- staff
);

-- keep: until the review after the next is closed
CREATE TABLE cases (
  id UUID PRIMARY KEY, -- id
  reference TEXT NOT NULL, -- case
  team_id UUID NOT NULL REFERENCES teams (id), -- id
  worker_id UUID NOT NULL REFERENCES people (id), -- id
  opened DATE NOT NULL, -- case
  kind TEXT NOT NULL, -- case
  has_carer BOOLEAN, -- case
  closed DATE, -- case
  UNIQUE (reference, team_id)
);
CREATE INDEX cases_worker ON cases (worker_id);

-- keep: 1 year after it was checked
CREATE TABLE imports (
  id UUID PRIMARY KEY, -- id
  file_name TEXT NOT NULL, -- setting
  fingerprint TEXT NOT NULL, -- setting
  state TEXT NOT NULL, -- setting
  found TEXT NOT NULL, -- case
  by_id UUID NOT NULL REFERENCES people (id), -- id
  at TIMESTAMPTZ NOT NULL, -- staff
  result TEXT -- setting
);

-- keep: until it is changed
CREATE TABLE settings (
  name TEXT PRIMARY KEY, -- setting
  value TEXT NOT NULL -- setting
);
