//! What the rules of a check are called on a page. Their codes are those of `docs/caseload-csv.md`.

/// A heading over the findings of one rule. A code that has none here is shown as it is.
pub(super) fn heading(rule: &str) -> String {
    let words = match rule {
        "reference-missing" => "No case reference",
        "reference-looks-like-a-name" => "A name stands where the case reference should",
        "reference-cut-short" => "Case references that Excel has shortened",
        "reference-repeated-differently" => "One case reference with different details",
        "reference-held-twice" => "One open case with two teams or workers",
        "team-missing" => "Open cases with no team",
        "worker-missing" => "Open cases with no worker",
        "opened-missing" => "No opening date",
        "date-unreadable" => "Dates that cannot be read",
        "closed-before-opened" => "Cases that close before they open",
        "too-many-cells" => "Lines with more cells than headings",
        "text-too-long" => "Text that is too long",
        "spaces-cleaned" => "Extra spaces, taken out",
        "spelling-read-as-one" => "Spellings read as the same",
        "year-of-two-digits" => "Years of two figures",
        "date-as-number" => "Dates written as Excel’s number for a day",
        "closed-without-worker" => "Closed cases that nobody held",
        "reference-repeated" => "The same row twice, read once",
        "worker-in-two-teams" => "A worker in more than one team",
        "heading-read-as" => "Headings read as another word for the same",
        "heading-repeated" => "Columns not read, because another says the same",
        "closed-column-absent" => "No closing dates",
        "list-absent" => "Lists that are not in the file",
        "list-empty" => "Lists with no rows",
        "cell-outside-the-list" => "Cells far outside the list",
        "read-as-windows-text" => "Letters with accents",
        "odd-quotation-mark" => "A quotation mark without its partner",
        unknown => return unknown.replace('-', " "),
    };
    words.to_owned()
}
