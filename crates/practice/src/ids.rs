//! Names of things. Each kind of thing has its own type, so that a worker can never be
//! passed where a review is meant. All are UUIDs that sort by the time they were made.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The UUID beneath the name.
            #[must_use]
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// Somebody who works for or with the council. Never an adult or child who uses a service.
    PersonId,
    /// A team: the unit that is reviewed.
    TeamId,
    /// A service: several teams under one head.
    ServiceId,
    /// One case, held by reference.
    CaseId,
    /// One version of one framework.
    FrameworkId,
    /// One review of one team, or one practice sample.
    ReviewId,
    /// One case (or vital-sign item) drawn into a review.
    SampledCaseId,
    /// One item of evidence.
    EvidenceId,
    /// One same-day alert.
    AlertId,
    /// One contradiction between sources.
    ContradictionId,
    /// One proposal to judge differently from the rules.
    OverrideId,
    /// One request to open a completed review again.
    ReopeningId,
    /// One account that was asked for.
    AccountRequestId,
    /// One role that was asked for.
    RoleRequestId,
    /// One action of an agreed plan.
    ActionId,
    /// One uploaded caseload file.
    ImportId,
    /// One signed-in session.
    SessionId,
    /// One file of finance or service records.
    RecordFileId,
    /// One survey of a review.
    SurveyId,
    /// One text that somebody wrote in a survey.
    SurveyTextId,
    /// One theme of what people wrote.
    ThemeId,
    /// One observation of practice.
    ObservationId,
    /// One note on the private line.
    PrivateNoteId,
    /// One dip sample.
    DipId,
    /// One record read for a dip sample.
    DipReadId,
    /// One line of what a review cost in minutes.
    MinutesId,
    /// One case that a whole group reads.
    CalibrationId,
    /// What somebody answered to findings or facts.
    ReplyId,
    /// One entry of the journal.
    EntryId,
}
