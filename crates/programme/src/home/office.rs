//! Blocks of those who look after data, accounts, the journal and the standards.

use practice::access::{Action, Object};
use practice::days;
use store::frameworks::Version;

use super::{About, Block, Link, Row, When};
use crate::{Act, Result, accounts, frameworks, people};

/// Files that wait for a decision, and the way to put one up.
pub(super) async fn caseload(act: &mut Act) -> Result<Block> {
    let block = Block::new(About::Caseload, "Caseload");
    if !act.may(Action::ImportCaseload, &Object::Caseload) {
        return Ok(block);
    }
    let overview = people::as_it_stands(act).await?;
    let mut rows: Vec<Row> = overview
        .imports
        .iter()
        .filter(|import| import.state == "checked")
        .map(|import| {
            Row::new(format!("Decide about {}", import.file_name), Link::Import(import.id))
                .because(format!("{} put it up. Nothing of it is saved yet.", import.by_name))
                .dated(Some(When::Day("Checked on", days::today(import.at))))
        })
        .collect();
    let last = overview.imports.iter().find(|import| import.state == "imported");
    let put_up = match last {
        Some(import) => {
            let on = When::Day("Last file on", days::today(import.at));
            Row::new("Put up the newest caseload", Link::Caseload)
                .because(format!("The last one was {}.", import.file_name))
                .dated(Some(on))
        }
        None => Row::new("Put up a caseload file", Link::Caseload).because("No file has been imported yet."),
    };
    rows.push(put_up);
    Ok(block.with(rows, Link::Caseload))
}

/// The way to the journal. It is not read for this row: reading it is journalled.
pub(super) fn journal(act: &Act) -> Block {
    let block = Block::new(About::Journal, "Journal");
    if !act.may(Action::SeeJournal, &Object::Journal) {
        return block;
    }
    let row = Row::new("Read the journal", Link::Journal)
        .because("Who did what, and who saw what. It holds no words of any record.");
    block.with(vec![row], Link::Journal)
}

/// Roles that wait for a second person, and people who cannot sign in yet.
pub(super) async fn accounts(act: &mut Act) -> Result<Block> {
    let block = Block::new(About::Accounts, "Accounts");
    let mut rows = Vec::new();
    if act.may(Action::AgreeRole, &Object::Accounts) {
        let me = act.me();
        let accounts_asked = accounts::account_requests(act).await?;
        rows.extend(accounts_asked.into_iter().filter(|r| r.by_id != me && r.person_id != me).map(|request| {
            Row::new(format!("Agree to an account for {}, or not", request.person), Link::RoleRequests)
                .because(format!("{} asks for it.", request.by_name))
                .dated(Some(When::Day("Asked on", days::today(request.at))))
        }));
        let asked = accounts::role_requests(act).await?;
        rows.extend(asked.into_iter().filter(|r| r.by_id != me && r.person_id != me).map(|request| {
            Row::new(format!("Agree to a role for {}, or not", request.person), Link::RoleRequests)
                .because(format!("{} asks for it.", request.by_name))
                .dated(Some(When::Day("Asked on", days::today(request.at))))
        }));
    }
    if !act.may(Action::ManageAccounts, &Object::Accounts) {
        return Ok(block.with(rows, Link::RoleRequests));
    }
    let without = accounts::everybodys(act).await?.iter().filter(|(_, account)| account.is_none()).count();
    let row = match without {
        0 => Row::new("Look after accounts", Link::Accounts).because("Everybody who is known here has an account."),
        1 => Row::new("Open an account", Link::Accounts).because("1 person who is known here has none."),
        many => {
            Row::new("Open accounts", Link::Accounts).because(format!("{many} people who are known here have none."))
        }
    };
    rows.push(row);
    Ok(block.with(rows, Link::Accounts))
}

/// Drafts of the standards: to publish for whoever may, to read again for whoever drafted them.
pub(super) async fn drafts(act: &mut Act) -> Result<Block> {
    let block = Block::new(About::Drafts, "Standards open to comment");
    if !act.may(Action::ReadStandards, &Object::Standards) {
        return Ok(block);
    }
    let drafts = frameworks::list(act).await?.into_iter().filter(|version| version.state == "draft");
    let rows = drafts.map(|version| draft_row(act, &version)).collect();
    Ok(block.with(rows, Link::Standards))
}

fn draft_row(act: &Act, version: &Version) -> Row {
    let publishes = act.may(Action::PublishFramework, &Object::FrameworkDraft { drafted_by: version.drafted_by });
    let (verb, why) = if publishes {
        ("Read and publish", "Somebody else drafted it, so you may publish it.")
    } else {
        ("Read the comments on", "Somebody else publishes it.")
    };
    Row::new(format!("{verb} {}, version {}", version.title, version.version), Link::Framework(version.id))
        .because(why)
        .dated(Some(When::Day("Drafted", days::today(version.drafted_at))))
}

/// An HR adviser sees only cases they are named on, and none are held yet.
pub(super) fn support() -> Block {
    let note = "Support for a worker is not held here yet, so there is nothing for an HR adviser to do.";
    Block::new(About::Support, "Support").saying(note)
}
