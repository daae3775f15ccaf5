//! app

fn main() {}
