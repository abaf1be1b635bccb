//! What is allowed, and to nobody else.

use practice::access::Action::*;
use practice::access::{Role, Scope};

use super::world::Stage::*;
use super::world::Thing::{
    AccountOf, Accounts, ActionOf, Caseload, Dip, DraftBy, Journal, Note, ReadCase, Review, Standards, Team,
    UnreadCase, WideDip, WorkOf,
};
use super::world::*;

pub fn lines() -> Vec<Line> {
    let mut lines = everybody();
    lines.extend(planning());
    lines.extend(reviewing());
    lines.extend(experts());
    lines.extend(the_report());
    lines.extend(the_case());
    lines.extend(the_plan());
    lines.extend(beside_the_review());
    lines.extend(alerts());
    lines.extend(dip_samples());
    lines.extend(the_private_line());
    lines
}

fn everybody() -> Vec<Line> {
    vec![
        may("R1", "a worker sees their own account", worker(), ReadOwnAccount, AccountOf(WORKER)),
        may("R1", "a worker changes their own account", worker(), ChangeOwnAccount, AccountOf(WORKER)),
        may_not("R1", "default", "a worker does not see the account of somebody else", worker(), ReadOwnAccount, AccountOf(SOMEBODY)),
        may_not("R1", "default", "the administrator does not change somebody's account in their name", administrator(), ChangeOwnAccount, AccountOf(WORKER)),
        may("R2", "a worker reads the standards", worker(), ReadStandards, Standards),
        may("R2", "a board member comments on a draft", board_member(), CommentOnDraft, DraftBy(10)),
        may_not("R2", "default", "somebody without a role reads nothing", somebody(SOMEBODY), ReadStandards, Standards),
        may_not("R2", "default", "somebody whose only role has ended reads nothing", somebody(SOMEBODY).who_was(Role::Worker, in_team(), "2026-11-15"), ReadStandards, Standards),
        may("R3", "the lead starts a draft", qa_lead(), DraftFramework, Standards),
        may_not("R3", "default", "a reviewer does not draft the standards", reviewer(), DraftFramework, DraftBy(10)),
        may_not("R3", "default", "the director does not publish", director(), PublishFramework, DraftBy(10)),
    ]
}

fn planning() -> Vec<Line> {
    vec![
        may("R4", "the lead creates a review of a team", qa_lead(), PlanReview, Team(1)),
        may("R4", "the lead assigns reviewers", qa_lead(), PlanReview, Review(Planned)),
        may("R4", "the lead sees the grades of every review", qa_lead(), SeeOutcome, Review(Announced)),
        may("R4", "the lead completes a review", qa_lead(), Complete, Review(Announced)),
        may("R4", "the lead presents a completed review", qa_lead(), Present, Review(Completed)),
        may("R4", "the data officer imports a caseload", data_officer(), ImportCaseload, Caseload),
        may("R4", "the lead sees the caseload of a team", qa_lead(), SeeCaseload, Team(1)),
        may("R4", "the manager of the team sees its caseload", team_manager(), SeeCaseload, Team(1)),
        may("R4", "the data officer sees when a review is planned", data_officer(), SeeProgress, Review(Planned)),
        may_not("R4", "default", "the manager of the team does not see the caseload of another", team_manager(), SeeCaseload, Team(2)),
        may_not("R4", "default", "the manager of the team does not see everybody's caseload", team_manager(), SeeCaseload, Caseload),
        may("V6", "an independent expert reads a case together with the group", expert(), Calibrate, Standards),
        may("V6", "the lead puts up a case", qa_lead(), PutUpCalibration, Standards),
        may_not("V6", "default", "a worker does not read what reviewers read together", worker(), Calibrate, Standards),
        may_not("V6", "default", "a reviewer does not put up a case", reviewer(), PutUpCalibration, Standards),
        may("R10", "the manager of the team checks the facts", team_manager(), CheckFacts, Review(Announced)),
        may_not("R10", "default", "a worker of the team does not answer for it", worker(), CheckFacts, Review(Announced)),
        may_not("R10", "default", "nothing is checked once the review is completed", team_manager(), CheckFacts, Review(Completed)),
        may("R13", "a worker answers to findings on their own case", worker(), ReplyToFeedback, ReadCase(Announced)),
        may_not("R13", "default", "nobody answers before the case is read", worker(), ReplyToFeedback, UnreadCase(Announced)),
        may("R22", "the lead opens a survey", qa_lead(), RunSurvey, Review(Announced)),
        may_not("R22", "default", "a reviewer does not open surveys", reviewer(), RunSurvey, Review(Announced)),
        may_not("R22", "default", "no survey is opened in a completed review", qa_lead(), RunSurvey, Review(Completed)),
        may_not("R4", "default", "a completed review is not completed again", qa_lead(), Complete, Review(Completed)),
        may_not("R4", "default", "an open review is not presented", qa_lead(), Present, Review(Announced)),
        may_not("R4", "default", "a presented review is not presented again", qa_lead(), Present, Review(Presented)),
        may_not("R4", "default", "a reviewer does not complete a review", reviewer(), Complete, Review(Announced)),
        may_not("R4", "default", "the data officer sees no grades", data_officer(), SeeOutcome, Review(Presented)),
        may_not("R4", "default", "a lead for another service sees nothing here", somebody(10).who_is(Role::QaLead, Scope::Service(service(2))), SeeProgress, Review(Announced)),
        may_not("R4", "default", "a lead who is not a reviewer does not judge", qa_lead(), Judge, Review(Announced)),
    ]
}

