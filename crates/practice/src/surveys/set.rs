use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::language::Language;

/// Who answers a set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Respondents {
    /// Adults who use services.
    People,
    /// Informal carers.
    Carers,
    /// Social workers.
    Workers,
    /// Managers.
    Managers,
    /// Children and parents.
    Families,
}

impl Respondents {
    /// What a sentence calls them.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::People => "people who use services",
            Self::Carers => "carers",
            Self::Workers => "social workers",
            Self::Managers => "managers",
            Self::Families => "children and parents",
        }
    }

    /// Whether they work for the council: then a group that all answered alike is not shown to have done so, because
    /// it would tell what each of them said.
    #[must_use]
    pub fn are_staff(self) -> bool {
        matches!(self, Self::Workers | Self::Managers)
    }

    /// The share of those asked that should answer, in per cent (domain model, section 8). Below half of it the
    /// evidence is weak.
    #[must_use]
    pub fn aim(self) -> u32 {
        match self {
            Self::People | Self::Families => 30,
            Self::Carers => 35,
            Self::Workers | Self::Managers => 70,
        }
    }

    /// The most questions they may be asked: time with a family is worth more.
    fn most_questions(self) -> usize {
        if self.are_staff() { 12 } else { 11 }
    }
}

/// How a question is answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum QuestionKind {
    /// By choosing one.
    Choice {
        /// Best first, or in their natural order.
        options: Vec<String>,
        /// Whether they go from best to worst.
        ordered: bool,
        /// Where they do not, the places of those that fit with good practice; none where the answers tell nothing of it.
        fits: Vec<usize>,
        /// Whether "I am not sure" is offered as well.
        dont_know: bool,
        /// The answer after which help for today is shown, by its place.
        danger: Option<usize>,
    },
    /// By a whole number.
    Number {
        /// The least.
        lowest: u32,
        /// The most.
        highest: u32,
    },
    /// In words.
    Text {
        /// The most letters.
        limit: usize,
    },
}

/// One question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// Its id within the set, such as `q3`.
    pub id: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// What is asked.
    pub wording: String,
    /// A line that explains it; empty for none.
    pub hint: String,
    /// The picture beside it; empty for none.
    pub symbol: String,
    /// The parts of standards it bears on, such as `S01b`.
    pub elements: Vec<String>,
    /// Whether it asks if somebody helped.
    pub helper: bool,
    /// The same in other languages, by code.
    pub other: BTreeMap<String, Wording>,
}

/// A question in another language.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// What is asked.
    pub wording: String,
    /// A line that explains it.
    #[serde(default)]
    pub hint: String,
    /// The answers, in the same order.
    #[serde(default)]
    pub options: Vec<String>,
}

/// A set of questions, in the order they are asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QuestionSet {
    /// Its name in tables, such as `people-easy`.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What staff call it.
    pub title: String,
    /// The framework whose parts it asks about.
    pub framework: String,
    /// The source of evidence it is, such as `E2`, where the framework has one for it.
    pub source: Option<String>,
    /// Who answers.
    pub respondents: Respondents,
    /// Large type, and a picture with each question.
    pub easy_read: bool,
    /// What the respondent reads first.
    pub heading: String,
    /// What the respondent reads before starting.
    pub intro: String,
    /// Other languages.
    pub languages: Vec<Language>,
    /// The questions.
    pub questions: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetFile {
    id: String,
    version: String,
    title: String,
    framework: String,
    source: Option<String>,
    respondents: Respondents,
    #[serde(default)]
    easy_read: bool,
    heading: String,
    intro: String,
    #[serde(default)]
    languages: Vec<Language>,
    questions: Vec<QuestionFile>,
}

