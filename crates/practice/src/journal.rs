//! The journal: who did what, and who saw what. It holds no content, so that it can be kept and read.

/// What happened. Each is one act, or one read of a record that concerns a person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Happened {
    /// Somebody signed in.
    SignedIn,
    /// A sign-in was refused.
    SignInRefused,
    /// Somebody signed out.
    SignedOut,
    /// A password was changed.
    PasswordChanged,
    /// An account, or a new password for one, was asked for.
    AccountAskedFor,
    /// An account was not agreed to.
    AccountDeclined,
    /// Accounts and roles were looked at.
    AccountsSeen,
    /// The organisation file was loaded.
    OrganisationLoaded,
    /// An account was made.
    AccountMade,
    /// An account was closed.
    AccountClosed,
    /// A role was asked for.
    RoleAskedFor,
    /// A role was not agreed to.
    RoleDeclined,
    /// A role was given.
    RoleGiven,
    /// A role was ended.
    RoleEnded,
    /// Somebody declared a tie to a team.
    TieDeclared,
    /// A framework draft was put up.
    FrameworkDrafted,
    /// Somebody commented on a draft.
    DraftCommented,
    /// Who agreed a standard was recorded.
    AgreementRecorded,
    /// A framework version was published.
    FrameworkPublished,
    /// The caseload, or a checked file, was looked at.
    CaseloadSeen,
    /// A name that files use for a team was learnt or forgotten.
    TeamNamed,
    /// A caseload file was put up to be checked.
    FileChecked,
    /// A caseload file was imported.
    CaseloadImported,
    /// A review was planned.
    ReviewPlanned,
    /// A person was refused as reviewer.
    ReviewerRefused,
    /// A review was announced.
    ReviewAnnounced,
    /// Cases were drawn.
    CasesDrawn,
    /// The sample of a review was looked at.
    SampleSeen,
    /// A worker was exempted from the sample.
    WorkerExempted,
    /// A drawn case was replaced.
    CaseReplaced,
    /// A case was given to a reviewer.
    CaseAssigned,
    /// A case review was read.
    CaseReviewSeen,
    /// A case review was saved.
    CaseReviewSaved,
    /// A case review was finished.
    CaseReviewFinished,
    /// A person's own feedback was read.
    FeedbackSeen,
    /// Evidence was added.
    EvidenceAdded,
    /// Evidence that was written by hand was taken out.
    EvidenceTakenOut,
    /// An interview was written down.
    InterviewSaved,
    /// Opened an interview again that was done, and took out what was said as evidence.
    InterviewReopened,
    /// The state of a source was recorded.
    SourceRecorded,
    /// The evidence of a standard was read.
    EvidenceSeen,
    /// Finance or service records were loaded.
    RecordsLoaded,
    /// What finance or service records say was looked at.
    RecordsSeen,
    /// A survey was opened.
    SurveyOpened,
    /// Codes of a survey were made and printed.
    CodesPrinted,
    /// Said how many people a survey asks.
    SurveyAskedChanged,
    /// Answers on paper or by telephone were typed in.
    AnswersEntered,
    /// A survey was closed and its results written down.
    SurveyClosed,
    /// A survey, or its results, was looked at.
    SurveySeen,
    /// What somebody wrote was looked over, or a theme of it written down or taken away.
    SurveyTextScreened,
    /// An observation of practice, or that it was declined, was recorded.
    ObservationRecorded,
    /// Observations of practice were read.
    ObservationSeen,
    /// Whoever was watched added their own marks and note.
    ObservationAnswered,
    /// A contradiction between sources was recorded.
    ContradictionRecorded,
    /// A contradiction was settled.
    ContradictionSettled,
    /// The words of a report were changed.
    WordsChanged,
    /// A standard was marked.
    StandardMarked,
    /// A judgement was settled.
    StandardJudged,
    /// A settled judgement was opened again.
    JudgementReopened,
    /// A second reader answered to a danger that was called.
    DangerAnswered,
    /// Judging differently was proposed.
    OverrideProposed,
    /// A proposal to judge differently was withdrawn.
    OverrideWithdrawn,
    /// A second reader answered a proposal.
    OverrideAnswered,
    /// A same-day alert was raised.
    AlertRaised,
    /// A same-day alert was read.
    AlertSeen,
    /// What was done about an alert was written down.
    AlertNoted,
    /// A same-day alert was closed.
    AlertClosed,
    /// Somebody was asked to read a case a second time.
    SecondReaderAsked,
    /// A second reading that was not finished was taken away.
    SecondReadingWithdrawn,
    /// A second reading was opened by its reader.
    SecondReadingSeen,
    /// A second reading was saved.
    SecondReadingSaved,
    /// Two readers talked a difference through.
    DifferenceTalked,
    /// A case was put up for a group to read, read, or closed.
    Calibrated,
    /// Facts were put up for the team to check.
    FactsPutUp,
    /// The check of facts was looked at.
    FactsSeen,
    /// Somebody answered to facts or findings.
    Replied,
    /// Judging began.
    JudgingBegan,
    /// A review was completed.
    ReviewCompleted,
    /// A review was presented.
    ReviewPresented,
    /// Somebody asked for a completed review to be opened again.
    ReopeningAsked,
    /// Opening a completed review again was not agreed to.
    ReopeningDeclined,
    /// A completed review was opened again.
    ReviewReopened,
    /// Where the standards of a review stand was read.
    OutcomeSeen,
    /// A plan was read.
    PlanSeen,
    /// A report was read.
    ReportSeen,
    /// The draft plan was changed.
    PlanChanged,
    /// Somebody agreed a plan.
    PlanAgreed,
    /// Progress on an action was written down.
    ActionUpdated,
    /// An action was closed.
    ActionClosed,
    /// A dip sample was started.
    DipStarted,
    /// A record was read for a dip sample.
    DipRead,
    /// A dip sample was closed.
    DipClosed,
    /// Dip samples, or one of them, were looked at.
    DipSeen,
    /// Minutes were added to the cost of a review.
    MinutesAdded,
    /// Took out minutes that were added.
    MinutesTakenOut,
    /// The cost of a review was looked at.
    CostSeen,
    /// How many workers and cases were read lately was looked at.
    ReachSeen,
    /// The journal was read.
    JournalSeen,
    /// Something was asked for that the person may not see.
    Refused,
}

