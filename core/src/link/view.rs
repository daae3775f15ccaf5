//! What a link says.

use crate::protocol::{Direction, Instant};
use crate::recipe::Recipe;
use serde::{Deserialize, Serialize};

/// A screen of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Screen {
    /// What was loaded and what became of it.
    #[default]
    Data,
    /// What the machines did.
    Monitor,
    /// Where things are and were.
    Track,
    /// What things are made of and where they went.
    Trace,
}

impl Screen {
    /// All screens, in the order of the rail.
    pub const ALL: [Screen; 4] = [Screen::Data, Screen::Monitor, Screen::Track, Screen::Trace];
}

/// A window of time, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First instant inside.
    pub from: Instant,
    /// First instant after.
    pub to: Instant,
}

/// A machine's state, by any instant in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateAt {
    /// The machine.
    pub asset: String,
    /// When.
    pub at: Instant,
}

/// A file that the view was made from, so that a reader knows what to drop.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NamedFile {
    /// Name as it was dropped.
    pub name: String,
    /// Length in bytes.
    pub bytes: u64,
}

/// Everything that a link says: what is shown, of what, and what a person said about the data.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct View {
    /// The screen.
    pub screen: Screen,
    /// The time shown; all there is when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// The part of that time that figures are narrowed to; all of it when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Window>,
    /// The machine state that is opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<StateAt>,
    /// The machines shown; all when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<String>,
    /// The item that is tracked or traced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Which way the item is traced; to its inputs when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// The place whose contents are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The instant looked at; the end of the data when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// The OEE definition; the recipe's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// What a person said about the data.
    #[serde(skip_serializing_if = "is_empty")]
    pub recipe: Recipe,
    /// Files from disk that the view was made from; those with an address are in `src` instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<NamedFile>,
    /// Addresses that hold the data, relative to the page or absolute. They stand in the fragment as they are.
    #[serde(skip)]
    pub src: Vec<String>,
}

fn is_empty(recipe: &Recipe) -> bool {
    *recipe == Recipe::default()
}
