//! What a reader of a published table could work out about the cells that were hidden, and which to hide so that
//! nothing can be.

use std::collections::VecDeque;

/// Which totals are published beside the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Published {
    /// The total of each row.
    pub rows: bool,
    /// The total of each column.
    pub cols: bool,
}

/// What can be worked out about one hidden cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hidden {
    /// Row.
    pub row: usize,
    /// Column.
    pub col: usize,
    /// The least it can be.
    pub min: u64,
    /// The most it can be; `None` where there is no limit.
    pub max: Option<u64>,
}

impl Hidden {
    /// Whether it can be worked out exactly.
    #[must_use]
    pub fn is_disclosed(&self) -> bool {
        self.max == Some(self.min)
    }
}

/// What somebody who knows the published cells and totals, and that counts are not below 0, can work out about each
/// hidden cell. Rows of unequal length are read as if filled up with published cells.
#[must_use]
pub fn audit(table: &[Vec<u64>], hidden: &[Vec<bool>], published: Published) -> Vec<Hidden> {
    bounds(table, hidden, 1, published).collect()
}

/// As [`audit`], for whoever knows the rule: that a hidden count from 1 to `below` - 1 is one of these, and not more.
#[must_use]
pub fn audit_known(table: &[Vec<u64>], hidden: &[Vec<bool>], below: u64, published: Published) -> Vec<Hidden> {
    bounds(table, hidden, below, published).collect()
}

/// The same, one cell after the other.
fn bounds(table: &[Vec<u64>], hidden: &[Vec<bool>], below: u64, published: Published) -> impl Iterator<Item = Hidden> {
    let cells = table
        .iter()
        .enumerate()
        .flat_map(|(row, cells)| cells.iter().enumerate().map(move |(col, count)| (row, col, *count)));
    cells.filter(|(row, col, _)| is_hidden(hidden, *row, *col)).map(move |(row, col, count)| {
        let network = Network::of(table, hidden, below, published, (row, col));
        let (fewer, further) = room(count, below);
        let (row_node, col_node) = (network.row(row), network.col(col));
        let less = network.clone().most(row_node, col_node, Some(fewer)).unwrap_or(fewer);
        let more = network.most(col_node, row_node, further);
        Hidden { row, col, min: count - less, max: more.map(|more| count + more) }
    })
}

/// How far a hidden count may fall, and rise, for whoever knows what is hidden for being small.
fn room(count: u64, below: u64) -> (u64, Option<u64>) {
    if (1..below).contains(&count) { (count - 1, Some(below - 1 - count)) } else { (count, None) }
}

fn is_hidden(hidden: &[Vec<bool>], row: usize, col: usize) -> bool {
    hidden.get(row).and_then(|cells| cells.get(col)).copied().unwrap_or(false)
}

/// Hides every count from 1 to `below` - 1 and, one after the other, the smallest further cell in the row or column of
/// one that can still be worked out, until none can: a nought if there is one, because hiding it loses least. Other
/// noughts are shown, as in the Department for Education's tables. `None` where the totals tell whatever is hidden:
/// then they cannot be published either.
#[must_use]
pub fn suppress(table: &[Vec<u64>], below: u64, published: Published) -> Option<Vec<Vec<bool>>> {
    let hidden = table.iter().map(|row| row.iter().map(|count| (1..below).contains(count)).collect()).collect();
    hide_until_none(table, hidden, published, |hidden| bounds(table, hidden, 1, published).find(Hidden::is_disclosed))
}

/// As [`suppress`], against whoever knows the rule (see [`audit_known`]).
#[must_use]
pub fn suppress_known(table: &[Vec<u64>], below: u64, published: Published) -> Option<Vec<Vec<bool>>> {
    let hidden = table.iter().map(|row| row.iter().map(|count| (1..below).contains(count)).collect()).collect();
    let told = |hidden: &[Vec<bool>]| bounds(table, hidden, below, published).find(Hidden::is_disclosed);
    hide_until_none(table, hidden, published, told)
}

/// What has been published of the same people, or of some of them: the table, and what of it was hidden.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Release<'a> {
    /// The counts.
    pub table: &'a [Vec<u64>],
    /// Which of them were hidden.
    pub hidden: &'a [Vec<bool>],
}

/// Hides as [`suppress`] does, and so that no small group can be worked out from the difference to an `earlier`
/// release with the same totals: what was hidden then stays hidden, a count that has grown by 1 to `below` - 1 is
/// hidden, and further ones until neither the counts nor what was added to them can be worked out. It holds for a later
/// date, and for a wider selection (all teams after one of them). That nothing was added to a hidden count may show.
///
/// `None` where the totals tell whatever is hidden, where the tables are not of one shape, or where a count is smaller
/// than it was: then it is not of the same people and more.
#[must_use]
pub fn suppress_after(
    earlier: Release<'_>,
    table: &[Vec<u64>],
    below: u64,
    published: Published,
) -> Option<Vec<Vec<bool>>> {
    let added = added_since(earlier.table, table)?;
    let small = |count: &u64| (1..below).contains(count);
    let was_hidden = |row: usize, col: usize| is_hidden(earlier.hidden, row, col);
    let hide = |row: usize, col: usize| small(&table[row][col]) || small(&added[row][col]) || was_hidden(row, col);
    let hidden =
        table.iter().enumerate().map(|(row, cells)| (0..cells.len()).map(|col| hide(row, col)).collect()).collect();
    hide_until_none(table, hidden, published, |hidden| {
        let told = |cell: &Hidden| cell.is_disclosed() && (small(&cell.min) || !was_hidden(cell.row, cell.col));
        bounds(table, hidden, 1, published)
            .find(Hidden::is_disclosed)
            .or_else(|| bounds(&added, hidden, 1, published).find(told))
    })
}

