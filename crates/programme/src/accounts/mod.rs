//! Accounts: signing in and out, sessions, passwords, who may sign in.

mod hashing;
mod manage;
mod roles;
mod session;
mod sign_in;
mod ties;

pub use hashing::Hashing;
pub(crate) use manage::everybodys;
pub use manage::{
    Persona, account_requests, answer_account_request, ask_for_account, change_password, close_account, first_account,
    list, open_persona_accounts, personas, sessions,
};
pub use roles::{Roles, answer_role_request, ask_for_role, end_role, role_requests, roles};
pub use session::{IDLE_MINUTES, SignedIn, resume, sign_out};
pub use sign_in::{NewSession, sign_in, sign_in_as_persona};
pub use ties::{Ties, declare_tie, ties};
