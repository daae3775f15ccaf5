//! EPCIS.
mod context;
mod splitter;
mod vocabulary;
