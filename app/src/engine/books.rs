//! Workbooks and Parquet: read by a program of its own (`books/`), which is fetched when the first such file is opened.
//!
//! It has memory of its own and gives rows as text. Where it fails, its file says so, and the next file meets a fresh one.

use super::parts::Importing;
use crate::chunks::Missing;
use crate::web;
use floorlens_core::bytes::{Books, ByteSource, Table, UnpackError};
use floorlens_core::import::{Importers, Part};
use js_sys::{Array, Function, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// The program's name without its ending, from the build (`xtask/src/page.rs`).
const PROGRAM: Option<&str> = option_env!("FLOORLENS_BOOKS");

#[wasm_bindgen]
extern "C" {
    /// Imports a module that lies beside the page's own (`public/boot.js`).
    #[wasm_bindgen(catch, js_name = floorlensImport)]
    fn import(file: &str) -> Result<Promise, JsValue>;

    type PageBook;
    #[wasm_bindgen(method, catch)]
    fn tables(this: &PageBook) -> Result<Array, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn rows(this: &PageBook, number: u32) -> Result<PageRows, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn free(this: &PageBook) -> Result<(), JsValue>;

    type PageRows;
    #[wasm_bindgen(method, catch)]
    fn more(this: &PageRows) -> Result<Vec<u8>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn taken(this: &PageRows) -> Result<f64, JsValue>;
}

/// A book and the file that it is.
type Opened = (Rc<dyn ByteSource>, Rc<PageBook>);

thread_local! {
    /// What opens a file; `None` while the program is not there, or after a fault of it.
    static OPENER: RefCell<Option<Function>> = const { RefCell::new(None) };
    /// How often the program was started; each start is a module of its own.
    static STARTS: Cell<u32> = const { Cell::new(0) };
    /// The file opened last: its tables are read one after the other.
    static LAST: RefCell<Option<Opened>> = const { RefCell::new(None) };
}

/// Fetches the program and starts it.
pub(crate) fn start() -> Importing {
    Box::pin(async {
        static IMPORTERS: Importers = Importers::of(Part::Books).with_books(&BOOKS);
        launch().await.map_err(|_| Missing)?;
        Ok(&IMPORTERS)
    })
}

async fn launch() -> Result<(), JsValue> {
    if OPENER.with_borrow(Option::is_some) {
        return Ok(());
    }
    let program = PROGRAM.ok_or(JsValue::NULL)?;
    let starts = STARTS.get();
    let module = JsFuture::from(import(&format!("./{program}.js?{starts}"))?).await?;
    let init: Function = Reflect::get(&module, &"default".into())?.dyn_into()?;
    JsFuture::from(Promise::from(init.call0(&JsValue::NULL)?)).await?;
    OPENER.set(Some(Reflect::get(&module, &"PageBook".into())?.dyn_into()?));
    STARTS.set(starts + 1);
    Ok(())
}

static BOOKS: Books = Books {
    tables,
    rows: |table, taken| {
        Box::new(Rows {
            table: (Rc::clone(&table.book), table.number),
            rows: None,
            taken,
            text: Vec::new(),
            given: 0,
            over: false,
        })
    },
};

/// A sentence as it is; a fault of the program, which is then not used any more.
fn told(error: &JsValue) -> String {
    if let Some(sentence) = error.as_string() {
        return sentence;
    }
    OPENER.set(None);
    LAST.set(None);
    wasm_bindgen_futures::spawn_local(async {
        // Should this fail, the next file of the kind says so.
        let _ = launch().await;
    });
    format!(
        "The file could not be read any further: it contradicts itself, or needs more memory than there is ({}). Save it as CSV and open that.",
        web::describe(error)
    )
}

fn opened(source: &Rc<dyn ByteSource>) -> Result<Rc<PageBook>, String> {
    let known = LAST
        .with_borrow(|last| last.as_ref().filter(|(of, _)| Rc::ptr_eq(of, source)).map(|(_, book)| Rc::clone(book)));
    if let Some(book) = known {
        return Ok(book);
    }
    // Rows that are still being read hold the one before.
    if let Some(last) = LAST.take().and_then(|(_, book)| Rc::into_inner(book)) {
        let _ = last.free();
    }
    let opener = OPENER.with_borrow(Option::clone);
    let opener = opener.ok_or("What reads this file is being started again. Open the file once more.")?;
    let blob = source.native().and_then(|native| native.downcast_ref::<Blob>());
    let blob = blob
        .ok_or("A workbook or Parquet file inside of another file is not read. Unpack it and open what comes out.")?;
    let book = Reflect::construct(&opener, &Array::of1(blob)).map_err(|error| told(&error))?;
    let book = Rc::new(book.unchecked_into::<PageBook>());
    LAST.set(Some((Rc::clone(source), Rc::clone(&book))));
    Ok(book)
}

fn tables(source: &Rc<dyn ByteSource>) -> Result<Vec<Table>, String> {
    let tables = opened(source)?.tables().map_err(|error| told(&error))?;
    let table = |about: JsValue| {
        let about: Array = about.unchecked_into();
        let number = |at: u32| about.get(at).as_f64().unwrap_or_default();
        Table {
            book: Rc::clone(source),
            number: number(0) as u32,
            name: about.get(1).as_string().unwrap_or_default(),
            bytes: number(2) as u64,
            rows: about.get(3).as_f64().map(|rows| rows as u64),
            remarks: about.iter().skip(4).filter_map(|remark| remark.as_string()).collect(),
        }
    };
    Ok(tables.iter().map(table).collect())
}

/// The rows of one table as bytes of text.
struct Rows {
    table: (Rc<dyn ByteSource>, u32),
    /// Once begun, with the book that they belong to.
    rows: Option<(PageRows, Rc<PageBook>)>,
    taken: Rc<Cell<u64>>,
    text: Vec<u8>,
    given: usize,
    over: bool,
}

impl Rows {
    fn more(&mut self) -> Result<Vec<u8>, String> {
        let (rows, _) = match &mut self.rows {
            Some(begun) => begun,
            slot => {
                let book = opened(&self.table.0)?;
                slot.insert((book.rows(self.table.1).map_err(|error| told(&error))?, book))
            }
        };
        let text = rows.more().map_err(|error| told(&error))?;
        self.taken.set(rows.taken().unwrap_or_default() as u64);
        Ok(text)
    }
}

impl Read for Rows {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.given == self.text.len() && !self.over {
            self.given = 0;
            self.text.clear();
            self.text = self.more().map_err(|sentence| io::Error::other(UnpackError::Table(sentence)))?;
            self.over = self.text.is_empty();
        }
        let rest = self.text.get(self.given..).unwrap_or_default();
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        self.given += n;
        Ok(n)
    }
}
