use chrono::NaiveDate;
use practice::access::{Action, Object};
use practice::ids::TeamId;
use practice::journal::Happened;
use store::people::{self, Team};

use crate::{Act, Error, Field, Result};

/// The ties somebody has declared, and the teams there are.
pub struct Ties {
    /// Team, why, and the day it was declared.
    pub declared: Vec<(String, String, NaiveDate)>,
    /// Every team.
    pub teams: Vec<Team>,
}

/// What I have declared.
///
/// # Errors
/// `NotFound` where the account is closed.
pub async fn ties(act: &mut Act) -> Result<Ties> {
    let me = act.me();
    act.require(Action::ReadOwnAccount, &Object::Own(me))?;
    Ok(Ties { declared: people::ties_of(&mut act.tx, me).await?, teams: people::teams(&mut act.tx).await? })
}

/// I declare a tie to a team, such as a relative who works there. From that moment I review nothing of that team (R6).
///
/// # Errors
/// `Invalid` for what is blank.
pub async fn declare_tie(act: &mut Act, team: Option<TeamId>, why: &str) -> Result<()> {
    let me = act.me();
    act.require(Action::ChangeOwnAccount, &Object::Own(me))?;
    let known = match team {
        Some(id) => people::team(&mut act.tx, id).await?,
        None => None,
    };
    let mut problems = Vec::new();
    if known.is_none() {
        problems.push(Field::new("team", "Choose the team."));
    }
    if why.trim().is_empty() {
        problems.push(Field::new("why", "Say what ties you to it in a few words. Only you read them."));
    }
    let (Some(team), true) = (known, problems.is_empty()) else { return Err(Error::Invalid(problems)) };
    let today = act.today();
    people::declare_tie(&mut act.tx, me, team.id, why.trim(), today).await?;
    act.journal(Happened::TieDeclared, None, Some(me.uuid()), team.key).await
}
