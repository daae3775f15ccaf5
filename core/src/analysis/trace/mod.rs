//! What an item is made of, where it went, and what machines did meanwhile.
