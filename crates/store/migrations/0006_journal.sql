-- keep: 6 years; it holds no content
CREATE TABLE journal (
  id UUID PRIMARY KEY, -- id
  at TIMESTAMPTZ NOT NULL, -- journal
  by_id UUID, -- journal
  happened TEXT NOT NULL, -- journal
  review_id UUID, -- journal
  subject_id UUID, -- journal
  what TEXT NOT NULL, -- journal
  rule TEXT NOT NULL -- journal
);
CREATE INDEX journal_at ON journal (at);
CREATE INDEX journal_subject ON journal (subject_id);
CREATE INDEX journal_by ON journal (by_id);
