//! Dip samples: one theme, three questions, a few records, and what that points to.

use practice::access::{Action, DipFacts, Object};
use practice::ids::{DipId, TeamId};
use practice::journal::Happened;
use practice::reviews::FEWEST_CASES_TOLD;
use practice::reviews::dip::{self, Answers, MOST_READS, NOT_A_RATE, QUESTIONS, Seen};
use store::Js;
use store::beside::{self, Dip, DipRead};
use store::people::{self, Team};

use super::reach::{Reach, reach};
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
/// `NotFound` for somebody who may not, or is tied to the team; `Invalid` for what is blank or tells a rate.
pub async fn start_dip(act: &mut Act, theme: &str, questions: &[String], team: Option<TeamId>) -> Result<DipId> {
    let team = match team {
        Some(id) => Some(people::team(&mut act.tx, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    act.require(Action::RunDip, &Object::Dip(&new_on(team.as_ref())))?;
    let mut problems = Vec::new();
    let theme = counted(theme, "theme", &mut problems);
    if theme.is_empty() {
        problems.push(Field::new("theme", "Give the one theme it is about."));
    }
    let mut asked = Vec::new();
    for place in 0..QUESTIONS {
        let name = format!("question-{}", place + 1);
        let question = counted(questions.get(place).map_or("", String::as_str), &name, &mut problems);
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

/// Words without a share in hundredths, which a few records cannot carry.
fn counted(words: &str, field: &str, problems: &mut Vec<Field>) -> String {
    if dip::tells_a_rate(words) {
        problems.push(Field::new(field, "Say it in counts, such as 5 of 8. So few records give no percentage."));
    }
    words.trim().to_owned()
}

/// Opens one dip sample. Its records are for those who read for dip samples. Others see what it points to once it is
/// closed, and how the records came out only where there are enough of them.
///
/// # Errors
/// `NotFound` for anybody else.
pub async fn open_dip(act: &mut Act, id: DipId) -> Result<DipPage> {
    let dip = beside::dip(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    let facts = facts(&dip);
    act.require(Action::SeeDip, &Object::Dip(&facts))?;
    let reads_them = act.may(Action::RunDip, &Object::Dip(&facts));
    let reads = beside::dip_reads(&mut act.tx, id).await?;
    let enough = u32::try_from(reads.len()).is_ok_and(|count| count >= FEWEST_CASES_TOLD);
    let told = if reads_them || enough {
        let answers: Vec<Answers> = reads.iter().map(|read| read.answers.0).collect();
        dip::lead(&dip.questions, &answers)
    } else {
        let few = format!("Fewer than {FEWEST_CASES_TOLD} records were read, so how they came out is not told.");
        vec![few, NOT_A_RATE.to_owned()]
    };
    act.journal(Happened::DipSeen, None, Some(id.uuid()), "").await?;
    let open = reads_them && !facts.closed;
    Ok(DipPage {
        may_read: open && reads.len() < MOST_READS,
        may_close: open && !reads.is_empty(),
        reads: if reads_them { reads } else { Vec::new() },
        told,
        dip,
    })
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
/// `NotFound` for somebody who may not; `Invalid` for what is blank, read already or not in the caseload; `Refused`
/// where it is closed, has as many records as it may have, or the person is tied to the team that holds the case.
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
    let note = counted(&new.note, "note", &mut problems);
    for (place, _) in new.answers.iter().enumerate().filter(|(_, answer)| answer.is_none()) {
        problems.push(Field::new(format!("answer-{}", place + 1), "Say whether it was seen."));
    }
    let [Some(first), Some(second), Some(third)] = new.answers else { return Err(Error::Invalid(problems)) };
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    for team in holders {
        let of_team = DipFacts { team: Some(team), closed: false };
        if !act.may(Action::RunDip, &Object::Dip(&of_team)) {
            return Err(Error::Refused(
                "You are tied to the team that holds this case. Ask somebody else to read it.".into(),
            ));
        }
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
/// `NotFound` for somebody who may not; `Invalid` for what is blank or tells a rate; `Refused` where nothing was read
/// or it is closed.
pub async fn close_dip(act: &mut Act, id: DipId, words: &str) -> Result<()> {
    let (_, reads) = running(act, id).await?;
    if reads.is_empty() {
        return Err(Error::Refused("Nothing has been read for it yet, so it points to nothing.".into()));
    }
    let mut problems = Vec::new();
    let words = counted(words, "lead", &mut problems);
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
