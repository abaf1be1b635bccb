//! What a review costs: two bars, each piece of work, and a form for more.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::days;
use practice::ids::ReviewId;
use practice::reviews::cost::{Level, Spent, figures};
use programme::beside::{self, CostLine, CostPage, NewMinutes};
use programme::{Error, Field};

use crate::Site;
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::{ReviewHead, afresh, capitalised};

/// How long a whole bar is.
const WHOLE: i64 = 1_000;

/// What the review has cost so far.
#[derive(Template)]
#[template(path = "beside/cost.html")]
pub(super) struct ReviewCostPage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    warnings: Vec<String>,
    bars: Vec<Bar>,
    lines: Vec<Line>,
    total: Line,
    may_add: bool,
    typed: Fields,
}

/// Minutes used of a budget, as a bar of 1,000.
struct Bar {
    heading: &'static str,
    words: String,
    used: i64,
    /// Where the budget ends.
    budget: i64,
    /// The class that colours what is used.
    band: &'static str,
}

/// One piece of work.
struct Line {
    work: String,
    when: String,
    reviewers: String,
    team: String,
    people: String,
    /// Where it is taken out; empty for whoever may not, for what is counted, and for the sum.
    take_out: String,
}

impl ReviewCostPage {
    fn of(found: &CostPage, chrome: Chrome, errors: Errors, typed: Fields) -> Self {
        let review = ReviewHead::of(&found.opened);
        let cost = &found.cost;
        Self {
            chrome: chrome.titled(&review.titled("Cost")).with_mistakes(!errors.is_empty()),
            errors,
            warnings: cost.warnings(),
            bars: vec![bar("Reviewers", &cost.reviewers), bar("The team", &cost.team)],
            lines: found.lines.iter().map(|one| line(one, found.may_add, &review.href)).collect(),
            total: Line {
                work: "In all".to_owned(),
                when: String::new(),
                reviewers: figures(cost.used.reviewers),
                team: figures(cost.used.team),
                people: figures(cost.used.people),
                take_out: String::new(),
            },
            may_add: found.may_add,
            review,
            typed,
        }
    }
}

fn bar(heading: &'static str, spent: &Spent) -> Bar {
    let whole = spent.used.max(spent.budget).max(1);
    let long = |minutes: i64| minutes.max(0).saturating_mul(WHOLE) / whole;
    Bar {
        heading,
        words: format!("{}.", spent.words()),
        used: long(spent.used),
        budget: (long(spent.budget) - 6).max(0),
        band: if spent.level() == Level::Over { "worst" } else { "good" },
    }
}

fn line(line: &CostLine, may_take_out: bool, review: &str) -> Line {
    let when = if line.from_day == line.to_day {
        days::long(line.from_day)
    } else {
        format!("{} to {}", days::long(line.from_day), days::long(line.to_day))
    };
    Line {
        work: capitalised(&line.work),
        when,
        reviewers: figures(line.minutes.reviewers),
        team: figures(line.minutes.team),
        people: figures(line.minutes.people),
        take_out: line
            .id
            .filter(|_| may_take_out)
            .map_or_else(String::new, |line| format!("{review}/cost/{line}/take-out")),
    }
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<ReviewCostPage>> {
    let found = beside::cost(&mut reading.act, id(&review)?).await?;
    let page = ReviewCostPage::of(&found, reading.chrome, Errors::none(), Fields::default());
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Adds the minutes of one piece of work.
pub(super) async fn add(State(site): State<Site>, Path(review): Path<String>, mut form: Writing) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let saved = match minutes(&form.fields) {
        Ok(new) => beside::add_minutes(&mut form.act, review, &new).await,
        Err(problems) => Err(Error::Invalid(problems)),
    };
    match saved {
        Ok(()) => {
            form.act.commit().await?;
            Ok(SeeOther::to(format!("/reviews/{review}/cost")).saying("The minutes are added.").into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(&site, form.act, &form.who).await?;
            let found = beside::cost(&mut act, review).await?;
            let page = ReviewCostPage::of(&found, form.chrome, problems.into(), form.fields);
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Takes out a piece of work that was written down wrongly.
pub(super) async fn take_out(Path((review, line)): Path<(String, String)>, mut form: Writing) -> Result<SeeOther> {
    let review: ReviewId = id(&review)?;
    beside::take_out_minutes(&mut form.act, review, id(&line)?).await?;
    form.act.commit().await?;
    Ok(SeeOther::to(format!("/reviews/{review}/cost")).saying("The minutes are taken out."))
}

/// The form, or every field that cannot be read.
fn minutes(fields: &Fields) -> std::result::Result<NewMinutes, Vec<Field>> {
    let mut problems = Vec::new();
    let mut new = NewMinutes { work: fields.get("work").to_owned(), ..NewMinutes::default() };
    for (name, day) in [("from", &mut new.from), ("to", &mut new.to)] {
        match fields.date(name) {
            Ok(typed) => *day = typed,
            Err(problem) => problems.push(problem),
        }
    }
    for (name, minutes) in
        [("reviewer_minutes", &mut new.reviewers), ("team_minutes", &mut new.team), ("people_minutes", &mut new.people)]
    {
        match fields.number(name) {
            Ok(typed) => *minutes = typed.unwrap_or_default(),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(new) } else { Err(problems) }
}
