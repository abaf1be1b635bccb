use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use practice::ids::PersonId;
use programme::{Act, Mode, Programme, SetClock};

use super::Result;

/// The example as it is being told: who is who, and what day it is.
pub struct Story {
    pub programme: Programme,
    pub clock: Arc<SetClock>,
    pub people: BTreeMap<String, PersonId>,
}

impl Story {
    /// Somebody, by the key used in the example's files.
    pub fn person(&self, key: &str) -> Result<PersonId> {
        self.people.get(key).copied().ok_or_else(|| format!("nobody is called {key} in the example").into())
    }

    /// Somebody acts on a day, in the morning.
    pub async fn on(&self, day: &str, who: &str) -> Result<Act> {
        self.at(&format!("{day}T10:00:00Z"), who).await
    }

    /// Somebody acts at a time.
    pub async fn at(&self, time: &str, who: &str) -> Result<Act> {
        let time: DateTime<Utc> = time.parse()?;
        self.clock.set(time);
        Ok(self.programme.act(self.person(who)?, Mode::Write).await?)
    }
}

/// A day written as text.
pub fn day(text: &str) -> Result<NaiveDate> {
    Ok(text.parse()?)
}
