use std::sync::Arc;

use practice::access::{Action, Object, ReviewFacts, visible_reviews};
use practice::frameworks::{Framework, Kind, Standard};
use practice::ids::{PersonId, ReviewId};
use store::people::Person;
use store::reviews::{self, Review};

use crate::{Act, Error, Result, frameworks};

/// A review, the framework it keeps, and who reviews.
#[derive(Clone)]
pub struct Opened {
    /// The review.
    pub review: Review,
    /// The version it began with.
    pub framework: Arc<Framework>,
    /// Who reviews, in order.
    pub reviewers: Vec<Person>,
    /// What the access rules ask.
    pub facts: ReviewFacts,
}

impl Opened {
    /// The thing the access rules decide about.
    #[must_use]
    pub fn object(&self) -> Object<'_> {
        Object::Review(&self.facts)
    }

    /// A standard of the framework.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub fn standard(&self, id: &str) -> Result<&Standard> {
        self.framework.standard(id).ok_or(Error::NotFound)
    }

    /// Whether somebody was asked to read a case of it a second time and has not finished (R18).
    #[must_use]
    pub fn is_read_blind_by(&self, person: PersonId) -> bool {
        self.facts.reading_blind.contains(&person)
    }

    /// Whether this is a sample of items for vital signs.
    #[must_use]
    pub fn is_practice_sample(&self) -> bool {
        self.review.kind == Kind::PracticeSample
    }

    /// What a figure of its cases is a figure of: "cases drawn on 5 October 2026".
    #[must_use]
    pub fn period(&self) -> String {
        let drawn = self.review.drawn_on.unwrap_or(self.review.planned_on);
        let what = if self.is_practice_sample() { "items" } else { "cases" };
        format!("{what} drawn on {}", practice::days::long(drawn))
    }

    /// The standards marked in a case: all that are read in cases, or the sign an item was drawn for.
    #[must_use]
    pub fn standards_of_case(&self, drawn_for: &str) -> Vec<&Standard> {
        self.framework.read_in_cases().filter(|s| drawn_for.is_empty() || s.id == drawn_for).collect()
    }
}

/// Opens a review for somebody who may know of it.
///
/// # Errors
/// `NotFound` for anybody else.
pub async fn open(act: &mut Act, id: ReviewId) -> Result<Opened> {
    let opened = load(act, id).await?;
    act.require(Action::SeeProgress, &opened.object())?;
    Ok(opened)
}

/// Loads a review without asking: for acts that ask for more than its progress.
pub(crate) async fn load(act: &mut Act, id: ReviewId) -> Result<Opened> {
    if act.writes() {
        reviews::hold(&mut act.tx, id).await?;
    }
    let review = reviews::find(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    let reviewers = reviews::reviewers_of(&mut act.tx, id).await?;
    let framework = frameworks::content(act, review.framework_id).await?;
    let reading_blind =
        if review.stage.is_open() { reviews::reading_blind(&mut act.tx, id).await? } else { Vec::new() };
    let facts = facts(&review, &reviewers, reading_blind);
    Ok(Opened { review, framework, reviewers, facts })
}

fn facts(review: &Review, reviewers: &[Person], reading_blind: Vec<PersonId>) -> ReviewFacts {
    ReviewFacts {
        id: review.id,
        team: review.team_id,
        service: review.service_id,
        announced: review.announced_on.is_some(),
        open: review.stage.is_open(),
        completed: !review.stage.is_open(),
        presented: review.stage.is_presented(),
        reviewers: reviewers.iter().map(|p| p.id).collect(),
        reading_blind,
    }
}

/// The reviews the person may know of, newest first: stage and dates, no outcome.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(act: &mut Act) -> Result<Vec<Review>> {
    let filter = visible_reviews(act.actor(), act.today());
    Ok(reviews::visible(&mut act.tx, &filter).await?)
}
