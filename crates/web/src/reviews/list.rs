use askama::Template;
use practice::access::Role;
use practice::reviews::Stage;
use programme::{Act, reviews};
use store::reviews::Review;

use super::address;
use super::stands::{next_date, stands};
use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::Reading;

/// The reviews a person may know of: where each stands, and never what came of it.
#[derive(Template)]
#[template(path = "reviews/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    groups: Vec<Group>,
    may_plan: bool,
    reads_together: bool,
    /// Whether the person is one of those who act on alerts.
    sees_alerts: bool,
}

/// Reviews at one part of their way, newest first.
struct Group {
    title: &'static str,
    rows: Vec<Row>,
    /// What is said where there are none.
    nothing: &'static str,
}

/// One review.
struct Row {
    href: String,
    text: String,
    stands: String,
    when: String,
}

pub(super) async fn page(mut reading: Reading) -> Result<Page<ListPage>> {
    let reviews = reviews::list(&mut reading.act).await?;
    let page = ListPage {
        groups: groups(&reviews),
        may_plan: holds(&reading.act, &[Role::QaLead]),
        reads_together: reading.act.may(practice::access::Action::Calibrate, &practice::access::Object::Standards),
        sees_alerts: holds(&reading.act, ACT_ON_ALERTS),
        chrome: reading.chrome.titled("Reviews"),
    };
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Roles that may see the alerts of some review. Which alerts, the list of alerts asks one by one.
const ACT_ON_ALERTS: &[Role] = &[
    Role::QaLead,
    Role::Reviewer,
    Role::IndependentExpert,
    Role::ProgrammeMentor,
    Role::TeamManager,
    Role::ServiceManager,
    Role::HeadOfService,
];

fn holds(act: &Act, roles: &[Role]) -> bool {
    act.actor().roles_on(act.today()).any(|held| roles.contains(&held.role))
}

fn groups(reviews: &[Review]) -> Vec<Group> {
    let group = |title, nothing, belongs: fn(Stage) -> bool| Group {
        title,
        nothing,
        rows: reviews.iter().filter(|review| belongs(review.stage)).map(row).collect(),
    };
    let under_way = "No review that concerns you is under way. It stands here, with its stage and its dates, once the team is told.";
    let mut groups = vec![
        group("Under way", under_way, |stage| stage < Stage::Presented),
        group("Presented", "No report has been presented yet.", |stage| stage.is_presented() && stage != Stage::Closed),
    ];
    if reviews.iter().any(|review| review.stage == Stage::Closed) {
        groups.push(group("Closed", "", |stage| stage == Stage::Closed));
    }
    groups
}

fn row(review: &Review) -> Row {
    Row {
        href: address(review.id),
        text: format!("{}: {}", review.team, review.title),
        stands: stands(review),
        when: next_date(review),
    }
}