fn reviewing() -> Vec<Line> {
    let elsewhere = || somebody(SOMEBODY).who_is(Role::Reviewer, Scope::Authority);
    let lead_who_reviews = somebody(REVIEWER).who_is(Role::QaLead, Scope::Authority);
    vec![
        may("R5", "a reviewer sees the review they work on", reviewer(), SeeProgress, Review(Planned)),
        may("R5", "a reviewer sees its grades", reviewer(), SeeOutcome, Review(Announced)),
        may("R5", "a reviewer judges a standard", reviewer(), Judge, Review(Announced)),
        may("R5", "a reviewer reviews a case", reviewer(), ReviewCase, UnreadCase(Announced)),
        may("R5", "a mentor reads a practice sample", mentor(), ReviewCase, UnreadCase(Announced)),
        may("R5", "a lead who is a reviewer judges a standard", lead_who_reviews, Judge, Review(Announced)),
        may_not("R5", "default", "a reviewer sees no other review", elsewhere(), SeeProgress, Review(Announced)),
        may_not("R5", "default", "a reviewer judges nothing once the review is completed", reviewer(), Judge, Review(Completed)),
        may_not("R5", "default", "a case is reviewed at the case, not at the review", reviewer(), ReviewCase, Review(Announced)),
        may_not("R5", "default", "somebody listed who is no longer a reviewer sees nothing", somebody(REVIEWER).who_was(Role::Reviewer, Scope::Authority, "2026-11-15"), SeeOutcome, Review(Announced)),
        may("R16", "a reviewer reads the interview notes", reviewer(), SeeEvidence, Review(Announced)),
        may("R16", "the lead reads the interview notes", qa_lead(), SeeEvidence, Review(Presented)),
        may_not("R16", "default", "the data officer reads no interview notes", data_officer(), SeeEvidence, Review(Presented)),
        may_not("R16", "R6", "the head of service reads none after the presentation", head(), SeeEvidence, Review(Presented)),
        may("R18", "a second reviewer agrees to a different judgement", mentor(), AgreeOverride, Review(Announced)),
        may_not("R18", "default", "somebody not on the review does not", elsewhere(), AgreeOverride, Review(Announced)),
        may("R20", "a reviewer agrees, as second person, to reopening a review", reviewer(), AgreeReopen, Review(Completed)),
        may_not("R20", "default", "an open review is not reopened by a second person", reviewer(), AgreeReopen, Review(Announced)),
        may_not("R20", "R8", "the principal social worker does not agree to reopening", principal(), AgreeReopen, Review(Completed)),
        may("R20", "the lead asks for a completed review to be reopened", qa_lead(), Reopen, Review(Presented)),
        may_not("R20", "default", "an open review is not reopened", qa_lead(), Reopen, Review(Announced)),
        may_not("R20", "default", "a reviewer does not reopen a review", reviewer(), Reopen, Review(Completed)),
    ]
}

