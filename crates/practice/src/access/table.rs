//! The table. Denials stand first because a denial beats any allowance.
//!
//! A row is: id, who, what, while, and the same in a sentence. The id is that of the permission
//! model (R1 to R48), of an invariant (I7) or a fact (F6) of the domain model, or L7 for the quick
//! look at a few records. Where a rule speaks of several acts or states it has several rows.

use super::beside::{
    ANSWER_IN_PRIVATE, CLOSED_DIP, OPEN_DIP, PUT_UP, REACH, READ_OWN_NOTES, READ_TOGETHER, RUN_DIP, TIED_DIP,
    WRITE_IN_PRIVATE,
};
use super::objects::Action::{self, *};
use super::relations::{While::*, Who::*};
use super::rules::{
    BLIND, LEADERS, LEADERS_AND_SUPERVISOR, OUTCOME, REVIEWERS_READ, REVIEWERS_WRITE, REVIEWING, Rule, allow, deny,
};

/// Every rule in force.
pub static RULES: &[Rule] = &[
    deny(
        "R48",
        &[Anyone],
        Action::ALL,
        &[Inactive],
        "Somebody who has left or is suspended can do and see nothing, from that moment.",
    ),
    // The outcome stays with the reviewers until the review is completed and presented [001].
    deny(
        "R8",
        LEADERS,
        OUTCOME,
        &[NotPresented],
        "Until a review is completed and presented, those who lead or manage the team see nothing \
         of its evidence, grades, counts, drafts, report or plan.",
    ),
    deny(
        "R8",
        LEADERS_AND_SUPERVISOR,
        &[SeeCaseFeedback],
        &[NotPresented, AnothersCase],
        "Until a review is completed and presented, those who lead, manage or supervise do not \
         read what was said of a worker's case.",
    ),
    // One case says little about a worker: results are never set side by side as a table of people.
    deny(
        "R14",
        &[AuthorityLead, HeadOfService, ServiceManager, TeamManager],
        &[SeeCaseFeedback],
        &[AnothersCase, NotTheirSupervisor],
        "Managers and heads read the report on the team, not what was said of the case of a worker \
         they do not supervise.",
    ),
    deny(
        "R6",
        &[TiedToTeam],
        REVIEWING,
        &[],
        "Nobody reviews a team they are tied to: they work, supervise or manage there or in its \
         management, did so in the last 24 months, or declared a tie.",
    ),
    deny(
        "R6",
        &[TiedToTeam],
        &[SeeReport, DraftPlan, SeePlan],
        &[NotPresented],
        "Somebody tied to the team reads its report and plan when the team does, not before.",
    ),
    deny(
        "R6",
        &[TiedToTeam],
        &[SeeCaseFeedback],
        &[AnothersCase, NotTheirSupervisor],
        "Somebody tied to the team does not read what was said of a colleague's case.",
    ),
    deny(
        "R6",
        &[CaseWorker, WorkersRecentSupervisor],
        &[ReviewCase],
        &[],
        "Nobody reviews a case of their own, or of a worker they supervise or supervised in the \
         last 24 months, in whatever team.",
    ),
    BLIND,
    OPEN_DIP,
    TIED_DIP,
    deny("R26", &[ActionOwner], &[CloseAction], &[], "Nobody accepts their own action as done."),
    deny(
        "R3",
        &[Drafter],
        &[PublishFramework],
        &[],
        "Whoever drafted a framework does not publish it: a second person does.",
    ),
    allow(
        "R1",
        &[Oneself],
        &[ReadOwnAccount, ChangeOwnAccount],
        &[],
        "You can see and change your own account, and see who read your record.",
    ),
    allow(
        "R2",
        &[AnyRole],
        &[ReadStandards, CommentOnDraft],
        &[],
        "Everybody who holds a role reads the standards, and comments on drafts of new ones.",
    ),
    allow("R3", &[QaLead], &[DraftFramework], &[], "The quality assurance lead drafts the standards."),
    allow(
        "R3",
        &[QaLead, PrincipalSocialWorker],
        &[PublishFramework],
        &[],
        "The quality assurance lead or the principal social worker publishes what somebody else \
         drafted.",
    ),
    allow(
        "R4",
        &[QaLead],
        &[PlanReview],
        &[],
        "The quality assurance lead plans reviews: team, dates, reviewers, draw and hours.",
    ),
    allow("R4", &[QaLead], REVIEWERS_READ, &[], "The quality assurance lead sees every review as its reviewers do."),
    allow("R4", &[QaLead], &[Complete], &[Open], "The quality assurance lead completes a review."),
    allow(
        "R4",
        &[QaLead],
        &[Present],
        &[AwaitsPresentation],
        "The quality assurance lead presents a completed review.",
    ),
    allow(
        "R4",
        &[QaLead, DataOfficer],
        &[ImportCaseload, SeeCaseload],
        &[],
        "The quality assurance lead and the data officer bring in the caseloads from which cases \
         are drawn.",
    ),
    allow("R4", &[TeamManager], &[SeeCaseload], &[], "The manager of a team sees the caseload held for that team."),
    allow("R4", &[DataOfficer], &[SeeProgress], &[], "The data officer sees which reviews are planned, and when."),
    allow("R5", &[Reviewer], REVIEWERS_READ, &[], "Reviewers see the reviews they work on, and no others."),
    allow(
        "R5",
        &[Reviewer],
        REVIEWERS_WRITE,
        &[Open],
        "Reviewers record evidence, review cases and judge standards while the review is open.",
    ),
    allow(
        "R7",
        &[Expert],
        REVIEWERS_READ,
        &[],
        "Independent experts see the reviews they work on for as long as their contract runs.",
    ),
    allow(
        "R7",
        &[Expert],
        REVIEWERS_WRITE,
        &[Open],
        "Independent experts record evidence, review cases and judge standards while the review is \
         open and their contract runs. They never complete or present a review.",
    ),
    allow(
        "R9",
        &[HeadOfService, AuthorityLead],
        &[SeeProgress],
        &[],
        "Heads of service, the director and the principal social worker see that a review exists, \
         its stage and its dates.",
    ),
    allow(
        "R9",
        &[HeadOfService, AuthorityLead],
        &[SeeReport, SeePlan],
        &[Presented],
        "Once a review is presented, heads of service, the director and the principal social \
         worker read its report and its plan.",
    ),
    allow(
        "R10",
        &[TeamManager],
        &[CheckFacts],
        &[Announced, Open],
        "The manager of the team checks the facts that are put up, without grades, and answers.",
    ),
    allow(
        "R11",
        &[ServiceManager],
        &[SeeProgress],
        &[],
        "The manager of a service sees that a review exists, its stage and its dates.",
    ),
    allow(
        "R11",
        &[TeamManager],
        &[SeeProgress],
        &[Announced],
        "The manager of a team sees the stage and dates of its review once it is announced.",
    ),
    allow(
        "R11",
        &[TeamManager, ServiceManager],
        &[SeeReport, DraftPlan, SeePlan],
        &[Presented],
        "Once a review is presented, the managers of the team and of the service read its report \
         and work on its plan.",
    ),
    allow(
        "R11",
        &[QaLead, Reviewer],
        &[DraftPlan],
        &[Completed],
        "Quality assurance and the reviewers help to draft the plan once the review is completed.",
    ),
    allow(
        "R11",
        &[ServiceManager],
        &[AgreePlanForService],
        &[Presented],
        "The manager of the service agrees the plan for the service.",
    ),
    allow(
        "R11",
        &[QaLead],
        &[AgreePlanForQuality],
        &[Presented],
        "The quality assurance lead agrees the plan for quality assurance.",
    ),
    allow(
        "R12",
        &[TeamMember],
        &[SeeProgress],
        &[Announced],
        "Everybody in the team sees the stage and dates of its review once it is announced.",
    ),
    allow(
        "R12",
        &[TeamMember],
        &[SeeReport, SeePlan],
        &[Presented],
        "Once a review is presented, everybody in the team reads its report and its plan.",
    ),
    allow(
        "R13",
        &[CaseWorker],
        &[SeeCaseFeedback],
        &[CaseRead],
        "A worker reads the strengths and worries of their own case as soon as it has been read.",
    ),
    allow(
        "R13",
        &[Oneself],
        &[SeeOwnObservation, AnswerObservation],
        &[],
        "Whoever was watched at work reads what was noted of it as soon as it is written down, and \
         adds their own marks and note.",
    ),
    allow(
        "R13",
        &[CaseWorker],
        &[ReplyToFeedback],
        &[CaseRead],
        "A worker answers to what was written of their own case. The answer stands beside the findings.",
    ),
    allow(
        "R15",
        &[WorkersSupervisor],
        &[SeeCaseFeedback],
        &[Presented],
        "Once a review is presented, a supervisor reads the strengths and worries of the cases of \
         those they supervise.",
    ),
    allow(
        "R16",
        &[Reviewer, Expert, QaLead],
        &[SeeEvidence],
        &[],
        "The reviewers and the quality assurance lead read the evidence and the interview notes. \
         Nobody else does, before or after the presentation.",
    ),
    allow(
        "R18",
        &[Reviewer, Expert],
        &[AgreeOverride],
        &[Open],
        "A second reviewer on the review agrees to a judgement that differs from the computed one.",
    ),
    allow(
        "R20",
        &[QaLead],
        &[Reopen],
        &[Completed],
        "The quality assurance lead asks for a completed review to be reopened, for a reason.",
    ),
    allow(
        "R20",
        &[QaLead, Reviewer, Expert],
        &[AgreeReopen],
        &[Completed],
        "A second person who makes the review agrees to reopening it, or does not.",
    ),
    allow(
        "R22",
        &[QaLead],
        &[RunSurvey],
        &[Open],
        "The quality assurance lead opens surveys, prints their codes, closes them and looks over what was written. Nobody can see who answered what.",
    ),
    allow(
        "R25",
        &[TeamManager],
        &[UpdateAction],
        &[Presented],
        "The manager of the team records progress on the actions of its plan.",
    ),
    allow(
        "R26",
        &[QaLead, PrincipalSocialWorker],
        &[CloseAction],
        &[Presented],
        "The quality assurance lead or the principal social worker accepts an action as done.",
    ),
    allow(
        "R27",
        &[ActionOwner],
        &[SeePlan, UpdateAction],
        &[Presented],
        "Whoever is to do an action sees it and records progress on it.",
    ),
    allow(
        "R39",
        &[BoardMember],
        &[SeeProgress],
        &[],
        "Members of the board see that a review exists, its stage and its dates.",
    ),
    allow(
        "R39",
        &[BoardMember],
        &[SeeReport],
        &[Presented],
        "Once a review is presented, members of the board read its report.",
    ),
    allow(
        "R45",
        &[DataProtectionOfficer],
        &[SeeJournal],
        &[],
        "The data protection officer reads the journal, and no evidence or outcome.",
    ),
    allow(
        "R46",
        &[SystemAdmin],
        &[ManageAccounts],
        &[],
        "The system administrator looks after accounts, asks for roles to be given, and sees no content.",
    ),
    allow(
        "R46",
        &[SystemAdmin, DataProtectionOfficer],
        &[AgreeRole],
        &[],
        "A second person, another administrator or the data protection officer, agrees to each role that is asked for.",
    ),
    RUN_DIP,
    CLOSED_DIP,
    REACH,
    READ_TOGETHER,
    PUT_UP,
    WRITE_IN_PRIVATE,
    READ_OWN_NOTES,
    ANSWER_IN_PRIVATE,
    // A risk to a person is told the same day, at any stage: the case fact, never the grade.
    allow(
        "I7",
        &[Reviewer, Expert, QaLead],
        &[RaiseAlert],
        &[],
        "Whoever reviews raises an alert the same day when somebody may be at risk.",
    ),
    allow(
        "I7",
        &[Reviewer, Expert, QaLead, TeamManager, ServiceManager, HeadOfService],
        &[SeeAlert],
        &[],
        "Those who must act on an alert see the fact of the case, at any stage of the review.",
    ),
    allow(
        "I7",
        &[TeamManager, QaLead],
        &[CloseAlert],
        &[],
        "The manager of the team or the quality assurance lead records what was done.",
    ),
];