#[derive(Deserialize)]
struct QuestionFile {
    id: String,
    kind: String,
    wording: String,
    #[serde(default)]
    hint: String,
    #[serde(default)]
    symbol: String,
    #[serde(default)]
    options: Vec<String>,
    #[serde(default = "yes")]
    ordered: bool,
    #[serde(default)]
    fits: Vec<String>,
    #[serde(default)]
    dont_know: bool,
    danger: Option<String>,
    lowest: Option<u32>,
    highest: Option<u32>,
    limit: Option<usize>,
    #[serde(default)]
    elements: Vec<String>,
    #[serde(default)]
    helper: bool,
    #[serde(flatten)]
    other: BTreeMap<String, Wording>,
}

fn yes() -> bool {
    true
}

impl QuestionSet {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// Every mistake found, each naming the question and the mend.
    pub fn read(text: &str) -> Result<Self, Vec<String>> {
        let file: SetFile = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
        let mut problems = Vec::new();
        let mut seen = BTreeSet::new();
        let languages: Vec<&str> = file.languages.iter().map(|language| language.code.as_str()).collect();
        let most = file.respondents.most_questions();
        if file.questions.is_empty() || file.questions.len() > most {
            problems.push(format!("There are {} questions. Ask between 1 and {most}.", file.questions.len()));
        }
        if file.questions.iter().filter(|question| question.kind == "text").count() > 1 {
            problems.push("More than one question is answered in words. Keep the one that matters most.".to_owned());
        }
        if file.questions.last().is_some_and(|question| question.danger.is_some()) {
            problems
                .push("The last question asks about danger. Ask another after it, so that help has a way on.".into());
        }
        for language in file.languages.iter().filter(|language| !matches!(language.dir.as_str(), "ltr" | "rtl")) {
            problems.push(format!("{}: “dir” is ltr or rtl, not “{}”.", language.code, language.dir));
        }
        let mut questions = Vec::new();
        for question in file.questions {
            if !seen.insert(question.id.clone()) {
                problems.push(format!("{}: two questions have this id. Give one another.", question.id));
            }
            if RESERVED.contains(&question.id.as_str()) {
                let says = "this id has another use in a survey. Give another, such as q2.";
                problems.push(format!("{}: {says}", question.id));
            }
            if question.elements.is_empty() && !question.helper {
                problems.push(format!("{}: name the parts it bears on, or leave it out.", question.id));
            }
            match question.checked(&languages) {
                Ok(question) => questions.push(question),
                Err(found) => problems.extend(found),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            id: file.id,
            version: file.version,
            title: file.title,
            framework: file.framework,
            source: file.source,
            respondents: file.respondents,
            easy_read: file.easy_read,
            heading: file.heading,
            intro: file.intro,
            languages: file.languages,
            questions,
        })
    }

