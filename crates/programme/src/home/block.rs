use chrono::{DateTime, NaiveDate, Utc};
use practice::ids::{ActionId, AlertId, FrameworkId, ImportId, ReviewId, SampledCaseId};

/// The most rows of one block: a home page is read in a minute.
const MOST_ROWS: usize = 6;

/// What a block is about. In this order where nothing in them is urgent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum About {
    /// Same-day alerts about a risk to a person.
    Alerts,
    /// Proposals that wait for one's answer as second reader, and cases one is asked to read a second time.
    SecondReadings,
    /// Cases to read.
    Cases,
    /// What a reviewer wrote about one's own work.
    Feedback,
    /// Actions of agreed plans.
    Actions,
    /// Plans that are not agreed yet.
    Plans,
    /// Reports that were presented.
    Reports,
    /// Reviews by stage.
    Reviews,
    /// Sources of evidence that are not in.
    Evidence,
    /// Caseload files.
    Caseload,
    /// The journal.
    Journal,
    /// Accounts.
    Accounts,
    /// What good looks like.
    GoodPractice,
    /// Drafts of the standards.
    Drafts,
    /// Support for one worker, which is not held here yet.
    Support,
}

/// A few rows under one heading.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is about.
    pub about: About,
    /// Its heading.
    pub title: &'static str,
    /// What to do, most urgent first.
    pub rows: Vec<Row>,
    /// How many more rows there are, and where all of them stand.
    pub more: Option<(usize, Link)>,
    /// Good news, or why there is nothing; empty for no words.
    pub note: &'static str,
}

impl Block {
    /// A block with nothing in it.
    pub(super) fn new(about: About, title: &'static str) -> Self {
        Self { about, title, rows: Vec::new(), more: None, note: "" }
    }

    /// The same block with the first of these rows. `all` is where the others stand.
    pub(super) fn with(mut self, mut rows: Vec<Row>, all: Link) -> Self {
        let over = rows.len().saturating_sub(MOST_ROWS);
        rows.truncate(MOST_ROWS);
        self.rows = rows;
        self.more = (over > 0).then_some((over, all));
        self
    }

    /// The same block with words below its rows.
    pub(super) fn saying(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    /// Whether anything in it cannot wait.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        self.rows.iter().any(|row| row.urgent)
    }

    /// Whether there is anything to read in it.
    pub(super) fn says_anything(&self) -> bool {
        !self.rows.is_empty() || !self.note.is_empty()
    }
}

/// One thing to do.
#[derive(Clone, Debug)]
pub struct Row {
    /// What, beginning with a verb.
    pub what: String,
    /// Why it is here; empty where the verb says it all.
    pub why: String,
    /// When, where there is a date.
    pub when: Option<When>,
    /// Where it is done.
    pub link: Link,
    /// Whether it cannot wait.
    pub urgent: bool,
}

impl Row {
    /// A thing to do, and where.
    pub(super) fn new(what: impl Into<String>, link: Link) -> Self {
        Self { what: what.into(), why: String::new(), when: None, link, urgent: false }
    }

    /// The same with the reason.
    pub(super) fn because(mut self, why: impl Into<String>) -> Self {
        self.why = why.into();
        self
    }

    /// The same with a date.
    pub(super) fn dated(mut self, when: Option<When>) -> Self {
        self.when = when;
        self
    }

    /// The same, which cannot wait where this is true.
    pub(super) fn urgent_if(mut self, urgent: bool) -> Self {
        self.urgent = urgent;
        self
    }
}

/// When, as it is told beside a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// It is to be done by this day.
    Due(NaiveDate),
    /// It has been open since this moment.
    OpenSince(DateTime<Utc>),
    /// A day and what it is the day of, such as "Judging ends".
    Day(&'static str, NaiveDate),
}

/// Where a thing is done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Link {
    /// One's own feedback.
    Feedback,
    /// An observation of one's own work.
    Observation(practice::ids::ObservationId),
    /// Every action one may see.
    Actions,
    /// One action.
    Action(ActionId),
    /// Every review one may know of.
    Reviews,
    /// Where a review stands.
    Review(ReviewId),
    /// Telling the team.
    Announce(ReviewId),
    /// The cases of a review.
    Sample(ReviewId),
    /// One case.
    Case(ReviewId, SampledCaseId),
    /// One case, to read a second time.
    CaseAgain(ReviewId, SampledCaseId),
    /// Second readings of a review, and where two readers differ.
    ReadTwice(ReviewId),
    /// Everything gathered in a review.
    Evidence(ReviewId),
    /// One standard of a review, to judge.
    Judge(ReviewId, String),
    /// A proposal to judge one standard differently, to answer.
    SecondReading(ReviewId, String),
    /// What is in the way of completing a review.
    Checklist(ReviewId),
    /// Presenting a completed review.
    Present(ReviewId),
    /// The report of a review.
    Report(ReviewId),
    /// The plan of a review.
    Plan(ReviewId),
    /// Every same-day alert one may see.
    Alerts,
    /// One same-day alert.
    Alert(ReviewId, AlertId),
    /// Every version of the standards.
    Standards,
    /// One version of the standards.
    Framework(FrameworkId),
    /// One standard.
    Standard(FrameworkId, String),
    /// The caseload.
    Caseload,
    /// One caseload file that was checked.
    Import(ImportId),
    /// The journal.
    Journal,
    /// Everybody's accounts.
    Accounts,
    /// Roles that wait for a second person.
    RoleRequests,
}
