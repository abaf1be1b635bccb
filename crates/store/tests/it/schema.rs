//! Every column has a data class and every table says how long its rows are kept.

const CLASSES: [&str; 7] = ["id", "setting", "staff", "case", "practice", "journal", "secret"];

#[test]
fn every_column_has_a_data_class_and_every_table_a_retention_rule() {
    let mut tables = 0;
    for (name, text) in store::migrate::steps() {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            if line.starts_with("CREATE TABLE") {
                tables += 1;
                assert!(
                    at > 0 && lines[at - 1].starts_with("-- keep: "),
                    "{name}: {line} does not say how long rows are kept"
                );
            }
            let is_column = line.starts_with("  ") && line.trim_start().starts_with(|c: char| c.is_ascii_lowercase());
            if is_column {
                let class = line.split("-- ").nth(1).unwrap_or_default();
                assert!(CLASSES.contains(&class), "{name}: “{}” has no data class", line.trim());
            }
        }
    }
    assert!(tables > 20);
}
