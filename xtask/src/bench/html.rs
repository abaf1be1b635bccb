//! As much of a page as the measurements need: its links, its words, and what its forms would send.

/// The address of the link that says these words.
pub fn link_saying(page: &str, words: &str) -> Option<String> {
    let (before, _) = page.split_once(words)?;
    let (_, link) = before.rsplit_once("href=\"")?;
    link.split('"').next().map(plain)
}

/// The first link that leads below an address.
pub fn link_below(page: &str, address: &str) -> Option<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(plain).find(|link| link.strip_prefix(address).is_some_and(|rest| rest.starts_with('/') && rest.len() > 1))
}

/// The value of the first choice under a name whose words begin so: an option, a radio or a box.
pub fn choice_saying(page: &str, name: &str, words: &str) -> Option<String> {
    let (_, after) = page.split_once(&format!(" name=\"{name}\""))?;
    let (before, _) = after.split_once(&format!(">{words}"))?;
    let (_, value) = before.rsplit_once("value=\"")?;
    value.split('"').next().map(plain)
}

/// The whole run of text in which these words stand, between two tags.
pub fn text_with(page: &str, words: &str) -> Option<String> {
    let (before, after) = page.split_once(words)?;
    let begins = before.rsplit('>').next()?;
    let ends = after.split('<').next()?;
    Some(plain(format!("{begins}{words}{ends}").trim()))
}

/// The values of an attribute in every tag of a name.
pub fn attributes(page: &str, tag_name: &str, attribute: &str) -> Vec<String> {
    let tags = tags(page).filter(|(tag, _)| tag_is(tag, tag_name));
    tags.filter_map(|(tag, _)| value_of(tag, attribute)).collect()
}

/// A form as a browser holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    action: String,
    /// What would be sent.
    fields: Vec<(String, String)>,
    /// Radios, boxes and options: name and value, chosen or not.
    offered: Vec<(String, String)>,
}

impl Form {
    /// The first form that goes to an address.
    pub fn to(page: &str, address: &str) -> Option<Self> {
        forms(page).find(|form| form.action == address)
    }

    /// The first form with a field whose name begins so.
    pub fn with(page: &str, name: &str) -> Option<Self> {
        forms(page).find(|form| form.fields.iter().chain(&form.offered).any(|(found, _)| found.starts_with(name)))
    }

    /// What would be sent under a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Types, or chooses.
    pub fn set(&mut self, name: &str, value: &str) {
        match self.fields.iter_mut().find(|(found, _)| found == name) {
            Some((_, kept)) => *kept = value.to_owned(),
            None => self.fields.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Ticks one more box of several under a name.
    pub fn tick(&mut self, name: &str, value: &str) {
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    /// The first choice under a name that is not empty.
    pub fn first_choice(&self, name: &str) -> Option<String> {
        self.offered.iter().find(|(found, value)| found == name && !value.is_empty()).map(|(_, value)| value.clone())
    }

    /// Chooses the first of every group of choices whose name begins so and in which nothing is chosen.
    pub fn choose_where_nothing_is(&mut self, begins: &str) {
        for (name, value) in self.offered.clone() {
            if name.starts_with(begins) && self.get(&name).is_none() {
                self.set(&name, &value);
            }
        }
    }

    /// As it is sent.
    pub fn encoded(&self) -> String {
        let pairs: Vec<String> =
            self.fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        pairs.join("&")
    }

    fn read(text: &str) -> Self {
        let mut form = Form::default();
        let mut list = String::new();
        for (tag, after) in tags(text) {
            if value_of(tag, "form").is_some() {
                // Stands inside this form and belongs to another.
                continue;
            }
            let value = || value_of(tag, "value").unwrap_or_default();
            let name = value_of(tag, "name").unwrap_or_default();
            if tag_is(tag, "form") {
                form.action = value_of(tag, "action").unwrap_or_default();
            } else if tag_is(tag, "select") {
                list = name;
            } else if tag_is(tag, "option") {
                form.offer(&list, value(), says(tag, "selected"));
            } else if tag_is(tag, "textarea") {
                form.fields.push((name, plain(after)));
            } else if tag_is(tag, "input") && !name.is_empty() {
                match value_of(tag, "type").as_deref() {
                    Some("radio" | "checkbox") => form.offer(&name, value(), says(tag, "checked")),
                    Some("submit" | "file") => {}
                    _ => form.fields.push((name, value())),
                }
            }
        }
        form
    }

    fn offer(&mut self, name: &str, value: String, chosen: bool) {
        if chosen {
            self.fields.push((name.to_owned(), value.clone()));
        }
        self.offered.push((name.to_owned(), value));
    }
}

fn forms(page: &str) -> impl Iterator<Item = Form> {
    let texts = page.match_indices("<form").map(move |(at, _)| &page[at..]);
    texts.map(|text| Form::read(text.split("</form>").next().unwrap_or(text)))
}

/// Every tag without its brackets, and the text after it.
fn tags(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('<').skip(1).filter_map(|piece| piece.split_once('>'))
}

fn tag_is(tag: &str, name: &str) -> bool {
    tag.split_whitespace().next() == Some(name)
}

/// The value of an attribute: what stands in quotation marks after its name.
fn value_of(tag: &str, attribute: &str) -> Option<String> {
    let start = format!("{attribute}=\"");
    let found = tag.match_indices(&start).find(|(at, _)| tag[..*at].ends_with(char::is_whitespace));
    let (at, _) = found?;
    tag[at + start.len()..].split('"').next().map(plain)
}

/// Whether an attribute without a value is there.
fn says(tag: &str, attribute: &str) -> bool {
    let outside_quotes = tag.split('"').step_by(2);
    outside_quotes.flat_map(str::split_whitespace).any(|word| word == attribute)
}

/// Text as it is read.
fn plain(text: &str) -> String {
    const WRITTEN: [(&str, &str); 8] = [
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("&#38;", "&amp;"),
    ];
    let text = WRITTEN.iter().fold(text.to_owned(), |text, (written, meant)| text.replace(written, meant));
    text.replace("&amp;", "&")
}

/// As it stands in a form that is sent.
fn encoded(text: &str) -> String {
    let mut sent = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => sent.push(char::from(byte)),
            b' ' => sent.push('+'),
            _ => sent.push_str(&format!("%{byte:02X}")),
        }
    }
    sent
}

#[cfg(test)]
mod tests {
    use super::{Form, attributes, choice_saying, link_below, link_saying, text_with};

