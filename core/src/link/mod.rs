//! A view as a URL fragment, versioned, with upgraders.
//!
//! ```text
//! #src=share/line2/states.csv&v=1.q1YqSCxKzStRslIqKC1KVaoFAA
//!  └── addresses to fetch,  └── version . base64url(deflate(JSON of the view))
//!      readable
//! ```
//!
//! Items and machines are named by identity, never by row number, so that a link means the same wherever the same data is.
//!
//! ```text
//! view.rs      View: what a link says
//! fragment.rs  View ↔ fragment
//! upgrade.rs   views of earlier versions as views of today
//! ```

mod fragment;
mod upgrade;
mod view;

pub use fragment::{LinkError, Pack, VERSION, deflate, store};
pub use view::{NamedFile, Screen, StateAt, View, Window};
