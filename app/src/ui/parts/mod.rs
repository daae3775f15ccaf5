//! Pieces that several screens use.

mod by_choice;
mod list;
mod name;
mod pager;
mod side;
mod source_link;
mod tags;
mod time;

pub(crate) use by_choice::ByChoice;
pub(crate) use list::{Empty, More};
pub(crate) use name::{name, name_button, sentence};
pub(crate) use pager::{Pager, ROWS};
pub(crate) use side::SidePanel;
pub(crate) use source_link::SourceLink;
pub(crate) use tags::{certainty_tag, repaired_tag};
pub(crate) use time::{end_of, instant, since_until};
