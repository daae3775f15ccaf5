//! Answers cut to what is on screen: timeline raster, time axis, tree layout, pages of lists.

pub mod pages;
mod raster;
mod time_axis;
pub mod tree;

pub use raster::{Raster, RasterSpec, STACK, raster};
pub use time_axis::{Tick, TickUnit, TimeAxis, time_axis};
