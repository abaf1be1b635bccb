//! One question, as it is asked at its place.

use askama::Template;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use practice::surveys::{NOT_SURE, Question, QuestionKind, QuestionSet, Words};

use super::around::{Around, From, behind};
use super::carried::{Carried, Help};
use crate::Site;
use crate::problem::Result;
use crate::reply::SeeOther;

/// One question.
#[derive(Template)]
#[template(path = "surveys/question.html")]
pub(super) struct QuestionPage {
    around: Around,
    here: String,
    easy: bool,
    step: String,
    symbol: String,
    wording: String,
    hint: String,
    answer: Asked,
    /// Whom to ring, for somebody who has just said that they are in danger.
    danger: Option<Danger>,
    /// That how to reach them was sent; empty where nothing was.
    sent: String,
    wrong: String,
    first: bool,
    /// Whether what follows sends the answers.
    last: bool,
    help: String,
}

/// Whom to ring.
pub(super) struct Danger {
    text: String,
    phone: String,
    wrong: String,
}

/// How one question is answered.
pub(super) enum Asked {
    Choice(Vec<Option_>),
    Number { lowest: u32, highest: u32, value: String },
    Text { limit: usize, value: String },
}

/// One answer to choose.
pub(super) struct Option_ {
    value: String,
    text: String,
    face: String,
    checked: bool,
}

/// A place in a survey: what is asked there and what was answered so far.
pub(super) struct At {
    pub(super) number: usize,
    pub(super) set: QuestionSet,
    pub(super) carried: Carried,
    pub(super) phone: String,
}

/// Where a question stands.
pub(super) fn address(number: usize) -> String {
    format!("/s/{number}")
}

impl At {
    /// `Err` leads elsewhere: there is no code or it opens nothing, or nobody has begun.
    pub(super) async fn of(
        site: &Site,
        from: &From,
        headers: &HeaderMap,
        number: &str,
    ) -> Result<std::result::Result<Self, Response>> {
        // Whoever goes back after they have sent their answers carries no code any more: that is no wrong guess.
        let Some(carried) = Carried::of(site, headers) else { return Ok(Err(SeeOther::to("/s").into_response())) };
        let found = match behind(site, from, &carried.code).await? {
            Ok(found) => found,
            Err(page) => return Ok(Err(page)),
        };
        let set = found.sets.into_iter().find(|set| set.id == carried.set);
        let number = number.parse::<usize>().unwrap_or(0);
        Ok(match set {
            Some(set) if (1..=set.questions.len()).contains(&number) => {
                Ok(Self { number, set, carried, phone: found.phone })
            }
            _ => Err(SeeOther::to("/s/start").into_response()),
        })
    }

    /// The same, at another question.
    pub(super) fn at(&self, number: usize) -> At {
        At { number, set: self.set.clone(), carried: self.carried.clone(), phone: self.phone.clone() }
    }

    /// Whether whom to ring is shown here: on the page after the answer, or on its own page where it is the last.
    pub(super) fn shows_help(&self) -> bool {
        let said = |question: &Question| {
            self.carried.answers.get(&question.id).is_some_and(|answer| question.is_danger(answer))
        };
        let before = self.number.checked_sub(2).and_then(|place| self.set.questions.get(place));
        let last = (self.number == self.set.questions.len()).then(|| self.question());
        matches!(self.carried.help, Help::NotShown | Help::NotWritten) && before.into_iter().chain(last).any(said)
    }

    pub(super) fn question(&self) -> &Question {
        &self.set.questions[self.number - 1]
    }

    pub(super) fn dir(&self) -> &str {
        self.set.language(&self.carried.language).map_or("ltr", |language| language.dir.as_str())
    }

    pub(super) fn cookies(&self, site: &Site) -> Vec<HeaderValue> {
        let written = self.set.questions.iter().filter(|q| matches!(q.kind, QuestionKind::Text { .. }));
        self.carried.cookies(site, &written.map(|q| q.id.as_str()).collect::<Vec<_>>())
    }

    pub(super) fn page(&self, site: &Site, typed: Option<&str>, wrong: &str) -> QuestionPage {
        let question = self.question();
        let language = self.carried.language.as_str();
        let wording = question.wording_in(language).to_owned();
        let around = Around::of(site, language, self.dir(), &wording);
        let step = around.words.question_of(self.number, self.set.questions.len());
        let value =
            typed.unwrap_or_else(|| self.carried.answers.get(&question.id).map_or("", String::as_str)).to_owned();
        let symbol = if question.symbol.is_empty() {
            String::new()
        } else {
            site.assets().at(&format!("symbols/{}.svg", question.symbol))
        };
        let said = |help, key| if self.carried.help == help { around.word(key).to_owned() } else { String::new() };
        QuestionPage {
            here: address(self.number),
            easy: self.set.easy_read,
            step,
            symbol,
            wording,
            hint: question.hint_in(language).to_owned(),
            danger: self.shows_help().then(|| Danger {
                text: around.words.with_phone("danger_text", &self.phone),
                phone: self.phone.clone(),
                wrong: said(Help::NotWritten, "danger_empty"),
            }),
            sent: match said(Help::Sent, "danger_sent") {
                sent if sent.is_empty() => sent,
                sent => format!("{sent} {}", around.words.with_phone("danger_text", &self.phone)),
            },
            answer: asked(site, &self.set, question, language, value, &around.words),
            wrong: wrong.to_owned(),
            first: self.number == 1,
            last: self.number == self.set.questions.len(),
            help: around.words.with_phone("need_help", &self.phone),
            around,
        }
    }
}

fn asked(site: &Site, set: &QuestionSet, question: &Question, language: &str, value: String, words: &Words) -> Asked {
    match &question.kind {
        QuestionKind::Number { lowest, highest } => Asked::Number { lowest: *lowest, highest: *highest, value },
        QuestionKind::Text { limit } => Asked::Text { limit: *limit, value },
        QuestionKind::Choice { ordered, dont_know, .. } => {
            let options = question.options_in(language);
            let faces = set.easy_read && *ordered && options.len() == 3;
            let face = |name: &str| {
                if faces { site.assets().at(&format!("symbols/{name}.svg")) } else { String::new() }
            };
            let mut all: Vec<Option_> = options
                .iter()
                .enumerate()
                .map(|(place, text)| Option_ {
                    value: place.to_string(),
                    text: text.clone(),
                    face: face(["face-good", "face-middle", "face-bad"][place.min(2)]),
                    checked: value == place.to_string(),
                })
                .collect();
            if *dont_know {
                all.push(Option_ {
                    value: NOT_SURE.to_owned(),
                    text: words.get("not_sure").to_owned(),
                    face: face("not-sure"),
                    checked: value == NOT_SURE,
                });
            }
            Asked::Choice(all)
        }
    }
}
