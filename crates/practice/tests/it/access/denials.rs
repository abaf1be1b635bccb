//! What is refused, whoever asks.

use practice::access::Action::*;
use practice::access::{Role, Scope};

use super::world::Stage::*;
use super::world::Thing::{ActionOf, Dip, DipNextDoor, DraftBy, ReadCase, Review, Standards, WideDip};
use super::world::*;

pub fn lines() -> Vec<Line> {
    let mut lines = leavers();
    lines.extend(the_outcome_stays_with_the_reviewers());
    lines.extend(no_table_of_people());
    lines.extend(nobody_reviews_their_own());
    lines.extend(second_readings());
    lines.extend(two_persons());
    lines.extend(dip_samples());
    lines
}

/// The principal social worker of a council where the same person leads quality assurance.
fn principal_who_leads_quality() -> practice::access::Actor {
    principal().who_is(Role::QaLead, Scope::Authority)
}

/// A quality assurance lead who left the team 23 months ago.
fn lead_who_left_the_team() -> practice::access::Actor {
    qa_lead().who_was(Role::Worker, in_team(), "2024-12-16")
}

fn leavers() -> Vec<Line> {
    vec![
        may_not("R48", "R48", "a lead who has left sees no outcome", qa_lead().who_left(), SeeOutcome, Review(Announced)),
        may_not("R48", "R48", "a suspended worker does not read the standards", worker().who_left(), ReadStandards, Standards),
        still_may("R48", "R2", "a worker whose account is open reads the standards", worker(), ReadStandards, Standards),
    ]
}

fn the_outcome_stays_with_the_reviewers() -> Vec<Line> {
    vec![
        may_not("R8", "R8", "the head of service sees no grades before the presentation", head(), SeeOutcome, Review(Announced)),
        may_not("R8", "R8", "the head of service reads no report that is completed and not presented", head(), SeeReport, Review(Completed)),
        may_not("R8", "R8", "the head of service loses sight of a review that is reopened", head(), SeeReport, Review(Reopened)),
        may_not("R8", "R8", "the director sees no grades before the presentation", director(), SeeOutcome, Review(Completed)),
        may_not("R8", "R8", "the manager of the service sees no plan before the presentation", service_manager(), SeePlan, Review(Completed)),
        may_not("R8", "R8", "the manager of the team drafts no plan before the presentation", team_manager(), DraftPlan, Review(Completed)),
        may_not("R8", "R8", "a supervisor in the team reads no report before the presentation", supervisor(), SeeReport, Review(Completed)),
        may_not("R8", "R8", "leading quality assurance does not open the outcome to the principal social worker", principal_who_leads_quality(), SeeOutcome, Review(Announced)),
        may_not("R8", "R8", "nor does it let the principal social worker complete the review", principal_who_leads_quality(), Complete, Review(Announced)),
        may_not("R8", "R8", "a lead who supervises the worker and leads the profession waits for the presentation", principal_who_leads_quality().supervising(WORKER), SeeCaseFeedback, ReadCase(Announced)),
        may_not("R8", "R8", "a supervisor waits for the presentation", supervisor(), SeeCaseFeedback, ReadCase(Completed)),
        still_may("R8", "R9", "the head of service reads the report once it is presented", head(), SeeReport, Review(Presented)),
        still_may("R8", "R13", "a supervisor whose own case was read sees what was said of it", somebody(WORKER).who_is(Role::Supervisor, in_team()), SeeCaseFeedback, ReadCase(Announced)),
        still_may("R8", "I7", "the head of service sees an alert at any stage", head(), SeeAlert, Review(Announced)),
    ]
}

fn no_table_of_people() -> Vec<Line> {
    vec![
        may_not("R14", "R14", "the manager of the team does not read the case of a worker they do not supervise", team_manager(), SeeCaseFeedback, ReadCase(Presented)),
        may_not("R14", "R14", "the head of service does not read what was said of a case", head(), SeeCaseFeedback, ReadCase(Presented)),
        may_not("R14", "R14", "leading quality assurance does not open it to the principal social worker", principal_who_leads_quality(), SeeCaseFeedback, ReadCase(Presented)),
        still_may("R14", "R15", "the manager of the team reads the case of a worker they supervise", team_manager().supervising(WORKER), SeeCaseFeedback, ReadCase(Presented)),
    ]
}

