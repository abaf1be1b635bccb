//! Surveys answered all at once, and how long agreement between readers takes to work out.

use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use statistics::Agreed;

use super::client::{Ask, Client};
use super::figures::{Amount, Figures, Times};
use super::html::{self, Form};
use super::server::Server;
use crate::run::Trouble;

/// Codes on one sheet of letters.
const A_SHEET: usize = 2_000;
/// Answers sent at once.
const ANSWERS: usize = 10_000;
/// People asked altogether: more than answer.
const ASKED: usize = 2 * ANSWERS;
/// Of those who answer, sent a second time afterwards: fewer than make the server ask a guesser to wait.
const AGAIN: usize = 15;
/// One in so many sends the last page twice at the same moment, as an impatient thumb does.
const TWICE: usize = 20;
/// People who answer at the same time.
const RESPONDENTS: usize = 16;
/// The longest that one of a hundred waits while everybody answers.
const WAIT: Amount = Amount::Time(Duration::from_secs(1));
/// The review whose survey of people is open in the worked example.
const OPEN: &str = "Review 1, winter 2027";

/// Standards, cases and readers whose agreement is worked out.
const STANDARDS: usize = 50;
const CASES: usize = 200;
const READERS: usize = 3;
/// A page may take so long, with everything else it does.
pub const PAGE: Amount = Amount::Time(Duration::from_millis(200));

/// Ten thousand people answer: none is lost, and none is counted twice.
pub fn burst(server: &Server, engine: &str, figures: &mut Figures) -> Result<(), Trouble> {
    let mut lead = server.signed_in("qal")?;
    let review = super::address_of(&mut lead, OPEN)?;
    let surveys = lead.page(&format!("{review}/surveys"))?;
    let survey = html::link_saying(&surveys.text(), "people who use services")
        .ok_or_else(|| Trouble::new(format!("{} leads to no survey.", surveys.asked)))?;
    let before = answered(&mut lead, &survey)?;
    let codes = printed(&mut lead, &survey)?;
    let queue = Mutex::new(codes.iter().take(ANSWERS).enumerate());
    let began = Instant::now();
    let answered_in: Vec<Result<Times, Trouble>> = thread::scope(|scope| {
        let each = |_| {
            scope.spawn(|| {
                let mut nobody = server.client();
                let mut times = Times::default();
                while let Some((number, code)) = queue.lock().ok().and_then(|mut queue| queue.next()) {
                    if number % TWICE == 0 {
                        at_once(server, code)?;
                    } else {
                        times.push(answer(&mut nobody, code)?.expecting(303)?.took);
                    }
                }
                Ok(times)
            })
        };
        let all: Vec<_> = (0..RESPONDENTS).map(each).collect();
        all.into_iter()
            .map(|one| one.join().unwrap_or_else(|_| Err(Trouble::new("A respondent broke down."))))
            .collect()
    });
    let took = began.elapsed();
    let mut times = Times::default();
    for one in answered_in {
        times.extend(one?);
    }
    let mut nobody = server.client();
    for code in codes.iter().take(AGAIN) {
        answer(&mut nobody, code)?.expecting(404)?;
    }
    let came = answered(&mut lead, &survey)? - before;
    if came != ANSWERS {
        figures.wrong(format!("{ANSWERS} answered on {engine}, {came} are counted."));
    }
    let a_second = ANSWERS as f64 / took.as_secs_f64();
    figures.words(
        &format!("{ANSWERS} people answer at once, {engine}"),
        &format!(
            "{a_second:.0} a second; {came} counted; {} sent twice at once and {AGAIN} again later, none counted twice",
            ANSWERS.div_ceil(TWICE)
        ),
    );
    let basis = format!("{RESPONDENTS} at a time; p50 {}", Amount::Time(times.within(50)));
    figures.limited(&format!("One answer among them, p99, {engine}"), Amount::Time(times.within(99)), WAIT, &basis);
    Ok(())
}

