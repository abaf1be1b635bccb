//! What is done, and to what: the actions, and the few facts about each thing that the rules ask.

use crate::ids::{PersonId, ReviewId, ServiceId, TeamId};

/// What the rules need to know of a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewFacts {
    /// Which review.
    pub id: ReviewId,
    /// The team reviewed.
    pub team: TeamId,
    /// The service the team belongs to.
    pub service: ServiceId,
    /// The team has been told (V1 of the review workflow).
    pub announced: bool,
    /// Not completed, or reopened.
    pub open: bool,
    /// Completed and locked (V8).
    pub completed: bool,
    /// Presented to the head of service (V9).
    pub presented: bool,
    /// The reviewers of every kind, experts included, each checked by [`super::may_review`].
    pub reviewers: Vec<PersonId>,
    /// Those who were asked to read a case of it a second time and have not finished.
    pub reading_blind: Vec<PersonId>,
}

impl ReviewFacts {
    /// Whether the outcome has been shown to the head of service. A review that was reopened
    /// after its presentation is out of sight again until it is completed.
    pub(super) fn outcome_is_out(&self) -> bool {
        self.completed && self.presented
    }
}

/// What the rules need to know of one case drawn into a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// The worker who holds the case.
    pub worker: PersonId,
    /// The reviewer it is given to. The rules ask whether somebody reviews at all, not which case
    /// is whose, so that a colleague can stand in.
    pub reviewer: Option<PersonId>,
    /// Its review has been marked as read, which sends the worker the strengths and worries (V4).
    pub read: bool,
}

/// What the rules need to know of one action of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionFacts {
    /// Who is to do it; `None` until somebody is named.
    pub owner: Option<PersonId>,
}

/// What the rules need to know of one dip sample: a quick look at a few records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DipFacts {
    /// The team whose records are read, and its service; `None` where it is about no one team.
    pub team: Option<(TeamId, ServiceId)>,
    /// Nothing more is read, and what it points to is written down.
    pub closed: bool,
}

/// The thing that an action is done to.
#[derive(Clone, Debug)]
pub enum Object<'a> {
    /// The account and profile of this person.
    Own(PersonId),
    /// What was seen of this person at work.
    OwnWork(PersonId),
    /// The published standards.
    Standards,
    /// A draft of a framework.
    FrameworkDraft {
        /// Who drafted it.
        drafted_by: PersonId,
    },
    /// The caseload of the authority, as imported.
    Caseload,
    /// One team.
    Team {
        /// Which team.
        team: TeamId,
        /// The service it belongs to.
        service: ServiceId,
    },
    /// A review, or a practice sample.
    Review(&'a ReviewFacts),
    /// One case drawn into a review.
    Case(&'a ReviewFacts, &'a CaseFacts),
    /// One action of the plan that follows a review.
    PlanItem(&'a ReviewFacts, &'a ActionFacts),
    /// One dip sample.
    Dip(&'a DipFacts),
    /// The private line to the quality assurance lead: one note, or one side of the line where the other is `None`.
    PrivateLine {
        /// Who writes.
        from: Option<PersonId>,
        /// The one lead it is written to.
        to: Option<PersonId>,
    },
    /// The journal.
    Journal,
    /// Everybody's accounts.
    Accounts,
}

/// A team and the service it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) team: TeamId,
    pub(super) service: ServiceId,
}

impl<'a> Object<'a> {
    /// The review that the thing is, or belongs to.
    pub(super) fn review(&self) -> Option<&'a ReviewFacts> {
        match *self {
            Self::Review(review) | Self::Case(review, _) | Self::PlanItem(review, _) => Some(review),
            _ => None,
        }
    }

    /// The case, where the thing is one.
    pub(super) fn case(&self) -> Option<&'a CaseFacts> {
        match *self {
            Self::Case(_, case) => Some(case),
            _ => None,
        }
    }

    /// The action of a plan, where the thing is one.
    pub(super) fn plan_action(&self) -> Option<&'a ActionFacts> {
        match *self {
            Self::PlanItem(_, action) => Some(action),
            _ => None,
        }
    }

    /// The dip sample, where the thing is one.
    pub(super) fn dip(&self) -> Option<&'a DipFacts> {
        match *self {
            Self::Dip(dip) => Some(dip),
            _ => None,
        }
    }

    /// The team the thing belongs to.
    pub(super) fn place(&self) -> Option<Place> {
        match *self {
            Self::Team { team, service } => Some(Place { team, service }),
            Self::Dip(dip) => dip.team.map(|(team, service)| Place { team, service }),
            _ => self.review().map(|review| Place { team: review.team, service: review.service }),
        }
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident => $words:literal,)*) => {
        /// What somebody asks to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $($(#[$doc])* $name,)*
        }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The action in plain words, to follow "may".
            #[must_use]
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }
        }
    };
}

