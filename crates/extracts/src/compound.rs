//! What an .xls may claim, looked at before calamine opens it.
//!
//! An .xls is a small file system of sectors with a stream of records in it [MS-CFB, MS-XLS].
//! calamine follows chains of sectors without end and gives each sheet a full grid of cells, so
//! a chain that turns back on itself, or one cell at the far corner, would take all memory.

use crate::refusal::Refusal;

/// Cells in the grids of all sheets together: lists of 65,000 rows, with room to spare.
const MOST_CELLS: u64 = 8_000_000;

/// More sheets than any workbook of lists has.
const MOST_SHEETS: usize = 256;

/// Marks in the allocation table: numbers from here on are not sectors.
const NOT_A_SECTOR: u32 = 0xFFFF_FFFA;
const NO_TABLE_SECTOR: u32 = 0xFFFF_FFFC;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;

/// Streams below this size live in the mini stream; Excel never writes a workbook so small.
const MINI_STREAM: usize = 4096;

/// Refuses a compound file that is not safe to open as an .xls.
///
/// # Errors
/// `Encrypted`, `SheetTooLarge` or `Damaged`.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let file = Compound::open(bytes).ok_or_else(Refusal::damaged)?;
    let entries = file.directory().ok_or_else(Refusal::damaged)?;
    if entries.iter().any(|entry| entry.is("EncryptedPackage")) {
        return Err(Refusal::Encrypted);
    }
    file.check_mini_stream(&entries).ok_or_else(Refusal::damaged)?;
    let streams: Vec<_> =
        ["Workbook", "Book"].iter().filter_map(|name| entries.iter().find(|entry| entry.is(name))).collect();
    if streams.is_empty() {
        return Err(Refusal::damaged());
    }
    for entry in streams {
        let stream = file.stream(entry).ok_or_else(Refusal::damaged)?;
        let cells = grid_cells(&stream).ok_or_else(Refusal::damaged)?;
        if cells > MOST_CELLS {
            return Err(Refusal::SheetTooLarge);
        }
    }
    Ok(())
}

/// A compound file with its allocation table read.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
}

/// A named stream: where it starts and how long it claims to be.
struct Entry {
    name: String,
    start: u32,
    length: usize,
}

impl Entry {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self { bytes, sector, next: Vec::new() };
        for id in file.table_sectors()? {
            let table = file.sector(id)?;
            file.next.extend(table.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0)));
        }
        Some(file)
    }

    /// Sectors in the file, which no chain and no table may outnumber.
    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    /// The sectors of the allocation table: 109 in the header, the rest in a chain of their own.
    fn table_sectors(&self) -> Option<Vec<u32>> {
        let mut ids: Vec<u32> = (0..109).filter_map(|index| u32_at(self.bytes, 76 + index * 4)).collect();
        let mut more = u32_at(self.bytes, 68)?;
        let mut steps = 0;
        while more < NOT_A_SECTOR {
            steps += 1;
            if steps > self.sectors() {
                return None;
            }
            ids.extend(self.sector(more)?.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0)));
            more = ids.pop()?;
        }
        ids.retain(|id| *id < NO_TABLE_SECTOR);
        (ids.len() <= self.sectors()).then_some(ids)
    }

    /// A whole sector; the header takes the place of the one before the first.
    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(id).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// The bytes of a chain up to a length; nothing where it leaves the file or never ends.
    fn chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut id = start;
        let mut steps = 0;
        while id != END_OF_CHAIN && bytes.len() < length {
            steps += 1;
            if steps > self.sectors() {
                return None;
            }
            bytes.extend_from_slice(self.sector(id)?);
            id = *self.next.get(usize::try_from(id).ok()?)?;
        }
        bytes.truncate(length);
        Some(bytes)
    }

    fn directory(&self) -> Option<Vec<Entry>> {
        let bytes = self.chain(u32_at(self.bytes, 48)?, usize::MAX)?;
        let entries: Option<Vec<Entry>> = bytes.chunks_exact(128).map(|entry| self.entry(entry)).collect();
        entries.filter(|entries| !entries.is_empty())
    }

    fn entry(&self, bytes: &[u8]) -> Option<Entry> {
        let units = bytes.get(..64)?.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).take_while(|unit| *unit != 0);
        let name = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        let low = usize::try_from(u32_at(bytes, 120)?).ok()?;
        let high = usize::try_from(u32_at(bytes, 124)?).ok()?;
        // The upper half of the length is noise in files with small sectors.
        let length = if self.sector == 512 { low } else { high.checked_shl(32)?.checked_add(low)? };
        Some(Entry { name, start: u32_at(bytes, 116)?, length })
    }

    /// The mini stream and its table are read whole when the file is opened.
    fn check_mini_stream(&self, entries: &[Entry]) -> Option<()> {
        let table_sectors = usize::try_from(u32_at(self.bytes, 64)?).ok()?;
        if table_sectors == 0 {
            return Some(());
        }
        let root = entries.first()?;
        self.chain(root.start, root.length)?;
        self.chain(u32_at(self.bytes, 60)?, table_sectors.checked_mul(self.sector)?)?;
        Some(())
    }

    fn stream(&self, entry: &Entry) -> Option<Vec<u8>> {
        if entry.length < MINI_STREAM {
            return None;
        }
        self.chain(entry.start, entry.length)
    }
}

