//! What can be worked out from published tables, by somebody who knows every total (T20). Two attackers look: the
//! product's own (by flows, which for whole counts in rows and columns find what linear programming finds), and one
//! written here that shares nothing with it.

use statistics::disclosure::{Hidden, Published, Release, audit, suppress, suppress_after};

use crate::numbers::Numbers;

const TABLES: usize = 10_000;
const BELOW: u64 = 5;
const BOTH: Published = Published { rows: true, cols: true };
const NONE: Published = Published { rows: false, cols: false };

type Table = Vec<Vec<u64>>;
type Mask = Vec<Vec<bool>>;

fn count(numbers: &mut Numbers) -> u64 {
    match numbers.below(4) {
        0 => 0,
        1 => numbers.below(5),
        2 => numbers.below(12),
        _ => numbers.below(80),
    }
}

/// Of two to six rows and columns.
fn table(numbers: &mut Numbers) -> Table {
    let (rows, cols) = (2 + numbers.place(5), 2 + numbers.place(5));
    (0..rows).map(|_| (0..cols).map(|_| count(numbers)).collect()).collect()
}

fn totals(numbers: &mut Numbers) -> Published {
    match numbers.below(4) {
        0 => Published { rows: true, cols: false },
        1 => Published { rows: false, cols: true },
        _ => BOTH,
    }
}

fn small(count: u64) -> bool {
    (1..BELOW).contains(&count)
}

fn places(table: &Table) -> impl Iterator<Item = (usize, usize)> {
    table.iter().enumerate().flat_map(|(row, cells)| (0..cells.len()).map(move |col| (row, col)))
}

/// The hidden cells that can be one value only: those that cannot rise and cannot fall with others making up for it.
/// Each row, each column and the world outside is a place; a hidden cell leads from its row to its column, and back
/// where it is above 0.
fn worked_out(table: &Table, hidden: &Mask, published: Published) -> Vec<(usize, usize)> {
    let (rows, cols) = (table.len(), table[0].len());
    let outside = rows + cols;
    let mut ways = vec![0u32; outside + 1];
    for (row, col) in places(table).filter(|(row, col)| hidden[*row][*col]) {
        ways[row] |= 1 << (rows + col);
        ways[rows + col] |= u32::from(table[row][col] > 0) << row;
    }
    for place in (0..rows).filter(|_| !published.rows).chain((rows..outside).filter(|_| !published.cols)) {
        ways[place] |= 1 << outside;
        ways[outside] |= 1 << place;
    }
    let is_fixed = |(row, col): &(usize, usize)| {
        let mut others = ways.clone();
        others[*row] &= !(1 << (rows + col));
        others[rows + col] &= !(1 << row);
        let can_rise = leads(&others, rows + col, *row);
        let can_fall = table[*row][*col] > 0 && leads(&others, *row, rows + col);
        !can_rise && !can_fall
    };
    places(table).filter(|(row, col)| hidden[*row][*col]).filter(is_fixed).collect()
}

fn leads(ways: &[u32], from: usize, to: usize) -> bool {
    let mut seen = 1u32 << from;
    loop {
        let next = (0..ways.len()).filter(|at| (seen >> at) & 1 == 1).fold(seen, |seen, at| seen | ways[at]);
        if next == seen {
            return (seen >> to) & 1 == 1;
        }
        seen = next;
    }
}

/// What is published of a table: with the totals wanted, or without any where they would tell whatever is hidden.
fn publish(table: &Table, wanted: Published) -> (Mask, Published) {
    match suppress(table, BELOW, wanted) {
        Some(hidden) => (hidden, wanted),
        None => (suppress(table, BELOW, NONE).expect("without totals nothing tells"), NONE),
    }
}

