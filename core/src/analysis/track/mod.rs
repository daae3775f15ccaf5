//! Where an item is and was, what is at a place.
