//! Frameworks: draft, comment, agree, publish, read, compare.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use practice::access::{Action, Object};
use practice::frameworks::{Difference, Framework, compare as compare_versions};
use practice::ids::FrameworkId;
use practice::journal::Happened;
use store::frameworks::{self, Agreement, Comment, Version};

use crate::{Act, Error, Field, Result};

/// Groups whose agreement to a standard is recorded: who must agree a standard for it to be theirs (seed 000).
pub const GROUPS: [(&str, &str); 4] = [
    ("staff", "Staff"),
    ("managers", "Managers"),
    ("people", "People who use services"),
    ("families", "Families and carers"),
];

/// A framework version with everything recorded about it.
pub struct Opened {
    /// The version.
    pub version: Version,
    /// Its content.
    pub framework: Arc<Framework>,
    /// Its text, as the council wrote it.
    pub body: String,
    /// Comments, oldest first.
    pub comments: Vec<Comment>,
    /// Who agreed which standard.
    pub agreements: Vec<Agreement>,
}

/// Every framework version the person may see: published ones, and drafts open to comment.
///
/// # Errors
/// `NotFound` for somebody who holds no role.
pub async fn list(act: &mut Act) -> Result<Vec<Version>> {
    act.require(Action::ReadStandards, &Object::Standards)?;
    Ok(frameworks::all(&mut act.tx).await?)
}

/// Opens one version.
///
/// # Errors
/// `NotFound` where it is not there, or is a draft the person may not comment on.
pub async fn open(act: &mut Act, id: FrameworkId) -> Result<Opened> {
    act.require(Action::ReadStandards, &Object::Standards)?;
    let (version, body) = frameworks::find(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    if version.state == "draft" {
        act.require(Action::CommentOnDraft, &Object::FrameworkDraft { drafted_by: version.drafted_by })?;
    }
    let comments = frameworks::comments(&mut act.tx, id).await?;
    let agreements = frameworks::agreements(&mut act.tx, id).await?;
    Ok(Opened { framework: content(act, id).await?, version, body, comments, agreements })
}

/// Framework versions that were read before. A version never changes, so it is read once.
#[derive(Clone, Default)]
pub(crate) struct Versions(Arc<Mutex<BTreeMap<FrameworkId, Arc<Framework>>>>);

impl Versions {
    fn get(&self, id: FrameworkId) -> Option<Arc<Framework>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    fn put(&self, id: FrameworkId, framework: Arc<Framework>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, framework);
    }
}

