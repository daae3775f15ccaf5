//! What is drawn on canvases, and how pointers and keys act on it. Nothing here knows what a machine is.
//!
//! ```text
//! units.rs     CssPx, DevicePx: coordinate spaces in types
//! surface.rs   a canvas whose stored pixels are the screen's pixels
//! frame.rs     drawing once per frame
//! ink.rs       colours and font of the style sheet
//! viewport.rs  what part of time and rows is on screen: pan, zoom, scroll
//! gesture.rs   pointer events → intents
//! keys.rs      keys → intents
//! chart.rs     plotters on a canvas
//! ```

mod chart;
mod frame;
mod gesture;
mod ink;
mod keys;
mod surface;
mod units;
mod viewport;

pub(crate) use chart::{Area, Chart, ChartError, plot_colour};
pub(crate) use frame::Frame;
pub(crate) use gesture::{Device, Gesture, Intent, long_press_ms, wheel};
pub(crate) use ink::{Ink, Rgb};
pub(crate) use keys::{KeyIntent, intent as key_intent};
pub(crate) use surface::{Size, Surface};
pub(crate) use units::{CssPx, PixelRatio, Point};
pub(crate) use viewport::{Rows, around, panned, time_at, x_at, zoomed};
