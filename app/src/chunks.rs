//! Parts of the program that are fetched when they are first needed.
//!
//! Each function below marks a cut: what only it can reach is taken out of the program by `split/` when the release page is built, and comes
//! into the running one, page or engine, when it is first called. What it gives are plain function pointers or tables of them, so
//! that everything behind is ordinary synchronous code. Built without the feature `split` (tests) all is there from the start.
//!
//! So that a part can be cut out, nothing outside may name its functions: not a list, not a `match`, not a trait object made elsewhere.
//! `cargo xtask check-size` shows what each came to.

use crate::{engine, ui};
use floorlens_core::import::Importers;
use leptos::prelude::AnyView;

/// A part could not be fetched. It is tried again the next time that it is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Missing;

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(crate::text::shell::part_missing())
    }
}

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Missing
    }
}

/// A function of a chunk of the same name, as one that fetches the chunk first.
macro_rules! chunk {
    ($(#[$doc:meta])* $name:ident, $given:ty, $from:path) => {
        #[cfg(feature = "split")]
        $(#[$doc])*
        #[wasm_split_helpers::wasm_split($name, fallible)]
        pub(crate) fn $name() -> Result<$given, Missing> {
            Ok($from())
        }

        #[cfg(not(feature = "split"))]
        $(#[$doc])*
        pub(crate) async fn $name() -> Result<$given, Missing> {
            Ok($from())
        }
    };
}

chunk!(
    /// Engine: reads Floorlens tables of machines and plans.
    tables, &'static Importers, engine::parts::tables
);
chunk!(
    /// Engine: reads Floorlens tables that name items.
    item_tables, &'static Importers, engine::parts::item_tables
);
chunk!(
    /// Engine: reads SHDR logs.
    shdr, &'static Importers, engine::parts::shdr
);
chunk!(
    /// Engine: reads EPCIS.
    epcis, &'static Importers, engine::parts::epcis
);
chunk!(
    /// Engine: reads XML of machines.
    xml, &'static Importers, engine::parts::xml
);
chunk!(
    /// Engine: unpacks gzip and zip.
    packed, &'static Importers, engine::parts::packed
);
chunk!(
    /// Engine: fetches and calls the program that reads workbooks and Parquet.
    books, fn() -> engine::parts::Importing, engine::parts::books
);
chunk!(
    /// Engine: knows time zones, the same ones everywhere. (The page shows times by the browser's own.)
    zones, &'static Importers, engine::parts::zones
);
chunk!(
    /// Engine: answers what is missing for OEE.
    needs, engine::parts::Answerer, engine::parts::needs
);
chunk!(
    /// Engine: answers what is asked on a closer look.
    closer, engine::parts::Answerer, engine::parts::closer
);
chunk!(
    /// Engine: answers what follows items.
    follow, &'static engine::parts::Follow, engine::parts::follow
);
chunk!(
    /// Engine: reads tables that are none of ours.
    mapped, engine::parts::Mapped, engine::parts::mapped
);
chunk!(
    /// Engine: tells how much memory files are going to need.
    memory, engine::parts::Mapped, engine::parts::memory
);
chunk!(
    /// Engine: reads long files in ranges; reader: reads a range.
    ranges, &'static engine::Ranges, engine::ranges
);

chunk!(
    /// Page: reads the view in a link.
    link_reader, crate::route::Reader, crate::route::reader
);

chunk!(
    /// Page: makes links shorter.
    link_packer, floorlens_core::link::Pack, crate::route::packer
);

/// A screen without its code: makes its view.
pub(crate) type Screen = fn() -> AnyView;

chunk!(
    /// Page: the Track screen.
    track, Screen, ui::track_screen
);
chunk!(
    /// Page: the Trace screen.
    trace, Screen, ui::trace_screen
);
chunk!(
    /// Page: the panel of tables with other headers.
    mapping, Screen, ui::mapping_panel
);
chunk!(
    /// Page: the panel of what is loaded of a file.
    load_panel, Screen, ui::load_panel
);
chunk!(
    /// Page: panels beside and over the others, which are not what a person looks at first.
    panels, &'static ui::Panels, ui::panels
);
chunk!(
    /// Page: what a person says about the data.
    recipe, Screen, ui::recipe_panel
);