/// Every kind with its word in tables and the words people read.
const ALL: &[(Happened, &str, &str)] = {
    use Happened::*;
    &[
        (SignedIn, "signed-in", "Signed in"),
        (SignInRefused, "sign-in-refused", "Sign-in refused"),
        (SignedOut, "signed-out", "Signed out"),
        (PasswordChanged, "password-changed", "Changed password"),
        (AccountAskedFor, "account-asked-for", "Asked for an account or a new password"),
        (AccountDeclined, "account-declined", "Did not agree to an account"),
        (AccountsSeen, "accounts-seen", "Looked at accounts"),
        (OrganisationLoaded, "organisation-loaded", "Loaded the organisation file"),
        (AccountMade, "account-made", "Made an account"),
        (AccountClosed, "account-closed", "Closed an account"),
        (RoleAskedFor, "role-asked-for", "Asked for a role to be given"),
        (RoleDeclined, "role-declined", "Did not agree to a role"),
        (RoleGiven, "role-given", "Gave a role"),
        (RoleEnded, "role-ended", "Ended a role"),
        (TieDeclared, "tie-declared", "Declared a tie to a team"),
        (FrameworkDrafted, "framework-drafted", "Put up a framework draft"),
        (DraftCommented, "draft-commented", "Commented on a draft"),
        (AgreementRecorded, "agreement-recorded", "Recorded who agreed a standard"),
        (FrameworkPublished, "framework-published", "Published a framework"),
        (CaseloadSeen, "caseload-seen", "Looked at the caseload"),
        (TeamNamed, "team-named", "Changed the names that files use for a team"),
        (FileChecked, "file-checked", "Checked a caseload file"),
        (CaseloadImported, "caseload-imported", "Imported a caseload"),
        (ReviewPlanned, "review-planned", "Planned a review"),
        (ReviewerRefused, "reviewer-refused", "Refused a reviewer"),
        (ReviewAnnounced, "review-announced", "Announced a review"),
        (CasesDrawn, "cases-drawn", "Drew the cases"),
        (SampleSeen, "sample-seen", "Looked at the sample"),
        (WorkerExempted, "worker-exempted", "Exempted a worker"),
        (CaseReplaced, "case-replaced", "Replaced a case"),
        (CaseAssigned, "case-assigned", "Gave a case to a reviewer"),
        (CaseReviewSeen, "case-review-seen", "Read a case review"),
        (CaseReviewSaved, "case-review-saved", "Saved a case review"),
        (CaseReviewFinished, "case-review-finished", "Finished a case review"),
        (FeedbackSeen, "feedback-seen", "Read feedback on a case"),
        (EvidenceAdded, "evidence-added", "Added evidence"),
        (EvidenceTakenOut, "evidence-taken-out", "Took out evidence"),
        (InterviewSaved, "interview-saved", "Wrote down an interview"),
        (InterviewReopened, "interview-reopened", "Opened an interview again"),
        (SourceRecorded, "source-recorded", "Recorded a source"),
        (EvidenceSeen, "evidence-seen", "Read evidence"),
        (RecordsLoaded, "records-loaded", "Loaded finance or service records"),
        (RecordsSeen, "records-seen", "Looked at finance or service records"),
        (SurveyOpened, "survey-opened", "Opened a survey"),
        (CodesPrinted, "codes-printed", "Printed codes for a survey"),
        (SurveyAskedChanged, "survey-asked-changed", "Said how many people a survey asks"),
        (AnswersEntered, "answers-entered", "Typed in answers to a survey"),
        (SurveyClosed, "survey-closed", "Closed a survey"),
        (SurveySeen, "survey-seen", "Looked at a survey"),
        (SurveyTextScreened, "survey-text-screened", "Looked over what people wrote in a survey"),
        (ObservationRecorded, "observation-recorded", "Recorded an observation of practice"),
        (ObservationSeen, "observation-seen", "Read observations of practice"),
        (ObservationAnswered, "observation-answered", "Answered an observation of their practice"),
        (ContradictionRecorded, "contradiction-recorded", "Recorded a disagreement between sources"),
        (ContradictionSettled, "contradiction-settled", "Settled a disagreement between sources"),
        (WordsChanged, "words-changed", "Changed the words of a report"),
        (StandardMarked, "standard-marked", "Marked a standard"),
        (StandardJudged, "standard-judged", "Judged a standard"),
        (JudgementReopened, "judgement-reopened", "Opened a settled judgement again"),
        (DangerAnswered, "danger-answered", "Answered as second reader of a danger"),
        (OverrideProposed, "override-proposed", "Proposed to judge differently"),
        (OverrideWithdrawn, "override-withdrawn", "Withdrew a proposal to judge differently"),
        (OverrideAnswered, "override-answered", "Answered as second reader"),
        (AlertRaised, "alert-raised", "Raised a same-day alert"),
        (AlertSeen, "alert-seen", "Read a same-day alert"),
        (AlertNoted, "alert-noted", "Wrote what was done about an alert"),
        (AlertClosed, "alert-closed", "Closed a same-day alert"),
        (SecondReaderAsked, "second-reader-asked", "Asked somebody to read a case a second time"),
        (SecondReadingWithdrawn, "second-reading-withdrawn", "Withdrew a second reading that was not finished"),
        (SecondReadingSeen, "second-reading-seen", "Opened a second reading"),
        (SecondReadingSaved, "second-reading-saved", "Saved a second reading"),
        (DifferenceTalked, "difference-talked", "Talked a difference between readers through"),
        (Calibrated, "calibrated", "Took part in a calibration"),
        (FactsPutUp, "facts-put-up", "Put up facts to be checked"),
        (FactsSeen, "facts-seen", "Looked at the facts to check"),
        (Replied, "replied", "Answered to facts or findings"),
        (JudgingBegan, "judging-began", "Began judging"),
        (ReviewCompleted, "review-completed", "Completed a review"),
        (ReviewPresented, "review-presented", "Presented a review"),
        (ReopeningAsked, "reopening-asked", "Asked to open a review again"),
        (ReopeningDeclined, "reopening-declined", "Did not agree to open a review again"),
        (ReviewReopened, "review-reopened", "Opened a review again"),
        (OutcomeSeen, "outcome-seen", "Read where the standards stand"),
        (PlanSeen, "plan-seen", "Read a plan"),
        (ReportSeen, "report-seen", "Read a report"),
        (PlanChanged, "plan-changed", "Changed a plan"),
        (PlanAgreed, "plan-agreed", "Agreed a plan"),
        (ActionUpdated, "action-updated", "Wrote progress on an action"),
        (ActionClosed, "action-closed", "Closed an action"),
        (DipStarted, "dip-started", "Started a dip sample"),
        (DipRead, "dip-read", "Read a record for a dip sample"),
        (DipClosed, "dip-closed", "Closed a dip sample"),
        (DipSeen, "dip-seen", "Looked at dip samples"),
        (MinutesAdded, "minutes-added", "Added minutes to the cost of a review"),
        (MinutesTakenOut, "minutes-taken-out", "Took minutes out of the cost of a review"),
        (CostSeen, "cost-seen", "Looked at the cost of a review"),
        (ReachSeen, "reach-seen", "Looked at how many workers and cases were read"),
        (JournalSeen, "journal-seen", "Read the journal"),
        (Refused, "refused", "Refused"),
    ]
};

impl Happened {
    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        ALL.iter().find(|(h, ..)| *h == self).map_or("", |(_, word, _)| word)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        ALL.iter().find(|(h, ..)| *h == self).map_or("", |(.., words)| words)
    }

    /// Reads [`Happened::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        ALL.iter().find(|(_, word, _)| *word == text).map(|(h, ..)| *h)
    }
}
