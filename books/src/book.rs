//! A file → its tables; a table → its rows, piece by piece.

#[cfg(feature = "old")]
use crate::old::OldWorkbook;
use crate::parquet::Parquet;
use crate::xlsx::Workbook;
use floorlens_core::bytes::{Books, ByteSource, ReadError, Table, UnpackError};
use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;

/// Core's way in.
pub static BOOKS: Books = Books {
    tables: |source| {
        let book = opened(source)?;
        book.tables(source)
    },
    rows: |table, taken| {
        Box::new(RowsReader {
            begun: Begun::Not(Rc::clone(&table.book), table.number),
            taken,
            text: Vec::new(),
            given: 0,
        })
    },
};

/// A piece of text that is worth a call.
const PIECE: usize = 256 << 10;

/// Of a table: number, name, bytes, remarks.
pub(crate) type Sheet = (u32, String, u64, Vec<String>);

/// Gives the rows of one table as text.
pub trait Rows {
    /// Appends some rows; `false` when there are no more. An error is a sentence, and what was appended before it counts.
    fn next(&mut self, out: &mut Vec<u8>) -> Result<bool, String>;

    /// How many bytes of the table were taken so far, about.
    fn taken(&self) -> u64;
}

/// A file that was opened: what all of its tables share is in memory, their rows are not.
pub enum Book {
    /// Excel since 2007.
    Xlsx(Workbook),
    /// Parquet.
    Parquet(Parquet),
    /// What only the library for old workbooks reads.
    #[cfg(feature = "old")]
    Old(OldWorkbook),
}

impl Book {
    /// Opens a file, or says why it cannot be, as a sentence.
    pub fn open(source: &Rc<dyn ByteSource>) -> Result<Self, String> {
        let mut magic = [0; 4];
        let failed = |e: ReadError| format!("The file could not be read: {e}");
        let _ = source.read_at(0, &mut magic).map_err(failed)?;
        match &magic {
            b"PAR1" => Parquet::open(source).map(Book::Parquet),
            b"PARE" => Err("The Parquet file is encrypted. Write it without encryption and open that.".to_owned()),
            b"\xD0\xCF\x11\xE0" if is_encrypted(source.as_ref()).map_err(failed)? => Err(
                "The workbook is protected by a password, so nothing of it can be read. Open it in Excel, take the password away (File, Info, \
                 Protect Workbook), save it and open it again."
                    .to_owned(),
            ),
            b"\xD0\xCF\x11\xE0" => Self::open_old(source),
            _ => match Workbook::open(source)? {
                Some(workbook) => Ok(Book::Xlsx(workbook)),
                None => Self::open_old(source),
            },
        }
    }

    #[cfg(feature = "old")]
    fn open_old(source: &Rc<dyn ByteSource>) -> Result<Self, String> {
        OldWorkbook::open(source).map(Book::Old)
    }

    #[cfg(not(feature = "old"))]
    fn open_old(_: &Rc<dyn ByteSource>) -> Result<Self, String> {
        Err("This workbook is of a kind that only the command line reads (.xls, .xlsb or .ods). Save it as .xlsx, or its sheets as CSV, and \
             open that."
            .to_owned())
    }

    /// Its tables. Sheets that hold nothing are left out.
    pub fn tables(&self, source: &Rc<dyn ByteSource>) -> Result<Vec<Table>, String> {
        let sheets: Vec<Sheet> = match self {
            Book::Xlsx(book) => book.sheets()?,
            Book::Parquet(file) => vec![(0, String::new(), source.len(), file.remarks())],
            #[cfg(feature = "old")]
            Book::Old(book) => book.sheets(),
        };
        let rows = match self {
            Book::Parquet(file) => Some(file.count()),
            _ => None,
        };
        let alone = sheets.len() == 1;
        let table = |(number, name, bytes, remarks)| Table {
            book: Rc::clone(source),
            number,
            name: if alone { String::new() } else { name },
            bytes: if alone { source.len() } else { bytes },
            rows,
            remarks,
        };
        Ok(sheets.into_iter().map(table).collect())
    }

    /// The rows of a table, from its first on.
    pub fn rows(&self, number: u32) -> Result<Box<dyn Rows>, String> {
        match self {
            Book::Xlsx(book) => book.rows(number),
            Book::Parquet(file) => Ok(Box::new(file.rows())),
            #[cfg(feature = "old")]
            Book::Old(book) => book.rows(number),
        }
    }
}

/// Excel packs what it encrypts into its old container, in a stream of this name.
fn is_encrypted(source: &dyn ByteSource) -> Result<bool, ReadError> {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (mut at, mut window) = (0, vec![0; 1 << 20]);
    while at < source.len() {
        let read = source.read_at(at, &mut window)?;
        let bytes = window.get(..read).unwrap_or_default();
        if bytes.windows(name.len()).any(|part| part == name) {
            return Ok(true);
        }
        if read <= name.len() {
            break;
        }
        // The name may lie across two windows.
        at += (read - name.len()) as u64;
    }
    Ok(false)
}

/// A book and the file that it is.
type Opened = (Rc<dyn ByteSource>, Rc<Book>);

thread_local! {
    /// The book opened last: its tables are read one after the other, and each is looked at before.
    static LAST: RefCell<Option<Opened>> = const { RefCell::new(None) };
}

fn opened(source: &Rc<dyn ByteSource>) -> Result<Rc<Book>, String> {
    LAST.with_borrow_mut(|last| match last {
        Some((of, book)) if Rc::ptr_eq(of, source) => Ok(Rc::clone(book)),
        _ => {
            *last = None;
            let book = Rc::new(Book::open(source)?);
            *last = Some((Rc::clone(source), Rc::clone(&book)));
            Ok(book)
        }
    })
}

enum Begun {
    Not(Rc<dyn ByteSource>, u32),
    Yes(Box<dyn Rows>),
    /// At the end, or after an error, which is told once.
    Over,
}

/// Rows as [`Read`].
struct RowsReader {
    begun: Begun,
    taken: Rc<Cell<u64>>,
    text: Vec<u8>,
    given: usize,
}

impl RowsReader {
    fn more(&mut self) -> Result<(), String> {
        self.text.clear();
        self.given = 0;
        if let Begun::Not(source, number) = &self.begun {
            let rows = opened(source)?.rows(*number)?;
            self.begun = Begun::Yes(rows);
        }
        while self.text.len() < PIECE
            && let Begun::Yes(rows) = &mut self.begun
        {
            let more = rows.next(&mut self.text);
            self.taken.set(rows.taken());
            match more {
                Ok(true) => {}
                Ok(false) => self.begun = Begun::Over,
                Err(sentence) => {
                    self.begun = Begun::Over;
                    return Err(sentence);
                }
            }
        }
        Ok(())
    }
}

impl Read for RowsReader {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !matches!(self.begun, Begun::Over) {
            if let Err(sentence) = self.more() {
                // Rows before the fault are given first.
                if self.text.is_empty() {
                    return Err(io::Error::other(UnpackError::Table(sentence)));
                }
                self.begun = Begun::Yes(Box::new(Failed(sentence)));
            }
        }
        let rest = self.text.get(self.given..).unwrap_or_default();
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        self.given += n;
        Ok(n)
    }
}

/// Only an error is left to tell.
struct Failed(String);

impl Rows for Failed {
    fn next(&mut self, _: &mut Vec<u8>) -> Result<bool, String> {
        Err(self.0.clone())
    }

    fn taken(&self) -> u64 {
        0
    }
}
