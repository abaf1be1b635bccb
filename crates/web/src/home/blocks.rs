use practice::access::{Action, Object};
use practice::days;
use programme::{Act, frameworks};
use store::frameworks::Version;

use crate::problem::Result;

/// A few rows under one heading.
pub(crate) struct Block {
    pub(crate) title: &'static str,
    pub(crate) rows: Vec<Row>,
    /// What is said where there are no rows.
    pub(crate) nothing: &'static str,
}

/// One thing to do: a link that begins with a verb, why it matters, and when.
pub(crate) struct Row {
    pub(crate) href: String,
    pub(crate) text: String,
    pub(crate) why: String,
    pub(crate) when: String,
    /// Whether it cannot wait.
    pub(crate) now: bool,
}

/// What needs this person, most urgent first. A block that could never concern them is left out.
///
/// # Errors
/// Where the database does not answer.
pub(crate) async fn blocks(act: &mut Act) -> Result<Vec<Block>> {
    let mut blocks = Vec::new();
    if act.may(Action::ReadStandards, &Object::Standards) {
        blocks.push(standards(act).await?);
    }
    Ok(blocks)
}

/// Drafts of the standards: to publish for those who may, to comment on for everybody.
async fn standards(act: &mut Act) -> Result<Block> {
    let drafts = frameworks::list(act).await?.into_iter().filter(|version| version.state == "draft");
    let rows = drafts.map(|version| draft(act, &version)).collect();
    Ok(Block { title: "Standards open to comment", rows, nothing: "No draft is open to comment." })
}

fn draft(act: &Act, version: &Version) -> Row {
    let publishes = act.may(Action::PublishFramework, &Object::FrameworkDraft { drafted_by: version.drafted_by });
    let (verb, why) = if publishes {
        ("Read and publish", "Somebody else drafted it, so you may publish it.")
    } else {
        ("Comment on", "Say where the words do not fit the work you know.")
    };
    Row {
        href: format!("/standards/{}", version.id),
        text: format!("{verb} {}, version {}", version.title, version.version),
        why: why.to_owned(),
        when: format!("Drafted {}", days::long(days::today(version.drafted_at))),
        now: false,
    }
}