fn experts() -> Vec<Line> {
    let contract_over = || somebody(EXPERT).who_was(Role::IndependentExpert, Scope::Authority, "2026-11-15");
    let elsewhere = || somebody(SOMEBODY).who_is(Role::IndependentExpert, Scope::Authority);
    vec![
        may("R7", "an expert sees the grades of the review they work on", expert(), SeeOutcome, Review(Announced)),
        may("R7", "an expert judges a standard", expert(), Judge, Review(Announced)),
        may("R16", "an expert reads the evidence", expert(), SeeEvidence, Review(Announced)),
        may_not("R7", "default", "an expert whose contract is over sees nothing", contract_over(), SeeOutcome, Review(Announced)),
        may_not("R7", "default", "an expert whose contract is over judges nothing", contract_over(), Judge, Review(Announced)),
        may_not("R7", "default", "an expert sees no other review", elsewhere(), SeeProgress, Review(Announced)),
        may_not("R7", "default", "an expert does not complete a review", expert(), Complete, Review(Announced)),
        may_not("R7", "default", "an expert does not present a review", expert(), Present, Review(Completed)),
        may_not("R7", "default", "an expert does not draft the plan", expert(), DraftPlan, Review(Completed)),
    ]
}

fn the_report() -> Vec<Line> {
    vec![
        may("R9", "the head of service sees that a review is planned", head(), SeeProgress, Review(Planned)),
        may("R9", "the head of service reads the presented report", head(), SeeReport, Review(Presented)),
        may("R9", "the director reads the presented report", director(), SeeReport, Review(Presented)),
        may("R9", "the principal social worker reads the plan", principal(), SeePlan, Review(Presented)),
        may_not("R9", "default", "the head of another service sees nothing", somebody(13).who_is(Role::HeadOfService, Scope::Service(service(2))), SeeProgress, Review(Presented)),
        may_not("R9", "R6", "the head of service reads the report, not the drafts behind it", head(), SeeOutcome, Review(Presented)),
        may("R11", "the manager of the service sees that a review is planned", service_manager(), SeeProgress, Review(Planned)),
        may("R11", "the manager of the team sees an announced review", team_manager(), SeeProgress, Review(Announced)),
        may("R11", "the manager of the team reads the presented report", team_manager(), SeeReport, Review(Presented)),
        may_not("R11", "default", "the manager of the team does not see a review before it is announced", team_manager(), SeeProgress, Review(Planned)),
        may_not("R11", "default", "the manager of another team sees nothing", somebody(15).who_is(Role::TeamManager, Scope::Team(team(2))), SeeReport, Review(Presented)),
        may("R12", "a worker sees an announced review of the team", worker(), SeeProgress, Review(Announced)),
        may("R12", "a worker reads the presented report", worker(), SeeReport, Review(Presented)),
        may("R12", "a worker reads the plan", worker(), SeePlan, Review(Presented)),
        may_not("R12", "default", "a worker does not see a review before it is announced", worker(), SeeProgress, Review(Planned)),
        may_not("R12", "R6", "a worker does not read the report before it is presented", worker(), SeeReport, Review(Completed)),
        may_not("R12", "default", "a worker who left the team yesterday does not read the report", somebody(17).who_was(Role::Worker, in_team(), "2026-11-15"), SeeReport, Review(Presented)),
        may("R39", "a board member sees when a review is planned", board_member(), SeeProgress, Review(Planned)),
        may("R39", "a board member reads the presented report", board_member(), SeeReport, Review(Presented)),
        may_not("R39", "default", "a board member does not read it before", board_member(), SeeReport, Review(Completed)),
        may_not("R39", "default", "a board member sees no grades", board_member(), SeeOutcome, Review(Announced)),
        may_not("R39", "default", "a board member reads nothing of one person's case", board_member(), SeeCaseFeedback, ReadCase(Presented)),
    ]
}

