//! Files, ledger, what is missing.

words! {
    files = "Files";
}
