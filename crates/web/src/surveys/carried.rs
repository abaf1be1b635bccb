//! The code and what somebody has answered so far, carried in their own browser until they send it: nothing of it stands
//! in an address, where logs would keep it, nothing in the database before, and nothing on the device after.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};

use crate::{Site, cookies};

/// The choices, in one cookie, and what was written, in another: a cookie holds about 4,000 letters.
const CHOICES: &str = "plumbline-survey";
const WRITTEN: &str = "plumbline-survey-words";

/// What is carried.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Carried {
    /// The code it belongs to.
    pub(super) code: String,
    /// The question set.
    pub(super) set: String,
    /// The language.
    pub(super) language: String,
    /// How far whom to ring has come, for somebody who said that they are in danger.
    #[serde(default)]
    pub(super) help: Help,
    /// Question and answer.
    pub(super) answers: BTreeMap<String, String>,
}

/// How far whom to ring has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Help {
    /// It has not been shown.
    #[default]
    NotShown,
    /// Somebody asked to be rung and did not write how.
    NotWritten,
    /// How to reach them was sent just now, and they are told so.
    Sent,
    /// They have seen it, and are told no more of it.
    Seen,
}

impl Carried {
    /// What the browser carries, if it has given a code.
    pub(super) fn of(site: &Site, headers: &HeaderMap) -> Option<Self> {
        let read = |name| cookies::carried(site, headers, name).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let mut carried: Self = read(CHOICES)?;
        let written: Option<BTreeMap<String, String>> =
            cookies::carried(site, headers, WRITTEN).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        carried.answers.extend(written.unwrap_or_default());
        Some(carried)
    }

    /// The cookies that carry it on. `long` names the questions that are answered in words.
    pub(super) fn cookies(&self, site: &Site, long: &[&str]) -> Vec<HeaderValue> {
        let (written, chosen): (BTreeMap<_, _>, BTreeMap<_, _>) =
            self.answers.clone().into_iter().partition(|(question, _)| long.contains(&question.as_str()));
        let choices = Self { answers: chosen, ..self.clone() };
        [(CHOICES, serde_json::to_vec(&choices)), (WRITTEN, serde_json::to_vec(&written))]
            .into_iter()
            .filter_map(|(name, bytes)| cookies::carry(site, name, &bytes.ok()?))
            .collect()
    }

    /// The cookies that forget everything.
    pub(super) fn forget(site: &Site) -> Vec<HeaderValue> {
        [CHOICES, WRITTEN].into_iter().filter_map(|name| cookies::forget(site, name)).collect()
    }
}
