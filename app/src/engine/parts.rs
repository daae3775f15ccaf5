//! What of the engine is there from the start, and what is fetched when it is needed.

use floorlens_core::Session;
use floorlens_core::import::{Importers, Part};
use floorlens_core::protocol::{AskError, Question};
use floorlens_core::session::ask::{self, AsJson};

/// The importers of the first view.
pub(super) static FIRST: Importers = Importers::of(Part::First);

/// The importers of [`Part::Epcis`].
pub(crate) fn epcis() -> &'static Importers {
    static EPCIS: Importers = Importers::of(Part::Epcis);
    &EPCIS
}

/// The importers of [`Part::Xml`].
pub(crate) fn xml() -> &'static Importers {
    static XML: Importers = Importers::of(Part::Xml);
    &XML
}

/// Answers a question to JSON.
pub(crate) type Answerer = fn(&Session, &Question) -> Result<String, AskError>;

/// Answers what follows items.
pub(crate) fn follow() -> Answerer {
    |session, question| {
        ask::follow::<AsJson>(session, question)
            .unwrap_or_else(|| Err(AskError::new("This program does not know the question.")))
    }
}

/// What reads tables that are none of ours, and says how.
pub(crate) struct Mapped {
    /// The importers of [`Part::Mapped`].
    pub(super) importers: &'static Importers,
    /// Answers how such a table is read.
    pub(super) answer: Answerer,
}

/// [`Mapped`].
pub(crate) fn mapped() -> Mapped {
    static MAPPED: Importers = Importers::of(Part::Mapped);
    Mapped {
        importers: &MAPPED,
        answer: |session, question| {
            ask::map::<AsJson>(session, question)
                .unwrap_or_else(|| Err(AskError::new("This program does not know the question.")))
        },
    }
}