#[test]
fn no_hidden_cell_of_ten_thousand_tables_can_be_worked_out() {
    let mut numbers = Numbers(31);
    let (mut exact, mut by_the_other, mut with_the_small_alone, mut without_totals) = (0, 0, 0, 0);
    for _ in 0..TABLES {
        let (table, wanted) = (table(&mut numbers), totals(&mut numbers));
        let only_small: Mask = table.iter().map(|row| row.iter().map(|count| small(*count)).collect()).collect();
        let told = worked_out(&table, &only_small, wanted);
        let told_by_audit = audit(&table, &only_small, wanted).iter().filter(|cell| cell.is_disclosed()).count();
        assert_eq!(told.len(), told_by_audit, "the attackers find the same: {table:?}");
        with_the_small_alone += usize::from(!told.is_empty());

        let (hidden, published) = publish(&table, wanted);
        without_totals += usize::from(published == NONE);
        assert!(places(&table).all(|(row, col)| hidden[row][col] || !small(table[row][col])), "{table:?}: {hidden:?}");
        for cell in audit(&table, &hidden, published) {
            let truth = table[cell.row][cell.col];
            assert!(cell.min <= truth && cell.max.is_none_or(|max| max >= truth), "{table:?}: {cell:?}");
            exact += usize::from(cell.is_disclosed());
        }
        by_the_other += worked_out(&table, &hidden, published).len();
    }
    eprintln!(
        "{TABLES} tables: {exact} and {by_the_other} cells worked out; {with_the_small_alone} tables tell a cell where \
         only the small ones are hidden; {without_totals} cannot show their totals"
    );
    assert_eq!((exact, by_the_other), (0, 0));
    assert!(with_the_small_alone > TABLES / 20, "the attackers find what there is");
}

/// A later release of the same people and more.
fn grown(table: &Table, numbers: &mut Numbers, most: u64) -> Table {
    let mut more = || match numbers.below(4) {
        0 | 1 => 0,
        2 => 1 + numbers.below(4),
        _ => numbers.below(most),
    };
    table.iter().map(|row| row.iter().map(|count| count + more()).collect()).collect()
}

fn added(then: &Table, now: &Table) -> Table {
    now.iter().zip(then).map(|(now, then)| now.iter().zip(then).map(|(now, then)| now - then).collect()).collect()
}

/// Small groups that stand in the difference for all to see.
fn shown_small(added: &Table, before: &Mask, after: &Mask) -> usize {
    places(added).filter(|(row, col)| !before[*row][*col] && !after[*row][*col] && small(added[*row][*col])).count()
}

#[test]
fn no_small_group_can_be_worked_out_from_two_releases() {
    let mut numbers = Numbers(37);
    let (mut exact, mut each_alone, mut withheld) = (0, 0, 0);
    for _ in 0..TABLES {
        let (then, wanted) = (table(&mut numbers), totals(&mut numbers));
        let now = grown(&then, &mut numbers, 40);
        let more = added(&then, &now);
        let (before, published) = publish(&then, wanted);
        each_alone += usize::from(shown_small(&more, &before, &publish(&now, published).0) > 0);

        let earlier = Release { table: &then, hidden: &before };
        let Some(after) = suppress_after(earlier, &now, BELOW, published) else {
            // Nothing of the later table is published.
            withheld += 1;
            continue;
        };
        exact += shown_small(&more, &before, &after);
        exact += places(&then).filter(|(row, col)| before[*row][*col] && !after[*row][*col]).count();
        exact += worked_out(&now, &after, published).len();
        exact += audit(&now, &after, published).iter().filter(|cell| cell.is_disclosed()).count();
        let told = |(row, col): &(usize, usize)| !before[*row][*col] || small(more[*row][*col]);
        exact += worked_out(&more, &after, published).iter().filter(|cell| told(cell)).count();
        let place = |cell: &Hidden| (cell.row, cell.col);
        let by_audit = audit(&more, &after, published);
        exact += by_audit.iter().filter(|cell| cell.is_disclosed() && told(&place(cell))).count();
    }
    eprintln!(
        "{TABLES} pairs of releases: {exact} cells worked out; {each_alone} tell a small group where each is hidden \
         alone; {withheld} later ones withheld"
    );
    assert_eq!(exact, 0);
    assert!(each_alone > TABLES / 20, "there is something to work out");
    assert!(withheld < TABLES / 2, "and most can be published");
}

