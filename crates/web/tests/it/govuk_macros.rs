//! Our GOV.UK macros give the markup that govuk-frontend publishes in its fixtures.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use askama::Template;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};
use serde_json::Value;

/// Renders a template and compares it with a published fixture: component, fixture, what to
/// change in the fixture, the template, the template's fields. Changes are there because our
/// macros take a field's id from its name, and the fixtures do not.
macro_rules! as_published {
    ($component:literal, $fixture:literal $(, $from:literal => $to:literal)*;
     $source:tt $(; $field:ident: $kind:ty = $value:expr)*) => {{
        #[derive(Template)]
        #[template(source = $source, ext = "html")]
        struct Case {
            $($field: $kind),*
        }
        let case = Case { $($field: $value),* };
        let rendered = case.render().expect("a template without errors renders");
        compare($component, $fixture, &[$(($from, $to)),*], &rendered);
    }};
}

/// One thing to choose, as a page would hand it to a macro.
struct Choice {
    value: &'static str,
    text: &'static str,
    hint: &'static str,
    checked: bool,
}

fn choice(value: &'static str, text: &'static str) -> Choice {
    Choice { value, text, hint: "", checked: false }
}

impl Choice {
    fn chosen(mut self) -> Self {
        self.checked = true;
        self
    }

    fn hinting(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }
}

/// One line of an error summary.
struct Fault {
    href: &'static str,
    text: &'static str,
}

#[test]
fn buttons_are_as_published() {
    as_published! {
        "button", "default";
        r#"{% import "govuk.html" as govuk %}{{ govuk::button("Save and continue") }}"#
    }
    as_published! {
        "button", "secondary";
        r#"{% import "govuk.html" as govuk %}{{ govuk::button("Secondary button", class="govuk-button--secondary", name="secondary") }}"#
    }
    as_published! {
        "button", "warning";
        r#"{% import "govuk.html" as govuk %}{{ govuk::button("Warning button", class="govuk-button--warning", name="Warning") }}"#
    }
    as_published! {
        "button", "prevent double click";
        r#"{% import "govuk.html" as govuk %}{{ govuk::button("Submit", once=true) }}"#
    }
    as_published! {
        "button", "value";
        r#"{% import "govuk.html" as govuk %}{{ govuk::button("Submit", value="start") }}"#
    }
    as_published! {
        "button", "explicit link";
        r#"{% import "govuk.html" as govuk %}{{ govuk::button_link("Continue", "/") }}"#
    }
}

#[test]
fn text_inputs_are_as_published() {
    as_published! {
        "input", "default";
        r#"{% import "govuk.html" as govuk %}{{ govuk::input("test-name", "National Insurance number") }}"#
    }
    as_published! {
        "input", "value";
        r#"{% import "govuk.html" as govuk %}{{ govuk::input("with-value", "With value", value=value) }}"#;
        value: String = "QQ 12 34 56 C".to_owned()
    }
    as_published! {
        "input", "inputmode";
        r#"{% import "govuk.html" as govuk %}{{ govuk::input("with-inputmode", "With inputmode", inputmode="decimal") }}"#
    }
    as_published! {
        "input", "custom type";
        r#"{% import "govuk.html" as govuk %}{{ govuk::input("with-custom-type", "With custom type", kind="number") }}"#
    }
    as_published! {
        "input", "with error and hint";
        r#"{% import "govuk.html" as govuk %}{{ govuk::input("with-error-hint", "National insurance number", hint="It’s on your National Insurance card, benefit letter, payslip or P60. For example, ‘QQ 12 34 56 C’.", error="Enter a National Insurance number in the correct format") }}"#
    }
    as_published! {
        "input", "with label as page heading",
        r#"name="test-name""# => r#"name="input-with-page-heading""#;
        r#"{% import "govuk.html" as govuk %}{{ govuk::input("input-with-page-heading", "National Insurance number", label_class="govuk-label--l", label_heading=true) }}"#
    }
    as_published! {
        "input", "with autocomplete attribute",
        r#"name="postcode""# => r#"name="input-with-autocomplete-attribute""#;
        r#"{% import "govuk.html" as govuk %}{{ govuk::input("input-with-autocomplete-attribute", "Postcode", autocomplete="postal-code") }}"#
    }
    as_published! {
        "input", "with prefix and suffix and error",
        r#"name="cost""# => r#"name="input-with-prefix-suffix""#;
        r#"{% import "govuk.html" as govuk %}{{ govuk::input("input-with-prefix-suffix", "Cost per item, in pounds", prefix="£", suffix="per item", error="Error message goes here") }}"#
    }
}