/// What each count has grown by; `None` where one has not, or the tables are not of one shape.
fn added_since(earlier: &[Vec<u64>], later: &[Vec<u64>]) -> Option<Vec<Vec<u64>>> {
    if earlier.iter().map(Vec::len).ne(later.iter().map(Vec::len)) {
        return None;
    }
    later
        .iter()
        .zip(earlier)
        .map(|(now, then)| now.iter().zip(then).map(|(now, then)| now.checked_sub(*then)).collect())
        .collect()
}

/// Hides further cells until there is none left that is told. `None` where nothing is left to hide.
fn hide_until_none(
    table: &[Vec<u64>],
    mut hidden: Vec<Vec<bool>>,
    published: Published,
    told: impl Fn(&[Vec<bool>]) -> Option<Hidden>,
) -> Option<Vec<Vec<bool>>> {
    while let Some(cell) = told(&hidden) {
        let (row, col) = next_to_hide(table, &hidden, published, cell)?;
        hidden[row][col] = true;
    }
    Some(hidden)
}

/// The smallest published cell in a row or column through which a hidden one can be worked out; else the smallest
/// anywhere.
fn next_to_hide(
    table: &[Vec<u64>],
    hidden: &[Vec<bool>],
    published: Published,
    cell: Hidden,
) -> Option<(usize, usize)> {
    let open = || {
        table
            .iter()
            .enumerate()
            .flat_map(|(row, cells)| cells.iter().enumerate().map(move |(col, count)| (*count, row, col)))
    };
    let still_shown = |row: usize, col: usize| !hidden[row][col];
    let beside = |row: usize, col: usize| (published.rows && row == cell.row) || (published.cols && col == cell.col);
    open()
        .filter(|(_, row, col)| still_shown(*row, *col) && beside(*row, *col))
        .min()
        .or_else(|| open().filter(|(_, row, col)| still_shown(*row, *col)).min())
        .map(|(_, row, col)| (row, col))
}

/// The ways in which hidden counts can be shifted without changing a published total: rows, columns and one place
/// where what is not published can go.
#[derive(Clone)]
struct Network {
    rows: usize,
    /// `room[a][b]`: how much can still be shifted from a to b. `None`: any amount.
    room: Vec<Vec<Option<u64>>>,
}

impl Network {
    fn of(table: &[Vec<u64>], hidden: &[Vec<bool>], below: u64, published: Published, except: (usize, usize)) -> Self {
        let rows = table.len();
        let cols = table.iter().map(Vec::len).max().unwrap_or(0);
        let nodes = rows + cols + 1;
        let mut network = Self { rows, room: vec![vec![Some(0); nodes]; nodes] };
        let elsewhere = nodes - 1;
        for (row, cells) in table.iter().enumerate() {
            for (col, count) in cells.iter().enumerate() {
                if is_hidden(hidden, row, col) && (row, col) != except {
                    let (from, to) = (network.row(row), network.col(col));
                    let (fewer, further) = room(*count, below);
                    network.room[from][to] = further;
                    network.room[to][from] = Some(fewer);
                }
            }
        }
        let unpublished = (0..rows).filter(|_| !published.rows).chain((rows..rows + cols).filter(|_| !published.cols));
        for node in unpublished {
            network.room[node][elsewhere] = None;
            network.room[elsewhere][node] = None;
        }
        network
    }

    fn row(&self, row: usize) -> usize {
        row
    }

    fn col(&self, col: usize) -> usize {
        self.rows + col
    }

    /// The most that can be shifted from one node to another, up to `limit`; `None` where it has no end.
    fn most(mut self, from: usize, to: usize, limit: Option<u64>) -> Option<u64> {
        let mut shifted = 0;
        while limit.is_none_or(|limit| shifted < limit) {
            let Some(path) = self.path(from, to) else { return Some(shifted) };
            let narrowest = path.windows(2).filter_map(|step| self.room[step[0]][step[1]]).min();
            let most = match (narrowest, limit) {
                (None, None) => return None,
                (None, Some(limit)) => limit - shifted,
                (Some(room), None) => room,
                (Some(room), Some(limit)) => room.min(limit - shifted),
            };
            for step in path.windows(2) {
                let (a, b) = (step[0], step[1]);
                self.room[a][b] = self.room[a][b].map(|room| room - most);
                self.room[b][a] = self.room[b][a].map(|room| room + most);
            }
            shifted += most;
        }
        Some(shifted)
    }

