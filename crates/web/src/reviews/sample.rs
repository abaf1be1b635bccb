use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::access::Action;
use practice::days;
use practice::ids::{PersonId, ReviewId, SampledCaseId};
use practice::reviews::{Exemption, Stage};
use programme::reviews::{self, Given, Sample};
use programme::{Act, Error, Field};
use store::reviews::{CasePlace, SampledCase};

use super::{Menu, address, afresh, case_word, counted, tabs};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// How much of a rank is shown: enough to tell any two apart.
const RANK_SHOWN: usize = 16;

/// The cases of a review, who reads each, and how they were drawn.
#[derive(Template)]
#[template(path = "reviews/sample.html")]
pub(super) struct SamplePage {
    chrome: Chrome,
    errors: Errors,
    review: Menu,
    review_href: String,
    team: String,
    heading: String,
    /// "10 cases, one for each worker", or what comes before the draw.
    summary: String,
    groups: Vec<Group>,
    replaced: Vec<Replaced>,
    exempt: Vec<(String, String)>,
    /// Whether the lead can exempt somebody, and whom.
    may_exempt: bool,
    workers: Vec<Choice>,
    kinds: Vec<Choice>,
    exempt_typed: String,
    /// The version of each case that could leave the sample, by worker, as the page was made.
    exempt_seen: Vec<(String, i64)>,
    /// The seed and the day of the draw, once it is drawn.
    drawn: Option<Drawn>,
    may_draw: bool,
    may_give: bool,
    is_practice_sample: bool,
    /// "case" or "item".
    what: &'static str,
}

struct Drawn {
    seed: String,
    on: String,
}

/// The cases of a team review, or the items of one sign.
struct Group {
    title: String,
    cases: Vec<CaseView>,
}

struct CaseView {
    id: String,
    /// Where it is read; empty for somebody who does not review.
    href: String,
    reference: String,
    worker: String,
    /// "Review of support at home, open since 3 February 2026".
    about: String,
    state: String,
    reader: String,
    /// Who may be given it, for whoever gives it.
    readers: Vec<Choice>,
    reader_error: String,
    /// Who has it as the page is made; empty for nobody.
    reader_seen: String,
    /// The version of what is written in it.
    version: i64,
    /// The first digits of its rank in the draw.
    rank: String,
    /// "The lowest of 12 that could be drawn. Next would be LD-0417."
    place: String,
    /// Whether another case of the same worker can take its place.
    may_replace: bool,
    because_typed: String,
    because_error: String,
}

struct Replaced {
    reference: String,
    worker: String,
    because: String,
}

/// Which form of this page was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sent {
    /// Who reads each case.
    Readers,
    /// The one that replaces this case.
    Replace(SampledCaseId),
    /// The one that exempts somebody.
    Exempt,
}

/// A form on this page that could not be saved.
struct Unsaved {
    sent: Sent,
    /// By the names of the fields, as they stand on the page.
    problems: Vec<Field>,
    typed: Fields,
    status: StatusCode,
}

impl Unsaved {
    /// What was typed in a form, where it is the one that was sent.
    fn typed(&self, sent: Sent) -> Option<&Fields> {
        (self.sent == sent).then_some(&self.typed)
    }

    /// The cases that somebody has given to another reader since the page was made, each told by name.
    fn given_meanwhile(&self, sample: &Sample) -> Vec<Field> {
        if self.sent != Sent::Readers || self.status != StatusCode::CONFLICT {
            return Vec::new();
        }
        let moved = sample.cases.iter().filter(|case| {
            self.typed.iter().any(|(name, had)| name == format!("had-{}", case.id) && had != has_it(case))
        });
        let says = "Somebody has given this case to another reader since you opened the page. The list shows who has it now; choose again if it is to change.";
        let mut found: Vec<Field> = moved.map(|case| Field::new(format!("reviewer-{}", case.id), says)).collect();
        if found.is_empty() {
            let says = "A case was replaced since you opened the page, so nothing was saved. The lists show the cases as they are now; choose again.";
            found.push(Field::new("readers", says));
        }
        found
    }
}

