use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::ids::{ReviewId, SampledCaseId};
use practice::reviews::{CaseRecord, Mark, ReadTwice, part_name, standards_read_twice};
use programme::reviews::{self, Moderated, ModerationPage as Found, SecondPage as Second};
use programme::{Act, Error};

use super::{ReviewHead, afresh};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// Second readings, where readers differ, and how far they agree.
#[derive(Template)]
#[template(path = "reviews/moderation.html")]
pub(super) struct ModerationPage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    back: String,
    /// "3 of 8 cases are read twice."
    standing: String,
    all: String,
    low: bool,
    by_standard: Vec<(String, String)>,
    by_pair: Vec<(String, String)>,
    beside: usize,
    lines: Vec<Line>,
}

/// One case and its second reading.
struct Line {
    reference: String,
    first: String,
    /// What is read a second time, and why.
    what: String,
    state: String,
    /// A link for the person who reads it.
    read: String,
    ask: String,
    name: String,
    readers: Vec<Choice>,
    differences: Vec<Difference>,
    talk: String,
}

/// A part on which two readers differ.
struct Difference {
    part: String,
    first: String,
    second: String,
    /// What they came to; empty where nobody has talked.
    settled: String,
    why: String,
    /// The names of the fields to talk it through.
    settled_name: String,
    why_name: String,
    marks: Vec<Choice>,
}

impl ModerationPage {
    fn of(act: &Act, found: &Found, chrome: Chrome, errors: Errors, typed: &Fields) -> Self {
        let review = ReviewHead::with_tabs(&found.opened, act, "Cases");
        let done = found.cases.iter().filter(|line| line.differing.is_some()).count();
        let agreement = &found.agreement;
        let told = |pairs: &[(String, statistics::Agreed)]| {
            pairs.iter().map(|(name, agreed)| (name.clone(), agreed.to_string())).collect()
        };
        Self {
            chrome: chrome.titled(&review.titled("Read twice")).with_mistakes(!errors.is_empty()),
            errors,
            back: format!("{}/sample", review.href),
            standing: format!("{done} of {} cases are read by two.", found.cases.len()),
            all: agreement.all.as_ref().map(ToString::to_string).unwrap_or_default(),
            low: agreement.all.as_ref().is_some_and(statistics::Agreed::is_low),
            by_standard: told(&agreement.by_standard),
            by_pair: told(&agreement.by_pair),
            beside: agreement.beside,
            lines: found.cases.iter().map(|line| Line::of(act, found, line, &review.href, typed)).collect(),
            review,
        }
    }
}

impl Line {
    fn of(act: &Act, found: &Found, line: &Moderated, review: &str, typed: &Fields) -> Self {
        let case = &line.case;
        let here = format!("{review}/cases/{}/second", case.id);
        let mine = line.second.as_ref().is_some_and(|s| s.reader_id == act.me() && s.locked_at.is_none());
        let why: Vec<&str> = line.why.iter().map(|why| ReadTwice::words(*why)).collect();
        let what = if why.is_empty() {
            "The critical standards".to_owned()
        } else {
            format!("The whole case: {}", why.join(", "))
        };
        let state = match (&line.second, case.read_on) {
            (None, _) => "Nobody is asked yet".to_owned(),
            (Some(second), _) if second.locked_at.is_none() => format!("{} is reading it", second.reader),
            (Some(second), None) => format!("{} is done; the first reading is not", second.reader),
            (Some(second), Some(_)) => match line.to_talk() {
                0 => format!("Read by {}", second.reader),
                some => format!("Read by {}; {some} to talk through", second.reader),
            },
        };
        let name = format!("second-{}", case.id);
        let chosen = match typed.get(&name) {
            "" => line.second.as_ref().map(|s| s.reader_id.to_string()).unwrap_or_default(),
            typed => typed.to_owned(),
        };
        let readers = line.could.iter().map(|person| Choice::new(person.id.to_string(), &person.name, &chosen));
        let locked = line.second.as_ref().is_some_and(|s| s.locked_at.is_some());
        Self {
            reference: case.reference.clone(),
            first: case.reviewer.clone().unwrap_or_else(|| "Nobody yet".to_owned()),
            what,
            state,
            read: if mine { here.clone() } else { String::new() },
            ask: if found.may_ask && !locked { format!("{here}/ask") } else { String::new() },
            readers: std::iter::once(Choice::nothing("Choose a reader")).chain(readers).collect(),
            name,
            differences: differences(found, line, typed),
            talk: format!("{here}/talk"),
        }
    }
}

