//! Why an item is only possible, in words.

use super::links::{Basis, Link};
use crate::analysis::items::key;
use crate::index::Dataset;
use crate::model::ItemId;
use crate::protocol::Direction;
use hashbrown::HashMap;

/// The reason shown for each item that some link reaches only as possible.
///
/// Of several, a direct one is shown before "only through a relative"; ties go by text.
#[derive(Default)]
pub(super) struct Reasons<'a> {
    best: HashMap<ItemId, (u8, &'a str, ItemId)>,
}

impl<'a> Reasons<'a> {
    /// Takes note of a link.
    pub(super) fn note(&mut self, data: &'a Dataset, direction: Direction, link: &Link) {
        if link.definite {
            return;
        }
        let (near, far) = ends(direction, link);
        let (rank, name) = match link.basis {
            Basis::Clock => (0, key(data, near)),
            Basis::Order => (1, key(data, near)),
            Basis::Content(container) => (2, key(data, container)),
            Basis::Group(id) => (3, data.facts.names.text(id)),
            Basis::Name(id) => (4, data.facts.names.text(id)),
            Basis::Asserted => (5, key(data, near)),
        };
        let better =
            |known: &(u8, &str, ItemId)| (rank, name, key(data, near)) < (known.0, known.1, key(data, known.2));
        match self.best.get_mut(&far) {
            Some(known) if better(known) => *known = (rank, name, near),
            Some(_) => {}
            None => {
                self.best.insert(far, (rank, name, near));
            }
        }
    }

    /// The sentence for an item; empty when no link gave one.
    pub(super) fn sentence(&self, data: &Dataset, direction: Direction, item: ItemId) -> String {
        let Some((rank, name, near)) = self.best.get(&item) else { return String::new() };
        match (rank, direction) {
            (0, _) => format!("{name} was used before any record says that it was made."),
            (1, Direction::Back) => format!("Its record says that it went in after {name} had come out."),
            (1, Direction::Forward) => format!("Its record says that it came out before {name} went in."),
            (2, Direction::Back) => format!("It was inside {name} when {name} was used as a whole."),
            (2, Direction::Forward) => {
                format!("{} was inside {name} when {name} was used as a whole.", key(data, *near))
            }
            (3, _) => format!("Only the shared transformationID {name} links it."),
            (4, _) => format!("Only the name {name}, which events of several files have, links it."),
            _ => format!("Only through {name}, which is itself only possible."),
        }
    }
}

/// The end of a link that is nearer to the anchor, and the other one.
pub(super) fn ends(direction: Direction, link: &Link) -> (ItemId, ItemId) {
    match direction {
        Direction::Back => (link.output, link.input),
        Direction::Forward => (link.input, link.output),
    }
}
