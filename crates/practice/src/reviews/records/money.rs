use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::period::{A_DAY, Kept, end_of_the_month, last_twelve_months};
use super::{FINANCE, Fact, MEDIAN_FROM, Outside, Package, Spend, Told, counted, fact, half, share, twice_the_median};

/// Spend against budget, agency and overtime, of the last twelve months that have ended: part of a month stands beside
/// the budget of a whole one.
pub(super) fn spend(rows: &[Spend], today: NaiveDate) -> Result<Told, Outside> {
    let Kept { rows, period, mut notices } =
        last_twelve_months(rows, today, "of a month that has not ended", |row| (end_of_the_month(row.month), "month"))?;
    let period = period.begun_with_its_month();
    let months: BTreeSet<NaiveDate> = rows.iter().map(|row| row.month).collect();
    notices.extend(period.notice().or_else(|| {
        (months.len() < 12)
            .then(|| format!("{} of 12 are in the file. Some between are missing.", in_months(months.len())))
    }));
    let n = months.len();
    let (spent, budget): (i64, i64) = (rows.iter().map(|row| row.spend).sum(), rows.iter().map(|row| row.budget).sum());
    let beside = match spent - budget {
        0 => "just the budget".to_owned(),
        over if over > 0 => format!("{} over", pounds(over)),
        under => format!("{} under", pounds(-under)),
    };
    let against = format!("{} against a budget of {}, {beside}", pounds(spent), pounds(budget));
    let mut facts = vec![fact(FINANCE, &["S49b"], format!("Spend, {period}: {against} (n = {}).", in_months(n)))];
    let agency: Vec<(NaiveDate, i64)> = rows.iter().filter_map(|row| Some((row.month, row.agency?))).collect();
    if !agency.is_empty() {
        let some = months_of(agency.iter().filter(|(_, cost)| *cost != 0));
        let cost = pounds(agency.iter().map(|(_, cost)| cost).sum());
        let text = format!("Agency cost, {period}: {cost}, in {some} of {}.", in_months(months_of(agency.iter())));
        facts.push(fact(FINANCE, &["S44b"], text));
    }
    let overtime: Vec<(NaiveDate, i64)> = rows.iter().filter_map(|row| Some((row.month, row.overtime?))).collect();
    if !overtime.is_empty() {
        let hours = (overtime.iter().map(|(_, hours)| hours).sum::<i64>() + 50).div_euclid(100);
        let n = in_months(months_of(overtime.iter()));
        let text = format!("Overtime, {period}: {} hours (n = {n}).", thousands(hours));
        facts.push(fact(FINANCE, &["S44b"], text));
    }
    let count = rows.len();
    Ok(Told { facts, notices, period, rows: count })
}

/// Packages: how many, what a week costs, and how long a decision takes.
pub(super) fn packages(rows: &[Package], today: NaiveDate) -> Result<Told, Outside> {
    let Kept { rows, period, mut notices } = last_twelve_months(rows, today, A_DAY, |row| {
        row.decided.map_or((row.requested, "requested_on"), |decided| (decided, "decided_on"))
    })?;
    notices.extend(period.notice());
    let decided: Vec<(&Package, NaiveDate)> =
        rows.iter().filter_map(|row| row.decided.map(|day| (*row, day))).collect();
    let n = decided.len();
    let waiting = rows.len() - n;
    let mut facts = Vec::new();
    let costs = twice_the_median(decided.iter().map(|(row, _)| row.weekly_cost)).filter(|_| n >= MEDIAN_FROM);
    let median = costs.map_or_else(
        || "too few to give a median weekly cost".to_owned(),
        |twice| format!("median weekly cost {}", pounds((twice + 1).div_euclid(2))),
    );
    facts.push(fact(FINANCE, &["S49b"], format!("Packages decided, {period}: {median} (n = {}).", packages_of(n))));
    let days = || decided.iter().map(|(row, day)| (*day - row.requested).num_days());
    if n >= MEDIAN_FROM
        && let (Some(twice), Some(longest)) = (twice_the_median(days()), days().max())
    {
        let text = format!(
            "Days from request to funding decision, {period}: median {}, longest {longest} (n = {}).",
            half(twice),
            packages_of(n)
        );
        facts.push(fact(FINANCE, &["S37b", "S49a"], text));
    }
    facts.extend(began_before(&decided, &period.to_string()));
    if waiting > 0
        && let Some(share) = share(waiting, rows.len(), &period.to_string())
    {
        facts.push(fact(FINANCE, &["S37b"], format!("Requests without a decision in the file: {share}.")));
    }
    let count = rows.len();
    Ok(Told { facts, notices, period, rows: count })
}

/// How many began before they were decided, where the file says when they began.
fn began_before(decided: &[(&Package, NaiveDate)], period: &str) -> Option<Fact> {
    let dated = || decided.iter().filter_map(|(row, day)| row.started.map(|started| started < *day));
    let share = share(dated().filter(|early| *early).count(), dated().count(), period)?;
    Some(fact(FINANCE, &["S37b", "S49a"], format!("Support that began before funding was agreed: {share}.")))
}

/// How many months figures tell of: a month may stand in several rows.
fn months_of<'a>(figures: impl Iterator<Item = &'a (NaiveDate, i64)>) -> usize {
    figures.map(|(month, _)| *month).collect::<BTreeSet<NaiveDate>>().len()
}

fn in_months(n: usize) -> String {
    counted(n, "month", "months")
}

fn packages_of(n: usize) -> String {
    counted(n, "package", "packages")
}

/// "£1,105", from pence, to the nearest pound.
pub(super) fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    format!("{sign}£{}", thousands((pence.abs() + 50) / 100))
}

/// "9,970,000".
fn thousands(number: i64) -> String {
    let figures = number.abs().to_string();
    let mut said = if number < 0 { "-".to_owned() } else { String::new() };
    for (place, figure) in figures.chars().enumerate() {
        if place > 0 && (figures.len() - place).is_multiple_of(3) {
            said.push(',');
        }
        said.push(figure);
    }
    said
}
