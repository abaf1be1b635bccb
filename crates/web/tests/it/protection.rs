//! What protects the person at the browser: headers, forms of ours only, no way out of the site.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use web::route_table;

use crate::app::{ADULTS, Engine, Reply, TestApp, css, percent};

fn carries_every_header(what: &str, reply: &Reply) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ] {
        assert_eq!(reply.header(name), value, "{name} of {what}");
    }
    let policy = reply.header("content-security-policy");
    for part in
        ["default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]
    {
        assert!(policy.split("; ").any(|found| found == part), "{part} of {what}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(!reply.header("permissions-policy").is_empty(), "{what}");
    assert_eq!(reply.header("access-control-allow-origin"), "", "{what}");
    let kind = reply.header("content-type");
    assert!(
        reply.body.is_empty() || kind.contains("charset=utf-8") || kind == "application/json",
        "{what} is “{kind}”"
    );
}

#[tokio::test]
async fn every_reply_carries_the_headers_of_protection() {
    let app = TestApp::embedded().await;
    let nobody = app.as_nobody();
    for route in route_table() {
        let what = format!("{} {}", route.method, route.path);
        let reply = match route.method {
            "GET" => nobody.get(&percent_braces(route.path)).await,
            _ => nobody.post_only(&percent_braces(route.path), &[("a", "b")]).await,
        };
        carries_every_header(&what, &reply);
        assert_eq!(reply.header("cache-control"), "no-store", "{what}");
    }
    carries_every_header("a page that is not there", &nobody.get("/nothing").await);
    carries_every_header("a page for somebody", &app.as_person("qal").get("/standards").await);
}

/// Braces may not stand in an address.
fn percent_braces(path: &str) -> String {
    path.split('/')
        .map(|part| if part.contains('{') { percent(part) } else { part.to_owned() })
        .collect::<Vec<_>>()
        .join("/")
}

#[tokio::test]
async fn files_are_kept_for_a_year_under_their_own_fingerprint() {
    let app = TestApp::embedded().await;
    let page = app.as_nobody().get("/sign-in").await.html();
    let script =
        page.select(&css("script[type=module]")).next().and_then(|e| e.attr("src")).expect("a script").to_owned();
    let reply = app.as_nobody().get(&script).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable");
    carries_every_header("a script", &reply);
    let earlier = app.as_nobody().get("/static/0123456789abcdef/js/app.js").await;
    assert_eq!((earlier.status, earlier.header("cache-control")), (StatusCode::OK, "no-store"));
}

#[tokio::test]
async fn a_wrong_method_is_refused_with_the_right_ones() {
    let app = TestApp::embedded().await;
    for method in [Method::DELETE, Method::PUT, Method::TRACE] {
        let request =
            app.as_nobody().request(method.clone(), "/standards").await.body(Body::empty()).expect("a request");
        let reply = app.send(request).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        carries_every_header(method.as_str(), &reply);
        if method != Method::TRACE {
            assert!(reply.header("allow").contains("GET"), "{method}");
        }
    }
}

#[tokio::test]
async fn a_page_is_for_those_who_sign_in_and_leads_back_to_itself() {
    let app = TestApp::embedded().await;
    for route in
        route_table().iter().filter(|route| route.method == "GET" && route.access != "Public" && route.path != "/")
    {
        let address = percent_braces(route.path);
        let reply = app.as_nobody().get(&address).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{address}");
        assert!(reply.location().starts_with("/sign-in?next=/"), "{address} leads to {}", reply.location());
    }
    assert_eq!(app.as_nobody().get("/").await.location(), "/sign-in");
}

on_both_engines! {
    async fn a_form_that_is_not_ours_changes_nothing(app: TestApp) {
        let draft = app.draft(&ADULTS.replacen("2025.1", "2026.1", 1)).await;
        let (page, path) = (format!("/standards/{draft}"), format!("/standards/{draft}/comments"));
        let person = app.as_person("ld-04");
        let csrf = person.csrf().await;
        let comment = ("comment", "A canary in the comments");
        let ours = [("csrf", csrf.as_str()), comment];
        for (fields, headers) in [
            (vec![comment], vec![]),
            (vec![("csrf", ""), comment], vec![]),
            (vec![("csrf", "0000"), comment], vec![]),
            (ours.to_vec(), vec![("origin", "https://elsewhere.example")]),
            (ours.to_vec(), vec![("origin", "null")]),
            (ours.to_vec(), vec![("origin", "https://plumbline.example.elsewhere.example")]),
            (ours.to_vec(), vec![("sec-fetch-site", "cross-site")]),
            (ours.to_vec(), vec![("sec-fetch-site", "same-site")]),
        ] {
            let reply = person.post_with(&path, &fields, &headers).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{fields:?} {headers:?}");
        }
        assert!(!person.get(&page).await.body.contains("canary"));

        let here = [("origin", "https://plumbline.example"), ("sec-fetch-site", "same-origin")];
        assert_eq!(person.post_with(&path, &ours, &here).await.status, StatusCode::SEE_OTHER);
        assert!(person.get(&page).await.body.contains("canary"));
    }
}

#[tokio::test]
async fn somebody_elses_word_does_not_open_a_form() {
    let app = TestApp::embedded().await;
    let theirs = app.as_person("qal").csrf().await;
    let reply = app.as_person("ld-04").post_only("/sign-out", &[("csrf", &theirs)]).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
}

/// Addresses that would lead out of the site, or round in a circle.
const AWAY: [&str; 30] = [
    "https://elsewhere.example",
    "http://elsewhere.example/",
    "//elsewhere.example",
    "///elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "\\/elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "/\r\n/elsewhere.example",
    "\t//elsewhere.example",
    " //elsewhere.example",
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "elsewhere.example",
    "elsewhere.example/standards",
    "./standards",
    "../standards",
    "?next=//elsewhere.example",
    "#//elsewhere.example",
    "",
    " ",
    "/standards\r\nSet-Cookie: a=b",
    "/standards\0",
    "/é",
    "/sign-in?next=/",
    "/sign-out",
];

#[tokio::test]
async fn nobody_is_sent_elsewhere_after_signing_in() {
    let app = TestApp::embedded().await;
    for away in AWAY {
        let page = app.as_nobody().get(&format!("/sign-in?next={}", percent(away))).await.html();
        assert_eq!(page.select(&css("input[name=next]")).count(), 0, "{away:?} is not carried");
        let reply = app.as_nobody().post_only("/sign-in", &[("person", "ld-04"), ("next", away)]).await;
        assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/"), "{away:?}");
    }
    let reply = app.as_nobody().post_only("/sign-in", &[("person", "ld-04"), ("next", "/standards?q=plan")]).await;
    assert_eq!(reply.location(), "/standards?q=plan");
}

/// Words that would become part of the page, were they not written out as words.
const HOSTILE: [&str; 40] = [
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//e.example></script>",
    "</p><script>x</script>",
    "</textarea><script>x</script>",
    "</title><script>x</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>x</script></svg>",
    "<math><mi xlink:href=javascript:x>",
    "<body onload=x>",
    "<iframe src=javascript:x></iframe>",
    "<object data=x></object>",
    "<embed src=x>",
    "<link rel=stylesheet href=x>",
    "<meta http-equiv=refresh content=0>",
    "<base href=//e.example>",
    "<form action=//e.example><input>",
    "<button formaction=x>",
    "<input autofocus onfocus=x>",
    "<details open ontoggle=x>",
    "<video><source onerror=x>",
    "<audio src onerror=x>",
    "<a href=javascript:x>y</a>",
    "<a href=\"data:text/html,x\">y</a>",
    "<div style=x:expression(1)>",
    "<style>*{}</style>",
    "\"><script>x</script>",
    "'><script>x</script>",
    "\" onmouseover=\"x",
    "' onmouseover='x",
    "`onmouseover=x`",
    "<!-- --><script>x</script>",
    "<![CDATA[<script>x</script>]]>",
    "<?xml version=\"1.0\"?>",
    "&lt;script&gt;x&lt;/script&gt;",
    "{{ 7*7 }}",
    "{% raw %}x{% endraw %}",
    "<template><script>x</script></template>",
];

#[tokio::test]
async fn what_people_write_stays_words() {
    let app = TestApp::embedded().await;
    let draft = app.draft(&ADULTS.replacen("2025.1", "2026.1", 1)).await;
    let person = app.as_person("ld-04");
    for words in HOSTILE {
        let reply = person.post(&format!("/standards/{draft}/comments"), &[("comment", words)]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{words}");
    }
    let reply = person.get(&format!("/standards/{draft}")).await;
    let page = reply.html();
    assert_eq!(page.select(&css(".app-evidence *")).count(), 3 * HOSTILE.len(), "a line and two paragraphs each");
    assert_eq!(page.select(&css("script")).count(), 2, "the page's own two");
    let paragraphs = css(".app-evidence li p:last-child");
    let mut written: Vec<String> = page.select(&paragraphs).map(|paragraph| paragraph.text().collect()).collect();
    let mut typed = HOSTILE;
    // All were written in the same moment, so that their order is not theirs.
    written.sort_unstable();
    typed.sort_unstable();
    assert_eq!(written, typed);
}
