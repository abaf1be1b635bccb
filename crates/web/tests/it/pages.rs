//! What every page has: one heading, one main part, a title of its own, and never a breakdown.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use practice::access::Action;
use web::route_table;

use crate::app::{TestApp, css};

/// One of each kind of person.
const ONE_OF_EACH: [&str; 15] = [
    "qal", "rv-saf", "ie-1", "dir", "hoa", "sma", "psw", "tm-ld", "ld-01", "ld-04", "data", "dpo", "bd-1", "hr", "adm",
];

/// The address of every route that is read, with something real in place of its parameters.
async fn addresses(app: &TestApp) -> Vec<String> {
    let framework = app.adult_standards().await.to_string();
    let person = app.person("ld-04").to_string();
    let real = |path: &str| {
        path.replace("{framework}", &framework)
            .replace("{standard}", "S18")
            .replace("{person}", &person)
            .replace("{fingerprint}", "0")
            .replace("{*file}", "js/boot.js")
            .split('/')
            .map(|part| if part.starts_with('{') { "00000000-0000-7000-8000-000000000000" } else { part })
            .collect::<Vec<_>>()
            .join("/")
    };
    route_table().iter().filter(|route| route.method == "GET").map(|route| real(route.path)).collect()
}

#[test]
fn every_route_names_an_action_of_the_access_table() {
    let known: Vec<String> = Action::ALL.iter().map(|action| format!("{action:?}")).collect();
    for route in route_table() {
        let named = known.iter().any(|action| action == route.access) || ["Public", "SignedIn"].contains(&route.access);
        assert!(named, "{} {} names “{}”", route.method, route.path, route.access);
    }
}

#[test]
fn the_written_list_of_routes_is_the_router() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/routes.md");
    let written = std::fs::read_to_string(path).expect("docs/routes.md can be read");
    assert_eq!(written, web::routes_as_markdown());
}

#[tokio::test]
async fn no_page_breaks_down_for_anybody() {
    let app = TestApp::embedded().await;
    let addresses = addresses(&app).await;
    for key in ONE_OF_EACH {
        let person = app.as_person(key);
        for address in &addresses {
            let reply = person.get(address).await;
            assert!(!reply.status.is_server_error(), "{key} at {address}: {}", reply.status);
        }
    }
}

#[tokio::test]
async fn every_page_has_one_heading_one_main_part_and_a_title_of_its_own() {
    let app = TestApp::embedded().await;
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for key in ["qal", "dpo", "adm"] {
        let person = app.as_person(key);
        for address in addresses(&app).await {
            let reply = person.get(&address).await;
            if reply.status != StatusCode::OK || !reply.header("content-type").starts_with("text/html") {
                continue;
            }
            let page = reply.html();
            assert_eq!(page.select(&css("h1")).count(), 1, "one heading at {address}");
            assert_eq!(page.select(&css("main#main")).count(), 1, "one main part at {address}");
            let title = reply.text("title");
            // Whoever answers a survey knows the council, and nothing of the program.
            let answers = address == "/s" || address.starts_with("/s/");
            let ending = if answers { "Exampleshire Council" } else { "Plumbline" };
            assert!(title.ends_with(ending), "{address} is titled “{title}”");
            let other = titles.insert(title.clone(), address.clone());
            assert!(other.as_ref().is_none_or(|other| *other == address), "“{title}” at {address} and {other:?}");
        }
    }
    assert!(titles.len() >= 12, "the walk reached the pages: {titles:?}");
}

#[tokio::test]
async fn an_address_that_leads_nowhere_has_a_page_with_one_next_step() {
    let app = TestApp::embedded().await;
    for address in ["/nothing-here", "/standards/nonsense", "/standards/nonsense/S18", "/static/0/none.css"] {
        let reply = app.as_person("ld-04").get(address).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(reply.text("h1"), "Page not found");
        assert_eq!(reply.texts("main a").len(), 1, "{address}");
    }
}

#[tokio::test]
async fn the_menu_holds_what_a_person_can_use() {
    let app = TestApp::embedded().await;
    for (key, menu) in [
        ("ld-04", "Home Standards Reviews Actions"),
        ("qal", "Home Standards Reviews Actions People"),
        ("data", "Home Standards Reviews Actions People"),
        ("dpo", "Home Standards Journal"),
        ("adm", "Home Standards Accounts"),
    ] {
        let page = app.as_person(key).get("/").await;
        assert_eq!(page.texts("nav[aria-label=Menu] a").join(" "), menu, "{key}");
        assert_eq!(page.text("h1"), "Today");
    }
}

#[tokio::test]
async fn the_journal_is_read_by_the_data_protection_officer_alone() {
    let app = TestApp::embedded().await;
    for address in ["/journal", "/journal.csv"] {
        assert_eq!(app.as_person("dpo").get(address).await.status, StatusCode::OK);
        for key in ["qal", "ld-04", "hoa", "adm"] {
            assert_eq!(app.as_person(key).get(address).await.status, StatusCode::NOT_FOUND, "{key} at {address}");
        }
    }
    let file = app.as_person("dpo").get("/journal.csv").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.body.starts_with("\"When\",\"Who\""), "{}", file.body);
}

#[tokio::test]
async fn the_program_says_its_own_rules_to_anybody() {
    let app = TestApp::embedded().await;
    let page = app.as_nobody().get("/who-can-see-what").await;
    assert_eq!(page.texts(".app-rules li").len(), practice::access::RULES.len());
}

#[tokio::test]
async fn whatever_watches_the_program_hears_that_it_is_well() {
    let app = TestApp::embedded().await;
    let reply = app.as_nobody().get("/health").await;
    assert_eq!((reply.status, reply.body.as_str()), (StatusCode::OK, "ok"));
}
