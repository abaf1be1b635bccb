//! Dip samples: one theme, three questions, a few records, and what that points to.

use practice::access::{Action, DipFacts, Object};
use practice::ids::{DipId, ServiceId, TeamId};
use practice::journal::Happened;
use practice::reviews::FEWEST_CASES_TOLD;
use practice::reviews::dip::{self, Answers, MOST_READS, NOT_A_RATE, QUESTIONS, Seen};
use store::Js;
use store::beside::{self, Dip, DipRead};
use store::people::{self, Team};

use super::reach::{Reach, reach};
use super::{LONGEST, LONGEST_LINE, too_long};
use crate::{Act, Error, Field, Result};

/// The dip samples that a person may know of.
pub struct DipsPage {
    /// Newest first.
    pub dips: Vec<Dip>,
    /// Teams on which the person may start one.
    pub teams: Vec<Team>,
    /// Whether the person may start one across teams.
    pub may_run: bool,
    /// How many workers and cases were read lately, for the lead.
    pub reach: Option<Reach>,
}

/// One dip sample.
pub struct DipPage {
    /// The sample.
    pub dip: Dip,
    /// The records read, for those who read them.
    pub reads: Vec<DipRead>,
    /// What they point to, in counts.
    pub told: Vec<String>,
    /// Whether the person may read one more.
    pub may_read: bool,
    /// Whether the person may close it.
    pub may_close: bool,
}

/// What was seen in one record.
#[derive(Clone, Debug)]
pub struct NewRead {
    /// The reference.
    pub reference: String,
    /// The answers, in the order of the questions; `None` where nothing is chosen.
    pub answers: [Option<Seen>; QUESTIONS],
    /// A note, where there is something to note.
    pub note: String,
}

/// What the rules ask of a dip sample.
fn facts(dip: &Dip) -> DipFacts {
    DipFacts { team: dip.team_id.0.zip(dip.service_id.0), closed: dip.closed_on.is_some() }
}

/// What the rules ask before there is one.
fn new_on(team: Option<&Team>) -> DipFacts {
    DipFacts { team: team.map(|team| (team.id, team.service_id)), closed: false }
}

/// The dip samples the person may know of, and where they may start one.
///
/// # Errors
/// `NotFound` for somebody who may neither see one nor start one.
pub async fn dips(act: &mut Act) -> Result<DipsPage> {
    let mut dips = beside::dips(&mut act.tx).await?;
    dips.retain(|dip| act.may(Action::SeeDip, &Object::Dip(&facts(dip))));
    let mut teams = people::teams(&mut act.tx).await?;
    teams.retain(|team| act.may(Action::RunDip, &Object::Dip(&new_on(Some(team)))));
    let may_run = act.may(Action::RunDip, &Object::Dip(&new_on(None)));
    if let Some(first) = dips.first() {
        act.require(Action::SeeDip, &Object::Dip(&facts(first)))?;
    } else {
        act.require(Action::RunDip, &Object::Dip(&new_on(teams.first().filter(|_| !may_run))))?;
    }
    act.journal(Happened::DipSeen, None, None, "").await?;
    let sees_reach = act.may(Action::SeeReach, &Object::Caseload);
    let reach = if sees_reach { Some(reach(act).await?) } else { None };
    Ok(DipsPage { dips, teams, may_run, reach })
}

/// Whether there is a dip sample that the person may see, or they may start one.
pub(crate) async fn sees_dips(act: &mut Act) -> Result<bool> {
    let any = act.may(Action::RunDip, &Object::Dip(&new_on(None)));
    let dips = beside::dips(&mut act.tx).await?;
    Ok(any || dips.iter().any(|dip| act.may(Action::SeeDip, &Object::Dip(&facts(dip)))))
}

