//! Workbooks of Excel since 2007: an archive of XML (ECMA-376).
//!
//! ```text
//! parts.rs   the archive's members, and what the workbook says of its sheets
//! strings.rs texts that cells share
//! styles.rs  which formats of cells are times
//! times.rs   Excel's days as times
//! merged.rs  cells that are merged
//! sheet.rs   a sheet → its rows, read as they come
//! ```
//!
//! What cells share is kept in memory, sheets are not. A formula counts by the value that was saved with it. A cell that is merged over several rows
//! counts for each of them, in its first column; over several columns it counts for the first.

mod merged;
mod parts;
mod sheet;
mod strings;
mod styles;
mod times;

use crate::book::Rows;
use floorlens_core::bytes::ByteSource;
use merged::Merged;
use parts::{Parts, Sheet};
use sheet::SheetRows;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use strings::Strings;
use styles::Styles;
#[cfg(feature = "old")]
pub(crate) use times::excel_time;

/// A workbook.
pub struct Workbook {
    parts: Parts,
    sheets: Vec<Sheet>,
    shared: Rc<Shared>,
    /// Merged cells of the sheets that were begun.
    merged: RefCell<BTreeMap<u32, Rc<Merged>>>,
}

/// What all sheets share.
pub(crate) struct Shared {
    strings: Strings,
    styles: Styles,
    /// Whether days count from 1904, as on old Macs.
    from_1904: bool,
}

impl Workbook {
    /// Opens a workbook; `None` when the archive is one of another kind.
    pub(crate) fn open(source: &Rc<dyn ByteSource>) -> Result<Option<Self>, String> {
        let parts = Parts::list(source)?;
        if !parts.has("xl/workbook.xml") {
            return Ok(None);
        }
        let (sheets, from_1904) = parts.workbook()?;
        let strings = match parts.open("xl/sharedStrings.xml")? {
            Some(xml) => Strings::read(xml)?,
            None => Strings::default(),
        };
        let styles = match parts.open("xl/styles.xml")? {
            Some(xml) => Styles::read(xml)?,
            None => Styles::default(),
        };
        let shared = Rc::new(Shared { strings, styles, from_1904 });
        Ok(Some(Self { parts, sheets, shared, merged: RefCell::default() }))
    }

    /// Number, name, bytes and remarks of the sheets that hold anything.
    pub(crate) fn sheets(&self) -> Result<Vec<crate::book::Sheet>, String> {
        let mut found = Vec::new();
        for (number, sheet) in (0..).zip(&self.sheets) {
            let mut text = Vec::new();
            // A sheet that cannot be read is one of the ledger's files, which says why.
            let blank = match self.rows(number) {
                Ok(mut rows) => loop {
                    match rows.next(&mut text) {
                        Ok(true) if text.is_empty() => {}
                        Ok(_) => break text.is_empty(),
                        Err(_) => break false,
                    }
                },
                Err(_) => false,
            };
            if !blank {
                let remarks = self.merged.borrow().get(&number).and_then(|merged| merged.remark.clone());
                found.push((number, sheet.name.clone(), self.parts.bytes(&sheet.path), remarks.into_iter().collect()));
            }
        }
        Ok(found)
    }

    /// The rows of a sheet.
    pub(crate) fn rows(&self, number: u32) -> Result<Box<dyn Rows>, String> {
        let sheet = self.sheets.get(number as usize).ok_or("The workbook has no such sheet.")?;
        let missing = || format!("The workbook names a sheet `{}` that it does not hold. Save it again.", sheet.name);
        let known = self.merged.borrow().get(&number).cloned();
        let merged = match (known, self.parts.bytes_of(&sheet.path)?) {
            (Some(known), _) => known,
            (None, Some((bytes, _))) => Rc::new(merged::find(bytes)),
            (None, None) => return Err(missing()),
        };
        self.merged.borrow_mut().insert(number, Rc::clone(&merged));
        let (bytes, taken) = self.parts.bytes_of(&sheet.path)?.ok_or_else(missing)?;
        Ok(Box::new(SheetRows::new(&sheet.path, bytes, taken, Rc::clone(&self.shared), merged)))
    }
}