fn the_case() -> Vec<Line> {
    vec![
        may("R13", "a worker reads what was said of their case once it was read", worker(), SeeCaseFeedback, ReadCase(Announced)),
        may_not("R13", "default", "a worker waits until it was read", worker(), SeeCaseFeedback, UnreadCase(Announced)),
        may_not("R13", "R6", "a worker sees no grades", worker(), SeeOutcome, ReadCase(Announced)),
        may_not("R13", "R6", "a colleague does not read what was said of it", colleague(), SeeCaseFeedback, ReadCase(Presented)),
        may("R13", "a worker reads what was noted when they were watched", worker(), SeeOwnObservation, WorkOf(WORKER)),
        may("R13", "a worker adds their own marks and note", worker(), AnswerObservation, WorkOf(WORKER)),
        may("R13", "a manager whom a worker watched reads what was noted of it", team_manager(), SeeOwnObservation, WorkOf(15)),
        may_not("R13", "default", "a colleague does not read what was noted of a worker", colleague(), SeeOwnObservation, WorkOf(WORKER)),
        may_not("R13", "default", "nor does the supervisor add to it in the worker's name", supervisor(), AnswerObservation, WorkOf(WORKER)),
        may_not("R13", "default", "the head of service reads none of it", head(), SeeOwnObservation, WorkOf(WORKER)),
        may_not("R13", "default", "the lead reads it as evidence, not as the worker's own", qa_lead(), SeeOwnObservation, WorkOf(WORKER)),
        may("R15", "a supervisor reads it after the presentation", supervisor(), SeeCaseFeedback, ReadCase(Presented)),
        may_not("R15", "R6", "a supervisor whose supervision has ended does not", somebody(16).who_is(Role::Supervisor, in_team()).who_supervised(WORKER, "2026-11-15"), SeeCaseFeedback, ReadCase(Presented)),
    ]
}

fn the_plan() -> Vec<Line> {
    vec![
        may("R11", "the lead drafts the plan once the review is completed", qa_lead(), DraftPlan, Review(Completed)),
        may("R11", "a reviewer helps with the plan", reviewer(), DraftPlan, Review(Completed)),
        may("R11", "the manager of the team works on the plan", team_manager(), DraftPlan, Review(Presented)),
        may("R11", "the lead agrees the plan for quality assurance", qa_lead(), AgreePlanForQuality, Review(Presented)),
        may("R11", "the manager of the service agrees it for the service", service_manager(), AgreePlanForService, Review(Presented)),
        may_not("R11", "default", "the lead does not agree it for the service", qa_lead(), AgreePlanForService, Review(Presented)),
        may_not("R11", "default", "the manager of the team does not agree it for the service", team_manager(), AgreePlanForService, Review(Presented)),
        may_not("R11", "default", "nobody drafts a plan while the review is open", reviewer(), DraftPlan, Review(Announced)),
        may("R25", "the manager of the team updates an action", team_manager(), UpdateAction, ActionOf(WORKER, Presented)),
        may_not("R25", "default", "the manager of another team does not", somebody(15).who_is(Role::TeamManager, Scope::Team(team(2))), UpdateAction, ActionOf(WORKER, Presented)),
        may("R27", "whoever owns an action updates it", worker(), UpdateAction, ActionOf(WORKER, Presented)),
        may("R27", "whoever owns an action sees it from another team", somebody(SOMEBODY), SeePlan, ActionOf(SOMEBODY, Presented)),
        may_not("R27", "default", "a colleague does not update it", colleague(), UpdateAction, ActionOf(WORKER, Presented)),
        may_not("R27", "default", "whoever owns one action does not see the rest of the plan", somebody(SOMEBODY), SeePlan, ActionOf(WORKER, Presented)),
    ]
}

fn beside_the_review() -> Vec<Line> {
    vec![
        may("R45", "the data protection officer reads the journal", protection_officer(), SeeJournal, Journal),
        may_not("R45", "default", "the data protection officer reads no report", protection_officer(), SeeReport, Review(Presented)),
        may_not("R45", "default", "the lead does not read the journal", qa_lead(), SeeJournal, Journal),
        may("R46", "the administrator looks after accounts", administrator(), ManageAccounts, Accounts),
        may("R46", "another administrator agrees to a role", administrator(), AgreeRole, Accounts),
        may("R46", "the data protection officer agrees to a role", protection_officer(), AgreeRole, Accounts),
        may_not("R46", "default", "the data protection officer does not look after accounts", protection_officer(), ManageAccounts, Accounts),
        may_not("R46", "default", "the lead does not agree to a role", qa_lead(), AgreeRole, Accounts),
        may_not("R46", "default", "the administrator does not know of a review", administrator(), SeeProgress, Review(Presented)),
        may_not("R46", "default", "the lead does not manage accounts", qa_lead(), ManageAccounts, Accounts),
    ]
}

