//! The worker side.

/// Runs the engine.
pub(crate) fn run() {}
