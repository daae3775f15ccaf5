//! What this browser remembers: settings and names, never data.

fn storage() -> Option<web_sys::Storage> {
    // Absent where a person forbids it; the page then forgets when it is closed.
    web_sys::window()?.local_storage().ok().flatten()
}

/// What is kept under a key.
pub(crate) fn load(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a value; a full or forbidden storage forgets it, which is no fault.
pub(crate) fn save(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Forgets a key.
pub(crate) fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}
