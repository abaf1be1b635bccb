use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::access::{Action, Object};
use practice::days;
use practice::frameworks::{Element, Framework, Page as Written, Standard};
use practice::ids::FrameworkId;
use programme::frameworks::{GROUPS, Opened};
use programme::{Act, Error, frameworks};

use super::version;
use super::views::{CommentView, address, comments, named};
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// One standard: what it means, what good and weak look like, and how it is judged.
#[derive(Template)]
#[template(path = "frameworks/standard.html")]
pub(super) struct StandardPage {
    chrome: Chrome,
    errors: Errors,
    framework: String,
    framework_href: String,
    /// "Standard 26 of 50, Plans and reviews".
    place: String,
    id: String,
    name: String,
    critical: bool,
    statement: String,
    why: String,
    elements: Vec<Element>,
    written: Option<Written>,
    sources: Vec<String>,
    rule: String,
    agreed: Vec<AgreementView>,
    comments: Vec<CommentView>,
    is_draft: bool,
    may_agree: bool,
    groups: Vec<Choice>,
    /// A form that could not be saved.
    typed: Fields,
    previous: String,
    next: String,
}

struct AgreementView {
    group: &'static str,
    who: String,
    when: String,
}

pub(super) async fn page(
    Path((framework, standard)): Path<(String, String)>,
    mut reading: Reading,
) -> Result<Page<StandardPage>> {
    let page =
        show(&mut reading.act, reading.chrome, id(&framework)?, &standard, Errors::none(), Fields::default()).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn show(
    act: &mut Act,
    chrome: Chrome,
    id: FrameworkId,
    key: &str,
    errors: Errors,
    typed: Fields,
) -> Result<StandardPage> {
    let opened = frameworks::open(act, id).await?;
    let (framework, version) = (&opened.framework, &opened.version);
    let standard = framework.standard(key).ok_or(Error::NotFound)?;
    let drafting = Object::FrameworkDraft { drafted_by: version.drafted_by };
    let is_draft = version.state == "draft";
    let (previous, next) = neighbours(framework, key, &address(version));
    let group = typed.get("group").to_owned();
    // Two versions hold a standard of the same name: the title says which is open.
    Ok(StandardPage {
        chrome: chrome
            .titled(&format!("{}, version {}", standard.name, version.version))
            .with_mistakes(!errors.is_empty()),
        errors,
        framework: named(version),
        framework_href: address(version),
        place: place(framework, standard),
        id: standard.id.clone(),
        name: standard.name.clone(),
        critical: standard.critical,
        statement: standard.statement.clone(),
        why: standard.why.clone(),
        elements: standard.elements.clone(),
        written: standard.page.clone(),
        sources: sources(framework, standard),
        rule: framework.rule_of(standard).map(|rule| rule.says.clone()).unwrap_or_default(),
        agreed: agreed(&opened, key),
        comments: comments(&opened.comments, framework, Some(key)),
        is_draft,
        may_agree: is_draft && act.may(Action::DraftFramework, &drafting),
        groups: GROUPS.iter().map(|(value, text)| Choice::new(*value, *text, &group)).collect(),
        typed,
        previous,
        next,
    })
}

/// "Standard 26 of 50, Plans and reviews".
fn place(framework: &Framework, standard: &Standard) -> String {
    let number = framework.standards.iter().position(|s| s.id == standard.id).map_or(0, |before| before + 1);
    let domain = framework.domains.iter().find(|domain| domain.id == standard.domain);
    let domain = domain.map_or(String::new(), |domain| format!(", {}", domain.name));
    format!("Standard {number} of {}{domain}", framework.standards.len())
}

/// The addresses of the standards before and after; empty at either end.
fn neighbours(framework: &Framework, key: &str, base: &str) -> (String, String) {
    let at = framework.standards.iter().position(|standard| standard.id == key);
    let link = |place: Option<usize>| {
        let standard = place.and_then(|place| framework.standards.get(place));
        standard.map_or(String::new(), |standard| format!("{base}/{}", standard.id))
    };
    (link(at.and_then(|at| at.checked_sub(1))), link(at.map(|at| at + 1)))
}

/// The names of the sources that bear on the standard.
fn sources(framework: &Framework, standard: &Standard) -> Vec<String> {
    let named = standard.sources.iter().filter_map(|id| framework.source(id));
    named.map(|source| source.name.clone()).collect()
}

fn agreed(opened: &Opened, key: &str) -> Vec<AgreementView> {
    let here = opened.agreements.iter().filter(|agreement| agreement.standard == key);
    here.map(|agreement| AgreementView {
        group: GROUPS.iter().find(|(word, _)| *word == agreement.group_name).map_or("", |(_, words)| *words),
        who: agreement.who.clone(),
        when: days::long(agreement.agreed_on),
    })
    .collect()
}

/// A comment on a standard, or on the whole draft where no standard is named.
pub(super) async fn comment(Path(framework): Path<String>, mut form: Writing) -> Result<Response> {
    let id: FrameworkId = id(&framework)?;
    let standard = Some(form.fields.get("standard")).filter(|key| !key.is_empty()).map(str::to_owned);
    let saved = frameworks::comment(&mut form.act, id, standard.as_deref(), form.fields.get("comment")).await;
    after(form, id, standard, saved, "Your comment is on the draft. Whoever drafted it will read it.").await
}

/// Who agreed a standard of a draft.
pub(super) async fn agree(Path(framework): Path<String>, mut form: Writing) -> Result<Response> {
    let id: FrameworkId = id(&framework)?;
    let standard = form.fields.get("standard").to_owned();
    let (group, who) = (form.fields.get("group"), form.fields.get("who"));
    let saved = frameworks::record_agreement(&mut form.act, id, &standard, group, who).await;
    after(form, id, Some(standard), saved, "Recorded who agreed this standard.").await
}

/// Back to where the form stood: with thanks, or with what was typed and how to mend it.
async fn after(
    mut form: Writing,
    id: FrameworkId,
    standard: Option<String>,
    saved: programme::Result<()>,
    says: &str,
) -> Result<Response> {
    match (saved, standard) {
        (Ok(()), standard) => {
            form.act.commit().await?;
            let part = standard.map_or(String::new(), |key| format!("/{key}"));
            Ok(SeeOther::to(format!("/standards/{id}{part}")).saying(says).into_response())
        }
        (Err(Error::Invalid(fields)), Some(key)) => {
            let page = show(&mut form.act, form.chrome, id, &key, fields.into(), form.fields).await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        (Err(Error::Invalid(fields)), None) => {
            let typed = form.fields.get("comment").to_owned();
            let page = version::show(&mut form.act, form.chrome, id, fields.into(), &typed).await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        (Err(other), _) => Err(other.into()),
    }
}
