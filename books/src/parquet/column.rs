//! A column → the texts of its values.

use super::cells::Cells;
use super::library::Library;
use super::own::{Own, Read};
use super::pages::Pages;
use super::unreadable;
use super::values::Writer;
use parquet::schema::types::ColumnDescPtr;

/// A column of one group, read some rows at a time.
pub(super) struct Column {
    about: ColumnDescPtr,
    reader: Reader,
    writer: Writer,
    /// What waits to be written.
    pub(super) cells: Cells,
    /// Why nothing comes after what waits.
    fault: Option<String>,
}

enum Reader {
    Own(Box<Own>),
    Library(Box<Library>),
    /// Between the two.
    None,
}

impl Column {
    pub(super) fn new(about: ColumnDescPtr, pages: Pages) -> Self {
        let reader = Reader::Own(Box::new(Own::new(&about, pages)));
        Self { writer: Writer::new(&about), about, reader, cells: Cells::default(), fault: None }
    }

    /// One that only the library reads.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(super) fn by_library(about: ColumnDescPtr, pages: Pages) -> Self {
        let reader = Reader::Library(Box::new(Library::new(about.clone(), pages)));
        Self { writer: Writer::new(&about), about, reader, cells: Cells::default(), fault: None }
    }

    /// Sees to it that at least one cell waits, and at most `rows`, which is as many as there must still be.
    pub(super) fn fill(&mut self, rows: usize) -> Result<(), String> {
        if self.cells.waiting() > 0 {
            return Ok(());
        }
        self.cells.clear();
        while self.cells.waiting() < rows && !self.cells.is_full() && self.fault.is_none() {
            if let Err(error) = self.read(rows - self.cells.waiting()) {
                let error = error.trim_start_matches("Parquet error: ");
                self.fault = Some(unreadable(&format!("column `{}`{error}", self.about.path().string())));
            }
        }
        match &self.fault {
            Some(sentence) if self.cells.waiting() == 0 => Err(sentence.clone()),
            _ => Ok(()),
        }
    }

    fn read(&mut self, rows: usize) -> Result<(), String> {
        let read = match &mut self.reader {
            Reader::Own(own) => match own.read(rows, &mut self.writer, &mut self.cells).map_err(of_column)? {
                Read::Rows(rows) => rows,
                Read::Others => {
                    if let Reader::Own(own) = std::mem::replace(&mut self.reader, Reader::None) {
                        self.reader = Reader::Library(Box::new(Library::new(self.about.clone(), own.into_pages())));
                    }
                    return Ok(());
                }
            },
            Reader::Library(library) => library.read(rows, &mut self.writer, &mut self.cells).map_err(of_column)?,
            Reader::None => 0,
        };
        if read == 0 { Err(" has fewer rows than the others".to_owned()) } else { Ok(()) }
    }
}

fn of_column(error: String) -> String {
    format!(": {}", error.trim_start_matches("Parquet error: "))
}
