//! Signing in and out, one's own account, and everybody's accounts for the administrator.

mod ended;
mod manage;
mod own;
mod personas;
mod sign_in;

use crate::routes::Routes;

pub(crate) use ended::ended;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", sign_in::page, "Public")
        .post("/sign-in", sign_in::enter, "Public")
        .post("/sign-out", sign_in::leave, "SignedIn")
        .get("/account", own::page, "ReadOwnAccount")
        .post("/account/password", own::change_password, "ChangeOwnAccount")
        .post("/account/ties", own::declare_tie, "ChangeOwnAccount")
        .get("/accounts", manage::list, "ManageAccounts")
        .get("/accounts/requests", manage::requests, "AgreeRole")
        .post("/accounts/requests/{request}", manage::answer, "AgreeRole")
        .post("/accounts/requests/accounts/{request}", manage::answer_account, "AgreeRole")
        .get("/accounts/{person}", manage::person, "ManageAccounts")
        .post("/accounts/{person}", manage::change, "ManageAccounts")
}
