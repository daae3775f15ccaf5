//! Opens what a test has in memory.

use floorlens_books::BOOKS;
use floorlens_core::Session;
use floorlens_core::import::Importers;
use floorlens_core::protocol::Question;
use serde::de::DeserializeOwned;
use std::rc::Rc;

/// A session that reads every format.
pub fn everything() -> Session {
    Session::with_importers(Importers::all().with_books(&BOOKS))
}

/// A session that has read these files.
pub fn session(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Session {
    let mut session = everything();
    for (name, bytes) in files {
        session.add(&name, Rc::new(bytes));
    }
    session.run();
    session
}

/// The payload of an answer, as a reader of its JSON sees it.
///
/// # Panics
/// When the question has no answer or the answer is no `T`: both fail the test with the sentence.
pub fn ask<T: DeserializeOwned>(session: &Session, question: &Question) -> T {
    let answer = session.ask(question).unwrap_or_else(|error| panic!("{question:?}: {error}"));
    let json = serde_json::to_value(&answer).unwrap_or_else(|error| panic!("{question:?}: {error}"));
    serde_json::from_value(json).unwrap_or_else(|error| panic!("{question:?}: {error}"))
}