/// Cells that the grids of all sheets would take.
fn grid_cells(stream: &[u8]) -> Option<u64> {
    let mut sheets = Vec::new();
    for record in Records(stream) {
        match record.kind {
            BOUND_SHEET => sheets.push(usize::try_from(u32_at(record.data, 0)?).ok()?),
            END => break,
            _ => {}
        }
    }
    if sheets.len() > MOST_SHEETS {
        return None;
    }
    let mut cells = 0_u64;
    for start in sheets {
        cells = cells.saturating_add(Grid::of_sheet(stream.get(start..)?)?.cells());
    }
    Some(cells)
}

const END: u16 = 0x000A;
const BEGINNING: u16 = 0x0809;
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const SEVERAL_NUMBERS: u16 = 0x00BD;

/// Formula, label, rich label, label of the shared strings, number, truth or error, short number.
const CELLS: [u16; 7] = [0x0006, 0x0204, 0x00D6, 0x00FD, 0x0203, 0x0205, 0x027E];

/// The rectangle a sheet's cells span, and the one it claims.
#[derive(Default)]
struct Grid {
    rows: Option<(u16, u16)>,
    columns: Option<(u16, u16)>,
    claimed: u64,
}

impl Grid {
    fn of_sheet(stream: &[u8]) -> Option<Self> {
        let mut grid = Self::default();
        // Charts inside a sheet bring records of their own, between their beginning and end.
        let mut depth = 0_u32;
        for record in Records(stream) {
            match record.kind {
                BEGINNING => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                kind if depth <= 1 => grid.take(kind, record.data)?,
                _ => {}
            }
        }
        Some(grid)
    }

    fn take(&mut self, kind: u16, data: &[u8]) -> Option<()> {
        if kind == DIMENSIONS {
            self.claimed = self.claimed.max(claimed(data)?);
        } else if kind == SEVERAL_NUMBERS {
            let count = u16::try_from(data.len().checked_sub(6)? / 6).ok()?;
            let first = u16_at(data, 2)?;
            self.include(u16_at(data, 0)?, first);
            self.include(u16_at(data, 0)?, first.saturating_add(count));
        } else if CELLS.contains(&kind) {
            self.include(u16_at(data, 0)?, u16_at(data, 2)?);
        }
        Some(())
    }

    fn include(&mut self, row: u16, column: u16) {
        let widen =
            |span: Option<(u16, u16)>, at: u16| span.map_or((at, at), |(low, high)| (low.min(at), high.max(at)));
        self.rows = Some(widen(self.rows, row));
        self.columns = Some(widen(self.columns, column));
    }

    fn cells(&self) -> u64 {
        let length = |span: Option<(u16, u16)>| span.map_or(0, |(low, high)| u64::from(high - low) + 1);
        self.claimed.max(length(self.rows) * length(self.columns))
    }
}

/// The rectangle of a dimensions record, in cells. Rows have 32 bits, or 16 in the oldest files.
fn claimed(data: &[u8]) -> Option<u64> {
    let (first, last, left, right) = match data.len() {
        10 => (u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?), u16_at(data, 4)?, u16_at(data, 6)?),
        14 | 16 => (u32_at(data, 0)?, u32_at(data, 4)?, u16_at(data, 8)?, u16_at(data, 10)?),
        _ => return None,
    };
    // A first column out of place is taken for 0, as the library does.
    let left = if left > 0xFF || right < left { 0 } else { left };
    let rows = u64::from(last.saturating_sub(first));
    Some(rows * u64::from(right - left))
}

/// One record of the stream.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

/// The records of a stream, to its end or to the first that is cut short.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (u16_at(self.0, 0)?, usize::from(u16_at(self.0, 2)?));
        let data = self.0.get(4..4 + length)?;
        self.0 = &self.0[4 + length..];
        Some(Record { kind, data })
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
