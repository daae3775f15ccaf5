//! Where things are and were.

words! {
    still_there = "still there";
}