/// Starts a dip sample: one theme and three questions, on one team or across teams.
///
/// # Errors
/// `NotFound` for somebody who may not, or is tied to the team; `Invalid` for what is blank, too long or tells a rate.
pub async fn start_dip(act: &mut Act, theme: &str, questions: &[String], team: Option<TeamId>) -> Result<DipId> {
    let team = match team {
        Some(id) => Some(people::team(&mut act.tx, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    act.require(Action::RunDip, &Object::Dip(&new_on(team.as_ref())))?;
    let mut problems = Vec::new();
    let theme = counted(theme, "theme", LONGEST_LINE, &mut problems);
    if theme.is_empty() {
        problems.push(Field::new("theme", "Give the one theme it is about."));
    }
    let mut asked = Vec::new();
    for place in 0..QUESTIONS {
        let name = format!("question-{}", place + 1);
        let question = questions.get(place).map_or("", String::as_str);
        let question = counted(question, &name, LONGEST_LINE, &mut problems);
        if question.is_empty() {
            problems.push(Field::new(name, format!("Write question {}. A dip sample asks three.", place + 1)));
        }
        asked.push(question);
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let (id, by, today): (DipId, _, _) = (act.id(), act.me(), act.today());
    beside::add_dip(&mut act.tx, id, &theme, &asked, team.map(|team| team.id), by, today).await?;
    act.journal(Happened::DipStarted, None, Some(id.uuid()), "").await?;
    Ok(id)
}

/// Words without a share, which a few records cannot carry, and no more of them than the field takes.
fn counted(words: &str, field: &str, most: usize, problems: &mut Vec<Field>) -> String {
    let words = words.trim();
    problems.extend(too_long(field, words, most));
    if dip::tells_a_rate(words) {
        let says =
            "Say it in counts, such as 5 of 8. So few records give no share, such as a percentage, most or half.";
        problems.push(Field::new(field, says));
    }
    words.to_owned()
}

/// Opens one dip sample. Its records are for those who read for dip samples, but for those of a team they are tied to.
/// Others see what it points to once it is closed, and how the records came out only where there are enough of them.
///
/// # Errors
/// `NotFound` for anybody else.
pub async fn open_dip(act: &mut Act, id: DipId) -> Result<DipPage> {
    let dip = beside::dip(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    let facts = facts(&dip);
    act.require(Action::SeeDip, &Object::Dip(&facts))?;
    let reads_them = act.may(Action::RunDip, &Object::Dip(&facts));
    let mut reads = beside::dip_reads(&mut act.tx, id).await?;
    let count = reads.len();
    if reads_them && dip.team_id.0.is_none() {
        reads = of_teams_without_a_tie(act, reads).await?;
    }
    let enough = u32::try_from(count).is_ok_and(|count| count >= FEWEST_CASES_TOLD);
    let mut told = if reads_them || enough {
        let answers: Vec<Answers> = reads.iter().map(|read| read.answers.0).collect();
        dip::lead(&dip.questions, &answers)
    } else {
        let few = format!("Fewer than {FEWEST_CASES_TOLD} records were read, so how they came out is not told.");
        vec![few, NOT_A_RATE.to_owned()]
    };
    if reads.len() < count {
        let says = "What was read of a team you are tied to is not shown.".to_owned();
        if reads.is_empty() { told = vec![says, NOT_A_RATE.to_owned()] } else { told.insert(0, says) }
    }
    act.journal(Happened::DipSeen, None, Some(id.uuid()), "").await?;
    let open = reads_them && !facts.closed;
    Ok(DipPage {
        may_read: open && count < MOST_READS,
        may_close: open && count > 0,
        reads: if reads_them { reads } else { Vec::new() },
        told,
        dip,
    })
}

/// The records of cases that no team holds to which the person is tied (R6).
async fn of_teams_without_a_tie(act: &mut Act, reads: Vec<DipRead>) -> Result<Vec<DipRead>> {
    let mut seen = Vec::new();
    for read in reads {
        let holders = beside::teams_with_case(&mut act.tx, &read.reference, None).await?;
        if holders.into_iter().all(|team| may_read_of(act, team)) {
            seen.push(read);
        }
    }
    Ok(seen)
}

/// Whether the person may read a record of this team.
fn may_read_of(act: &Act, team: (TeamId, ServiceId)) -> bool {
    act.may(Action::RunDip, &Object::Dip(&DipFacts { team: Some(team), closed: false }))
}

/// A dip sample that is open, held for somebody who runs it.
async fn running(act: &mut Act, id: DipId) -> Result<(Dip, Vec<DipRead>)> {
    beside::hold_dip(&mut act.tx, id).await?;
    let dip = beside::dip(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    act.require(Action::RunDip, &Object::Dip(&facts(&dip)))?;
    if dip.closed_on.is_some() {
        return Err(Error::Refused("This dip sample is closed, so nothing more is read for it.".into()));
    }
    let reads = beside::dip_reads(&mut act.tx, id).await?;
    Ok((dip, reads))
}

/// Writes down what was seen in one record.
///
/// # Errors
/// `NotFound` for somebody who may not; `Invalid` for what is blank, too long, read already or not in the caseload;
/// `Refused` where it is closed, has as many records as it may have, or the person is tied to the team that holds the case.
pub async fn read_for_dip(act: &mut Act, id: DipId, new: &NewRead) -> Result<()> {
    let (dip, reads) = running(act, id).await?;
    if reads.len() >= MOST_READS {
        return Err(Error::Refused(format!(
            "{MOST_READS} records are read, and a dip sample has no more. Close it, and draw a sample to know more."
        )));
    }
    let mut problems = Vec::new();
    let reference = new.reference.trim().to_owned();
    let holders = beside::teams_with_case(&mut act.tx, &reference, dip.team_id.0).await?;
    if let Some(says) = wrong_reference(&reference, &reads, holders.is_empty()) {
        problems.push(Field::new("reference", says));
    }
    let note = counted(&new.note, "note", LONGEST, &mut problems);
    for (place, _) in new.answers.iter().enumerate().filter(|(_, answer)| answer.is_none()) {
        problems.push(Field::new(format!("answer-{}", place + 1), "Say whether it was seen."));
    }
    let [Some(first), Some(second), Some(third)] = new.answers else { return Err(Error::Invalid(problems)) };
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    if !holders.into_iter().all(|team| may_read_of(act, team)) {
        return Err(Error::Refused(
            "You are tied to the team that holds this case. Ask somebody else to read it.".into(),
        ));
    }
    let (by, today) = (act.me(), act.today());
    let read = DipRead { id: act.id(), reference, answers: Js([first, second, third]), note, read_on: today };
    beside::add_dip_read(&mut act.tx, id, &read, by).await?;
    act.journal(Happened::DipRead, None, Some(id.uuid()), read.reference).await
}

/// What is wrong with a reference, if anything is.
fn wrong_reference(reference: &str, reads: &[DipRead], unknown: bool) -> Option<String> {
    if reference.is_empty() {
        Some("Give the case reference.".to_owned())
    } else if reads.iter().any(|read| read.reference == reference) {
        Some(format!("{reference} is read for this dip sample already."))
    } else if unknown {
        Some(format!("The caseload has no case “{reference}” here. Give the reference, and never a name."))
    } else {
        None
    }
}

/// Closes a dip sample with what it points to. From then on those who lead read that, and no record.
///
/// # Errors
/// `NotFound` for somebody who may not; `Invalid` for what is blank, too long or tells a rate; `Refused` where nothing
/// was read or it is closed.
pub async fn close_dip(act: &mut Act, id: DipId, words: &str) -> Result<()> {
    let (_, reads) = running(act, id).await?;
    if reads.is_empty() {
        return Err(Error::Refused("Nothing has been read for it yet, so it points to nothing.".into()));
    }
    let mut problems = Vec::new();
    let words = counted(words, "lead", LONGEST, &mut problems);
    if words.is_empty() {
        problems.push(Field::new("lead", "Write what it points to, and where to look closer."));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let today = act.today();
    beside::close_dip(&mut act.tx, id, &words, today).await?;
    act.journal(Happened::DipClosed, None, Some(id.uuid()), "").await
}