    /// The question with this id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

impl QuestionFile {
    fn checked(self, languages: &[&str]) -> Result<Question, Vec<String>> {
        let mut problems = Vec::new();
        let mut wrong = |says: String| problems.push(format!("{}: {says}", self.id));
        if self.wording.trim().is_empty() {
            wrong("it asks nothing. Write “wording”.".to_owned());
        }
        for code in languages.iter().filter(|code| !self.other.contains_key(**code)) {
            wrong(format!("it is not given in “{code}”, and the set is."));
        }
        for (code, other) in &self.other {
            if !languages.contains(&code.as_str()) {
                wrong(format!("“{code}” is not a language of the set, and not a key."));
            }
            if other.options.len() != self.options.len() {
                wrong(format!("“{code}” has {} answers and English {}.", other.options.len(), self.options.len()));
            }
        }
        let danger = self.danger.as_ref().map(|danger| self.options.iter().position(|option| option == danger));
        if danger == Some(None) {
            wrong("“danger” is not one of its answers.".to_owned());
        }
        let fits: BTreeSet<usize> =
            self.fits.iter().filter_map(|fit| self.options.iter().position(|option| option == fit)).collect();
        if fits.len() < self.fits.len() {
            wrong("“fits” names what is not one of its answers, or names one twice.".to_owned());
        }
        if !self.fits.is_empty() && (self.ordered || self.helper || self.kind != "choice") {
            wrong("“fits” is for answers without an order: write “ordered = false”.".to_owned());
        }
        let kind = match (self.kind.as_str(), self.lowest, self.highest, self.limit) {
            ("choice", None, None, None) if (2..=6).contains(&self.options.len()) => QuestionKind::Choice {
                options: self.options,
                ordered: self.ordered && !self.helper,
                fits: fits.into_iter().collect(),
                dont_know: self.dont_know,
                danger: danger.flatten(),
            },
            ("number", Some(lowest), Some(highest), None) if lowest < highest && highest <= 100 => {
                QuestionKind::Number { lowest, highest }
            }
            ("text", None, None, Some(limit)) if (1..=500).contains(&limit) => QuestionKind::Text { limit },
            _ => {
                wrong(
                    "“kind” is choice with two to six “options”, number with “lowest” and “highest”, or text with a \
                     “limit” up to 500."
                        .to_owned(),
                );
                return Err(problems);
            }
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Question {
            id: self.id,
            kind,
            wording: self.wording,
            hint: self.hint,
            symbol: self.symbol,
            elements: self.elements,
            helper: self.helper,
            other: self.other,
        })
    }
}

impl Question {
    /// What is asked, in a language; English where it is not given in it.
    #[must_use]
    pub fn wording_in(&self, language: &str) -> &str {
        self.other.get(language).map_or(&self.wording, |other| &other.wording)
    }

    /// The line that explains it, in a language.
    #[must_use]
    pub fn hint_in(&self, language: &str) -> &str {
        self.other.get(language).map_or(&self.hint, |other| &other.hint)
    }

    /// The answers, in a language; none where it is not answered by choosing.
    #[must_use]
    pub fn options_in(&self, language: &str) -> &[String] {
        match (&self.kind, self.other.get(language)) {
            (QuestionKind::Choice { .. }, Some(other)) => &other.options,
            (QuestionKind::Choice { options, .. }, None) => options,
            _ => &[],
        }
    }

    /// The key under which an answer is counted, or why it is not one. A blank is [`BLANK`].
    ///
    /// # Errors
    /// A sentence that says how to mend it.
    pub fn key_of(&self, answer: &str) -> Result<Option<String>, String> {
        let answer = answer.trim();
        if answer.is_empty() {
            return Ok(None);
        }
        match &self.kind {
            QuestionKind::Choice { options, dont_know, .. } => {
                let known = answer == NOT_SURE && *dont_know
                    || answer.parse::<usize>().is_ok_and(|place| place < options.len());
                if known { Ok(Some(answer.to_owned())) } else { Err("Choose one of the answers.".to_owned()) }
            }
            QuestionKind::Number { lowest, highest } => match answer.parse::<u32>() {
                Ok(number) if (*lowest..=*highest).contains(&number) => Ok(Some(number.to_string())),
                _ => Err(format!("“{answer}” is not a whole number from {lowest} to {highest}.")),
            },
            QuestionKind::Text { limit } => match answer.chars().count() {
                letters if letters <= *limit => Ok(Some(answer.to_owned())),
                letters => Err(format!("Use at most {limit} letters. You have written {letters}.")),
            },
        }
    }

    /// Whether an answer, as it is counted, asks for help today.
    #[must_use]
    pub fn is_danger(&self, key: &str) -> bool {
        matches!(&self.kind, QuestionKind::Choice { danger: Some(place), .. } if key == place.to_string())
    }
}

/// What is no id of a question: the fields that stand beside the answers in a form, and the name under which it is
/// counted in what way people answered.
const RESERVED: [&str; 6] = ["ways", "way", "code", "language", "csrf", "go"];

/// The key of "I am not sure".
pub const NOT_SURE: &str = "not-sure";
/// The key under which a question is counted that somebody left out.
pub const BLANK: &str = "blank";
