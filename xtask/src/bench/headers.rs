//! Whether every reply of the run, redirects and refusals too, was protected.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::client::{Ask, Client};
use super::figures::Figures;
use super::reply::Reply;
use super::server::Server;
use crate::run::Trouble;

/// Headers of every reply, and how their values begin.
const HEADERS: [(&str, &str); 9] = [
    ("content-security-policy", "default-src 'none'"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("strict-transport-security", "max-age="),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=()"),
    ("cache-control", ""),
];

/// Every reply of the run passes here.
#[derive(Default)]
pub struct Seen {
    replies: AtomicU64,
    lacking: Mutex<BTreeSet<String>>,
}

impl Seen {
    /// Counts a reply, and remembers what it lacks.
    pub fn look_at(&self, reply: &Reply) {
        self.replies.fetch_add(1, Ordering::Relaxed);
        for (name, begins) in HEADERS {
            let there = reply.header(name).is_some_and(|value| value.starts_with(begins));
            if !there {
                let mut lacking = self.lacking.lock().unwrap_or_else(PoisonError::into_inner);
                lacking.insert(format!("{}, answered {}, came without {name}", reply.asked, reply.status));
            }
        }
    }

    /// How many replies were looked at, and which came without a header.
    pub fn report(&self, figures: &mut Figures) {
        let replies = self.replies.load(Ordering::Relaxed);
        let lacking = self.lacking.lock().unwrap_or_else(PoisonError::into_inner);
        let without =
            if lacking.is_empty() { "all with".to_owned() } else { format!("{} kinds without", lacking.len()) };
        figures.words("Security headers", &format!("{replies} replies, {without} the {} headers", HEADERS.len()));
        for words in lacking.iter() {
            figures.wrong(words.clone());
        }
    }
}

/// Asks for what must be refused or lead elsewhere, so that those replies are looked at too.
pub fn ask_for_refusals(server: &Server, figures: &mut Figures) -> Result<(), Trouble> {
    let mut nobody = server.client();
    let mut lead = server.signed_in("qal")?;
    let mut check = |client: &mut Client, ask: &Ask<'_>, status: u16| -> Result<(), Trouble> {
        let found = client.ask(ask)?.status;
        if found != status {
            figures.wrong(format!("{} answered {found} where {status} is right.", ask.words()));
        }
        Ok(())
    };
    check(&mut nobody, &Ask::get("/reviews"), 303)?;
    check(&mut nobody, &Ask::get("/there-is-no-such-page"), 404)?;
    check(&mut nobody, &Ask::get("/static/0/there-is-no-such-file.css"), 404)?;
    check(&mut nobody, &Ask::form("/sign-in", "name=nobody&password=wrong"), 422)?;
    check(&mut lead, &Ask::delete("/"), 405)?;
    check(&mut lead, &Ask::form("/sign-out", "csrf=not-the-word"), 403)?;
    check(&mut lead, &Ask::get("/reviews/00000000-0000-7000-8000-000000000000"), 404)
}
