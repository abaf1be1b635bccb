//! What stands around every page: title, header, menu, and the words to show once.

use axum::http::{HeaderMap, Uri};
use practice::access::{Action, Object, Role};
use programme::accounts::{self, SignedIn};
use programme::{Act, Mode};

use crate::assets::Assets;
use crate::problem::Result;
use crate::reply::Flash;
use crate::{Site, cookies};

/// Everything `layout.html` asks for.
#[derive(Clone, Debug)]
pub struct Chrome {
    /// The page's title: "Page – Section – Plumbline".
    pub title: String,
    /// Addresses of style sheet and scripts.
    pub assets: Assets,
    /// The council's name.
    pub council: String,
    /// Whether this is the worked example.
    pub demo: bool,
    /// Who is signed in.
    pub me: Option<Me>,
    /// The word that every form carries; empty where nobody is signed in.
    pub csrf: String,
    /// The menu: only what the person can use.
    pub nav: Vec<NavItem>,
    /// What has just happened, to be said once.
    pub flash: Option<Flash>,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct Me {
    /// Their name.
    pub name: String,
    /// What they do.
    pub role: String,
}

/// One word of the menu.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Where it goes.
    pub href: &'static str,
    /// The word.
    pub text: &'static str,
    /// Whether the page belongs to it.
    pub current: bool,
}

/// What a request tells about the page around the answer.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The address with its query.
    pub(crate) address: String,
    /// Words kept for this page.
    flash: Option<Flash>,
}

impl Asked {
    pub(crate) fn of(site: &Site, uri: &Uri, headers: &HeaderMap) -> Self {
        let address = uri.path_and_query().map_or("/", |whole| whole.as_str()).to_owned();
        Self { address, flash: cookies::flash(site, headers) }
    }
}

impl Chrome {
    /// Around a page for nobody in particular.
    pub(crate) fn public(site: &Site, asked: &Asked) -> Self {
        let settings = site.settings();
        Self {
            title: "Plumbline".into(),
            assets: site.assets().clone(),
            council: settings.council.clone(),
            demo: settings.demo,
            me: None,
            csrf: String::new(),
            nav: Vec::new(),
            flash: asked.flash.clone(),
        }
    }

    /// Around a page for somebody who is signed in.
    pub(crate) fn for_act(site: &Site, act: &Act, who: &SignedIn, asked: &Asked) -> Self {
        let person = act.person();
        Self {
            me: Some(Me { name: person.name.clone(), role: person.job_title.clone() }),
            csrf: who.csrf.clone(),
            nav: nav(act, &asked.address),
            ..Self::public(site, asked)
        }
    }

    /// Around a page that anybody may read: with the menu of whoever is signed in.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub(crate) async fn around(site: &Site, headers: &HeaderMap, asked: &Asked) -> Result<Self> {
        let Some(token) = cookies::session(site, headers) else { return Ok(Self::public(site, asked)) };
        let Some(who) = accounts::resume(site.programme(), token).await? else { return Ok(Self::public(site, asked)) };
        let act = site.programme().act(who.person, Mode::Read).await?;
        let chrome = Self::for_act(site, &act, &who, asked);
        act.commit().await?;
        Ok(chrome)
    }

    /// Gives the page its title, with the section of the menu it belongs to.
    #[must_use]
    pub fn titled(mut self, page: &str) -> Self {
        let section = self.nav.iter().find(|item| item.current && item.href != "/" && item.text != page);
        self.title = match section {
            Some(section) => format!("{page} – {} – Plumbline", section.text),
            None => format!("{page} – Plumbline"),
        };
        self
    }

    /// Puts "Error: " before the title where the page lists mistakes, so that it is heard first.
    #[must_use]
    pub fn with_mistakes(mut self, any: bool) -> Self {
        if any {
            self.title.insert_str(0, "Error: ");
        }
        self
    }
}

/// The menu: at most six words, the same for all, without those that a person cannot use.
fn nav(act: &Act, address: &str) -> Vec<NavItem> {
    let without_content = |role: Role| matches!(role, Role::SystemAdmin | Role::DataProtectionOfficer);
    let content = act.actor().roles_on(act.today()).any(|held| !without_content(held.role));
    let words = [
        ("/", "Home", true),
        ("/standards", "Standards", act.may(Action::ReadStandards, &Object::Standards)),
        ("/reviews", "Reviews", content),
        ("/actions", "Actions", content),
        ("/people", "People", act.may(Action::ImportCaseload, &Object::Caseload)),
        ("/journal", "Journal", act.may(Action::SeeJournal, &Object::Journal)),
        ("/accounts", "Accounts", act.may(Action::ManageAccounts, &Object::Accounts)),
    ];
    words
        .into_iter()
        .filter(|(.., shown)| *shown)
        .map(|(href, text, _)| NavItem { href, text, current: belongs(address, href) })
        .collect()
}

/// Whether an address lies in a section: `/standards/1` in `/standards`, and only `/` in `/`.
fn belongs(address: &str, section: &str) -> bool {
    let path = address.split_once('?').map_or(address, |(path, _)| path);
    let below = path.strip_prefix(section).is_some_and(|rest| rest.starts_with('/'));
    path == section || (section != "/" && below)
}
