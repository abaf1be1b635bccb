//! Who may do what: one table of rules, one function that reads it.
//!
//! A decision asks three things of the table, in this order. Does a denial apply? Then no,
//! whatever else the person holds. Does an allowance apply? Then yes. Otherwise no.
//! Every answer carries the id of the row that gave it, for the journal.
//!
//! The rules are those of the permission model (R1 to R48); `docs/access.md` is generated
//! from the same table by [`rules_as_markdown`], together with the readings made of them.

mod beside;
mod conflict;
mod filter;
mod objects;
mod page;
mod relations;
mod roles;
mod rules;
mod table;

use chrono::NaiveDate;

pub use conflict::{Conflict, MONTHS_APART, Tie, may_review};
pub use filter::{ReviewFilter, visible_reviews};
pub use objects::{Action, ActionFacts, CaseFacts, DipFacts, Object, ReviewFacts};
pub use page::rules_as_markdown;
pub use relations::{While, Who};
pub use roles::{Actor, Role, RoleHeld, Scope, Supervision, UnknownRole};
pub use rules::{Effect, Rule};
pub use table::RULES;

use relations::Question;

/// The answer to "may this person do this?", and the rule that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether the act may go ahead.
    pub allowed: bool,
    /// The id of the row that decided ("R8"), or "default" where no row spoke.
    pub rule: &'static str,
}

impl Decision {
    /// No row spoke, so the answer is no.
    pub const DEFAULT: Self = Self { allowed: false, rule: "default" };
}

/// Whether `actor` may do `action` to `object` today, by the rules of the programme.
///
/// An action asked of the wrong kind of object (see [`Action::concerns`]) is refused by default.
#[must_use]
pub fn decide(actor: &Actor, action: Action, object: &Object<'_>, today: NaiveDate) -> Decision {
    decide_with(RULES, actor, action, object, today)
}

/// The same decision from any table of rules, so that a test can take one row away and
/// show what that row was holding up.
#[must_use]
pub fn decide_with(rules: &[Rule], actor: &Actor, action: Action, object: &Object<'_>, today: NaiveDate) -> Decision {
    let question = Question { actor, object, today };
    let first = |effect: Effect| rules.iter().find(|rule| rule.effect == effect && rule.speaks_to(action, &question));
    // A denial beats any allowance, so it is looked for first wherever it stands in the table.
    first(Effect::Deny)
        .or_else(|| first(Effect::Allow))
        .map_or(Decision::DEFAULT, |rule| Decision { allowed: rule.effect == Effect::Allow, rule: rule.id })
}