    /// A shortest way along which something can be shifted.
    fn path(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut came_from = vec![None; self.room.len()];
        let mut next = VecDeque::from([from]);
        while let Some(at) = next.pop_front() {
            if at == to {
                let mut path = vec![to];
                while let Some(before) = path.last().and_then(|last| came_from[*last]) {
                    path.push(before);
                }
                path.reverse();
                return Some(path);
            }
            for (other, room) in self.room[at].iter().enumerate() {
                if other != from && came_from[other].is_none() && *room != Some(0) {
                    came_from[other] = Some(at);
                    next.push_back(other);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Hidden, Published, Release, audit, audit_known, suppress, suppress_after, suppress_known};

    const BOTH: Published = Published { rows: true, cols: true };

    #[test]
    fn a_carer_group_of_four_is_hidden_with_its_neighbour() {
        let hidden = suppress(&[vec![4, 20, 30]], 5, Published { rows: true, cols: false });
        assert_eq!(hidden, Some(vec![vec![true, true, false]]), "one alone could be worked out from the total");
    }

    #[test]
    fn nothing_hidden_can_be_worked_out_afterwards() {
        for table in [
            vec![vec![3, 20, 9], vec![15, 4, 30], vec![22, 14, 2]],
            vec![vec![0, 1], vec![10, 20]],
            vec![vec![4, 0, 0, 12], vec![0, 9, 1, 0], vec![7, 0, 0, 2]],
        ] {
            let hidden = suppress(&table, 5, BOTH).expect("there is enough to hide behind");
            let left: Vec<Hidden> = audit(&table, &hidden, BOTH).into_iter().filter(Hidden::is_disclosed).collect();
            assert_eq!(left, [], "{table:?}: {hidden:?}");
        }
    }

    #[test]
    fn small_cells_that_are_known_to_be_small_are_not_told_by_their_sum() {
        let row = Published { rows: true, cols: false };
        let told = audit_known(&[vec![12, 4, 4, 0]], &[vec![false, true, true, false]], 5, row);
        assert!(told.len() == 2 && told.iter().all(Hidden::is_disclosed), "8 of two is 4 and 4: {told:?}");
        let hidden = suppress_known(&[vec![12, 4, 4, 0]], 5, row);
        assert_eq!(hidden, Some(vec![vec![false, true, true, true]]));
        assert_eq!(suppress_known(&[vec![12, 1, 1, 1]], 5, row), Some(vec![vec![true; 4]]), "3 of three is one each");
        assert_eq!(suppress_known(&[vec![1, 1, 1]], 5, row), None, "there is nothing to hide behind");
        let found = audit_known(&[vec![12, 2, 3]], &[vec![false, true, true]], 5, row);
        assert_eq!((found[0].min, found[0].max), (1, Some(4)));
    }

    #[test]
    fn totals_that_tell_whatever_is_hidden_are_not_published() {
        assert_eq!(suppress(&[vec![0, 3], vec![0, 0]], 5, BOTH), None);
        assert_eq!(suppress(&[vec![3]], 5, Published { rows: true, cols: false }), None);
        assert_eq!(suppress(&[], 5, BOTH), Some(Vec::new()));
    }

    #[test]
    fn what_a_later_release_adds_cannot_be_taken_from_it() {
        let (then, now) = (vec![vec![10, 20, 30], vec![11, 21, 31]], vec![vec![12, 20, 37], vec![18, 28, 38]]);
        let before = suppress(&then, 5, BOTH).expect("nothing is small");
        let alone = suppress(&now, 5, BOTH).expect("nothing is small");
        assert_eq!(alone, before, "alone, either release shows all, and with them that two were added");
        let earlier = Release { table: &then, hidden: &before };
        let hidden = suppress_after(earlier, &now, 5, BOTH).expect("there is enough to hide behind");
        assert!(hidden[0][0], "{hidden:?}");
        assert_eq!(suppress_after(earlier, &then, 5, BOTH), Some(before.clone()), "nothing was added");
        assert_eq!(suppress_after(earlier, &[vec![9, 20, 30], vec![11, 21, 31]], 5, BOTH), None, "one fewer");
        assert_eq!(suppress_after(earlier, &[vec![10, 20, 30]], 5, BOTH), None, "another table");
    }

    #[test]
    fn what_was_hidden_stays_hidden() {
        let (then, now) = (vec![vec![3, 20, 9], vec![15, 4, 30]], vec![vec![9, 20, 9], vec![15, 12, 30]]);
        let before = suppress(&then, 5, BOTH).expect("there is enough to hide behind");
        let hidden = suppress_after(Release { table: &then, hidden: &before }, &now, 5, BOTH).expect("enough");
        assert!(hidden[0][0] && hidden[1][1], "{hidden:?}");
    }

    #[test]
    fn without_totals_nothing_can_be_worked_out() {
        let found = audit(&[vec![3]], &[vec![true]], Published { rows: false, cols: false });
        assert_eq!((found[0].min, found[0].max), (0, None));
    }
}