/// The content of a version, for acts that judge by it.
pub(crate) async fn content(act: &mut Act, id: FrameworkId) -> Result<Arc<Framework>> {
    if let Some(known) = act.programme.versions.get(id) {
        return Ok(known);
    }
    let (_, body) = frameworks::find(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    let framework = Arc::new(read(&body)?);
    act.programme.versions.put(id, framework.clone());
    Ok(framework)
}

/// The newest published version of a framework.
///
/// # Errors
/// `NotFound` where none is published.
pub async fn newest(act: &mut Act, key: &str) -> Result<Version> {
    let all = list(act).await?;
    all.into_iter()
        .filter(|v| v.key == key && v.state == "published")
        .max_by_key(|v| v.published_at)
        .ok_or(Error::NotFound)
}

/// Puts up a draft from the text of a framework file.
///
/// # Errors
/// `Invalid` with every mistake of the file by line and column, or where the version exists already.
pub async fn draft(act: &mut Act, body: &str) -> Result<FrameworkId> {
    act.require(Action::DraftFramework, &Object::Standards)?;
    let framework = Framework::read(body).map_err(|problems| {
        Error::Invalid(
            problems
                .iter()
                .map(|p| Field::new("body", format!("Line {}, column {}: {}", p.line, p.column, p.message)))
                .collect(),
        )
    })?;
    let id: FrameworkId = act.id();
    let (by, now) = (act.me(), act.now());
    let added = frameworks::add(
        &mut act.tx,
        id,
        &framework.id,
        &framework.version,
        &framework.title,
        framework.kind,
        body,
        by,
        now,
    )
    .await?;
    if !added {
        let says = format!(
            "There is a version {} of {} already. Give the draft another version.",
            framework.version, framework.id
        );
        return Err(Error::field("body", says));
    }
    act.journal(Happened::FrameworkDrafted, None, Some(id.uuid()), format!("{} {}", framework.id, framework.version))
        .await?;
    Ok(id)
}

/// Comments on a draft, or on one standard of it.
///
/// # Errors
/// `NotFound` where there is no such draft or standard; `Invalid` for a blank comment.
pub async fn comment(act: &mut Act, id: FrameworkId, standard: Option<&str>, words: &str) -> Result<()> {
    let (version, body) = frameworks::find(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    act.require(Action::CommentOnDraft, &Object::FrameworkDraft { drafted_by: version.drafted_by })?;
    if version.state != "draft" {
        return Err(Error::Refused("This version is published, so it is no longer open to comment.".into()));
    }
    if let Some(standard) = standard {
        read(&body)?.standard(standard).ok_or(Error::NotFound)?;
    }
    let words = words.trim();
    if words.is_empty() {
        return Err(Error::field("comment", "Write your comment."));
    }
    let (row, by, now) = (act.id(), act.me(), act.now());
    frameworks::comment(&mut act.tx, row, id, standard, by, now, words).await?;
    act.journal(Happened::DraftCommented, None, Some(id.uuid()), standard.unwrap_or_default()).await
}

/// Records who agreed a standard of a draft.
///
/// # Errors
/// `NotFound` where there is no such draft or standard; `Invalid` for what is blank.
pub async fn record_agreement(act: &mut Act, id: FrameworkId, standard: &str, group: &str, who: &str) -> Result<()> {
    let (version, body) = frameworks::find(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    act.require(Action::DraftFramework, &Object::FrameworkDraft { drafted_by: version.drafted_by })?;
    read(&body)?.standard(standard).ok_or(Error::NotFound)?;
    if !GROUPS.iter().any(|(known, _)| *known == group) {
        return Err(Error::field("group", "Choose who agreed it."));
    }
    if who.trim().is_empty() {
        return Err(Error::field("who", "Say who, such as “12 carers at the October forum”. No names are needed."));
    }
    let (row, by, today) = (act.id(), act.me(), act.today());
    frameworks::agree(&mut act.tx, row, id, standard, group, who.trim(), today, by).await?;
    act.journal(Happened::AgreementRecorded, None, Some(id.uuid()), standard).await
}

/// A second person publishes a draft as a version. It never changes again (I9).
///
/// # Errors
/// `NotFound` for the person who drafted it, or where it is no draft.
pub async fn publish(act: &mut Act, id: FrameworkId) -> Result<()> {
    let (version, _) = frameworks::find(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    act.require(Action::PublishFramework, &Object::FrameworkDraft { drafted_by: version.drafted_by })?;
    let (by, now) = (act.me(), act.now());
    if !frameworks::publish(&mut act.tx, id, by, now).await? {
        return Err(Error::Refused("This version is published already.".into()));
    }
    act.journal(Happened::FrameworkPublished, None, Some(id.uuid()), format!("{} {}", version.key, version.version))
        .await
}

/// What changed between two versions.
///
/// # Errors
/// `NotFound` where either may not be seen.
pub async fn compare(act: &mut Act, from: FrameworkId, to: FrameworkId) -> Result<(Opened, Opened, Vec<Difference>)> {
    let (from, to) = (open(act, from).await?, open(act, to).await?);
    let differences = compare_versions(&from.framework, &to.framework);
    Ok((from, to, differences))
}

fn read(body: &str) -> Result<Framework> {
    Framework::read(body).map_err(|problems| {
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Error::Broken(format!("a stored framework cannot be read: {}", said.join("; ")))
    })
}
