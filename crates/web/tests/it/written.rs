//! What people wrote in a survey, in what language they were asked, and how small figures stay hidden.

use axum::http::StatusCode;
use practice::ids::{ReviewId, SurveyId};
use practice::reviews::Grade;
use programme::Mode;
use programme::surveys::{self, Answers, Way};
use store::reviews::NewOverride;

use crate::app::{Engine, TestApp, css};
use crate::reviews::act;
use crate::surveys::{answer, asked, close};

/// A closed survey of people in which so many wrote something.
async fn with_texts(app: &TestApp, many: usize) -> (ReviewId, SurveyId) {
    let (review, survey, codes) = asked(app, "E2", 30).await;
    for (number, code) in codes[..many].iter().enumerate() {
        answer(app, code, "people", &[("q10", &format!("Come more often, wish number {number}"))]).await;
    }
    close(app, review, survey).await;
    (review, survey)
}

async fn theme(app: &TestApp, (review, survey): (ReviewId, SurveyId), words: &str, count: i64, fits: bool) {
    let mut lead = act(app, "qal").await;
    surveys::add_theme(&mut lead, review, survey, words, Some(count), Some(fits)).await.expect("a theme");
    lead.commit().await.expect("committed");
}

/// What the evidence of a review says.
async fn notes(app: &TestApp, review: ReviewId) -> Vec<String> {
    let found = programme::reviews::evidence_page(&mut act(app, "qal").await, review).await.expect("evidence");
    found.items.into_iter().map(|item| item.note).collect()
}

