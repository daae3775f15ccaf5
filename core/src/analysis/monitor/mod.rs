//! States, cycles, OEE, losses, trend.
//!
//! ```text
//! scope.rs     the asset and the window that a question about states is about
//! states.rs    seconds per state; the state at a time
//! cycles.rs    machine cycles
//! oee/         OEE with its inputs, from times and quantities
//! losses.rs    where planned time went
//! trend.rs     OEE per bucket of time
//! timeline.rs  lanes and legend of the timeline
//! needs.rs     what is missing for OEE
//! ```

mod cycles;
mod losses;
mod needs;
mod oee;
mod scope;
mod states;
mod timeline;
mod trend;

pub use cycles::cycles;
pub use losses::losses;
pub use needs::needs;
pub use oee::oee;
pub(super) use scope::known_asset;
pub use states::{state_at, states};
pub use timeline::timeline;
pub use trend::{TrendParams, trend};
