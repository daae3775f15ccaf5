//! Getting data in: the first screen, dropping anywhere at any time, progress.

mod address;
mod drop;
mod first;
mod picker;
mod reading;

pub(crate) use drop::DropAnywhere;
pub(crate) use first::FirstScreen;
pub(crate) use picker::FilePicker;
pub(crate) use reading::Reading;
