//! Home: what waits for somebody, most urgent first, from what the other rooms hold.
//!
//! Every row comes from an act or from a decision of the access table, so that a home page
//! never tells of an outcome to somebody who may not see it (I2).

mod always;
mod block;
mod doing;
mod office;
mod reviewing;

use std::collections::{BTreeMap, BTreeSet};

use practice::access::{Action, Role};
use practice::ids::ReviewId;
use practice::reviews::{Checklist, Stage};

pub use always::{Always, always};
pub use block::{About, Block, Link, Row, When};

use crate::reviews::{Opened, checklist, list, open};
use crate::{Act, Result};

/// The most blocks of a home page (interface, section 5).
const MOST_BLOCKS: usize = 4;

/// What waits for somebody.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// At most four blocks, those with something urgent first. A block without words is not among them.
    pub blocks: Vec<Block>,
    /// Whether there was more than four blocks hold.
    pub left_out: bool,
}

/// What waits for the person who asks, by the roles they hold today.
///
/// # Errors
/// Where the database cannot be read.
pub async fn waiting(act: &mut Act) -> Result<Waiting> {
    let desk = Desk::of(act).await?;
    let mut blocks = Vec::new();
    for about in desk.abouts() {
        let block = block(act, &desk, about).await?;
        if block.says_anything() {
            blocks.push(block);
        }
    }
    // To somebody who makes reviews, a report that is out asks for nothing.
    let makes_reviews = desk.holds(&[Role::QaLead, Role::Reviewer, Role::IndependentExpert, Role::ProgrammeMentor]);
    blocks.sort_by_key(|block| (!block.is_urgent(), makes_reviews && block.about == About::Reports, block.about));
    let left_out = blocks.len() > MOST_BLOCKS;
    blocks.truncate(MOST_BLOCKS);
    Ok(Waiting { blocks, left_out })
}

async fn block(act: &mut Act, desk: &Desk, about: About) -> Result<Block> {
    match about {
        About::Alerts => doing::alerts(act, desk).await,
        About::SecondReadings => reviewing::second_readings(act, desk).await,
        About::Cases => reviewing::cases(act, desk).await,
        About::Feedback => doing::feedback(act, desk).await,
        About::Actions => doing::actions(act, desk).await,
        About::Plans => doing::plans(act, desk).await,
        About::Reports => Ok(reviewing::reports(act, desk)),
        About::Reviews => Ok(reviewing::by_stage(act, desk)),
        About::Evidence => Ok(reviewing::evidence(act, desk)),
        About::Caseload => office::caseload(act).await,
        About::Journal => Ok(office::journal(act)),
        About::Accounts => office::accounts(act).await,
        About::GoodPractice => doing::good_practice(act, desk).await,
        About::Drafts => office::drafts(act).await,
        About::Support => Ok(office::support()),
    }
}

/// The blocks that a role brings.
fn shown_to(role: Role) -> &'static [About] {
    match role {
        Role::Worker | Role::Supervisor => &[About::Feedback, About::Actions, About::Reviews, About::GoodPractice],
        Role::TeamManager | Role::ServiceManager => {
            &[About::Alerts, About::Feedback, About::Actions, About::Plans, About::Reviews]
        }
        Role::HeadOfService | Role::Director => &[About::Alerts, About::Actions, About::Reports, About::Reviews],
        Role::PrincipalSocialWorker => &[About::Actions, About::Reports, About::Reviews, About::Drafts],
        Role::QaLead => &[
            About::Alerts,
            About::SecondReadings,
            About::Cases,
            About::Actions,
            About::Reviews,
            About::Evidence,
            About::Drafts,
        ],
        Role::Reviewer | Role::IndependentExpert | Role::ProgrammeMentor => {
            &[About::SecondReadings, About::Cases, About::Actions, About::Reviews]
        }
        Role::BoardMember => &[About::Reports, About::Reviews],
        Role::FormsLead => &[About::Actions],
        Role::DataOfficer => &[About::Caseload],
        Role::DataProtectionOfficer => &[About::Accounts, About::Journal],
        Role::SystemAdmin => &[About::Accounts],
        Role::HrAdviser => &[About::Support],
    }
}

/// What several blocks look at, loaded once.
struct Desk {
    /// The roles held today.
    roles: BTreeSet<Role>,
    /// The reviews the person may know of, newest first.
    reviews: Vec<Opened>,
    /// What is in the way of completing, for open reviews whose outcome the person may see.
    checklists: BTreeMap<ReviewId, Checklist>,
}

impl Desk {
    async fn of(act: &mut Act) -> Result<Self> {
        let today = act.today();
        let roles = act.actor().roles_on(today).map(|held| held.role).collect();
        let mut desk = Self { roles, reviews: Vec::new(), checklists: BTreeMap::new() };
        for review in list(act).await? {
            let opened = open(act, review.id).await?;
            if opened.review.stage.takes_evidence() && act.may(Action::SeeOutcome, &opened.object()) {
                let (_, left) = checklist(act, review.id).await?;
                desk.checklists.insert(review.id, left);
            }
            desk.reviews.push(opened);
        }
        Ok(desk)
    }

    /// The blocks of every role held, without repeats.
    fn abouts(&self) -> BTreeSet<About> {
        self.roles.iter().flat_map(|role| shown_to(*role)).copied().collect()
    }

    /// A review the person may know of.
    fn review(&self, id: ReviewId) -> Option<&Opened> {
        self.reviews.iter().find(|opened| opened.review.id == id)
    }

    /// Reviews that are still somebody's business: not closed, and not overtaken by the team's next one.
    fn current(&self) -> impl Iterator<Item = &Opened> {
        self.reviews.iter().filter(|opened| opened.review.stage < Stage::Support || self.is_newest(opened))
    }

    fn is_newest(&self, opened: &Opened) -> bool {
        let review = &opened.review;
        let newer = |other: &Opened| {
            let other = &other.review;
            other.team_id == review.team_id && other.kind == review.kind && other.planned_on > review.planned_on
        };
        review.stage != Stage::Closed && !self.reviews.iter().any(newer)
    }

    /// Whether any of these roles is held.
    fn holds(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.roles.contains(role))
    }
}