/// Sends the same answers twice at the same moment: one of the two is taken.
fn at_once(server: &Server, code: &str) -> Result<(), Trouble> {
    let both: Vec<_> = thread::scope(|scope| {
        let each = |_| scope.spawn(|| answer(&mut server.client(), code).map(|reply| (reply.status, reply.asked)));
        let both: Vec<_> = (0..2).map(each).collect();
        both.into_iter()
            .map(|one| one.join().unwrap_or_else(|_| Err(Trouble::new("A respondent broke down."))))
            .collect()
    });
    let both = both.into_iter().collect::<Result<Vec<_>, _>>()?;
    let with = |wanted: u16| both.iter().filter(|(status, _)| *status == wanted).count();
    match (with(303), with(404)) {
        (1, 1) => Ok(()),
        (taken, _) => Err(Trouble::new(format!("{} was sent twice at once and taken {taken} times.", both[0].1))),
    }
}

/// Prints letters until there are enough codes.
fn printed(lead: &mut Client, survey: &str) -> Result<Vec<String>, Trouble> {
    let mut codes = Vec::new();
    while codes.len() < ANSWERS {
        let page = lead.page(survey)?;
        let mut form = Form::with(&page.text(), "count")
            .ok_or_else(|| Trouble::new(format!("{} has no form for letters.", page.asked)))?;
        form.set("count", &A_SHEET.to_string());
        form.set("asked", &ASKED.to_string());
        let (path, body) = (format!("{survey}/letters"), form.encoded());
        let sheet = lead.ask(&Ask::form(&path, &body))?.expecting(200)?;
        let text = sheet.text();
        let before = codes.len();
        let made =
            text.split("app-letter__code").skip(1).filter_map(|rest| rest.split("<strong>").nth(1)?.split('<').next());
        codes.extend(made.map(|code| code.replace(' ', "")));
        if codes.len() == before {
            return Err(Trouble::new(format!("{} shows no code.", sheet.asked)));
        }
    }
    Ok(codes)
}

/// Sends the last page of the survey with everything that was answered before, as the browser carries it.
fn answer(nobody: &mut Client, code: &str) -> Result<super::reply::Reply, Trouble> {
    let carried = format!(
        "{{\"code\":\"{code}\",\"set\":\"people\",\"language\":\"\",\"answers\":{{\"q1\":\"0\",\"q2\":\"1\",\"q3\":\"0\",\
         \"q4\":\"2\",\"q5\":\"0\",\"q6\":\"1\",\"q7\":\"not-sure\",\"q8\":\"0\",\"q9\":\"0\"}}}}"
    );
    let hex: String = carried.bytes().map(|byte| format!("{byte:02x}")).collect();
    let ask = Ask::form("/s/11", "go=next&answer=0").with("Cookie", format!("plumbline-survey={hex}"));
    nobody.ask(&ask)
}

/// How many have answered, as the lead's page says: the figure beside "Answered so far".
fn answered(lead: &mut Client, survey: &str) -> Result<usize, Trouble> {
    let page = lead.page(survey)?;
    let text = page.text();
    let (_, after) = text.split_once("Answered so far").unwrap_or_default();
    let figures: String =
        after.chars().skip_while(|c| !c.is_ascii_digit()).take_while(|c| c.is_ascii_digit() || *c == ',').collect();
    figures.replace(',', "").parse().map_err(|_| Trouble::new(format!("{} says no number.", page.asked)))
}

/// Agreement with its intervals for fifty standards, two hundred cases and three readers.
pub fn readers(figures: &mut Figures) {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let standards: Vec<Vec<Vec<Option<usize>>>> = (0..STANDARDS)
        .map(|_| {
            let truth: Vec<usize> = (0..CASES).map(|_| next() % 3).collect();
            let mut read = |case: &usize| Some(if next().is_multiple_of(5) { next() % 3 } else { *case });
            (0..READERS).map(|_| truth.iter().map(&mut read).collect()).collect()
        })
        .collect();
    let mut times = Times::default();
    for _ in 0..20 {
        let began = Instant::now();
        let found = standards.iter().filter_map(|readings| Agreed::of(readings, 3, "2026")).count();
        times.push(began.elapsed());
        if found != STANDARDS {
            figures.wrong(format!("{found} of {STANDARDS} standards have an agreement."));
        }
    }
    let what = format!("Agreement of {STANDARDS} standards, {CASES} cases, {READERS} readers");
    let basis = format!("p95 of 20, in process; p50 {}", Amount::Time(times.within(50)));
    figures.limited(&what, Amount::Time(times.within(95)), PAGE, &basis);
}
