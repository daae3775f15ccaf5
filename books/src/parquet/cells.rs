//! The cells of a column that wait to be written: pieces of one text.

/// Where a cell lies in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cell {
    start: u32,
    length: u32,
}

/// More text than this is not gathered before what there is has been written.
const MOST_TEXT: usize = 4 << 20;

/// Cells in their order, above the texts of a dictionary.
///
/// ```text
/// text   texts of the dictionary │ texts of cells that stand for themselves
/// cells  → → → →                   any of both
/// ```
#[derive(Default)]
pub(super) struct Cells {
    text: Vec<u8>,
    dictionary: Vec<Cell>,
    /// Length of the dictionary's texts.
    known: usize,
    cells: Vec<Cell>,
    /// The cell that comes next.
    next: usize,
}

impl Cells {
    /// How many wait.
    pub(super) fn waiting(&self) -> usize {
        self.cells.len() - self.next
    }

    /// Forgets what was written, when nothing waits.
    pub(super) fn clear(&mut self) {
        self.text.truncate(self.known);
        self.cells.clear();
        self.next = 0;
    }

    /// Whether so much text waits that no more should come.
    pub(super) fn is_full(&self) -> bool {
        self.text.len() - self.known > MOST_TEXT
    }

    /// A cell of its own text; `None` when there is more text than can be counted.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Option<()> {
        let cell = self.written(write)?;
        self.cells.push(cell);
        Some(())
    }

    fn written(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Option<Cell> {
        let start = self.text.len();
        write(&mut self.text);
        let length = u32::try_from(self.text.len() - start).ok()?;
        Some(Cell { start: u32::try_from(start).ok()?, length })
    }

    /// A blank cell.
    pub(super) fn push_blank(&mut self) {
        self.cells.push(Cell::default());
    }

    /// Another text of the dictionary. To be called before there are cells.
    pub(super) fn know(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Option<()> {
        let cell = self.written(write)?;
        self.dictionary.push(cell);
        self.known = self.text.len();
        Some(())
    }

    /// Cells by their places in the dictionary; `None` when it has no such place.
    pub(super) fn push_known(&mut self, places: &[u32]) -> Option<()> {
        let most = places.iter().copied().max().unwrap_or(0) as usize;
        if most >= self.dictionary.len() && !places.is_empty() {
            return None;
        }
        let dictionary = &self.dictionary;
        self.cells.extend(places.iter().map(|place| dictionary.get(*place as usize).copied().unwrap_or_default()));
        Some(())
    }

    /// The same where some rows have no value: those for which `here` is false.
    pub(super) fn push_known_where(&mut self, here: impl Iterator<Item = bool>, places: &[u32]) -> Option<()> {
        let mut places = places.iter();
        for here in here {
            match here {
                true => self.cells.push(*self.dictionary.get(*places.next()? as usize)?),
                false => self.push_blank(),
            }
        }
        Some(())
    }

    /// How long the next cell is.
    pub(super) fn next_length(&self) -> usize {
        self.cells.get(self.next).map_or(0, |cell| cell.length as usize)
    }

    /// Writes the next cell to `to[at..]`, which has room for it and eight bytes more; gives where it ends.
    pub(super) fn write(&mut self, to: &mut [u8], at: usize) -> usize {
        let Some(cell) = self.cells.get(self.next) else { return at };
        self.next += 1;
        let (start, length) = (cell.start as usize, cell.length as usize);
        copy(&self.text, start, start + length, to, at);
        at + length
    }
}

/// Copies `from[start..end]` to `to[at..]`, which must have room for 8 bytes more: cells are short, and whole words cost less than a call.
fn copy(from: &[u8], start: usize, end: usize, to: &mut [u8], at: usize) {
    let (mut read, mut write) = (start, at);
    while read < end {
        match (from.get(read..read + 8), to.get_mut(write..write + 8)) {
            (Some(word), Some(place)) => place.copy_from_slice(word),
            // The last bytes of the text.
            _ => return to[write..write + end - read].copy_from_slice(&from[read..end]),
        }
        read += 8;
        write += 8;
    }
}
