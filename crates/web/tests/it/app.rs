//! The worked example's council behind the real router, on a fresh database of either engine.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use chrono::{DateTime, Duration, Utc};
use practice::ids::{FrameworkId, PersonId};
use programme::accounts::{self, Hashing};
use programme::people::{self, Organisation};
use programme::{Mode, Programme, ReadHere, SetClock, frameworks};
use scraper::{Html, Selector};
use tokio::sync::OnceCell;
use tower::ServiceExt;
use web::{Site, SiteSettings};

pub use store::testing::Engine;

/// Today in the worked example.
const NOW: &str = "2026-11-16T09:00:00Z";
/// The adult standards, as a council reads and edits them.
pub const ADULTS: &str = include_str!("../../../../frameworks/adult-practice.toml");
const SIGNS: &str = include_str!("../../../../frameworks/vital-signs.toml");
const ORGANISATION: &str = include_str!("../../../plumbline/demo/organisation.json");

/// Tells one story on both engines. Where there is no server to test against, that half is skipped.
macro_rules! on_both_engines {
    ($(async fn $name:ident($app:ident: TestApp) $story:block)*) => {$(
        mod $name {
            use super::*;

            async fn story($app: TestApp) $story

            #[tokio::test]
            async fn embedded() {
                story(TestApp::new(Engine::Sqlite).await.expect("an embedded database")).await;
            }

            #[tokio::test]
            async fn on_a_server() {
                match TestApp::new(Engine::Postgres).await {
                    Some(app) => story(app).await,
                    None => eprintln!("skipped: PLUMBLINE_TEST_POSTGRES names no server"),
                }
            }
        }
    )*};
}

/// The site with everybody of Exampleshire, and both frameworks published.
pub struct TestApp {
    router: Router,
    programme: Programme,
    clock: Arc<SetClock>,
    folder: Option<PathBuf>,
    people: BTreeMap<String, PersonId>,
}

impl TestApp {
    /// A fresh one; `None` where the engine is not at hand.
    pub async fn new(engine: Engine) -> Option<Self> {
        let (db, folder) = store::testing::fresh(engine).await?;
        let clock = Arc::new(SetClock::at(now()));
        let (key, _) = programme::surveys::SurveyKey::made().expect("a key");
        let programme = Programme::new(db, clock.clone(), Arc::new(ReadHere::default()), Hashing::Quick, key);
        let organisation: Organisation = serde_json::from_str(ORGANISATION).expect("the organisation file is read");
        people::set_up(&programme, &organisation).await.expect("the organisation is set up");
        let people = accounts::open_persona_accounts(&programme).await.expect("accounts are opened");
        let settings = SiteSettings {
            council: "Exampleshire Council".into(),
            demo: true,
            secure_cookies: false,
            upload_limit: 32 * 1024 * 1024,
            trusted_proxies: Vec::new(),
            help_phone: None,
        };
        let router = web::router(Site::new(programme.clone(), settings));
        let app = Self { router, programme, clock, folder, people };
        for text in [ADULTS, SIGNS] {
            app.publish(text).await;
        }
        Some(app)
    }

    /// On the embedded database.
    pub async fn embedded() -> Self {
        Self::new(Engine::Sqlite).await.expect("an embedded database")
    }

    /// The programme beneath, to prepare a story through its acts.
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// Everything that lies on the disk of an embedded database, its log included.
    pub fn database_bytes(&self) -> Vec<u8> {
        let folder = self.folder.as_ref().expect("an embedded database");
        let files = std::fs::read_dir(folder).expect("a folder").flatten();
        files.flat_map(|file| std::fs::read(file.path()).unwrap_or_default()).collect()
    }

    /// Lets time pass.
    pub fn wait(&self, minutes: i64) {
        self.clock.set(self.programme().now() + Duration::minutes(minutes));
    }

    /// Somebody of the organisation file. They sign in when they first ask for something.
    pub fn as_person<'a>(&'a self, key: &'a str) -> Visitor<'a> {
        Visitor { app: self, key: Some(key), cookie: OnceCell::new() }
    }

