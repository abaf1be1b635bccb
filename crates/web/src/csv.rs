//! Tables for a spreadsheet, in which no cell can become a formula.

/// One line of a table.
pub(crate) fn row<const N: usize>(cells: [&str; N]) -> String {
    let mut line = cells.map(cell).join(",");
    line.push_str("\r\n");
    line
}

/// A cell in quotes. What a spreadsheet would work out begins with an apostrophe instead (OWASP ASVS 1.2.10).
fn cell(words: &str) -> String {
    let begins_a_formula = words.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || words.starts_with(['\t', '\r', '\n', '\0']);
    let apostrophe = if begins_a_formula { "'" } else { "" };
    format!("\"{apostrophe}{}\"", words.replace('\0', "").replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn no_cell_becomes_a_formula() {
        for hostile in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", " =1", "＝1+1", "＋1", "－1", "＠A1"]
        {
            assert!(row([hostile]).starts_with("\"'"), "{hostile:?}");
        }
    }

    #[test]
    fn words_with_quotes_and_commas_stay_one_cell() {
        assert_eq!(row(["LD-0417", "a \"b\", c"]), "\"LD-0417\",\"a \"\"b\"\", c\"\r\n");
    }
}