on_both_engines! {
    async fn with_fewer_than_ten_only_whoever_runs_the_survey_reads_the_words(app: TestApp) {
        let (review, survey) = with_texts(&app, 9).await;
        let page = format!("/reviews/{review}/surveys/{survey}");
        let (lead, reader) = (app.as_person("qal"), app.as_person("rv-saf"));
        assert_eq!(lead.get(&page).await.texts(".app-texts li").len(), 9);
        let texts = surveys::open_survey(&mut act(&app, "qal").await, review, survey).await.expect("opened").texts;
        for text in &texts {
            lead.post(&format!("{page}/texts/{}", text.id), &[("quote", "yes")]).await;
        }
        theme(&app, (review, survey), "Come more often", 5, false).await;
        theme(&app, (review, survey), "Ring back", 4, false).await;
        let seen = reader.get(&page).await;
        assert!(!seen.body.contains("wish number"), "looked over or not");
        let said = seen.text("main");
        assert!(said.contains("only the lead reads the words"), "{said}");
        assert!(said.contains("Come more often: 5 of 9 (in 40 like these, likely 10 to 33; asked until 16 November 2026)"), "{said}");
        assert!(!said.contains("Ring back"), "fewer than five named it");
        assert!(lead.get(&page).await.text("main").contains("Ring back: fewer than 5"));
        let report = lead.get(&format!("/reviews/{review}/report")).await;
        assert!(report.text("main").contains("“Come more often”: 5 of 9") && !report.body.contains("wish number"));
        for (address, fields) in [
            (format!("{page}/texts/{}", texts[0].id), [("quote", "yes"), ("count", "")]),
            (format!("{page}/themes"), [("theme", "Mine"), ("count", "5")]),
        ] {
            assert_eq!(reader.post(&address, &fields).await.status, StatusCode::NOT_FOUND, "{address}");
        }
    }

    async fn with_ten_what_was_looked_over_is_quoted(app: TestApp) {
        let (review, survey) = with_texts(&app, 10).await;
        let page = format!("/reviews/{review}/surveys/{survey}");
        let reader = app.as_person("rv-saf");
        assert!(!reader.get(&page).await.body.contains("wish number"), "nobody has looked them over");
        let mut lead = act(&app, "qal").await;
        for text in surveys::open_survey(&mut lead, review, survey).await.expect("opened").texts {
            let keep = !text.words.ends_with("number 3");
            surveys::screen_text(&mut lead, review, survey, text.id, keep).await.expect("looked over");
        }
        lead.commit().await.expect("committed");
        for address in [page, format!("/reviews/{review}/report")] {
            let quoted = reader.get(&address).await.texts(".app-texts li, .app-quotes li");
            assert_eq!(quoted.len(), 9, "{address}");
            assert!(quoted.iter().all(|words| !words.contains("number 3")), "{quoted:?}");
        }
    }

    async fn a_theme_of_five_is_evidence_until_it_is_taken_away(app: TestApp) {
        let (review, survey) = with_texts(&app, 12).await;
        theme(&app, (review, survey), "Ring back", 4, false).await;
        assert!(notes(&app, review).await.iter().all(|note| !note.contains("Ring back")));
        theme(&app, (review, survey), "Come more often", 6, false).await;
        let says = "Of those who wrote something, 50%, 6 of 12 (likely 25% to 75%; asked until 16 November 2026), named \
                    “Come more often”.";
        assert!(notes(&app, review).await.contains(&says.to_owned()), "{:?}", notes(&app, review).await);
        let mut lead = act(&app, "qal").await;
        let too_many = surveys::add_theme(&mut lead, review, survey, "Everybody", Some(13), Some(true)).await.expect_err("refused");
        assert!(too_many.to_string().contains("12 wrote something"), "{too_many}");
        let themes = surveys::open_survey(&mut lead, review, survey).await.expect("opened").themes;
        let gone = themes.iter().find(|(theme, _)| theme.theme == "Come more often").expect("the theme").0.id;
        surveys::drop_theme(&mut lead, review, survey, gone).await.expect("taken away");
        lead.commit().await.expect("committed");
        assert!(!notes(&app, review).await.contains(&says.to_owned()));
    }

    async fn a_theme_agrees_only_where_the_lead_says_that_it_fits(app: TestApp) {
        let (review, survey) = with_texts(&app, 12).await;
        let page = format!("/reviews/{review}/surveys/{survey}");
        let lead = app.as_person("qal");
        let html = lead.get(&page).await.html();
        assert_eq!(html.select(&css("input[name=fits]")).count(), 2);
        assert_eq!(html.select(&css("input[name=fits][checked]")).count(), 0, "nobody has said so yet");
        let unsaid = lead.post(&format!("{page}/themes"), &[("theme", "Nobody listens"), ("count", "8")]).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsaid.text("#fits-error").contains("Say whether it fits"), "{}", unsaid.text("main"));
        let said = [("theme", "Nobody listens"), ("count", "8"), ("fits", "no")];
        assert_eq!(lead.post(&format!("{page}/themes"), &said).await.status, StatusCode::SEE_OTHER);
        theme(&app, (review, survey), "She listens", 5, true).await;
        let found = programme::reviews::evidence_page(&mut act(&app, "qal").await, review).await.expect("evidence");
        let agrees = |words: &str| found.items.iter().find(|item| item.note.contains(words)).expect("an item").agrees;
        assert!(!agrees("Nobody listens") && agrees("She listens"));
    }

    async fn a_theme_that_a_proposal_rests_on_is_not_taken_away(app: TestApp) {
        let (review, survey) = with_texts(&app, 12).await;
        theme(&app, (review, survey), "Come more often", 6, false).await;
        let mut looking = act(&app, "qal").await;
        let found = surveys::open_survey(&mut looking, review, survey).await.expect("opened").themes.remove(0).0;
        drop(looking);
        let new = NewOverride {
            id: uuid::Uuid::from_u128(9).into(),
            review,
            standard: "S10",
            computed: Grade::RequiresImprovement.into(),
            proposed: Grade::Good.into(),
            reason: "It was heard.",
            evidence: &[found.evidence_id.0.expect("it is evidence")],
            by: app.person("qal"),
            at: app.programme().now(),
            second: app.person("rv-saf"),
        };
        let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
        store::reviews::add_override(&mut tx, &new).await.expect("a proposal");
        tx.commit().await.expect("committed");
        let mut lead = act(&app, "qal").await;
        let refused = surveys::drop_theme(&mut lead, review, survey, found.id).await.expect_err("refused");
        assert!(refused.to_string().contains("rests on this theme"), "{refused}");
    }

    async fn a_way_of_fewer_than_five_cannot_be_worked_out(app: TestApp) {
        let (review, survey, codes) = asked(&app, "E2", 30).await;
        for code in &codes[..7] {
            answer(&app, code, "people", &[("q1", "0")]).await;
        }
        let mut reader = act(&app, "rv-saf").await;
        for _ in 0..4 {
            let answers = Answers::from([("q1".to_owned(), "0".to_owned())]);
            surveys::enter_answers(&mut reader, review, survey, "people", Way::Phone, "", &answers).await.expect("typed");
        }
        reader.commit().await.expect("committed");
        let page = format!("/reviews/{review}/surveys/{survey}");
        let open = app.as_person("qal").get(&page).await.texts(".app-facts div");
        assert_eq!(open, ["Answered so far11", "Codes not used yet23"], "no way while it is open");
        close(&app, review, survey).await;
        let ways = app.as_person("qal").get(&page).await.texts(".app-facts div");
        assert_eq!(ways, ["On a screen7", "On paperhidden", "By telephonehidden"]);
    }

    async fn the_share_is_taken_of_those_asked_and_not_of_the_letters(app: TestApp) {
        let (review, survey, codes) = asked(&app, "E2", 12).await;
        for code in &codes[..3] {
            answer(&app, code, "people", &[("q1", "0")]).await;
        }
        let page = format!("/reviews/{review}/surveys/{survey}");
        let lead = app.as_person("qal");
        let wrong = lead.post(&format!("{page}/letters"), &[("count", "2"), ("asked", "2")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let says = wrong.texts(".govuk-error-summary a[href='#asked']");
        assert_eq!(says, ["3 have answered, so at least as many were asked."]);
        let blank = lead.post(&format!("{page}/letters"), &[("count", ""), ("asked", "many")]).await;
        assert_eq!(blank.texts(".govuk-error-summary a[href='#asked']").len(), 1, "{}", blank.text("main"));
        let printed = lead.post(&format!("{page}/letters"), &[("count", "5"), ("asked", "12")]).await;
        assert_eq!(printed.texts(".app-letter").len(), 5, "{}", printed.text("main"));
        let said = lead.get(&page).await.text(".app-lead");
        assert!(said.contains("25%, 3 of 12"), "five letters printed again asked nobody more: {said}");
        let list = lead.get(&format!("/reviews/{review}/surveys")).await;
        assert!(list.text("main").contains("3 answered of 12 asked"), "{}", list.text("main"));
    }

    async fn paper_letters_and_the_form_to_type_in_are_had_in_every_language_of_the_set(app: TestApp) {
        let (review, survey, _) = asked(&app, "E2", 2).await;
        let here = format!("/reviews/{review}/surveys/{survey}");
        let reader = app.as_person("rv-saf");
        for kind in ["paper", "enter"] {
            let english = reader.get(&format!("{here}/{kind}/people")).await;
            assert_eq!(english.texts("main select[name=language] option"), ["English", "Polski", "العربية"], "{kind}");
            assert!(english.text("main").contains("Is your social worker polite to you?"), "{kind}");
            let arabic = reader.get(&format!("{here}/{kind}/people?language=ar")).await;
            let asked = arabic.text("main [lang=ar][dir=rtl]");
            assert!(asked.contains("هل يعاملك الأخصائي الاجتماعي بأدب؟") && asked.contains("لا، أبدًا"), "{kind}: {asked}");
            assert!(asked.contains("لست متأكدًا") && !asked.contains("I am not sure"), "{kind}: {asked}");
            let other = reader.get(&format!("{here}/{kind}/people?language=xx")).await;
            assert!(!other.texts("main [lang=en-GB][dir=ltr]").is_empty(), "{kind}");
        }
        let polish = [("way", "phone"), ("language", "pl"), ("q1", "0")];
        let saved = reader.post(&format!("{here}/enter/people"), &polish).await;
        assert_eq!(saved.location(), format!("{here}/enter/people?language=pl"), "the next one is asked in it too");
        let wrong = reader.post(&format!("{here}/enter/people"), &[("language", "pl"), ("q1", "9")]).await;
        assert!(wrong.text("main [lang=pl]").contains("Tak, zawsze"), "{}", wrong.text("main"));
        let fields = [("count", "1"), ("asked", "2"), ("language", "ar")];
        let letter = app.as_person("qal").post(&format!("{here}/letters"), &fields).await.text(".app-letter[lang=ar][dir=rtl]");
        assert!(letter.contains("ما رأيك في الأخصائي الاجتماعي؟") && letter.contains("11/12/2026"), "{letter}");
        assert!(!letter.contains("Please answer"), "{letter}");
    }

    async fn whoever_types_in_what_may_tell_of_danger_is_told_at_once(app: TestApp) {
        let (review, survey, _) = asked(&app, "E4", 2).await;
        let here = format!("/reviews/{review}/surveys/{survey}/enter/workers");
        let reader = app.as_person("rv-saf");
        let saved = reader.post(&here, &[("way", "paper"), ("q12", "My manager hits people")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let next = reader.get_with(&here, &[("cookie", &saved.carried())]).await;
        let banner = next.text(".govuk-notification-banner");
        assert!(banner.contains("This may tell of danger: ring today."), "{}", next.text("main"));
        let alerts = app.as_person("qal").get("/alerts").await.texts("main a[href*='/alerts/']");
        assert_eq!(alerts.len(), 1, "what workers write is looked over like anybody's: {alerts:?}");
        let calm = reader.post(&here, &[("way", "paper"), ("q12", "Too many forms")]).await;
        let next = reader.get_with(&here, &[("cookie", &calm.carried())]).await;
        assert_eq!(next.text(".govuk-notification-banner__heading"), "Counted. The form is ready for the next one.");
    }
}

/// Numbers that follow from a seed.
fn chance(state: &mut u64, below: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % below
}

/// How many gave each answer to the questions that are answered by choosing, by what is asked.
type Given = std::collections::BTreeMap<String, Vec<(String, u64)>>;

/// So many answer at random, most of them much alike, as people do.
async fn at_random(app: &TestApp, codes: &[String], set: &practice::surveys::QuestionSet, state: &mut u64) -> Given {
    let mut given = Given::new();
    for code in codes {
        let mut answers = Answers::new();
        for question in &set.questions {
            let practice::surveys::QuestionKind::Choice { options, dont_know, .. } = &question.kind else { continue };
            let all =
                options.iter().map(String::as_str).chain(dont_know.then_some("I am not sure")).chain(["Left out"]);
            let all: Vec<&str> = all.collect();
            let place = (chance(state, 3) * chance(state, all.len() as u64) / 2) as usize;
            let lines = given
                .entry(question.wording.clone())
                .or_insert_with(|| all.iter().map(|answer| ((*answer).to_owned(), 0)).collect());
            lines[place].1 += 1;
            match all[place] {
                "Left out" => {}
                "I am not sure" => {
                    answers.insert(question.id.clone(), practice::surveys::NOT_SURE.to_owned());
                }
                _ => {
                    answers.insert(question.id.clone(), place.to_string());
                }
            }
        }
        surveys::answer(app.programme(), code, &set.id, &answers).await.expect("answered");
    }
    given
}

/// T20 through the pages: whoever reads the survey, the standards and the report, and knows the rule by which counts are
/// hidden, works out none of them.
#[tokio::test]
async fn t20_no_page_gives_a_hidden_count_of_a_survey_away() {
    let (mut state, mut tables, mut hidden_counts) = (20, 0, 0);
    for many in [7, 12, 26, 41] {
        let app = TestApp::embedded().await;
        for source in ["E2", "E3"] {
            let (review, survey, codes) = asked(&app, source, 60).await;
            let opened = surveys::open_survey(&mut act(&app, "qal").await, review, survey).await.expect("opened");
            let set = opened.sets.into_iter().find(|set| !set.easy_read).expect("a set");
            let given = at_random(&app, &codes[..many], &set, &mut state).await;
            close(&app, review, survey).await;
            let reader = app.as_person("rv-saf");
            let page = reader.get(&format!("/reviews/{review}/surveys/{survey}")).await.html();
            let text = |found: scraper::ElementRef<'_>| {
                found.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
            };
            let mut elsewhere = notes(&app, review).await.join("\n");
            for address in ["report", "facts", "coverage", &format!("sources/{source}")] {
                elsewhere += &app.as_person("qal").get(&format!("/reviews/{review}/{address}")).await.text("main");
            }
            for figure in page.select(&css(".app-said")) {
                let wording = figure.select(&css("figcaption")).next().map(text).expect("what is asked");
                let Some(counts) = given.get(&wording) else { continue };
                let lines: Vec<String> = figure.select(&css(".app-said__counts li")).map(text).collect();
                let count_of = |answer: &str| {
                    let line = lines.iter().find_map(|line| line.strip_prefix(&format!("{answer}: ")));
                    match line {
                        Some("hidden") => None,
                        Some(share) => {
                            let before = share.split(" of ").next().expect("a count");
                            before.rsplit(' ').next().and_then(|count| count.parse::<u64>().ok())
                        }
                        None => Some(0),
                    }
                };
                if lines.is_empty() {
                    continue;
                }
                let table: Vec<u64> = counts.iter().map(|(_, count)| *count).collect();
                let hidden: Vec<bool> = counts.iter().map(|(answer, _)| count_of(answer).is_none()).collect();
                let quoted = format!("“{wording}”");
                let told: Vec<&str> =
                    elsewhere.split(quoted.as_str()).skip(1).map(|rest| rest.lines().next().unwrap_or("")).collect();
                for ((answer, count), hidden) in counts.iter().zip(&hidden) {
                    assert!(*hidden || count_of(answer) == Some(*count), "{wording} {answer}: {lines:?}");
                    assert!(*hidden || *count == 0 || *count >= 5, "{wording} {answer}: {lines:?}");
                    let tells = |line: &&str| {
                        line.split("answered in all").next().unwrap_or("").contains(&format!("“{answer}”: "))
                    };
                    assert!(!hidden || !told.iter().any(tells), "{answer} is told elsewhere: {told:?}");
                }
                let published = statistics::disclosure::Published { rows: true, cols: false };
                let found = if hidden.iter().all(|hidden| *hidden) {
                    statistics::disclosure::audit(
                        std::slice::from_ref(&table),
                        std::slice::from_ref(&hidden),
                        published,
                    )
                } else {
                    statistics::disclosure::audit_known(
                        std::slice::from_ref(&table),
                        std::slice::from_ref(&hidden),
                        5,
                        published,
                    )
                };
                assert!(found.iter().all(|cell| !cell.is_disclosed()), "{wording}: {table:?} {lines:?}");
                tables += 1;
                hidden_counts += hidden.iter().filter(|hidden| **hidden).count();
            }
        }
    }
    assert!(tables >= 40 && hidden_counts >= 40, "{tables} tables with {hidden_counts} hidden counts were looked at");
}
