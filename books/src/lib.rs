//! Reads files whose tables are no text, workbooks and Parquet, and gives their rows as text that core reads like any other table.
//!
//! It knows nothing of facts. The command line links it; the page fetches it as a program of its own when it first meets such a file.
//!
//! ```text
//! text.rs    cells, times and rows as text
//! book.rs    a file → its tables; a table → its rows, piece by piece
//! xlsx/      workbooks of Excel since 2007
//! parquet/   Parquet
//! old.rs     workbooks of before and of OpenDocument (feature `old`)
//! page.rs    the same for the page's engine, which calls across programs
//! ```
//!
//! A row is a line: row 7 of a sheet is line 7, row 7 of a Parquet file is line 8, below the names of its columns.

mod book;
#[cfg(feature = "old")]
mod old;
#[cfg(target_arch = "wasm32")]
mod page;
mod parquet;
mod text;
mod xlsx;

pub use book::{BOOKS, Book, Rows};