#[test]
fn other_fields_of_one_box_are_as_published() {
    as_published! {
        "textarea", "with hint and error message";
        r#"{% import "govuk.html" as govuk %}{{ govuk::textarea("with-hint-error", "With hint and error", hint="Hint", error="Error message") }}"#
    }
    as_published! {
        "textarea", "with default value",
        r#"name="address""# => r#"name="full-address""#;
        r#"{% import "govuk.html" as govuk %}{{ govuk::textarea("full-address", "Full address", value="221B Baker Street\nLondon\nNW1 6XE\n") }}"#
    }
    as_published! {
        "password-input", "default";
        r#"{% import "govuk.html" as govuk %}{{ govuk::password("password", "Password") }}"#
    }
    as_published! {
        "password-input", "with error message",
        r#"name="test-name-3""# => r#"name="password-input-with-error-message""#;
        r#"{% import "govuk.html" as govuk %}{{ govuk::password("password-input-with-error-message", "Password", hint="It probably has some letters, numbers and maybe even some symbols in it.", error="Error message goes here") }}"#
    }
    as_published! {
        "file-upload", "error";
        r#"{% import "govuk.html" as govuk %}{{ govuk::file_upload("file-upload-with-error", "Upload a file", error="Error message") }}"#
    }
}

#[test]
fn a_select_is_as_published() {
    as_published! {
        "select", "with hint text and error message";
        r#"{% import "govuk.html" as govuk %}{{ govuk::select("select-2", "Label text goes here", items, hint="Hint text goes here", error="Error message goes here") }}"#;
        items: Vec<Choice> = vec![choice("1", "GOV.UK frontend option 1"), choice("2", "GOV.UK frontend option 2"), choice("3", "GOV.UK frontend option 3")]
    }
    as_published! {
        "select", "default",
        " disabled" => "";
        r#"{% import "govuk.html" as govuk %}{{ govuk::select("select-1", "Label text goes here", items) }}"#;
        items: Vec<Choice> = vec![choice("1", "GOV.UK frontend option 1"), choice("2", "GOV.UK frontend option 2").chosen(), choice("3", "GOV.UK frontend option 3")]
    }
}

#[test]
fn radios_are_as_published() {
    as_published! {
        "radios", "with hint and error message";
        r#"{% import "govuk.html" as govuk %}{{ govuk::radios("example-error-message-hint", "Have you changed your name?", items, hint="This includes changing your last name or spelling your name differently.", error="Please select an option") }}"#;
        items: Vec<Choice> = vec![choice("yes", "Yes"), choice("no", "No")]
    }
    as_published! {
        "radios", "inline";
        r#"{% import "govuk.html" as govuk %}{{ govuk::radios("example", "Have you changed your name?", items, hint="This includes changing your last name or spelling your name differently.", class="govuk-radios--inline") }}"#;
        items: Vec<Choice> = vec![choice("yes", "Yes"), choice("no", "No").chosen()]
    }
    as_published! {
        "radios", "small with hint",
        "govuk-form-group govuk-radios--small" => "govuk-form-group";
        r#"{% import "govuk.html" as govuk %}{{ govuk::radios("how-contacted-2", "How do you want to be contacted?", items) }}"#;
        items: Vec<Choice> = vec![choice("email", "Email").hinting("Hint for email address"), choice("phone", "Phone"), choice("text", "Text message")]
    }
}

#[test]
fn checkboxes_are_as_published() {
    as_published! {
        "checkboxes", "with error message and hint";
        r#"{% import "govuk.html" as govuk %}{{ govuk::checkboxes("example", "What is your nationality?", items, hint="If you have dual nationality, select all options that are relevant to you.", error="Please select an option") }}"#;
        items: Vec<Choice> = vec![choice("british", "British"), choice("irish", "Irish")]
    }
}

