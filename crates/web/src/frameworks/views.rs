//! Frameworks as the pages show them.

use practice::days;
use practice::frameworks::{Framework, Standard};
use programme::frameworks::Opened;
use store::frameworks::{Comment, Version};

/// A framework's standards: the critical ones first, then the others by domain.
pub(super) struct FrameworkView {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) version: String,
    pub(super) purpose: String,
    pub(super) critical: Vec<StandardLine>,
    pub(super) domains: Vec<DomainView>,
    /// How many standards are shown.
    pub(super) shown: usize,
    /// How many there are.
    pub(super) all: usize,
}

/// The standards of one domain.
pub(super) struct DomainView {
    pub(super) name: String,
    pub(super) standards: Vec<StandardLine>,
}

/// One standard in a list.
pub(super) struct StandardLine {
    pub(super) href: String,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) statement: String,
}

impl FrameworkView {
    /// The standards whose name, statement or parts hold `words`; all of them where it is empty.
    pub(super) fn of(opened: &Opened, words: &str) -> Self {
        let framework = &opened.framework;
        let href = address(&opened.version);
        let line = |standard: &Standard| StandardLine {
            href: format!("{href}/{}", standard.id),
            id: standard.id.clone(),
            name: standard.name.clone(),
            statement: standard.statement.clone(),
        };
        let shows = |standard: &&Standard| holds(standard, &words.to_lowercase());
        let critical = framework.standards.iter().filter(|s| s.critical).filter(shows).map(line).collect();
        let domains: Vec<DomainView> = framework
            .domains
            .iter()
            .map(|domain| DomainView {
                name: domain.name.clone(),
                standards: framework.in_domain(&domain.id).filter(|s| !s.critical).filter(shows).map(line).collect(),
            })
            .filter(|domain| !domain.standards.is_empty())
            .collect();
        Self {
            title: framework.title.clone(),
            version: framework.version.clone(),
            purpose: framework.purpose.trim().to_owned(),
            shown: framework.standards.iter().filter(shows).count(),
            all: framework.standards.len(),
            critical,
            domains,
            href,
        }
    }
}

fn holds(standard: &Standard, words: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(words);
    has(&standard.name)
        || has(&standard.statement)
        || has(&standard.id)
        || standard.elements.iter().any(|part| has(&part.text))
}

/// Where a version is read.
pub(super) fn address(version: &Version) -> String {
    format!("/standards/{}", version.id)
}

/// "Adult social work practice, version 2025.1", and for a draft that it is one.
pub(super) fn named(version: &Version) -> String {
    let draft = if version.state == "draft" { " (draft)" } else { "" };
    format!("{}, version {}{draft}", version.title, version.version)
}

/// Since when a version is what it is.
pub(super) fn since(version: &Version) -> String {
    let day = |at| days::long(days::today(at));
    match version.published_at {
        Some(at) => format!("Published {}", day(at)),
        None => format!("Drafted {}", day(version.drafted_at)),
    }
}

/// One comment.
pub(super) struct CommentView {
    /// "S18 Safeguarding", or empty for the whole.
    pub(super) on: String,
    pub(super) who: String,
    pub(super) when: String,
    pub(super) words: String,
}

/// Comments, on one standard or on all of it.
pub(super) fn comments(comments: &[Comment], framework: &Framework, standard: Option<&str>) -> Vec<CommentView> {
    let wanted = |comment: &&Comment| standard.is_none() || comment.standard.as_deref() == standard;
    let view = |comment: &Comment| CommentView {
        on: comment.standard.as_deref().map_or(String::new(), |id| title_of(framework, id)),
        who: comment.by_name.clone(),
        when: days::long(days::today(comment.at)),
        words: comment.comment.clone(),
    };
    comments.iter().filter(wanted).map(view).collect()
}

/// "S18 Safeguarding".
pub(super) fn title_of(framework: &Framework, id: &str) -> String {
    framework.standard(id).map_or(id.to_owned(), |standard| format!("{id} {}", standard.name))
}