    /// Somebody who is not signed in.
    pub fn as_nobody(&self) -> Visitor<'_> {
        Visitor { app: self, key: None, cookie: OnceCell::new() }
    }

    /// The id of somebody by key.
    pub fn person(&self, key: &str) -> PersonId {
        self.people[key]
    }

    /// Drafts a framework as the quality assurance lead.
    pub async fn draft(&self, text: &str) -> FrameworkId {
        let mut act = self.programme.act(self.person("qal"), Mode::Write).await.expect("an act");
        let id = frameworks::draft(&mut act, text).await.expect("the draft is put up");
        act.commit().await.expect("committed");
        id
    }

    /// Drafts a framework, and publishes it as the principal social worker.
    pub async fn publish(&self, text: &str) -> FrameworkId {
        let id = self.draft(text).await;
        let mut act = self.programme.act(self.person("psw"), Mode::Write).await.expect("an act");
        frameworks::publish(&mut act, id).await.expect("published");
        act.commit().await.expect("committed");
        id
    }

    /// The id of the adult standards in force.
    pub async fn adult_standards(&self) -> FrameworkId {
        let mut act = self.programme.act(self.person("qal"), Mode::Read).await.expect("an act");
        frameworks::newest(&mut act, "adult-practice").await.expect("published").id
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.expect("the router always answers");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("the whole body");
        Reply { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            // What is left behind lies in the system's folder for such things.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

fn now() -> DateTime<Utc> {
    NOW.parse().expect("a time")
}

/// Somebody at a browser.
pub struct Visitor<'a> {
    app: &'a TestApp,
    key: Option<&'a str>,
    cookie: OnceCell<String>,
}

impl Visitor<'_> {
    /// Opens a page.
    pub async fn get(&self, path: &str) -> Reply {
        self.app.send(self.request(Method::GET, path).await.body(Body::empty()).expect("a request")).await
    }

    /// Opens a page with headers of the browser's.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = self.request(Method::GET, path).await;
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.app.send(request.body(Body::empty()).expect("a request")).await
    }

    /// Sends a form with the word of the session, as a page of ours would.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let csrf = self.csrf().await;
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.post_only(path, &all).await
    }

    /// Sends a form with these fields and no others.
    pub async fn post_only(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.post_with(path, fields, &[]).await
    }

    /// The same, with headers of the browser's.
    pub async fn post_with(&self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Reply {
        let mut request = self.request(Method::POST, path).await;
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.app.send(request.body(Body::from(encoded(fields))).expect("a request")).await
    }

    /// The word that this person's forms carry; empty for nobody.
    pub async fn csrf(&self) -> String {
        let page = self.get("/account").await.html();
        let field = page.select(&css("input[name=csrf]")).next();
        field.and_then(|field| field.attr("value")).unwrap_or_default().to_owned()
    }

    /// A request with this person's session.
    pub async fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path).header(header::HOST, "plumbline.example");
        match self.key {
            Some(key) => {
                request.header(header::COOKIE, self.cookie.get_or_init(|| signed_in(self.app, key)).await.as_str())
            }
            None => request,
        }
    }
}

/// Signs a persona in. The cookie to send from then on.
async fn signed_in(app: &TestApp, key: &str) -> String {
    let request = Request::builder()
        .method(Method::POST)
        .uri("/sign-in")
        .header(header::HOST, "plumbline.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(encoded(&[("person", key)])))
        .expect("a request");
    let reply = app.send(request).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{key} signs in: {}", reply.body);
    reply.cookie().expect("a session begins")
}

/// What came back.
pub struct Reply {
    /// The status line.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as text.
    pub body: String,
}

impl Reply {
    /// The body as a document.
    pub fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// The text of the first element that a selector finds, with single spaces; empty where there is none.
    pub fn text(&self, selector: &str) -> String {
        let page = self.html();
        page.select(&css(selector)).next().map(words).unwrap_or_default()
    }

    /// The text of every element that a selector finds.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.html().select(&css(selector)).map(words).collect()
    }

    /// Where a redirect leads; empty where there is none.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// A header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Every cookie that was set, as a browser would send them back.
    pub fn carried(&self) -> String {
        let lines = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        lines.filter_map(|line| line.split(';').next()).collect::<Vec<_>>().join("; ")
    }

    /// The session's cookie, as a browser would send it back.
    pub fn cookie(&self) -> Option<String> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.filter_map(|line| line.split(';').next());
        pairs.find(|pair| pair.starts_with("plumbline=")).map(str::to_owned)
    }
}

/// A selector.
pub fn css(selector: &str) -> Selector {
    Selector::parse(selector).expect("a selector")
}

fn words(element: scraper::ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A form's fields as a browser sends them.
pub fn encoded(fields: &[(&str, &str)]) -> String {
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Text as it stands in an address.
pub fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
