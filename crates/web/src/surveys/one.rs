use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::days;
use practice::ids::{ReviewId, SurveyId};
use practice::surveys::{QUOTED_FROM, QuestionSet, SHOWN_FROM};
use programme::surveys::{self, SurveyPage, Way};
use programme::{Act, Error};

use super::languages::choices;
use super::said::{Results, or_hidden, results};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::{ReviewHead, afresh};

/// One survey: how it is going, and, once it is closed, what was said.
#[derive(Template)]
#[template(path = "surveys/one.html")]
pub(super) struct OnePage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    back: String,
    here: String,
    title: String,
    state: String,
    /// "33 of 64 answered …", or that nobody was asked yet.
    response: String,
    /// By the way it came, once it is closed: "12", or that it is hidden.
    ways: Vec<(String, String)>,
    ways_hidden: bool,
    returned: String,
    unused: String,
    /// How many codes there are, to tell whether letters were printed since.
    made: i64,
    /// That it is closed for good.
    sure: Vec<Choice>,
    /// How many codes nobody has used.
    still_out: String,
    /// How many are asked altogether, as it was typed or is known.
    asked: String,
    /// The languages that letters can be printed in.
    languages: Vec<Choice>,
    closed: bool,
    sets: Vec<SetLine>,
    results: Vec<Results>,
    /// How many wrote something, and what of it is shown to whom.
    wrote: String,
    /// Whether the one who looks says what may be quoted: where ten or more wrote something.
    may_quote: bool,
    texts: Vec<Text>,
    themes: Vec<ThemeLine>,
    /// Whether a new theme fits with good practice: nobody has said so yet.
    fits: Vec<Choice>,
    may_run: bool,
    may_enter: bool,
    typed: Fields,
}

/// One question set, to print or to type in.
struct SetLine {
    title: String,
    paper: String,
    enter: String,
}

/// Something that somebody wrote.
struct Text {
    action: String,
    words: String,
    names: bool,
    state: &'static str,
}

/// What several wrote.
struct ThemeLine {
    theme: String,
    share: String,
    remove: String,
}

impl OnePage {
    fn of(act: &Act, found: SurveyPage, chrome: Chrome, errors: Errors, typed: Fields) -> Self {
        let review = ReviewHead::with_tabs(&found.opened, act, "Evidence");
        let here = format!("{}/surveys/{}", review.href, found.survey.id);
        let returned = found.returned;
        let response = match (&found.response, found.survey.asked) {
            (Some(share), _) => format!("Answered: {share}."),
            (None, 0) => format!("{returned} answered; no code is printed yet."),
            (None, asked) => format!("{returned} answered, and only {asked} were to be asked."),
        };
        let asked = match typed.get("asked") {
            "" if found.survey.asked > 0 => found.survey.asked.to_string(),
            asked => asked.to_owned(),
        };
        let closed = found.survey.closed_on.is_some();
        Self {
            chrome: chrome.titled(&review.titled(&found.survey.title)).with_mistakes(!errors.is_empty()),
            errors,
            title: found.survey.title.clone(),
            state: match found.survey.closed_on {
                Some(day) => format!("Closed on {}.", days::long(day)),
                None => format!(
                    "Open until {}. For help people ring {}.",
                    days::long(found.survey.closes_on),
                    found.survey.phone
                ),
            },
            response,
            ways: found
                .ways
                .iter()
                .map(|(way, count)| (way_words(*way).to_owned(), or_hidden(count.as_ref())))
                .collect(),
            ways_hidden: found.ways.iter().any(|(_, count)| count.is_none()),
            returned: returned.to_string(),
            unused: found.unused.to_string(),
            made: found.made,
            still_out: match found.unused {
                0 if found.made == 0 => "No code is printed yet.".to_owned(),
                0 => "Every code that was printed is used.".to_owned(),
                1 => "1 code is not used yet.".to_owned(),
                some => format!("{some} codes are not used yet."),
            },
            sure: vec![Choice::new("yes", "Yes, close it for good", "")],
            asked,
            languages: printed(&found.sets).map_or_else(Vec::new, |set| choices(set, typed.get("language"))),
            closed,
            sets: found
                .sets
                .iter()
                .map(|set| SetLine {
                    title: set.title.clone(),
                    paper: format!("{here}/paper/{}", set.id),
                    enter: format!("{here}/enter/{}", set.id),
                })
                .collect(),
            results: found.results.iter().map(results).collect(),
            may_quote: found.may_run && found.wrote >= QUOTED_FROM,
            wrote: wrote(found.wrote, found.may_run),
            texts: found
                .texts
                .iter()
                .map(|text| Text {
                    action: format!("{here}/texts/{}", text.id),
                    words: text.words.clone(),
                    names: text.names,
                    state: match text.state.as_str() {
                        "kept" => "May be quoted",
                        "hidden" => "Not quoted",
                        _ => "To look over",
                    },
                })
                .collect(),
            themes: found
                .themes
                .iter()
                .map(|(theme, share)| ThemeLine {
                    theme: theme.theme.clone(),
                    share: share.as_ref().map_or_else(|| "fewer than 5".to_owned(), ToString::to_string),
                    remove: format!("{here}/themes/{}/remove", theme.id),
                })
                .collect(),
            fits: vec![
                Choice::new("yes", "It fits with good practice", typed.get("fits")),
                Choice::new("no", "It does not", typed.get("fits")),
            ],
            may_run: found.may_run,
            may_enter: found.may_enter,
            back: format!("{}/surveys", review.href),
            here,
            review,
            typed,
        }
    }
}

