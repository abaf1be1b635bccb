use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::frameworks::Framework;
use practice::ids::{PersonId, ReviewId, SampledCaseId};
use practice::reviews::{Apart, GO_TOGETHER, Mark, MarkedTwice, ReadTwice, part_name};
use programme::reviews::{self, Moderated, ModerationPage as Found};
use programme::{Act, Error};

use super::{ReviewHead, afresh, counted};
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
    /// How far readers agree; empty where no part was given a mark by two.
    all: String,
    low: bool,
    by_standard: Vec<(String, String)>,
    by_pair: Vec<(String, String)>,
    /// The differences that are not in the figures; empty where there are none.
    beside: String,
    go_together: &'static str,
    /// Where the lead says why something is not read by two; empty for others.
    why_not: String,
    lines: Vec<Line>,
}

/// One case and its second reading.
struct Line {
    reference: String,
    first: String,
    /// What is read a second time, and why; empty for whoever does not lead, before somebody is asked.
    what: String,
    state: String,
    /// A link for the person who reads it.
    read: String,
    ask: String,
    /// Where an unfinished second reading is withdrawn; empty where there is none, or for whoever may not.
    withdraw: String,
    /// The version of the second reading; 0 where nobody is asked.
    seen: i64,
    name: String,
    readers: Vec<Choice>,
    to_talk: Vec<Difference>,
    talked: Vec<Difference>,
    /// "5 differences, talked through".
    talked_words: String,
    /// Where what they came to is sent; empty for whoever may not.
    talk: String,
}

/// A part on which two readers differ.
struct Difference {
    /// "S18b immediate safety dealt with the same day".
    part: String,
    /// The part alone, as the form sends it.
    key: String,
    /// In what way they differ.
    apart: &'static str,
    first: String,
    second: String,
    /// What they came to; empty where nobody has talked.
    settled: String,
    /// The mark of the first reading as it is now, where that is not what they came to.
    still: String,
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
            standing: format!(
                "{done} of {} {} read by two.",
                counted(found.cases.len(), "case"),
                if done == 1 { "is" } else { "are" }
            ),
            all: agreement.all.as_ref().map(ToString::to_string).unwrap_or_default(),
            low: agreement.all.as_ref().is_some_and(statistics::Agreed::is_low),
            by_standard: told(&agreement.by_standard),
            by_pair: agreement.by_pair.iter().map(|(pair, agreed)| (named(found, *pair), agreed.to_string())).collect(),
            beside: agreement.beside(),
            go_together: GO_TOGETHER,
            why_not: if found.leads && found.may_ask && !found.cases.iter().all(Moderated::is_read_by_two) {
                format!("{}/complete#read_once", review.href)
            } else {
                String::new()
            },
            lines: found.cases.iter().map(|line| Line::of(act, found, line, &review.href, typed)).collect(),
            review,
        }
    }
}

/// "Bridget Nwachukwu and Marek Wisniewski".
fn named(found: &Found, pair: [PersonId; 2]) -> String {
    let mut names = pair.map(|reader| found.names.get(&reader).map_or("somebody", String::as_str));
    names.sort_unstable();
    names.join(" and ")
}

/// How far the second reading of a case has come.
fn state(found: &Found, line: &Moderated) -> String {
    let Some(second) = &line.second else {
        return match line.case.read_on {
            Some(_) => "Nobody is asked yet".to_owned(),
            None => "Somebody can be asked when the first reading is finished".to_owned(),
        };
    };
    let reader = &second.reader;
    let more = match (found.may_ask && line.is_to_be_extended(), second.locked_at, line.why_not_the_rest()) {
        (false, ..) => String::new(),
        (true, Some(_), why) if !why.is_empty() => format!(
            ". It now has to be read whole, and {reader} cannot read the rest. {} The report says that it was not \
             read whole by two",
            why.trim_end()
        ),
        _ => ". It now has to be read whole: ask again, and nothing of what is marked is lost".to_owned(),
    };
    if second.locked_at.is_none() {
        let is_begun = second.version > 1;
        return format!("{reader} {}{more}", if is_begun { "is reading it" } else { "is asked to read it" });
    }
    match (line.differing.as_ref().filter(|_| line.case.read_on.is_some()), line.to_talk()) {
        (None, _) => format!("{reader} is done; the first reading is open again{more}"),
        (Some(_), 0) => format!("Read by {reader}{more}"),
        (Some(_), some) => format!("Read by {reader}; {some} to talk through{more}"),
    }
}

