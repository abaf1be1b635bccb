//! What must be true before a review is completed (I1, G6), and what is still in the way.

use chrono::NaiveDate;

use crate::days;

/// How far one source of evidence has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SourceState {
    /// Nothing yet.
    Planned,
    /// Some of it is in.
    InProgress,
    /// It is in.
    Collected,
    /// It was tried and is thin; the reason is given.
    Weak,
    /// It was tried and there is none; the reason is given.
    NotAvailable,
}

impl SourceState {
    /// Every state, in order.
    pub const ALL: [SourceState; 5] = [
        SourceState::Planned,
        SourceState::InProgress,
        SourceState::Collected,
        SourceState::Weak,
        SourceState::NotAvailable,
    ];

    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            SourceState::Planned => "planned",
            SourceState::InProgress => "in-progress",
            SourceState::Collected => "collected",
            SourceState::Weak => "weak",
            SourceState::NotAvailable => "not-available",
        }
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            SourceState::Planned => "Waiting",
            SourceState::InProgress => "Started",
            SourceState::Collected => "In",
            SourceState::Weak => "Weak",
            SourceState::NotAvailable => "Tried, none",
        }
    }

    /// Reads [`SourceState::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// Whether a review can be completed with the source in this state.
    #[must_use]
    pub fn is_settled(self) -> bool {
        matches!(self, SourceState::Collected | SourceState::Weak | SourceState::NotAvailable)
    }

    /// Whether the state needs a reason.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        matches!(self, SourceState::Weak | SourceState::NotAvailable)
    }
}

/// One source of a review.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceStatus {
    /// Such as `E3`.
    pub source: String,
    /// Its name.
    pub name: String,
    /// How far it has come.
    pub state: SourceState,
    /// What came, or why it is weak or missing.
    pub detail: String,
}

/// How far the team's check of the facts has come (V7).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FactsState {
    /// The manager answered, the ten working days are over, or none is asked for.
    #[default]
    Over,
    /// Nobody has put up facts.
    NotPutUp,
    /// The manager can still answer, until this day, and has not.
    Waits(NaiveDate),
}

/// Everything the checklist looks at.
#[derive(Clone, Debug, Default)]
pub struct Checklist {
    /// Standards of which sources tell different things and nobody wrote both accounts down, each by id and name with the
    /// parts and the sources.
    pub not_written_down: Vec<String>,
    /// How many second readings are left.
    pub second_readings_left: usize,
    /// Whether somebody has said why so many are left.
    pub is_said_why: bool,
    /// Marks on which two readers differ and that nobody has talked through.
    pub differences_left: usize,
    /// Standards with no settled judgement, by id and name.
    pub unsettled: Vec<(String, String)>,
    /// Proposals to judge differently that wait for a second reader, by standard.
    pub waiting_second_reader: Vec<String>,
    /// The sources.
    pub sources: Vec<SourceStatus>,
    /// Workers with neither a case nor an exemption, by name.
    pub workers_without_case: Vec<String>,
    /// References of cases not read to the end.
    pub unread: Vec<String>,
    /// References of cases with no strength written down.
    pub without_strength: Vec<String>,
    /// References of cases with a concern that says neither individual nor system.
    pub untagged: Vec<String>,
    /// How far the check of the facts has come.
    pub facts: FactsState,
    /// Surveys that can still be answered. Nobody could close them once the review is completed.
    pub open_surveys: usize,
    /// Alerts not closed.
    pub open_alerts: usize,
    /// Whether the report still lacks its opening words.
    pub words_missing: bool,
}

/// One thing in the way, and where to mend it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Blocker {
    /// What is in the way and what mends it.
    pub says: String,
    /// The part of the review where it is mended: `standards`, `sources`, `coverage`, `moderation`, `cases`, `surveys`,
    /// `facts`, `alerts` or `words`.
    pub place: &'static str,
}

impl Checklist {
    /// Everything in the way of completing. Empty means it may be completed.
    #[must_use]
    pub fn blockers(&self) -> Vec<Blocker> {
        let mut found = Vec::new();
        let mut block = |place: &'static str, says: String| found.push(Blocker { says, place });
        if !self.unsettled.is_empty() {
            let named: Vec<String> = self.unsettled.iter().take(5).map(|(id, name)| format!("{id} {name}")).collect();
            let more = match self.unsettled.len().saturating_sub(5) {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            let verb = if self.unsettled.len() == 1 { "standard is" } else { "standards are" };
            block(
                "standards",
                format!(
                    "{} {verb} not settled: {}{more}. Agree each judgement, or say why it is not judged.",
                    self.unsettled.len(),
                    named.join(", ")
                ),
            );
        }
        for standard in &self.waiting_second_reader {
            block("standards", format!("{standard} waits for a second reader."));
        }
        for standard in &self.not_written_down {
            block("coverage", format!("Sources tell different things of {standard}. Write both accounts down."));
        }
        for source in self.sources.iter().filter(|s| !s.state.is_settled()) {
            block(
                "sources",
                format!(
                    "{} {} is {}. Collect it, or say what was tried.",
                    source.source,
                    source.name,
                    source.state.words().to_lowercase()
                ),
            );
        }
        for worker in &self.workers_without_case {
            block("cases", format!("{worker} has no case in the sample and no exemption."));
        }
        for reference in &self.unread {
            block("cases", format!("Case {reference} has not been read to the end."));
        }
        for reference in &self.without_strength {
            block("cases", format!("Case {reference} has no strength written down. Every case has at least one."));
        }
        for reference in &self.untagged {
            block("cases", format!("Case {reference} has a concern that does not say what lay behind it."));
        }
        found.extend(self.read_by_two());
        found.extend(self.still_open());
        found
    }

    /// What is left of reading by two.
    fn read_by_two(&self) -> Vec<Blocker> {
        let mut found = Vec::new();
        let mut block = |says: String| found.push(Blocker { says, place: "moderation" });
        match self.second_readings_left {
            0 => {}
            _ if self.is_said_why => {}
            1 => block("1 second reading is left. Have it made, or say in the report why it was not.".to_owned()),
            some => {
                block(format!(
                    "{some} second readings are left. Have them made, or say in the report why they were not."
                ));
            }
        }
        match self.differences_left {
            0 => {}
            1 => block("Two readers differ on 1 mark, and nobody has talked it through.".to_owned()),
            some => block(format!("Two readers differ on {some} marks, and nobody has talked them through.")),
        }
        found
    }

    /// What other people are still doing, and the words that are left to write.
    fn still_open(&self) -> Vec<Blocker> {
        let mut found = Vec::new();
        let mut block = |place: &'static str, says: String| found.push(Blocker { says, place });
        match self.open_surveys {
            0 => {}
            1 => block("surveys", "A survey is still open: close it first.".to_owned()),
            some => block("surveys", format!("{some} surveys are still open: close them first.")),
        }
        match self.facts {
            FactsState::Over => {}
            FactsState::NotPutUp => block(
                "facts",
                "The team has not checked the facts. Put them up: its manager has ten working days.".to_owned(),
            ),
            FactsState::Waits(until) => {
                let until = days::long(until);
                block("facts", format!("The team's manager can check the facts until {until}, and has not answered."));
            }
        }
        if self.open_alerts > 0 {
            let alerts = if self.open_alerts == 1 { "1 same-day alert is" } else { "Same-day alerts are" };
            block("alerts", format!("{alerts} still open."));
        }
        if self.words_missing {
            block("words", "The report does not say yet what the review found. Write its opening words.".to_owned());
        }
        found
    }
}