fn nobody_reviews_their_own() -> Vec<Line> {
    vec![
        may_not("R6", "R6", "a reviewer who left the team 23 months ago does not judge it", reviewer().who_was(Role::Worker, in_team(), "2024-12-16"), Judge, Review(Announced)),
        may_not("R6", "R6", "a reviewer who declared a tie reads no evidence", reviewer().with_a_tie_to(team(1)), SeeEvidence, Review(Announced)),
        may_not("R6", "R6", "a lead who left the team 23 months ago reads no evidence", lead_who_left_the_team(), SeeEvidence, Review(Announced)),
        may_not("R6", "R6", "nor its report before the team does", lead_who_left_the_team(), SeeReport, Review(Completed)),
        may_not("R6", "R6", "nor what was said of a colleague's case", lead_who_left_the_team(), SeeCaseFeedback, ReadCase(Announced)),
        may_not("R6", "R6", "a reviewer does not review a case of their own in another team", somebody(WORKER).who_is(Role::Reviewer, Scope::Authority), ReviewCase, ReadCase(Announced)),
        may_not("R6", "R6", "a reviewer does not review the case of somebody they supervised ten months ago", reviewer().who_supervised(WORKER, "2026-01-16"), ReviewCase, ReadCase(Announced)),
        still_may("R6", "R5", "a reviewer who supervised the worker 25 months ago reviews the case", reviewer().who_supervised(WORKER, "2024-10-11"), ReviewCase, ReadCase(Announced)),
        still_may("R6", "R5", "a reviewer who left the team 25 months ago judges it", reviewer().who_was(Role::Worker, in_team(), "2024-10-11"), Judge, Review(Announced)),
        still_may("R6", "R4", "a lead tied to the team still plans, so that somebody else can be asked", lead_who_left_the_team(), PlanReview, Review(Planned)),
        still_may("R6", "R4", "a lead tied to the team reads its report once it is presented", lead_who_left_the_team(), SeeReport, Review(Presented)),
    ]
}

fn second_readings() -> Vec<Line> {
    vec![
        may_not("R18", "R18", "a second reader who has not finished sees no grades", blind_reader(), SeeOutcome, Review(Announced)),
        may_not("R18", "R18", "nor the draft of the report", blind_reader(), SeeReport, Review(Announced)),
        may_not("R18", "R18", "nor judges from readings they have not seen", blind_reader(), Judge, Review(Announced)),
        may_not("R18", "R18", "nor does a lead who reads a case blind complete the review", somebody(BLIND).who_is(Role::QaLead, Scope::Authority), Complete, Review(Announced)),
        still_may("R18", "R5", "they read other cases", blind_reader(), ReviewCase, ReadCase(Announced)),
        still_may("R18", "R16", "and the evidence", blind_reader(), SeeEvidence, Review(Announced)),
        still_may("R18", "R5", "and see the grades once the review is completed", blind_reader(), SeeOutcome, Review(Completed)),
    ]
}

fn dip_samples() -> Vec<Line> {
    let open = Dip { closed: false };
    vec![
        may_not("L7", "L7", "the manager of the team does not see a dip sample that is open", team_manager(), SeeDip, open),
        may_not("L7", "L7", "the head of service does not see it", head(), SeeDip, open),
        may_not("L7", "L7", "leading quality assurance does not open it to the principal social worker", principal_who_leads_quality(), SeeDip, open),
        may_not("L7", "L7", "nor let the principal social worker run one across teams", principal_who_leads_quality(), RunDip, WideDip),
        may_not("L7", "R6", "a reviewer who left the team 23 months ago does not run one there", reviewer().who_was(Role::Worker, in_team(), "2024-12-16"), RunDip, open),
        may_not("R6", "R6", "nor sees one that is open there", reviewer().who_was(Role::Worker, in_team(), "2024-12-16"), SeeDip, open),
        may_not("R6", "R6", "nor does a lead who declared a tie", qa_lead().with_a_tie_to(team(1)), SeeDip, open),
        still_may("R6", "L7", "they see one of another team", reviewer().who_was(Role::Worker, in_team(), "2024-12-16"), SeeDip, DipNextDoor),
        still_may("R6", "L7", "and what one of the team points to once it is closed", reviewer().who_was(Role::Worker, in_team(), "2024-12-16"), SeeDip, Dip { closed: true }),
    ]
}

fn two_persons() -> Vec<Line> {
    vec![
        may_not("R26", "R26", "a lead does not accept their own action as done", qa_lead(), CloseAction, ActionOf(10, Presented)),
        may_not("R26", "default", "the manager of the team accepts no action as done", team_manager(), CloseAction, ActionOf(WORKER, Presented)),
        may("R26", "a lead accepts the action of somebody else", qa_lead(), CloseAction, ActionOf(WORKER, Presented)),
        may("R26", "the principal social worker accepts the action of somebody else", principal(), CloseAction, ActionOf(WORKER, Presented)),
        may_not("R3", "R3", "a lead does not publish their own draft", qa_lead(), PublishFramework, DraftBy(10)),
        may("R3", "the principal social worker publishes what the lead drafted", principal(), PublishFramework, DraftBy(10)),
    ]
}
