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
    let is_hidden = |row: usize, col: usize| hidden.get(row).and_then(|r| r.get(col)).copied().unwrap_or(false);
    let mut found = Vec::new();
    for (row, cells) in table.iter().enumerate() {
        for (col, count) in cells.iter().enumerate() {
            if is_hidden(row, col) {
                let network = || Network::of(table, &is_hidden, published, (row, col));
                let (row_node, col_node) = (network().row(row), network().col(col));
                let less = network().most(row_node, col_node, Some(*count)).unwrap_or(*count);
                let more = network().most(col_node, row_node, None);
                found.push(Hidden { row, col, min: count - less, max: more.map(|more| count + more) });
            }
        }
    }
    found
}

/// Hides every count from 1 to `below` - 1 and, one after the other, the smallest further cell in the row or column of
/// one that can still be worked out, until none can: a nought if there is one, because hiding it loses least. Other
/// noughts are shown, as in the Department for Education's tables. `None` where the totals tell whatever is hidden: then they cannot be
/// published either.
#[must_use]
pub fn suppress(table: &[Vec<u64>], below: u64, published: Published) -> Option<Vec<Vec<bool>>> {
    let mut hidden: Vec<Vec<bool>> =
        table.iter().map(|row| row.iter().map(|count| (1..below).contains(count)).collect()).collect();
    while let Some(cell) = audit(table, &hidden, published).into_iter().find(Hidden::is_disclosed) {
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
struct Network {
    rows: usize,
    /// `room[a][b]`: how much can still be shifted from a to b. `None`: any amount.
    room: Vec<Vec<Option<u64>>>,
}

impl Network {
    fn of(
        table: &[Vec<u64>],
        is_hidden: &dyn Fn(usize, usize) -> bool,
        published: Published,
        except: (usize, usize),
    ) -> Self {
        let rows = table.len();
        let cols = table.iter().map(Vec::len).max().unwrap_or(0);
        let nodes = rows + cols + 1;
        let mut network = Self { rows, room: vec![vec![Some(0); nodes]; nodes] };
        let elsewhere = nodes - 1;
        for (row, cells) in table.iter().enumerate() {
            for (col, count) in cells.iter().enumerate() {
                if is_hidden(row, col) && (row, col) != except {
                    let (from, to) = (network.row(row), network.col(col));
                    network.room[from][to] = None;
                    network.room[to][from] = Some(*count);
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
    use super::{Hidden, Published, audit, suppress};

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
    fn totals_that_tell_whatever_is_hidden_are_not_published() {
        assert_eq!(suppress(&[vec![0, 3], vec![0, 0]], 5, BOTH), None);
        assert_eq!(suppress(&[vec![3]], 5, Published { rows: true, cols: false }), None);
        assert_eq!(suppress(&[], 5, BOTH), Some(Vec::new()));
    }

    #[test]
    fn without_totals_nothing_can_be_worked_out() {
        let found = audit(&[vec![3]], &[vec![true]], Published { rows: false, cols: false });
        assert_eq!((found[0].min, found[0].max), (0, None));
    }
}
