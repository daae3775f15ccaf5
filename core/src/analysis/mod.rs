//! Pure functions: `fn(&Dataset, …) -> plain struct` of [`crate::protocol`]. One function per number.

pub mod data;
pub mod items;
pub mod monitor;
pub mod trace;
pub mod track;
