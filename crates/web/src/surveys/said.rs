//! What was said in a closed survey, as stacked bars.

use practice::surveys::{Band, Bar, Counted};
use programme::surveys::SetResult;

/// The results of one set.
pub(super) struct Results {
    pub(super) title: String,
    pub(super) n: u32,
    pub(super) has_bars: bool,
    pub(super) questions: Vec<Said>,
}

/// What was said to one question.
pub(super) struct Said {
    pub(super) wording: String,
    /// In place of bars, why there are none.
    pub(super) instead: String,
    pub(super) n: u32,
    pub(super) bars: Vec<BarView>,
}

/// One piece of a bar.
pub(super) struct BarView {
    pub(super) answer: String,
    /// How many of how many, or that it is hidden.
    pub(super) share: String,
    /// Where it begins and how wide it is, of 1,000.
    pub(super) from: u32,
    pub(super) width: u32,
    /// The class that colours it.
    pub(super) band: &'static str,
}

/// A figure, or that it is hidden.
pub(super) fn or_hidden<T: ToString>(shown: Option<&T>) -> String {
    shown.map_or_else(|| "hidden".to_owned(), ToString::to_string)
}

pub(super) fn results(set: &SetResult) -> Results {
    let none = set.questions.iter().all(|(_, counted)| matches!(counted, Counted::TooFew));
    // Where no question may be shown, that is said once.
    let shown = if none { &[][..] } else { &set.questions[..] };
    let questions: Vec<Said> = shown.iter().map(|(wording, counted)| said(wording, counted)).collect();
    let has_bars = questions.iter().any(|question| !question.bars.is_empty());
    Results { title: set.title.clone(), n: set.n, has_bars, questions }
}

fn said(wording: &str, counted: &Counted) -> Said {
    let (instead, n, bars) = match counted {
        Counted::TooFew => ("Fewer than 5 answered, so nothing is shown.".to_owned(), 0, Vec::new()),
        Counted::Alike { answer, n } => (format!("All or nearly all of {n} said “{answer}”."), *n, Vec::new()),
        Counted::Bars(bars, n) => (String::new(), *n, pieces(bars, *n)),
    };
    Said { wording: wording.to_owned(), instead, n, bars }
}

/// The pieces of a stacked bar. What is hidden is one hatched piece at the end, as wide as all of it together.
fn pieces(bars: &[Bar], n: u32) -> Vec<BarView> {
    let wide = |count: u32| count * 1_000 / n.max(1);
    let mut from = 0;
    let mut pieces = Vec::new();
    // What stands beside the scale is left out where nobody gave it.
    let nobody = |bar: &Bar| bar.band == Band::Beside && bar.count() == Some(0);
    for bar in bars.iter().filter(|bar| bar.share.is_some() && !nobody(bar)) {
        let count = bar.count().unwrap_or(0);
        pieces.push(BarView {
            answer: bar.answer.clone(),
            share: or_hidden(bar.share.as_ref()),
            from,
            width: wide(count),
            band: band(bar.band),
        });
        from += wide(count);
    }
    let hidden: Vec<&Bar> = bars.iter().filter(|bar| bar.share.is_none()).collect();
    for (place, bar) in hidden.iter().enumerate() {
        pieces.push(BarView {
            answer: bar.answer.clone(),
            share: or_hidden(bar.share.as_ref()),
            from,
            width: if place == 0 { 1_000 - from } else { 0 },
            band: "hidden",
        });
    }
    pieces
}

fn band(band: Band) -> &'static str {
    match band {
        Band::Best => "best",
        Band::Good => "good",
        Band::Middle => "middle",
        Band::Poor => "poor",
        Band::Worst => "worst",
        Band::Beside => "beside",
    }
}
