//! Accounts: signing in and out, sessions, passwords, who may sign in.

mod hashing;
mod manage;
mod session;
mod sign_in;

pub use hashing::Hashing;
pub use manage::{
    Persona, change_password, close_account, end_role, first_account, give_role, list, make_account,
    open_persona_accounts, personas, sessions,
};
pub use session::{IDLE_MINUTES, SignedIn, resume, sign_out};
pub use sign_in::{NewSession, sign_in, sign_in_as_persona};
