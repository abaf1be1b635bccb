use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate};
use practice::access::Action;
use practice::days::long;
use practice::ids::{ReviewId, SurveyId};
use practice::journal::Happened;
use practice::surveys::{Counted, QuestionSet, SHIPPED, Tally, counted, shipped, shown};
use statistics::Estimate;
use store::Js;
use store::surveys::{self, Survey, SurveyText, Theme};

use super::written::{Written, written};
use crate::reviews::{Opened, load};
use crate::{Act, Error, Field, Result};

/// People who have been open for fewer weeks than this are not asked yet.
const WEEKS_BEFORE_ASKING: i64 = 8;

/// How answers came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// On a screen, by the respondent.
    Online,
    /// On paper, and typed in.
    Paper,
    /// Asked on the telephone.
    Phone,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Online, Self::Paper, Self::Phone];

    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Paper => "paper",
            Self::Phone => "phone",
        }
    }

    /// Reads [`Way::as_str`] back.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == word)
    }
}

/// The question under which it is counted how many answered, and in what way.
pub(super) const WAYS: &str = "ways";

/// The surveys of a review.
pub struct SurveysPage {
    /// The review.
    pub opened: Opened,
    /// Those that are open or closed.
    pub surveys: Vec<(Survey, u32)>,
    /// What can still be asked: source, its name, the question sets that ship for it, and how many there are to ask.
    pub to_ask: Vec<ToAsk>,
    /// Whether the person may open one.
    pub may_run: bool,
}

/// A source that is a survey and has none yet.
pub struct ToAsk {
    /// Such as `E2`.
    pub source: String,
    /// Its name.
    pub name: String,
    /// The question sets that ship for it.
    pub sets: Vec<QuestionSet>,
    /// How many there are to ask, where the caseload tells.
    pub known: Option<usize>,
}

/// One survey.
pub struct SurveyPage {
    /// The review.
    pub opened: Opened,
    /// The survey.
    pub survey: Survey,
    /// Its question sets.
    pub sets: Vec<QuestionSet>,
    /// How many answered: while it is open, of those that are sealed.
    pub returned: u32,
    /// How many answered, by the way it came, once it is closed. `None` for fewer than five, and for a further way
    /// through which that could be worked out.
    pub ways: Vec<(Way, Option<u32>)>,
    /// How many of those asked answered.
    pub response: Option<Estimate>,
    /// What they answered, once the survey is closed: set by set.
    pub results: Vec<SetResult>,
    /// What people wrote, once it is closed: all of it for whoever runs the survey and looks it over, and for others
    /// what may be quoted, where ten or more wrote something.
    pub texts: Vec<SurveyText>,
    /// How many wrote something.
    pub wrote: usize,
    /// What several wrote, with how many of those who wrote. Without a share, which only whoever runs the survey sees,
    /// fewer than five named it.
    pub themes: Vec<(Theme, Option<Estimate>)>,
    /// Codes that were made, used or not.
    pub made: i64,
    /// Codes that nobody has used.
    pub unused: i64,
    /// Whether the person may print codes, close it and look over what was written.
    pub may_run: bool,
    /// Whether the person may type in answers on paper.
    pub may_enter: bool,
}

/// The results of one question set.
pub struct SetResult {
    /// The set's title.
    pub title: String,
    /// How many answered it.
    pub n: u32,
    /// Each question and what may be shown of it.
    pub questions: Vec<(String, Counted)>,
}

/// The surveys of a review, and what can still be asked.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn surveys(act: &mut Act, review: ReviewId) -> Result<SurveysPage> {
    let opened = load(act, review).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let mut found = Vec::new();
    for survey in surveys::of_review(&mut act.tx, review).await? {
        let returned = returned(act, survey.id).await?;
        found.push((survey, returned));
    }
    let may_run = opened.review.stage.takes_evidence() && act.may(Action::RunSurvey, &opened.object());
    let mut to_ask = Vec::new();
    for source in &opened.framework.sources {
        let sets: Vec<QuestionSet> =
            shipped().into_iter().filter(|set| fits(set, &opened) && set.source.as_ref() == Some(&source.id)).collect();
        if !sets.is_empty() && !found.iter().any(|(survey, _)| survey.source == source.id) {
            let known = known(act, &opened, &sets).await?;
            to_ask.push(ToAsk { source: source.id.clone(), name: source.name.clone(), sets, known });
        }
    }
    act.journal(Happened::SurveySeen, Some(review), None, "").await?;
    Ok(SurveysPage { opened, surveys: found, to_ask, may_run })
}