/// Every table that could stand behind what is published of one, all totals among it.
fn worlds(table: &Table, hidden: &Mask) -> Vec<Vec<u64>> {
    struct Search<'a> {
        table: &'a Table,
        hidden: &'a Mask,
        left_in_row: Vec<u64>,
        left_in_col: Vec<u64>,
        so_far: Vec<u64>,
        found: Vec<Vec<u64>>,
    }
    impl Search<'_> {
        fn go_on(&mut self) {
            let (rows, cols) = (self.table.len(), self.table[0].len());
            let (row, col) = (self.so_far.len() / cols, self.so_far.len() % cols);
            if row == rows {
                self.found.push(self.so_far.clone());
                return;
            }
            let most = self.left_in_row[row].min(self.left_in_col[col]);
            let shown = self.table[row][col];
            let can_be = if self.hidden[row][col] { 0..=most } else { shown..=shown.min(most) };
            for count in can_be {
                let row_is_full = col + 1 < cols || self.left_in_row[row] == count;
                let col_is_full = row + 1 < rows || self.left_in_col[col] == count;
                if row_is_full && col_is_full {
                    self.left_in_row[row] -= count;
                    self.left_in_col[col] -= count;
                    self.so_far.push(count);
                    self.go_on();
                    self.so_far.pop();
                    self.left_in_row[row] += count;
                    self.left_in_col[col] += count;
                }
            }
        }
    }
    let left_in_row = table.iter().map(|row| row.iter().sum()).collect();
    let left_in_col = (0..table[0].len()).map(|col| table.iter().map(|row| row[col]).sum()).collect();
    let mut search = Search { table, hidden, left_in_row, left_in_col, so_far: Vec::new(), found: Vec::new() };
    search.go_on();
    search.found
}

#[test]
fn whoever_tries_every_pair_of_tables_behind_two_releases_finds_no_cell() {
    let mut numbers = Numbers(41);
    let mut tried = 0;
    for _ in 0..300 {
        let then: Table = (0..2).map(|_| (0..3).map(|_| numbers.below(3) * numbers.below(5)).collect()).collect();
        let now = grown(&then, &mut numbers, 8);
        let Some(before) = suppress(&then, BELOW, BOTH) else { continue };
        let Some(after) = suppress_after(Release { table: &then, hidden: &before }, &now, BELOW, BOTH) else {
            continue;
        };
        tried += 1;
        // Of each cell whether its earlier count, its later one and what was added can be more than one.
        let mut open = [[false; 3]; 6];
        let mut first: Option<[[u64; 3]; 6]> = None;
        let later = worlds(&now, &after);
        for earlier in worlds(&then, &before) {
            for later in later.iter().filter(|later| later.iter().zip(&earlier).all(|(now, then)| now >= then)) {
                let seen: [[u64; 3]; 6] = std::array::from_fn(|at| [earlier[at], later[at], later[at] - earlier[at]]);
                let first = first.get_or_insert(seen);
                for ((open, seen), first) in open.iter_mut().zip(&seen).zip(first.iter()) {
                    open.iter_mut().zip(seen).zip(first).for_each(|((open, seen), first)| *open |= seen != first);
                }
            }
        }
        for (at, (row, col)) in places(&then).enumerate() {
            let [earlier, later, more] = open[at];
            assert!(earlier || !before[row][col], "the earlier {row}, {col}: {then:?}, {now:?}");
            assert!(later || !after[row][col], "the later {row}, {col}: {then:?}, {now:?}");
            assert!(more || !small(now[row][col] - then[row][col]), "added {row}, {col}: {then:?}, {now:?}");
        }
    }
    eprintln!("{tried} pairs of small tables: every pair of tables behind them tried");
    assert!(tried > 50);
}