/// The set that letters are printed of: the easier one.
pub(super) fn printed(sets: &[QuestionSet]) -> Option<&QuestionSet> {
    sets.iter().find(|set| set.easy_read).or(sets.first())
}

/// How many wrote something, and who reads it.
fn wrote(wrote: usize, looks_over: bool) -> String {
    let people = match wrote {
        0 => return "Nobody wrote anything.".to_owned(),
        1 if looks_over => "One person wrote something.".to_owned(),
        few if few < SHOWN_FROM as usize && !looks_over => "Fewer than 5 people wrote something.".to_owned(),
        some => format!("{some} people wrote something."),
    };
    let then = match (looks_over, wrote >= QUOTED_FROM) {
        (true, true) => {
            "Look each over: keep from quoting what names somebody or tells who wrote it. What may be quoted is read by \
             the reviewers and stands in the report."
        }
        (true, false) => {
            "With fewer than 10, only you read the words. Write down the themes: others read those that 5 or more named."
        }
        (false, true) => "What may be quoted is shown once the lead has looked it over, in an order that says nothing.",
        (false, false) => "With fewer than 10, only the lead reads the words. Themes that 5 or more named are shown.",
    };
    format!("{people} {then}")
}

/// A way as people read it.
pub(super) fn way_words(way: Way) -> &'static str {
    match way {
        Way::Online => "On a screen",
        Way::Paper => "On paper",
        Way::Phone => "By telephone",
    }
}

pub(super) async fn page(
    Path((review, survey)): Path<(String, String)>,
    mut reading: Reading,
) -> Result<Page<OnePage>> {
    let found = surveys::open_survey(&mut reading.act, id(&review)?, id(&survey)?).await?;
    let page = OnePage::of(&reading.act, found, reading.chrome, Errors::none(), Fields::default());
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// After a form of this page: back to it, or the page with what is to be put right.
pub(super) async fn after(
    site: &Site,
    form: Writing,
    (review, survey): (ReviewId, SurveyId),
    saved: programme::Result<()>,
    says: &str,
) -> Result<Response> {
    match saved {
        Ok(()) => {
            form.act.commit().await?;
            Ok(SeeOther::to(format!("/reviews/{review}/surveys/{survey}")).saying(says).into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(site, form.act, &form.who).await?;
            let found = surveys::open_survey(&mut act, review, survey).await?;
            let page = OnePage::of(&act, found, form.chrome, problems.into(), form.fields);
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn ids(review: &str, survey: &str) -> Result<(ReviewId, SurveyId)> {
    Ok((id(review)?, id(survey)?))
}

/// Closes the survey: its results become evidence.
pub(super) async fn close(
    State(site): State<Site>,
    Path((review, survey)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let at = ids(&review, &survey)?;
    let saved = match form.fields.get("sure") {
        "yes" => surveys::close_survey(&mut form.act, at.0, at.1).await,
        _ => Err(Error::field("sure", "Tick this if you want to close the survey. It cannot be opened again.")),
    };
    let says = "The survey is closed. What five or more said stands as evidence for the standards it bears on.";
    after(&site, form, at, saved, says).await
}

/// Says whether what somebody wrote may be quoted.
pub(super) async fn screen(
    State(site): State<Site>,
    Path((review, survey, text)): Path<(String, String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let at = ids(&review, &survey)?;
    let keep = form.fields.get("quote") == "yes";
    let saved = surveys::screen_text(&mut form.act, at.0, at.1, id(&text)?, keep).await;
    after(&site, form, at, saved, if keep { "It may be quoted." } else { "It is kept, and not quoted." }).await
}

/// Writes down what several wrote.
pub(super) async fn add_theme(
    State(site): State<Site>,
    Path((review, survey)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let at = ids(&review, &survey)?;
    let saved = match form.fields.number("count") {
        Err(field) => Err(Error::Invalid(vec![field])),
        Ok(count) => {
            let fits = match form.fields.get("fits") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
            surveys::add_theme(&mut form.act, at.0, at.1, form.fields.get("theme"), count, fits).await
        }
    };
    after(&site, form, at, saved, "The theme is kept.").await
}

/// Takes a theme away.
pub(super) async fn drop_theme(
    State(site): State<Site>,
    Path((review, survey, theme)): Path<(String, String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let at = ids(&review, &survey)?;
    let saved = surveys::drop_theme(&mut form.act, at.0, at.1, id(&theme)?).await;
    after(&site, form, at, saved, "The theme is taken away.").await
}