actions! {
    /// See one's own profile, sessions and who read one's record.
    ReadOwnAccount => "see their own account",
    /// Change one's own contact details and ways to sign in.
    ChangeOwnAccount => "change their own account",
    /// Read the published standards and guidance.
    ReadStandards => "read the published standards",
    /// Read a draft of a framework and comment on it.
    CommentOnDraft => "read a draft framework and comment on it",
    /// Read the case of a calibration and mark it.
    Calibrate => "read a case together with everybody who reviews",
    /// Put up a case for a calibration, and close it.
    PutUpCalibration => "put up a case to be read together",
    /// Start or change a draft; asked of a draft, or of the standards to start one.
    DraftFramework => "draft a framework",
    /// Publish a draft as a new version.
    PublishFramework => "publish a framework",
    /// Bring in a caseload file.
    ImportCaseload => "import a caseload",
    /// See the caseload of the authority, or of one team.
    SeeCaseload => "see a caseload",
    /// Create, announce, draw, assign, set dates and count the hours; asked of the team to create.
    PlanReview => "plan a review",
    /// See that a review exists, its stage and its dates. Never its outcome.
    SeeProgress => "see that a review exists, its stage and its dates",
    /// Read the evidence, interview notes included.
    SeeEvidence => "read the evidence and interview notes",
    /// Add evidence, or change what one added.
    RecordEvidence => "record evidence",
    /// Open a survey, print its codes, close it and look over what was written.
    RunSurvey => "open, print and close surveys, and look over what was written",
    /// Read one case and mark its elements; asked of the case.
    ReviewCase => "review a case",
    /// Judge a standard.
    Judge => "judge a standard",
    /// Propose a judgement other than the computed one.
    ProposeOverride => "propose a different judgement",
    /// Agree to it as second reader. That it is somebody else is checked by the judgement.
    AgreeOverride => "agree to a different judgement",
    /// See grades, counts of concerns and drafts.
    SeeOutcome => "see grades, counts and drafts",
    /// Complete and lock the review.
    Complete => "complete a review",
    /// Record that the report was presented to the head of service.
    Present => "present a review",
    /// Ask for a completed review to be opened again. Nothing happens until a second person agrees.
    Reopen => "ask for a completed review to be reopened",
    /// Agree to it as second person. That it is somebody else is checked by the act.
    AgreeReopen => "agree to reopening a review",
    /// Read the report.
    SeeReport => "read the report",
    /// Read the strengths and worries of one case; asked of the case.
    SeeCaseFeedback => "read the strengths and worries of a case",
    /// Read what was noted when one was watched at work.
    SeeOwnObservation => "read what was noted of their own work",
    /// Add one's own marks and note to it.
    AnswerObservation => "add their own marks and note to it",
    /// Read the facts of a review that are put up to be checked, without grades, and answer.
    CheckFacts => "check the facts of a review and answer",
    /// Answer to what was written of one's own case; asked of the case.
    ReplyToFeedback => "answer to what was written of a case",
    /// Raise a same-day alert about a risk to a person.
    RaiseAlert => "raise an alert",
    /// See the case fact of an alert, and nothing of the outcome.
    SeeAlert => "see an alert",
    /// Record what was done about an alert.
    CloseAlert => "close an alert",
    /// Write or change the draft action plan.
    DraftPlan => "draft the action plan",
    /// Agree the plan for quality assurance.
    AgreePlanForQuality => "agree the plan for quality assurance",
    /// Agree the plan for the service.
    AgreePlanForService => "agree the plan for the service",
    /// Read the action plan, or one action of it.
    SeePlan => "read the action plan",
    /// Record progress on an action.
    UpdateAction => "update an action",
    /// Accept an action as done.
    CloseAction => "close an action",
    /// Start a dip sample, read a record for it, and close it.
    RunDip => "run a dip sample",
    /// See a dip sample; once it is closed, what it points to.
    SeeDip => "see a dip sample",
    /// See what share of workers and of open cases was read lately.
    SeeReach => "see how many workers and cases were read lately",
    /// Write to the quality assurance lead in private.
    WritePrivateNote => "write a note on the private line",
    /// Read what was written on the private line, and what was answered.
    ReadPrivateNotes => "read notes of the private line",
    /// Answer a note that was written to oneself.
    AnswerPrivateNote => "answer a note of the private line",
    /// Read the journal.
    SeeJournal => "read the journal",
    /// Open and close accounts, end roles and ask for roles to be given.
    ManageAccounts => "manage accounts",
    /// See which roles are asked for, and agree to one or not. That it is somebody else is checked by the act.
    AgreeRole => "agree to a role that is asked for",
}

impl Action {
    /// Whether the action can be asked of this kind of thing. Asked of another, it is refused.
    #[must_use]
    pub fn concerns(self, object: &Object<'_>) -> bool {
        match self {
            Self::ReadOwnAccount | Self::ChangeOwnAccount => matches!(object, Object::Own(_)),
            Self::SeeOwnObservation | Self::AnswerObservation => matches!(object, Object::OwnWork(_)),
            Self::ReadStandards | Self::Calibrate | Self::PutUpCalibration => matches!(object, Object::Standards),
            Self::DraftFramework => {
                matches!(object, Object::Standards | Object::FrameworkDraft { .. })
            }
            Self::CommentOnDraft | Self::PublishFramework => {
                matches!(object, Object::FrameworkDraft { .. })
            }
            Self::ImportCaseload => matches!(object, Object::Caseload),
            Self::SeeCaseload => matches!(object, Object::Caseload | Object::Team { .. }),
            Self::PlanReview => object.place().is_some() && object.dip().is_none(),
            Self::ReviewCase | Self::SeeCaseFeedback | Self::ReplyToFeedback => object.case().is_some(),
            Self::UpdateAction | Self::CloseAction => object.plan_action().is_some(),
            Self::RunDip | Self::SeeDip => object.dip().is_some(),
            Self::SeeReach => matches!(object, Object::Caseload),
            Self::WritePrivateNote | Self::ReadPrivateNotes | Self::AnswerPrivateNote => {
                matches!(object, Object::PrivateLine { .. })
            }
            Self::SeeJournal => matches!(object, Object::Journal),
            Self::ManageAccounts | Self::AgreeRole => matches!(object, Object::Accounts),
            _ => object.review().is_some(),
        }
    }
}
