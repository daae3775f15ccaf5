//! Which keys of a machine log look like its state.

/// How well a key fits the state lane when no device file says which one it is: the smaller the better, `None` = not at all.
///
/// Importers put text of such keys into [`super::tables::States`]; all other text goes to measurements, where it is found again if a
/// device file names it.
pub fn execution_rank(key: &str) -> Option<u8> {
    let key = key.trim().to_lowercase();
    match key.as_str() {
        "execution" => Some(0),
        "program_status" => Some(1),
        _ => key.ends_with("execution").then_some(2),
    }
}

/// True for the value by which a machine says that it says nothing.
pub fn is_unavailable(value: &str) -> bool {
    value.trim().eq_ignore_ascii_case("UNAVAILABLE")
}
