//! The rules as a page that anybody can read, made from the table itself.

use super::objects::Action;
use super::rules::{Effect, Rule};
use super::table::RULES;

const OPENING: &str = "\
# Who may do what

This page is made from the table of rules in `crates/practice/src/access/table.rs`. A test holds
the two equal, so the page says what the program does.

A request is answered in three steps. If a row refuses, the answer is no, whatever other roles
the person holds. If a row allows, the answer is yes. Otherwise the answer is no. Somebody who
may not see a thing is told that it does not exist. Every act is written to the journal with the
rule that allowed it.

Roles, supervision and ties are held with a first and a last day. The last day counts; the day
after, the right is gone. A post for one service reaches the reviews of that service only.
";

const READINGS: &str = "\
## How the rules are read

- The principal social worker and the director are treated as a head of service for every
  service (R8, R9).
- \"Those who lead or manage the team\" are the director, the principal social worker, the head
  and the manager of the service, and the manager and the supervisors of the team. A second role
  does not open what R8 closes.
- Whoever R8 keeps from the outcome cannot be made a reviewer of that team, since nobody can
  judge what they may not see. A reviewer who takes such a post during a review stops there.
- A seat on the board opens nothing before the presentation (R8, R39), and closes nothing either.
  The quality assurance lead attends the board and goes on with the work. A member who works in
  the team keeps a worker's rights, and gains only the stage and dates of reviews.
- Grades, counts and drafts stay with the reviewers and the quality assurance lead after the
  presentation too. Everybody else reads the report.
- Months are calendar months. Whoever left a team on 16 December 2024 may review it from
  16 December 2026 (R6).
- A quality assurance lead who is tied to a team still plans its review, so that somebody else
  can be asked to do it, but sees and does nothing of the reviewing (R6).
- The worker whose case was read sees its strengths and worries at once, not its grades (R13).
- Whoever was watched at work, a manager whom a worker watched included, reads what was noted of
  that one piece of work, and nothing else of the evidence (R8, R13). Their own marks and note are
  added while the review takes evidence: the act checks that.
- Programme mentors read practice samples, so a mentor listed on a review counts as a reviewer.
- A review that is reopened is out of sight again until it is completed (R8, R20).
- A dip sample of no one team is read, once it is closed, by the principal social worker and by whoever heads or
  manages with a reach over the whole authority (L7).
- A programme mentor runs dip samples as a reviewer does (L7). Nobody runs one on a team they are tied
  to, or sees it while it is open (R6).
- An alert tells the fact of the case and nothing of the outcome, so R8 does not touch it.
  I7 is the invariant of the domain model that asks for it.

## What is held in another way

- R10. The manager sees facts only once the lead has put them up, and for ten working days: the act checks both, and refuses
  facts in which a grade stands.
- R14. No act lists grades by worker, so there is no such table to see. The rows below keep what
  was said of one case to those it concerns.
- R17. Interview notes are evidence (R16), and no other page shows who was interviewed.
- R18. That the second reader is not the one who proposed is checked when the judgement is made.
- R18. Nobody is asked for a second reading who wrote in the first one or has opened it, and whoever reads a case a second
  time never writes in its first reading: the acts check both, and say why.
- R18. A danger that counts only with a second reader is answered by somebody who neither reads the case nor wrote in it.
- R19. A settled judgement is locked. It is opened again only for a reason, and what it was is kept beside it.
- R20. That two people agree to reopen is checked by the act itself.
- R46. Whoever asks for a role, and whoever would hold it, cannot agree to it: the act checks both.
- R21. Whoever holds an unused code answers one survey once, without an account. The act that takes the answers asks for the code, marks it as used under a key that is kept outside the database, seals the answers until the survey is closed, and writes nothing of either to the journal. Closing deletes the codes.
- R23. Results are counts made by `practice::surveys::counted`, after the survey is closed: fewer than five are hidden with a second cell. Every word that was written is read by whoever runs the survey; others read what may be quoted, where ten or more wrote something, and themes that five or more named.
- R24. No table joins an answer to a person, a code or a time: the database holds only how often each answer was given.
- F6. Nothing of the private line is written to the journal: not that a note was written, read or answered, nor by whom. \
The journal is read by the data protection officer, and an entry would tell that this worker turned to the lead. \
The line is its own log, which the worker and the one lead read.
- L7. A reference in a dip sample must stand in the caseload, and whoever is tied to the team that holds the case does \
not read it, or see what was read of it in a sample across teams: the act checks all three. No row of a dip sample \
holds a worker. Others than its readers see how records came out only where five or more were read.
- R44. One database holds one authority. There is nothing of another authority to reach.
";

/// `docs/access.md`: how a decision is made, how the rules are read, and every row.
#[must_use]
pub fn rules_as_markdown() -> String {
    let refused = table("What is refused, whoever asks", "may not", Effect::Deny);
    let allowed = table("What is allowed", "may", Effect::Allow);
    format!("{OPENING}\n{READINGS}\n{refused}\n{allowed}")
}

fn table(title: &str, may: &str, effect: Effect) -> String {
    let rows: String = RULES.iter().filter(|rule| rule.effect == effect).map(row).collect();
    format!("## {title}\n\n| Rule | In a sentence | Who | {may} | while |\n|---|---|---|---|---|\n{rows}")
}

fn row(rule: &Rule) -> String {
    let who = listed(rule.who.iter().map(|who| who.words()), ", ");
    let acts = if rule.actions.len() == Action::ALL.len() {
        "do anything".to_owned()
    } else {
        listed(rule.actions.iter().map(|action| action.words()), "; ")
    };
    let when = if rule.when.is_empty() {
        "always".to_owned()
    } else {
        listed(rule.when.iter().map(|state| state.words()), ", and ")
    };
    format!("| {} | {} | {who} | {acts} | {when} |\n", rule.id, rule.says)
}

fn listed<'a>(words: impl Iterator<Item = &'a str>, between: &str) -> String {
    words.collect::<Vec<_>>().join(between)
}
