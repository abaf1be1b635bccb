use std::collections::BTreeMap;
use std::sync::Arc;

use practice::access::{Action, Object};
use practice::frameworks::{Framework, Kind};
use practice::ids::{CalibrationId, FrameworkId};
use practice::journal::Happened;
use practice::reviews::{Mark, Spread, part_name, spread};
use statistics::Agreed;
use store::Js;
use store::reviews::{self, Calibration};

use crate::{Act, Error, Field, Result, frameworks};

/// The most standards that one exercise marks: it takes half an hour, not a day.
const MOST_STANDARDS: usize = 3;
/// The most letters of the account.
const LONGEST: usize = 20_000;

/// One exercise in which a whole group reads one anonymised case.
pub struct CalibrationPage {
    /// The exercise.
    pub calibration: Calibration,
    /// The framework it is read by.
    pub framework: Arc<Framework>,
    /// What the person has marked.
    pub mine: BTreeMap<String, String>,
    /// How many have read it.
    pub readers: usize,
    /// How the group spread, once it is closed.
    pub spread: Vec<Spread>,
    /// How far the group agrees, once it is closed.
    pub agreed: Option<Agreed>,
    /// Whether the person may close it.
    pub may_close: bool,
}

/// Every exercise, and the versions of standards a new one can be read by.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn calibrations(act: &mut Act) -> Result<(Vec<Calibration>, bool)> {
    act.require(Action::Calibrate, &Object::Standards)?;
    let may = act.may(Action::PutUpCalibration, &Object::Standards);
    Ok((reviews::calibrations(&mut act.tx).await?, may))
}

/// Puts up a case without anything that tells who it is, to be marked against a few standards of the framework in
/// force.
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Invalid` for what is blank, too long or not a standard.
pub async fn put_up_calibration(
    act: &mut Act,
    title: &str,
    account: &str,
    standards: &[String],
) -> Result<CalibrationId> {
    act.require(Action::PutUpCalibration, &Object::Standards)?;
    let (in_force, framework) = in_force(act).await?;
    // One that is named twice is marked once.
    let once = standards.iter().enumerate().filter(|(at, id)| !standards[..*at].contains(id));
    let named: Vec<String> = once.map(|(_, id)| id.clone()).collect();
    let mut problems = Vec::new();
    if title.trim().is_empty() {
        problems.push(Field::new("title", "Give it a name, such as “A move and a bruise”."));
    }
    if account.trim().is_empty() || account.chars().count() > LONGEST {
        problems.push(Field::new(
            "account",
            format!("Write the case in at most {LONGEST} letters, without names, dates of birth and places."),
        ));
    }
    if named.is_empty() || named.len() > MOST_STANDARDS || named.iter().any(|id| framework.standard(id).is_none()) {
        problems.push(Field::new("standards", format!("Name one to {MOST_STANDARDS} standards, like S18, S21.")));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let new = Calibration {
        id: act.id(),
        framework_id: in_force,
        title: title.trim().to_owned(),
        account: account.trim().to_owned(),
        standards: Js(named),
        by_id: act.me(),
        opened_on: act.today(),
        closed_on: None,
    };
    reviews::add_calibration(&mut act.tx, &new).await?;
    act.journal(Happened::Calibrated, None, None, new.title).await?;
    Ok(new.id)
}

/// The newest published standards for team reviews.
async fn in_force(act: &mut Act) -> Result<(FrameworkId, Arc<Framework>)> {
    let mut published: Vec<_> =
        frameworks::list(act).await?.into_iter().filter(|version| version.state == "published").collect();
    published.sort_by_key(|version| std::cmp::Reverse(version.published_at));
    for version in published {
        let framework = frameworks::content(act, version.id).await?;
        if framework.kind == Kind::TeamReview {
            return Ok((version.id, framework));
        }
    }
    Err(Error::NotFound)
}

/// Opens an exercise. The spread is shown when it is closed: whoever reads it before would read with the others' eyes.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn open_calibration(act: &mut Act, id: CalibrationId) -> Result<CalibrationPage> {
    act.require(Action::Calibrate, &Object::Standards)?;
    let all = reviews::calibrations(&mut act.tx).await?;
    let calibration = all.into_iter().find(|known| known.id == id).ok_or(Error::NotFound)?;
    let framework = frameworks::content(act, calibration.framework_id).await?;
    let readings = reviews::calibration_readings(&mut act.tx, id).await?;
    let me = act.me();
    let mine = readings.iter().find(|(reader, _)| *reader == me).map(|(_, marks)| marks.clone()).unwrap_or_default();
    let marks: Vec<BTreeMap<String, String>> = readings.into_iter().map(|(_, marks)| marks).collect();
    let readers = marks.len();
    let (spread, agreed) = match calibration.closed_on {
        Some(day) => spread(&framework, &calibration.standards, &marks, &practice::days::long(day)),
        None => (Vec::new(), None),
    };
    let may_close = calibration.closed_on.is_none() && act.may(Action::PutUpCalibration, &Object::Standards);
    act.journal(Happened::Calibrated, None, None, calibration.title.clone()).await?;
    Ok(CalibrationPage { calibration, framework, mine, readers, spread, agreed, may_close })
}

/// Keeps how the person marked the case.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Invalid` for a part not marked, or said not to apply where it always
/// does; `Refused` once it is closed.
pub async fn mark_calibration(act: &mut Act, id: CalibrationId, marks: &BTreeMap<String, String>) -> Result<()> {
    let page = open_calibration(act, id).await?;
    if page.calibration.closed_on.is_some() {
        return Err(Error::Refused("This exercise is closed: the group has seen its spread.".into()));
    }
    let mut kept = BTreeMap::new();
    let mut problems = Vec::new();
    for standard in page.calibration.standards.iter().filter_map(|id| page.framework.standard(id)) {
        for element in &standard.elements {
            let part = part_name(standard, element);
            let mark = marks.get(&part).and_then(|word| Mark::parse(word, &page.framework.scale));
            let says = match mark {
                Some(Mark::NotApplicable) if !element.may_not_apply => {
                    format!("{part} always applies. Give it a mark.")
                }
                Some(mark) => {
                    kept.insert(part, mark.word(&page.framework.scale).to_owned());
                    continue;
                }
                None => format!("Mark {part}, or say that it was not seen."),
            };
            problems.push(Field::new(format!("mark-{part}"), says));
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let me = act.me();
    reviews::put_calibration_reading(&mut act.tx, id, me, &kept).await?;
    act.journal(Happened::Calibrated, None, None, page.calibration.title).await
}

/// Closes an exercise: everybody who reviews sees the spread.
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Refused` with fewer than two readings.
pub async fn close_calibration(act: &mut Act, id: CalibrationId) -> Result<()> {
    let page = open_calibration(act, id).await?;
    act.require(Action::PutUpCalibration, &Object::Standards)?;
    if page.readers < 2 {
        return Err(Error::Refused("Fewer than two have read it, so there is no spread to look at.".into()));
    }
    let today = act.today();
    reviews::close_calibration(&mut act.tx, id, today).await?;
    act.journal(Happened::Calibrated, None, None, page.calibration.title).await
}
