//! What of the engine is there from the start, and what is fetched when it is needed.

use crate::chunks::Missing;
use floorlens_core::Session;
use floorlens_core::import::{Importers, Part};
use floorlens_core::protocol::{AskError, Question};
use floorlens_core::session::ask::{self, AsJson};
use std::pin::Pin;

/// The importers of the first view.
pub(super) static FIRST: Importers = Importers::of(Part::First);

/// The importers of [`Part::Tables`].
pub(crate) fn tables() -> &'static Importers {
    static TABLES: Importers = Importers::of(Part::Tables);
    &TABLES
}

/// The importers of [`Part::ItemTables`].
pub(crate) fn item_tables() -> &'static Importers {
    static ITEM_TABLES: Importers = Importers::of(Part::ItemTables);
    &ITEM_TABLES
}

/// The importers of [`Part::Shdr`].
pub(crate) fn shdr() -> &'static Importers {
    static SHDR: Importers = Importers::of(Part::Shdr);
    &SHDR
}

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

/// What [`Part::Packed`] needs.
pub(crate) fn packed() -> &'static Importers {
    static PACKED: Importers = Importers::of(Part::Packed);
    &PACKED
}

/// What [`Part::Zones`] needs.
pub(crate) fn zones() -> &'static Importers {
    static ZONES: Importers = Importers::of(Part::Zones);
    &ZONES
}

/// Importers that are not there at once.
pub(crate) type Importing = Pin<Box<dyn Future<Output = Result<&'static Importers, Missing>>>>;

/// The function of [`crate::chunks::books`].
pub(crate) fn books() -> fn() -> Importing {
    super::books::start
}

/// Answers a question of one group to JSON; `None` for one of another group.
pub(crate) type Answerer = fn(&Session, &Question) -> Option<Result<String, AskError>>;

/// The function of [`crate::chunks::needs`].
pub(crate) fn needs() -> Answerer {
    ask::needs::<AsJson>
}

/// The function of [`crate::chunks::closer`].
pub(crate) fn closer() -> Answerer {
    ask::closer::<AsJson>
}

/// What follows items.
pub(crate) struct Follow {
    pub(super) answer: Answerer,
    /// Makes an index, so that the first question need not. `false` when all are there.
    pub(super) prepare: fn(&Session) -> bool,
}

/// The function of [`crate::chunks::follow`].
pub(crate) fn follow() -> &'static Follow {
    static FOLLOW: Follow =
        Follow { answer: ask::follow::<AsJson>, prepare: |session| session.data().prepare_to_follow() };
    &FOLLOW
}

/// Importers of a part, and what answers its questions.
pub(crate) struct Mapped {
    /// The importers.
    pub(super) importers: &'static Importers,
    /// Answers its questions.
    pub(super) answer: Answerer,
}

/// What tells how much memory files are going to need.
pub(crate) fn memory() -> Mapped {
    static MEMORY: Importers = Importers::of(Part::Memory);
    Mapped { importers: &MEMORY, answer: ask::load::<AsJson> }
}

/// What reads tables that are none of ours, and says how.
pub(crate) fn mapped() -> Mapped {
    static MAPPED: Importers = Importers::of(Part::Mapped);
    Mapped { importers: &MAPPED, answer: ask::map::<AsJson> }
}

/// More readers than this only wait for each other.
pub(super) const MOST_READERS: u32 = 4;