    const PAGE: &str = r#"
        <link rel="stylesheet" href="/static/1/a.css">
        <form action="/sign-out" method="post"><input type="hidden" name="csrf" value="w&#38;1"></form>
        <a class="l" href="/reviews/7/standards/S05">S05 Identity &#38; fairness</a>
        <form action="/reviews/7/standards/S05" method="post">
        <input type="hidden" name="seen" value="3"><input type="file" name="file">
        <textarea form="settle-1" name="decision"></textarea>
        <input id="mark-a" type="radio" name="mark-a" value="met"> <input type="radio" name="mark-a" value="partly" checked>
        <input type="radio" name="mark-b" value="met"> <input type="radio" name="mark-b" value="partly">
        <select name="service"><option value="" selected>Choose</option><option value="9">Adults</option></select>
        <textarea name="comment">1 &#60; 2</textarea></form>"#;

    #[test]
    fn a_form_sends_what_stands_in_it() {
        let form = Form::with(PAGE, "mark-").expect("the second form");
        assert_eq!(form.encoded(), "seen=3&mark-a=partly&service=&comment=1+%3C+2");
        assert_eq!(Form::to(PAGE, "/sign-out").expect("the first").get("csrf"), Some("w&1"));
        assert_eq!(Form::with(PAGE, "nothing-like-it"), None);
    }

    #[test]
    fn choices_are_made_only_where_nothing_is_chosen() {
        let mut form = Form::with(PAGE, "mark-").expect("the second form");
        form.choose_where_nothing_is("mark-");
        assert_eq!((form.get("mark-a"), form.get("mark-b")), (Some("partly"), Some("met")));
        assert_eq!(form.first_choice("service").as_deref(), Some("9"));
    }

    #[test]
    fn a_choice_is_found_by_its_words_and_several_boxes_are_ticked() {
        let boxes = r#"<p>Ada Frost, lead</p>
            <input id="who" name="who" type="checkbox" value="1"><label for="who">Ben Okoro</label>
            <input id="who-2" name="who" type="checkbox" value="2"><label for="who-2">Ada Frost</label>"#;
        assert_eq!(choice_saying(boxes, "who", "Ada Frost").as_deref(), Some("2"));
        assert_eq!(choice_saying(PAGE, "service", "Adults").as_deref(), Some("9"));
        assert_eq!(choice_saying(PAGE, "service", "Children"), None);
        let mut form = Form::default();
        form.tick("who", "1");
        form.tick("who", "2");
        assert_eq!(form.encoded(), "who=1&who=2");
    }

    #[test]
    fn links_and_words_are_found() {
        assert_eq!(link_saying(PAGE, "Identity").as_deref(), Some("/reviews/7/standards/S05"));
        assert_eq!(link_below(PAGE, "/reviews/7").as_deref(), Some("/reviews/7/standards/S05"));
        assert_eq!(text_with(PAGE, "fairness").as_deref(), Some("S05 Identity & fairness"));
        assert_eq!(attributes(PAGE, "link", "href"), ["/static/1/a.css"]);
    }
}
