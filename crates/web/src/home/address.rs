//! Where a thing of the home page is done.

use programme::home::Link;

/// The address of a page.
pub(super) fn of(link: &Link) -> String {
    match link {
        Link::Feedback => "/feedback".into(),
        Link::Observation(observation) => format!("/my-observations/{observation}"),
        Link::Actions => "/actions".into(),
        Link::Action(action) => format!("/actions/{action}"),
        Link::Reviews => "/reviews".into(),
        Link::Review(review) => format!("/reviews/{review}"),
        Link::Announce(review) => format!("/reviews/{review}/announce"),
        Link::Sample(review) => format!("/reviews/{review}/sample"),
        Link::Case(review, case) => format!("/reviews/{review}/cases/{case}"),
        Link::CaseAgain(review, case) => format!("/reviews/{review}/cases/{case}/second"),
        Link::ReadTwice(review) => format!("/reviews/{review}/moderation"),
        Link::Evidence(review) => format!("/reviews/{review}/evidence"),
        Link::Judge(review, standard) => format!("/reviews/{review}/standards/{standard}"),
        Link::SecondReading(review, standard) => format!("/reviews/{review}/standards/{standard}/differently"),
        Link::Checklist(review) => format!("/reviews/{review}/complete"),
        Link::Present(review) => format!("/reviews/{review}/present"),
        Link::Report(review) => format!("/reviews/{review}/report"),
        Link::Plan(review) => format!("/reviews/{review}/plan"),
        Link::Alerts => "/alerts".into(),
        Link::Alert(review, alert) => format!("/reviews/{review}/alerts/{alert}"),
        Link::Standards => "/standards".into(),
        Link::Framework(framework) => format!("/standards/{framework}"),
        Link::Standard(framework, standard) => format!("/standards/{framework}/{standard}"),
        Link::Caseload => "/people".into(),
        Link::Import(import) => format!("/people/imports/{import}"),
        Link::Journal => "/journal".into(),
        Link::Accounts => "/accounts".into(),
        Link::RoleRequests => "/accounts/requests".into(),
    }
}
