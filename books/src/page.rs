//! For the engine of the page, which is another program: it hands over a file of the browser and is given text.
//!
//! Errors are sentences. A fault of this program is an exception like any other on the other side, and its memory is given back with it.

use crate::book::{Book, Rows};
use floorlens_core::bytes::{ByteSource, ReadError};
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, FileReaderSync};

/// A piece of text that is worth a call.
const PIECE: usize = 256 << 10;
/// Each call to the browser costs the same however little it reads.
const WINDOW: usize = 1 << 20;
/// Who wants so much has a window of its own.
const OWN_WINDOW: usize = 64 << 10;

/// A file of the browser, read where asked.
struct File {
    blob: Blob,
    /// Where the bytes lie that were read last.
    window: RefCell<(u64, Vec<u8>)>,
}

impl File {
    fn fetch(&self, offset: u64, length: usize) -> Result<Uint8Array, JsValue> {
        let end = offset.saturating_add(length as u64).min(self.len());
        let slice = self.blob.slice_with_f64_and_f64(offset as f64, end as f64)?;
        Ok(Uint8Array::new(&FileReaderSync::new()?.read_as_array_buffer(&slice)?.into()))
    }
}

impl ByteSource for File {
    fn len(&self) -> u64 {
        self.blob.size() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadError> {
        let failed = |_| ReadError("the browser did not hand it over. Open it again.".to_owned());
        if offset >= self.len() || buf.is_empty() {
            return Ok(0);
        }
        let (from, window) = &mut *self.window.borrow_mut();
        let holds = offset >= *from && offset < *from + window.len() as u64;
        if !holds && buf.len() >= OWN_WINDOW {
            let read = self.fetch(offset, buf.len()).map_err(failed)?;
            let length = (read.length() as usize).min(buf.len());
            read.subarray(0, length as u32).copy_to(&mut buf[..length]);
            return Ok(length);
        }
        if !holds {
            *window = self.fetch(offset, buf.len().max(WINDOW)).map_err(failed)?.to_vec();
            *from = offset;
        }
        let rest = window.get((offset - *from) as usize..).unwrap_or_default();
        let length = rest.len().min(buf.len());
        buf[..length].copy_from_slice(&rest[..length]);
        Ok(length)
    }
}

/// A file that was opened.
#[wasm_bindgen]
pub struct PageBook {
    source: Rc<dyn ByteSource>,
    book: Book,
}

#[wasm_bindgen]
impl PageBook {
    /// Opens a file.
    #[wasm_bindgen(constructor)]
    pub fn open(blob: Blob) -> Result<PageBook, JsValue> {
        let source: Rc<dyn ByteSource> = Rc::new(File { blob, window: RefCell::default() });
        let book = Book::open(&source).map_err(|e| JsValue::from_str(&e))?;
        Ok(PageBook { source, book })
    }

    /// Its tables, each as an array: number, name, bytes, rows where their number is known, and any number of remarks.
    pub fn tables(&self) -> Result<Array, JsValue> {
        let tables = self.book.tables(&self.source).map_err(|e| JsValue::from_str(&e))?;
        let table = |table: floorlens_core::bytes::Table| -> JsValue {
            let about = [
                JsValue::from(table.number),
                JsValue::from_str(&table.name),
                JsValue::from_f64(table.bytes as f64),
                JsValue::from(table.rows.map(|rows| rows as f64)),
            ];
            about
                .into_iter()
                .chain(table.remarks.iter().map(|remark| JsValue::from_str(remark)))
                .collect::<Array>()
                .into()
        };
        Ok(tables.into_iter().map(table).collect())
    }

    /// The rows of a table.
    pub fn rows(&self, number: u32) -> Result<PageRows, JsValue> {
        self.book.rows(number).map(|rows| PageRows { rows, fault: None }).map_err(|e| JsValue::from_str(&e))
    }
}

/// Rows that are being read.
#[wasm_bindgen]
pub struct PageRows {
    rows: Box<dyn Rows>,
    fault: Option<String>,
}

#[wasm_bindgen]
impl PageRows {
    /// Some rows as UTF-8; none when there are no more.
    pub fn more(&mut self) -> Result<Vec<u8>, JsValue> {
        let mut text = Vec::new();
        while text.len() < PIECE && self.fault.is_none() {
            match self.rows.next(&mut text) {
                Ok(true) => {}
                Ok(false) => return Ok(text),
                Err(sentence) => self.fault = Some(sentence),
            }
        }
        // Rows before the fault are given first.
        match &self.fault {
            Some(sentence) if text.is_empty() => Err(JsValue::from_str(sentence)),
            _ => Ok(text),
        }
    }

    /// Bytes of the file that were taken so far.
    pub fn taken(&self) -> f64 {
        self.rows.taken() as f64
    }
}