fn fits(set: &QuestionSet, opened: &Opened) -> bool {
    set.framework == opened.framework.id
}

/// How many there are to ask: people open for eight weeks, or those of them with a carer.
async fn known(act: &mut Act, opened: &Opened, sets: &[QuestionSet]) -> Result<Option<usize>> {
    use practice::surveys::Respondents::{Carers, People};
    let Some(respondents) = sets.first().map(|set| set.respondents) else { return Ok(None) };
    if !matches!(respondents, People | Carers) {
        return Ok(None);
    }
    let today = act.today();
    let cases = store::people::open_cases(&mut act.tx, opened.review.team_id, today).await?;
    let asked = cases.iter().filter(|case| {
        today - case.opened > Duration::weeks(WEEKS_BEFORE_ASKING)
            && (respondents != Carers || case.has_carer == Some(true))
    });
    Ok(Some(asked.count()).filter(|count| *count > 0))
}

/// Opens a survey for one source, with the question sets that ship or with the council's own.
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Invalid` for what is blank, past or not a question set; `Refused` where
/// the source is asked already or the review is over.
pub async fn start_survey(
    act: &mut Act,
    review: ReviewId,
    source: &str,
    closes_on: Option<NaiveDate>,
    phone: &str,
    own: &[String],
) -> Result<SurveyId> {
    let opened = load(act, review).await?;
    act.require(Action::RunSurvey, &opened.object())?;
    if !opened.review.stage.takes_evidence() {
        return Err(Error::Refused("Surveys are opened between the draw and the completion of a review.".into()));
    }
    let name = opened.framework.source(source).ok_or(Error::NotFound)?.name.clone();
    if surveys::of_review(&mut act.tx, review).await?.iter().any(|survey| survey.source == source) {
        return Err(Error::Refused("This source is asked already. Its survey is in the list.".into()));
    }
    let mut problems = Vec::new();
    let texts = sets_for(&opened, source, own).unwrap_or_else(|says| {
        problems.push(Field::new("own", says));
        Vec::new()
    });
    let closes_on = closes_on.filter(|day| *day > act.today());
    if closes_on.is_none() {
        problems.push(Field::new("closes", "Give the last day on which it can be answered, after today."));
    }
    let phone = phone.trim();
    if phone.is_empty() {
        problems.push(Field::new(
            "phone",
            "Give a number that people can ring for help with it, or to be asked by telephone.",
        ));
    }
    let (Some(closes_on), true) = (closes_on, problems.is_empty()) else { return Err(Error::Invalid(problems)) };
    let id = act.id();
    let new = Survey {
        id,
        review_id: review,
        source: source.to_owned(),
        title: name,
        sets: Js(texts),
        phone: phone.to_owned(),
        asked: 0,
        opened_on: act.today(),
        closes_on,
        closed_on: None,
        opened_by: act.me(),
    };
    surveys::add(&mut act.tx, &new).await?;
    act.journal(Happened::SurveyOpened, Some(review), None, source).await?;
    Ok(id)
}

/// The texts of the sets to ask: the council's own where there are any.
fn sets_for(opened: &Opened, source: &str, own: &[String]) -> std::result::Result<Vec<String>, String> {
    let own: Vec<&String> = own.iter().filter(|text| !text.trim().is_empty()).collect();
    let own_texts = own.iter().map(|text| text.as_str());
    let texts: Vec<&str> = if own.is_empty() { SHIPPED.to_vec() } else { own_texts.collect() };
    let mut fitting = Vec::new();
    let mut ids = BTreeSet::new();
    for text in texts {
        let set = QuestionSet::read(text).map_err(|problems| problems.join(" "))?;
        if !ids.insert(set.id.clone()) {
            return Err(format!("Two sets have the id “{}”. Give one of them another.", set.id));
        }
        let asks = fits(&set, opened) && set.source.as_deref() == Some(source);
        if !asks && !own.is_empty() {
            return Err(format!("“{}” asks for another source or framework.", set.id));
        }
        if asks {
            let unknown = set.questions.iter().flat_map(|q| &q.elements).find(|e| !is_part(opened, e));
            if let Some(unknown) = unknown {
                return Err(format!("“{}”: there is no standard or part “{unknown}”.", set.id));
            }
            fitting.push(text.to_owned());
        }
    }
    if fitting.is_empty() {
        Err("No question set ships for this source. Put in your own.".to_owned())
    } else {
        Ok(fitting)
    }
}

fn is_part(opened: &Opened, part: &str) -> bool {
    crate::reviews::place(opened, part).is_some()
}

/// A survey that is open, for the lead who runs it.
pub(super) async fn running(act: &mut Act, review: ReviewId, id: SurveyId) -> Result<(Opened, Survey)> {
    let opened = load(act, review).await?;
    act.require(Action::RunSurvey, &opened.object())?;
    let survey = of(act, review, id).await?;
    if survey.closed_on.is_some() {
        return Err(Error::Refused("This survey is closed. Its results are below.".into()));
    }
    Ok((opened, survey))
}

pub(super) async fn of(act: &mut Act, review: ReviewId, id: SurveyId) -> Result<Survey> {
    surveys::find(&mut act.tx, id).await?.filter(|survey| survey.review_id == review).ok_or(Error::NotFound)
}

/// Opens one survey. Its results are shown only when it is closed: two looks while it is open would tell what the
/// person said who answered in between.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn open_survey(act: &mut Act, review: ReviewId, id: SurveyId) -> Result<SurveyPage> {
    let opened = load(act, review).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let survey = of(act, review, id).await?;
    let tallies = surveys::tallies(&mut act.tx, id).await?;
    let sets = read(&survey);
    let closed = survey.closed_on.is_some();
    let came = Way::ALL.into_iter().zip(shown(&ways(&tallies)));
    let ways = came.filter(|(_, count)| *count != Some(0)).collect();
    let returned = returned(act, id).await?;
    let made = surveys::codes_made(&mut act.tx, id).await?;
    let unused = surveys::unused_codes(&mut act.tx, id).await?;
    let takes = opened.review.stage.takes_evidence();
    let may_run = takes && act.may(Action::RunSurvey, &opened.object());
    let may_enter = takes && !closed && act.may(Action::RecordEvidence, &opened.object());
    let Written { texts, wrote, themes } = written(act, &survey, may_run).await?;
    act.journal(Happened::SurveySeen, Some(review), None, survey.source.clone()).await?;
    Ok(SurveyPage {
        response: response(&survey, returned),
        returned,
        results: if closed { results(&sets, &tallies, &period(&survey)) } else { Vec::new() },
        opened,
        survey,
        sets,
        ways,
        texts,
        wrote,
        themes,
        made,
        unused,
        may_run,
        may_enter,
    })
}

/// The sets of a survey as they stood when it was opened.
pub(super) fn read(survey: &Survey) -> Vec<QuestionSet> {
    survey.sets.iter().filter_map(|text| QuestionSet::read(text).ok()).collect()
}

/// When it was asked, as it stands beside every figure.
pub(super) fn period(survey: &Survey) -> String {
    format!("asked until {}", long(survey.closed_on.unwrap_or(survey.closes_on)))
}

/// How many of those asked answered. More may answer by telephone than were to be asked: then there is no share.
pub(super) fn response(survey: &Survey, returned: u32) -> Option<Estimate> {
    Estimate::of_all(returned, u32::try_from(survey.asked).ok()?, period(survey))
}

/// How many answered: what is counted, or what is sealed while the survey is open.
pub(super) async fn returned(act: &mut Act, survey: SurveyId) -> Result<u32> {
    let counted: u32 = ways(&surveys::tallies(&mut act.tx, survey).await?).iter().sum();
    Ok(counted + surveys::sealed_count(&mut act.tx, survey).await?)
}

/// How many answered in each way, in the order of [`Way::ALL`].
fn ways(tallies: &BTreeMap<(String, String), Tally>) -> [u32; 3] {
    Way::ALL.map(|way| {
        tallies.iter().filter(|((_, question), _)| question == WAYS).filter_map(|(_, t)| t.get(way.as_str())).sum()
    })
}

/// What may be shown of every set.
fn results(sets: &[QuestionSet], tallies: &BTreeMap<(String, String), Tally>, period: &str) -> Vec<SetResult> {
    sets.iter()
        .map(|set| {
            let of = |question: &str| tallies.get(&(set.id.clone(), question.to_owned())).cloned().unwrap_or_default();
            let asked =
                set.questions.iter().filter(|q| !matches!(q.kind, practice::surveys::QuestionKind::Text { .. }));
            SetResult {
                title: set.title.clone(),
                n: of(WAYS).values().sum(),
                questions: asked
                    .map(|q| (q.wording.clone(), counted(q, &of(&q.id), set.respondents.are_staff(), period)))
                    .collect(),
            }
        })
        .collect()
}
