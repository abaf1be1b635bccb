use std::net::IpAddr;
use std::sync::Arc;

use programme::Programme;

use crate::assets::Assets;
use crate::surveys::Guesses;

/// What whoever runs the program chooses.
#[derive(Clone, Debug)]
pub struct SiteSettings {
    /// The council's name, at the top of every page.
    pub council: String,
    /// Whether this is the worked example, where anybody may become any of its people.
    pub demo: bool,
    /// Whether cookies are for HTTPS only. Off only on a machine's own address.
    pub secure_cookies: bool,
    /// The largest file that may be put up, in bytes.
    pub upload_limit: usize,
    /// The addresses of the proxies before it, which say for whom they ask. Nobody else is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The number to ring for help with a survey, where the letter is not at hand.
    pub help_phone: Option<String>,
}

/// The programme with its pages: what every handler can reach.
#[derive(Clone)]
pub struct Site(Arc<Inside>);

struct Inside {
    programme: Programme,
    settings: SiteSettings,
    assets: Assets,
    guesses: Guesses,
}

impl Site {
    /// A site for this programme.
    #[must_use]
    pub fn new(programme: Programme, settings: SiteSettings) -> Self {
        Self(Arc::new(Inside { programme, settings, assets: Assets::embedded(), guesses: Guesses::default() }))
    }

    /// The programme.
    #[must_use]
    pub fn programme(&self) -> &Programme {
        &self.0.programme
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &SiteSettings {
        &self.0.settings
    }

    /// How many wrong codes came within this minute.
    pub(crate) fn guesses(&self) -> &Guesses {
        &self.0.guesses
    }

    pub(crate) fn assets(&self) -> &Assets {
        &self.0.assets
    }
}