#[test]
fn date_inputs_are_as_published() {
    as_published! {
        "date-input", "default",
        r#"name=""# => r#"name="dob-"#;
        r#"{% import "govuk.html" as govuk %}{{ govuk::date_input("dob", "What is your date of birth?", hint="For example, 31 3 1980") }}"#
    }
    as_published! {
        "date-input", "with error message and hint",
        r#"name=""# => r#"name="dob-errors-"#;
        r#"{% import "govuk.html" as govuk %}{{ govuk::date_input("dob-errors", "What is your date of birth?", hint="For example, 31 3 1980", error="Error message goes here") }}"#
    }
    as_published! {
        "date-input", "with error on day input",
        r#"name=""# => r#"name="dob-day-error-"#;
        r#"{% import "govuk.html" as govuk %}{{ govuk::date_input("dob-day-error", "What is your date of birth?", hint="For example, 31 3 1980", error="Error message goes here", wrong="day") }}"#
    }
    as_published! {
        "date-input", "with values and name prefix",
        r#"name="dob-"# => r#"name="with-values-name-prefix-"#;
        r#"{% import "govuk.html" as govuk %}{{ govuk::date_input("with-values-name-prefix", "What is your date of birth?", day="31", month="3", year="1980", hint="For example, 31 3 1980") }}"#
    }
}

#[test]
fn fieldsets_are_as_published() {
    as_published! {
        "fieldset", "html fieldset content";
        r#"{% import "govuk.html" as govuk %}{% call govuk::fieldset("What is your address?") %}<div class="my-content"><p>This is some content to put inside the fieldset</p></div>{% endcall %}"#
    }
    as_published! {
        "fieldset", "as page heading l";
        r#"{% import "govuk.html" as govuk %}{% call govuk::fieldset("What is your address?", legend_class="govuk-fieldset__legend--l", legend_heading=true) %}{% endcall %}"#
    }
    as_published! {
        "fieldset", "with describedBy";
        r#"{% import "govuk.html" as govuk %}{% call govuk::fieldset("Which option?", describedby="test-target-element") %}{% endcall %}"#
    }
}

#[test]
fn error_summaries_are_as_published() {
    as_published! {
        "error-summary", "default";
        r#"{% import "govuk.html" as govuk %}{{ govuk::error_summary(errors) }}"#;
        errors: Vec<Fault> = vec![
            Fault { href: "#example-error-1", text: "The date your passport was issued must be in the past" },
            Fault { href: "#example-error-2", text: "Enter a postcode, like AA1 1AA" },
        ]
    }
    as_published! {
        "error-summary", "mixed with and without links";
        r#"{% import "govuk.html" as govuk %}{{ govuk::error_summary(errors) }}"#;
        errors: Vec<Fault> = vec![
            Fault { href: "", text: "Invalid username or password" },
            Fault { href: "#example-error-1", text: "Agree to the terms of service to log in" },
        ]
    }
}

#[test]
fn what_tells_people_something_is_as_published() {
    as_published! {
        "notification-banner", "with type as success";
        r#"{% import "govuk.html" as govuk %}{{ govuk::banner("Email sent to example@email.com", false) }}"#
    }
    as_published! {
        "details", "default";
        r#"{% import "govuk.html" as govuk %}{% call govuk::details("Help with nationality") %}We need to know your nationality so we can work out which elections you’re entitled to vote in. If you can’t provide your nationality, you’ll have to send copies of identity documents through the post.{% endcall %}"#
    }
    as_published! {
        "inset-text", "default";
        r#"{% import "govuk.html" as govuk %}{% call govuk::inset_text() %}It can take up to 8 weeks to register a lasting power of attorney if there are no mistakes in the application.{% endcall %}"#
    }
    as_published! {
        "warning-text", "default";
        r#"{% import "govuk.html" as govuk %}{{ govuk::warning_text("You can be fined up to £5,000 if you don’t register.") }}"#
    }
    as_published! {
        "panel", "default";
        r#"{% import "govuk.html" as govuk %}{% call govuk::panel("Application complete") %}Your reference number<br><strong>HDJ2123F</strong>{% endcall %}"#
    }
    as_published! {
        "tag", "grey";
        r#"{% import "govuk.html" as govuk %}{{ govuk::tag("Grey", class="govuk-tag--grey") }}"#
    }
    as_published! {
        "summary-list", "actions href";
        r#"{% import "govuk.html" as govuk %}<dl class="govuk-summary-list">{{ govuk::summary_row("Name", "Firstname Lastname", href="https://www.gov.uk", action="Go to GOV.UK") }}</dl>"#
    }
}

