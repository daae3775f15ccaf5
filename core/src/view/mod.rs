//! Answers cut to what is on screen: timeline raster, time axis, tree layout.

mod time_axis;

pub use time_axis::{Tick, TickUnit, TimeAxis, time_axis};
