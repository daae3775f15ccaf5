//! States, cycles, OEE, losses, trend.