fn differences(found: &Found, line: &Moderated, typed: &Fields) -> Vec<Difference> {
    let scale = &found.opened.framework.scale;
    let label = |mark: Mark| scale.label(mark.word(scale)).to_owned();
    let all = line.differing.iter().flatten();
    all.map(|(found, talk)| {
        let settled_name = format!("settled-{}", found.part);
        let why_name = format!("why-{}", found.part);
        Difference {
            part: found.part.clone(),
            first: label(found.first),
            second: label(found.second),
            settled: talk.as_ref().map(|talk| scale.label(&talk.settled).to_owned()).unwrap_or_default(),
            why: talk.as_ref().map_or_else(|| typed.get(&why_name).to_owned(), |talk| talk.why.clone()),
            marks: marks(scale, typed.get(&settled_name)),
            settled_name,
            why_name,
        }
    })
    .collect()
}

fn marks(scale: &practice::frameworks::Scale, chosen: &str) -> Vec<Choice> {
    let words = scale.choices().into_iter().map(|mark| mark.word(scale).to_owned());
    words.map(|word| Choice::new(&word, scale.label(&word), chosen)).collect()
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<ModerationPage>> {
    let found = reviews::moderation(&mut reading.act, id(&review)?).await?;
    let page = ModerationPage::of(&reading.act, &found, reading.chrome, Errors::none(), &Fields::default());
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// After a form of this page: back to it, or the page with what is to be put right.
async fn after(
    site: &Site,
    form: Writing,
    review: ReviewId,
    saved: programme::Result<()>,
    says: &str,
) -> Result<Response> {
    match saved {
        Ok(()) => {
            form.act.commit().await?;
            Ok(SeeOther::to(format!("/reviews/{review}/moderation")).saying(says).into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(site, form.act, &form.who).await?;
            let found = reviews::moderation(&mut act, review).await?;
            let page = ModerationPage::of(&act, &found, form.chrome, problems.into(), &form.fields);
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Asks somebody to read a case a second time.
pub(super) async fn ask(
    State(site): State<Site>,
    Path((review, case)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let (review, case): (ReviewId, SampledCaseId) = (id(&review)?, id(&case)?);
    let chosen = form.fields.get(&format!("second-{case}")).parse().ok();
    let saved = reviews::ask_second_reader(&mut form.act, review, case, chosen).await;
    after(&site, form, review, saved, "They are asked. They see nothing of the first reading until theirs is done.")
        .await
}

/// Writes down what two readers came to.
pub(super) async fn talk(
    State(site): State<Site>,
    Path((review, case)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let (review, case): (ReviewId, SampledCaseId) = (id(&review)?, id(&case)?);
    let part = form.fields.get("part").to_owned();
    let (settled, why) = (form.fields.get(&format!("settled-{part}")), form.fields.get(&format!("why-{part}")));
    let saved = reviews::talk_through(&mut form.act, review, case, &part, settled, why).await;
    after(&site, form, review, saved, "What you came to is kept beside both readings.").await
}

/// A case read a second time: its parts and their marks, and nothing of the first reading.
#[derive(Template)]
#[template(path = "reviews/second-reading.html")]
pub(super) struct SecondPage {
    chrome: Chrome,
    errors: Errors,
    back: String,
    here: String,
    reference: String,
    team: String,
    whole: bool,
    seen: i64,
    locked: bool,
    standards: Vec<SecondStandard>,
}

/// One standard to mark.
struct SecondStandard {
    title: String,
    statement: String,
    parts: Vec<SecondPart>,
}

/// One part to mark.
struct SecondPart {
    name: String,
    legend: String,
    essential: bool,
    marks: Vec<SecondMark>,
    value: String,
    reason_name: String,
    reason: String,
    error: String,
}

/// One mark to choose.
struct SecondMark {
    value: String,
    text: String,
    asks_note: bool,
}

impl SecondPage {
    fn of(found: &Second, chrome: Chrome, errors: Errors, typed: Option<&Fields>) -> Self {
        let framework = &found.opened.framework;
        let scale = &framework.scale;
        let review = format!("/reviews/{}", found.opened.review.id);
        let title = format!("Read a second time, case {}", found.case.reference);
        let standards = standards_read_twice(framework, found.reading.whole)
            .into_iter()
            .map(|standard| SecondStandard {
                title: format!("{} {}", standard.id, standard.name),
                statement: standard.statement.clone(),
                parts: standard
                    .elements
                    .iter()
                    .map(|element| {
                        let part = part_name(standard, element);
                        let name = format!("mark-{part}");
                        let reason_name = format!("reason-{part}");
                        let kept = |map: &std::collections::BTreeMap<String, String>| {
                            map.get(&part).cloned().unwrap_or_default()
                        };
                        SecondPart {
                            legend: format!("{part} {}", element.text),
                            essential: element.gate,
                            marks: scale
                                .choices()
                                .into_iter()
                                .filter(|mark| element.may_not_apply || *mark != Mark::NotApplicable)
                                .map(|mark| SecondMark {
                                    value: mark.word(scale).to_owned(),
                                    text: scale.label(mark.word(scale)).to_owned(),
                                    asks_note: false,
                                })
                                .collect(),
                            value: typed.map_or_else(|| kept(&found.reading.record.marks), |f| f.get(&name).to_owned()),
                            reason: typed.map_or_else(
                                || kept(&found.reading.record.reasons),
                                |f| f.get(&reason_name).to_owned(),
                            ),
                            error: errors.of(&name).to_owned(),
                            name,
                            reason_name,
                        }
                    })
                    .collect(),
            })
            .collect();
        Self {
            chrome: chrome.titled(&title).with_mistakes(!errors.is_empty()),
            errors,
            back: format!("{review}/moderation"),
            here: format!("{review}/cases/{}/second", found.case.id),
            reference: found.case.reference.clone(),
            team: found.opened.review.team.clone(),
            whole: found.reading.whole,
            seen: found.reading.version,
            locked: found.reading.locked_at.is_some(),
            standards,
        }
    }
}

pub(super) async fn second(
    Path((review, case)): Path<(String, String)>,
    mut reading: Reading,
) -> Result<Page<SecondPage>> {
    let found = reviews::open_second(&mut reading.act, id(&review)?, id(&case)?).await?;
    let page = SecondPage::of(&found, reading.chrome, Errors::none(), None);
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Saves a second reading, or says that it is done.
pub(super) async fn save(
    State(site): State<Site>,
    Path((review, case)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let at: (ReviewId, SampledCaseId) = (id(&review)?, id(&case)?);
    let words = |prefix: &str| {
        let given = form.fields.with_prefix(prefix).filter(|(_, words)| !words.trim().is_empty());
        given.map(|(part, words)| (part.to_owned(), words.trim().to_owned())).collect()
    };
    let record = CaseRecord { marks: words("mark-"), reasons: words("reason-"), ..CaseRecord::default() };
    let lock = form.fields.get("then") == "lock";
    let seen = form.fields.number("seen").ok().flatten().unwrap_or(0);
    match reviews::save_second(&mut form.act, at.0, at.1, seen, &record, lock).await {
        Ok(()) => {
            form.act.commit().await?;
            let (to, says) = if lock {
                (format!("/reviews/{review}/moderation"), "Your reading is done. You see both now.")
            } else {
                (format!("/reviews/{review}/cases/{case}/second"), "Saved.")
            };
            Ok(SeeOther::to(to).saying(says).into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(&site, form.act, &form.who).await?;
            let found = reviews::open_second(&mut act, at.0, at.1).await?;
            let page = SecondPage::of(&found, form.chrome, problems.into(), Some(&form.fields));
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