impl Line {
    fn of(act: &Act, found: &Found, line: &Moderated, review: &str, typed: &Fields) -> Self {
        let case = &line.case;
        let here = format!("{review}/cases/{}/second", case.id);
        let mine = line.second.as_ref().is_some_and(|s| s.reader_id == act.me() && s.locked_at.is_none());
        let why: Vec<&str> = line.why.iter().map(|why| ReadTwice::words(*why)).collect();
        let is_whole = line.second.as_ref().map_or(line.whole, |second| second.whole);
        let what = match (is_whole, why.is_empty()) {
            _ if line.second.is_none() && !found.leads => String::new(),
            (false, _) => "The critical standards".to_owned(),
            (true, true) => "The whole case".to_owned(),
            (true, false) => format!("The whole case: {}", why.join(", ")),
        };
        let name = format!("second-{}", case.id);
        let chosen = match typed.get(&name) {
            "" => line.second.as_ref().map(|s| s.reader_id.to_string()).unwrap_or_default(),
            typed => typed.to_owned(),
        };
        let done = line.second.as_ref().filter(|second| second.locked_at.is_some());
        let part = line.second.as_ref().filter(|second| second.locked_at.is_some() || line.differing.is_some());
        // The rest of a reading that is done in part is read by whoever read the part, and has seen nothing since.
        let could = line.could.iter().filter(|person| part.is_none_or(|part| part.reader_id == person.id));
        let readers: Vec<Choice> =
            could.map(|person| Choice::new(person.id.to_string(), &person.name, &chosen)).collect();
        let to_ask = done.is_none() || line.is_to_be_extended() && !readers.is_empty();
        let (to_talk, talked): (Vec<_>, Vec<_>) =
            differences(found, line, typed).into_iter().partition(|found| found.settled.is_empty());
        Self {
            reference: case.reference.clone(),
            first: case.reviewer.clone().unwrap_or_else(|| "Nobody yet".to_owned()),
            what,
            state: state(found, line),
            read: if mine { here.clone() } else { String::new() },
            ask: if found.may_ask && to_ask && case.read_on.is_some() { format!("{here}/ask") } else { String::new() },
            withdraw: match &line.second {
                Some(_) if found.may_ask && done.is_none() => format!("{here}/withdraw"),
                _ => String::new(),
            },
            seen: line.second.as_ref().map_or(0, |second| second.version),
            readers: std::iter::once(Choice::nothing("Choose a reader")).chain(readers).collect(),
            name,
            talked_words: match talked.len() {
                1 => format!("1 difference in case {}, talked through", case.reference),
                some => format!("{some} differences in case {}, talked through", case.reference),
            },
            to_talk,
            talked,
            talk: if line.may_talk { format!("{here}/talk") } else { String::new() },
        }
    }
}

fn differences(found: &Found, line: &Moderated, typed: &Fields) -> Vec<Difference> {
    let framework = &found.opened.framework;
    let scale = &framework.scale;
    let label = |mark: Mark| scale.label(mark.word(scale)).to_owned();
    let all = line.differing.iter().flatten();
    all.map(|(found, talk)| {
        let settled_name = format!("settled-{}-{}", line.case.id, found.part);
        let why_name = format!("why-{}-{}", line.case.id, found.part);
        let now = line.case.record.marks.get(&found.part).and_then(|word| Mark::parse(word, scale));
        let came_to = talk.as_ref().and_then(|talk| Mark::parse(&talk.settled, scale));
        let still = now.filter(|now| came_to.is_some_and(|came_to| came_to != *now));
        Difference {
            part: in_words(framework, found),
            key: found.part.clone(),
            apart: found.apart().map_or("", Apart::words),
            first: label(found.first),
            second: label(found.second),
            settled: talk.as_ref().map(|talk| scale.label(&talk.settled).to_owned()).unwrap_or_default(),
            still: still.map(label).unwrap_or_default(),
            why: talk.as_ref().map_or_else(|| typed.get(&why_name).to_owned(), |talk| talk.why.clone()),
            marks: marks(scale, typed.get(&settled_name)),
            settled_name,
            why_name,
        }
    })
    .collect()
}

/// A part with what it says.
fn in_words(framework: &Framework, found: &MarkedTwice) -> String {
    let standard = framework.standard(&found.standard);
    let element = standard.and_then(|s| s.elements.iter().find(|element| part_name(s, element) == found.part));
    element.map_or_else(|| found.part.clone(), |element| format!("{} {}", found.part, element.text))
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
    let seen = seen(&form);
    let saved = reviews::ask_second_reader(&mut form.act, review, case, chosen, seen).await;
    after(&site, form, review, saved, "They are asked. They see nothing of the first reading until theirs is done.")
        .await
}

/// The version of the second reading that the page had shown.
fn seen(form: &Writing) -> i64 {
    form.fields.get("seen").parse().unwrap_or_default()
}

/// Withdraws a second reading that is not finished.
pub(super) async fn withdraw(
    State(site): State<Site>,
    Path((review, case)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let (review, case): (ReviewId, SampledCaseId) = (id(&review)?, id(&case)?);
    let seen = seen(&form);
    let saved = reviews::withdraw_second_reader(&mut form.act, review, case, seen).await;
    after(&site, form, review, saved, "The second reading is withdrawn. What both readers had finished stays.").await
}

/// Writes down what two readers came to.
pub(super) async fn talk(
    State(site): State<Site>,
    Path((review, case)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let (review, case): (ReviewId, SampledCaseId) = (id(&review)?, id(&case)?);
    let part = form.fields.get("part").to_owned();
    let field = |name: &str| form.fields.get(&format!("{name}-{case}-{part}")).to_owned();
    let (settled, why) = (field("settled"), field("why"));
    let saved = reviews::talk_through(&mut form.act, review, case, &part, &settled, &why).await;
    after(&site, form, review, saved, "What you came to is kept beside both readings.").await
}