fn dip_samples() -> Vec<Line> {
    let (open, closed) = (Dip { closed: false }, Dip { closed: true });
    vec![
        may("L7", "the lead starts a dip sample across teams", qa_lead(), RunDip, WideDip),
        may("L7", "a reviewer reads a record for one", reviewer(), RunDip, open),
        may("L7", "a reviewer sees one that is open", reviewer(), SeeDip, open),
        may("L7", "the principal social worker reads what a closed one points to", principal(), SeeDip, closed),
        may("L7", "the head of service reads it", head(), SeeDip, closed),
        may("L7", "the manager of the team reads it", team_manager(), SeeDip, closed),
        may("L7", "the lead sees how many workers and cases were read", qa_lead(), SeeReach, Caseload),
        may_not("L7", "default", "a worker does not see a closed one", worker(), SeeDip, closed),
        may_not("L7", "default", "the manager of another team does not", somebody(15).who_is(Role::TeamManager, Scope::Team(team(2))), SeeDip, closed),
        may_not("L7", "default", "the principal social worker runs none that is closed", principal(), RunDip, closed),
        may_not("L7", "default", "the data officer does not see how many workers were read", data_officer(), SeeReach, Caseload),
        may_not("L7", "default", "an expert under a contract runs none", expert(), RunDip, open),
    ]
}

fn the_private_line() -> Vec<Line> {
    let note = Note(WORKER, 10);
    let another_lead = || somebody(22).who_is(Role::QaLead, Scope::Authority);
    vec![
        may("F6", "a worker writes to the lead", worker(), WritePrivateNote, note),
        may("F6", "a supervisor writes to the lead", supervisor(), WritePrivateNote, Note(16, 10)),
        may("F6", "a worker reads what was answered", worker(), ReadPrivateNotes, note),
        may("F6", "somebody who has left the team still reads it", somebody(WORKER), ReadPrivateNotes, note),
        may("F6", "the lead reads the note", qa_lead(), ReadPrivateNotes, note),
        may("F6", "the lead answers it", qa_lead(), AnswerPrivateNote, note),
        may_not("F6", "default", "another lead does not read it", another_lead(), ReadPrivateNotes, note),
        may_not("F6", "default", "another lead does not answer it", another_lead(), AnswerPrivateNote, note),
        may_not("F6", "default", "a colleague does not read it", colleague(), ReadPrivateNotes, note),
        may_not("F6", "default", "nobody writes in the name of somebody else", colleague(), WritePrivateNote, note),
        may_not("F6", "default", "the supervisor of the worker does not read it", supervisor(), ReadPrivateNotes, note),
        may_not("F6", "default", "the manager of the team does not read it", team_manager(), ReadPrivateNotes, note),
        may_not("F6", "default", "the head of service does not read it", head(), ReadPrivateNotes, note),
        may_not("F6", "default", "the principal social worker does not read it", principal(), ReadPrivateNotes, note),
        may_not("F6", "default", "the data protection officer does not read it", protection_officer(), ReadPrivateNotes, note),
        may_not("F6", "default", "the administrator does not read it", administrator(), ReadPrivateNotes, note),
        may_not("F6", "default", "somebody who no longer leads does not read it", somebody(10).who_was(Role::QaLead, Scope::Authority, "2026-11-15"), ReadPrivateNotes, note),
        may_not("F6", "default", "a worker does not answer themselves", worker(), AnswerPrivateNote, note),
        may_not("F6", "default", "whoever works in no team does not write on it", data_officer(), WritePrivateNote, Note(18, 10)),
    ]
}

fn alerts() -> Vec<Line> {
    vec![
        may("I7", "a reviewer raises an alert", reviewer(), RaiseAlert, UnreadCase(Announced)),
        may("I7", "an expert raises an alert", expert(), RaiseAlert, UnreadCase(Announced)),
        may("I7", "the manager of the team sees it the same day", team_manager(), SeeAlert, ReadCase(Announced)),
        may("I7", "the manager of the team records what was done", team_manager(), CloseAlert, ReadCase(Announced)),
        may_not("I7", "default", "a colleague does not see it", colleague(), SeeAlert, ReadCase(Announced)),
        may_not("I7", "default", "the head of service does not close it", head(), CloseAlert, ReadCase(Announced)),
        may_not("I7", "default", "the director is not told by this way", director(), SeeAlert, ReadCase(Announced)),
    ]
}