#[test]
fn what_moves_people_about_is_as_published() {
    as_published! {
        "skip-link", "default";
        r##"{% import "govuk.html" as govuk %}{{ govuk::skip_link("#test-target-element") }}"##
    }
    // Ours stands in a landmark of its own.
    as_published! {
        "back-link", "with custom text and link",
        "<a " => r#"<nav aria-label="Back" class="app-back"><a "#,
        "</a>" => "</a></nav>";
        r#"{% import "govuk.html" as govuk %}{{ govuk::back_link("/home", "Back to home") }}"#
    }
    as_published! {
        "pagination", "with prev and next only";
        r#"{% import "govuk.html" as govuk %}{{ govuk::pagination(previous="/previous", next="/next") }}"#
    }
    as_published! {
        "pagination", "with previous only";
        r#"{% import "govuk.html" as govuk %}{{ govuk::pagination(previous="/previous") }}"#
    }
}

fn compare(component: &str, fixture: &str, changes: &[(&str, &str)], rendered: &str) {
    let Some(published) = published(component, fixture) else {
        println!("skipped: govuk-frontend is not installed; cargo xtask assets installs it");
        return;
    };
    let published = changes.iter().fold(published, |html, (from, to)| {
        assert!(html.contains(from), "{component}, {fixture}: nothing to change from {from}");
        html.replace(from, to)
    });
    assert_eq!(outline(rendered), outline(&published), "{component}, {fixture}");
}

/// The published markup of one fixture; nothing where the package is not installed.
fn published(component: &str, fixture: &str) -> Option<String> {
    let path: PathBuf = [
        env!("CARGO_MANIFEST_DIR"),
        "frontend/node_modules/govuk-frontend/dist/govuk/components",
        component,
        "fixtures.json",
    ]
    .iter()
    .collect();
    let text = fs::read_to_string(path).ok()?;
    let file: Value = serde_json::from_str(&text).expect("fixtures are JSON");
    let html = file["fixtures"]
        .as_array()
        .and_then(|fixtures| fixtures.iter().find(|f| f["name"] == fixture))
        .and_then(|f| f["html"].as_str());
    Some(html.unwrap_or_else(|| panic!("{component} has no fixture {fixture}")).to_owned())
}

/// A page's elements, attributes and words, one a line: equal for markup that means the same.
fn outline(html: &str) -> String {
    let fragment = Html::parse_fragment(html);
    let mut outline = String::new();
    write_children(fragment.root_element(), 0, &mut outline);
    outline
}

fn write_children(parent: ElementRef<'_>, depth: usize, outline: &mut String) {
    let indent = "  ".repeat(depth);
    for child in parent.children() {
        if let Some(element) = ElementRef::wrap(child) {
            writeln!(outline, "{indent}{}", opening(element.value())).expect("a string takes all");
            write_children(element, depth + 1, outline);
        } else if let Node::Text(text) = child.value() {
            let words: Vec<&str> = text.split_whitespace().collect();
            if !words.is_empty() {
                writeln!(outline, "{indent}{}", words.join(" ")).expect("a string takes all");
            }
        }
    }
}

/// An element's name and attributes, in an order of their own: neither order has a meaning.
fn opening(element: &Element) -> String {
    let mut attributes: Vec<String> = element
        .attrs()
        .map(|(name, value)| match name {
            "class" => format!("class={}", sorted(value)),
            _ => format!("{name}={value}"),
        })
        .collect();
    attributes.sort();
    format!("<{} {}>", element.name(), attributes.join(" "))
}

fn sorted(classes: &str) -> String {
    let mut classes: Vec<&str> = classes.split_whitespace().collect();
    classes.sort_unstable();
    classes.join(" ")
}