/// Who has a case; empty for nobody.
fn has_it(case: &SampledCase) -> String {
    case.reviewer_id.0.map_or_else(String::new, |reader| reader.to_string())
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<SamplePage>> {
    let page = show(&mut reading.act, reading.chrome, id(&review)?, None).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn show(act: &mut Act, chrome: Chrome, review: ReviewId, unsaved: Option<&Unsaved>) -> Result<SamplePage> {
    let sample = reviews::sample(act, review).await?;
    let opened = &sample.opened;
    let leads = act.may(Action::PlanReview, &opened.object());
    let reads = act.may(Action::SeeEvidence, &opened.object());
    let row = &opened.review;
    let mut problems: Vec<Field> = unsaved.map(|unsaved| unsaved.problems.clone()).unwrap_or_default();
    problems.extend(unsaved.map(|unsaved| unsaved.given_meanwhile(&sample)).unwrap_or_default());
    let typed = |name: &str| unsaved.and_then(|u| u.typed(Sent::Exempt)).map_or("", |typed| typed.get(name));
    let may_give = leads && row.stage.takes_evidence();
    Ok(SamplePage {
        chrome: chrome.titled(&format!("Cases, {}, {}", row.team, row.title)).with_mistakes(!problems.is_empty()),
        groups: groups(&sample, leads && row.stage.takes_evidence(), reads, unsaved, &problems),
        errors: problems.into(),
        review: Menu { tabs: tabs(act, opened, "Cases") },
        review_href: address(row.id),
        team: row.team.clone(),
        heading: row.title.clone(),
        summary: summary(&sample),
        replaced: sample.replaced.iter().map(replaced).collect(),
        exempt: sample.exempt.iter().map(|exempt| (exempt.worker.clone(), exempt.reason.clone())).collect(),
        drawn: row.seed.clone().zip(row.drawn_on).map(|(seed, on)| Drawn { seed, on: days::long(on) }),
        may_draw: leads && row.stage == Stage::Announced,
        may_give,
        may_exempt: may_give && !sample.may_be_exempt.is_empty(),
        workers: workers(&sample, typed("worker")),
        kinds: Exemption::KINDS.iter().map(|(word, says)| Choice::new(*word, *says, typed("kind"))).collect(),
        exempt_typed: typed("exempt_because").to_owned(),
        exempt_seen: sample.cases.iter().map(|case| (format!("seen-{}", case.worker_id), case.version)).collect(),
        is_practice_sample: opened.is_practice_sample(),
        what: case_word(opened),
    })
}

fn summary(sample: &Sample) -> String {
    let all = counted(sample.cases.len(), case_word(&sample.opened));
    match sample.opened.review.stage {
        Stage::Planned => "Nothing is drawn yet. The team is told first.".to_owned(),
        Stage::Announced => "Nothing is drawn yet.".to_owned(),
        _ if sample.opened.is_practice_sample() => format!("{all} drawn, so many for each sign."),
        _ => format!("{all} drawn, one for each worker who could have one."),
    }
}

/// In one group, or one for each sign.
fn groups(sample: &Sample, leads: bool, reads: bool, unsaved: Option<&Unsaved>, problems: &[Field]) -> Vec<Group> {
    let mut by_sign: BTreeMap<&str, Vec<CaseView>> = BTreeMap::new();
    for case in &sample.cases {
        by_sign.entry(case.standard.as_str()).or_default().push(view(sample, case, (leads, reads), unsaved, problems));
    }
    by_sign
        .into_iter()
        .map(|(sign, cases)| {
            let named = sample.opened.framework.standard(sign).map(|sign| format!("{} {}", sign.id, sign.name));
            Group { title: named.unwrap_or_else(|| "Cases".to_owned()), cases }
        })
        .collect()
}

fn view(
    sample: &Sample,
    case: &SampledCase,
    (leads, reads): (bool, bool),
    unsaved: Option<&Unsaved>,
    problems: &[Field],
) -> CaseView {
    let opened = &sample.opened;
    let says = |field: &str| {
        let named = format!("{field}-{}", case.id);
        problems.iter().find(|problem| problem.name == named).map_or_else(String::new, |found| found.says.clone())
    };
    // Who was chosen stands again, but where somebody else has given the case since.
    let chosen = unsaved
        .and_then(|unsaved| unsaved.typed(Sent::Readers))
        .filter(|typed| typed.get(&format!("had-{}", case.id)) == has_it(case));
    let chosen = chosen.map_or_else(|| has_it(case), |typed| typed.get(&format!("reviewer-{}", case.id)).to_owned());
    let eligible = sample.draw.get(&case.worker_id);
    CaseView {
        id: case.id.to_string(),
        href: if reads { format!("{}/cases/{}", address(opened.review.id), case.id) } else { String::new() },
        reference: case.reference.clone(),
        worker: case.worker.clone(),
        about: format!("{}, open since {}", case.kind, days::long(case.opened)),
        state: state(case),
        reader: case.reviewer.clone().unwrap_or_else(|| "Nobody yet".to_owned()),
        readers: if leads { readers(sample, case, &chosen) } else { Vec::new() },
        reader_error: says("reviewer"),
        reader_seen: has_it(case),
        version: case.version,
        rank: case.rank.chars().take(RANK_SHOWN).collect(),
        place: eligible.map_or_else(String::new, |(of, next)| place(*of, next.as_deref())),
        may_replace: leads && case.read_on.is_none() && eligible.is_some_and(|(_, next)| next.is_some()),
        because_typed: unsaved
            .and_then(|unsaved| unsaved.typed(Sent::Replace(case.id)))
            .map_or_else(String::new, |typed| typed.get("because").to_owned()),
        because_error: says("because"),
    }
}

fn state(case: &SampledCase) -> String {
    match (case.read_on, case.saved_at) {
        (Some(day), _) => format!("Read {}", days::long(day)),
        (None, Some(_)) => "Started".to_owned(),
        (None, None) => "Not started".to_owned(),
    }
}

/// The reviewers, but for the worker whose case it is.
fn readers(sample: &Sample, case: &SampledCase, chosen: &str) -> Vec<Choice> {
    let free = sample.opened.reviewers.iter().filter(|person| person.id != case.worker_id);
    let mut choices: Vec<Choice> =
        free.map(|person| Choice::new(person.id.to_string(), person.name.as_str(), chosen)).collect();
    // Whoever read it stays its reader, even where they no longer review.
    let has = has_it(case);
    if let Some(name) = case.reviewer.as_deref().filter(|_| choices.iter().all(|choice| choice.value != has)) {
        choices.push(Choice::new(has, name, chosen));
    }
    std::iter::once(Choice::nothing("Nobody yet")).chain(choices).collect()
}

/// A case and its place among those of its worker that could be drawn.
fn place(of: usize, next: Option<&str>) -> String {
    let of = if of == 1 {
        "The only one that could be drawn.".to_owned()
    } else {
        format!("One of {of} that could be drawn.")
    };
    match next {
        Some(next) => format!("{of} Next would be {next}."),
        None => of,
    }
}

fn replaced(case: &SampledCase) -> Replaced {
    Replaced {
        reference: case.reference.clone(),
        worker: case.worker.clone(),
        because: case.replaced_because.clone().unwrap_or_default(),
    }
}

/// Workers who can still be exempted.
fn workers(sample: &Sample, chosen: &str) -> Vec<Choice> {
    let named = sample.may_be_exempt.iter().map(|(id, name)| Choice::new(id.to_string(), name, chosen));
    std::iter::once(Choice::nothing("Choose a worker")).chain(named).collect()
}

/// Gives each case to a reader, or to nobody.
pub(super) async fn give(State(site): State<Site>, Path(review): Path<String>, mut form: Writing) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let mut given = Vec::new();
    for (name, had) in form.fields.iter() {
        let Some(case) = name.strip_prefix("had-") else { continue };
        let to = person(form.fields.get(&format!("reviewer-{case}")))?;
        given.push(Given { case: id(case)?, to, seen: person(had)? });
    }
    let done = reviews::assign_cases(&mut form.act, review, &given).await;
    after(site, form, review, Sent::Readers, done, "Who reads each case is saved.", Vec::new()).await
}

/// A person of a list; nobody for the empty choice.
fn person(text: &str) -> Result<Option<PersonId>> {
    if text.is_empty() { Ok(None) } else { id(text).map(Some) }
}

/// Puts the next case of the draw in the place of one that cannot be used.
pub(super) async fn replace(
    State(site): State<Site>,
    Path((review, case)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let (review, case): (ReviewId, SampledCaseId) = (id(&review)?, id(&case)?);
    let place = CasePlace { id: case, seen: form.fields.get("seen").parse().unwrap_or_default() };
    let done = reviews::replace_case(&mut form.act, review, place, form.fields.get("because")).await;
    let says = "The next case of the draw has taken its place. Your reason is shown below.";
    let done = done.map_err(|error| named_for(case, error));
    let stale = Field::new(
        format!("because-{case}"),
        "Somebody has written in this case since you opened the page, or it was read or replaced. Look at it before you replace it.",
    );
    after(site, form, review, Sent::Replace(case), done, says, vec![stale]).await
}

/// The fields of the form of one case, by their names on the page.
fn named_for(case: SampledCaseId, error: Error) -> Error {
    match error {
        Error::Invalid(fields) => Error::Invalid(
            fields.into_iter().map(|field| Field::new(format!("{}-{case}", field.name), field.says)).collect(),
        ),
        other => other,
    }
}

/// Exempts a worker from the sample, for a reason that is shown.
pub(super) async fn exempt(
    State(site): State<Site>,
    Path(review): Path<String>,
    mut form: Writing,
) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let (worker, kind) = (person(form.fields.get("worker"))?, form.fields.get("kind").to_owned());
    let because = form.fields.get("exempt_because").to_owned();
    let seen = worker.and_then(|worker| form.fields.get(&format!("seen-{worker}")).parse().ok());
    let done = reviews::exempt_worker(&mut form.act, review, worker, &kind, &because, seen).await;
    let stale = Field::new(
        "worker",
        "Somebody has written in their case since you opened the page. Look at it before it leaves the sample.",
    );
    after(site, form, review, Sent::Exempt, done, "They are exempt, and the reason is shown below.", vec![stale]).await
}

/// Back to the page: with what was done, or with what was typed and how to mend it.
async fn after(
    site: Site,
    form: Writing,
    review: ReviewId,
    sent: Sent,
    done: programme::Result<()>,
    says: &str,
    stale: Vec<Field>,
) -> Result<Response> {
    let (problems, status) = match done {
        Ok(()) => {
            form.act.commit().await?;
            return Ok(SeeOther::to(format!("{}/sample", address(review))).saying(says).into_response());
        }
        Err(Error::Invalid(fields)) => (fields, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::Stale) => (stale, StatusCode::CONFLICT),
        Err(other) => return Err(other.into()),
    };
    let mut act = afresh(&site, form.act, &form.who).await?;
    let unsaved = Unsaved { sent, problems, typed: form.fields, status };
    let page = show(&mut act, form.chrome, review, Some(&unsaved)).await?;
    act.commit().await?;
    Ok(Page::new(page).status(unsaved.status).into_response())
}
