//! What a word in a log says of a thing: that it went in, came out, holds others, or is a machine, a person, an order, a place.
//!
//! OCEL and XES leave such words to their authors. Only whole words count, so `ordered` is no order and `machined` no machine.

/// What a thing is to an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// It went in.
    Input,
    /// It came out.
    Output,
    /// It holds others.
    Container,
    /// It is held.
    Content,
    /// It did the work.
    Asset,
    /// A person did the work.
    Operator,
    /// The work was for it.
    Order,
    /// It happened there.
    Place,
}

/// The first role that matches counts.
const WORDS: &[(Role, &[&str])] = &[
    (Role::Input, &["input", "inputs", "consumed", "consume", "consumes", "ingredient", "ingredients", "component"]),
    (Role::Output, &["output", "outputs", "produced", "produce", "produces", "result", "yield", "yields"]),
    (
        Role::Container,
        &[
            "container",
            "parent",
            "carrier",
            "pallet",
            "package",
            "packaging",
            "box",
            "crate",
            "truck",
            "vehicle",
            "tray",
            "rack",
        ],
    ),
    (Role::Content, &["content", "contents", "child", "children", "contained", "packed", "loaded"]),
    (
        Role::Asset,
        &[
            "machine",
            "equipment",
            "workstation",
            "workcenter",
            "workcentre",
            "station",
            "asset",
            "tool",
            "robot",
            "line",
            "device",
            "resource",
        ],
    ),
    (Role::Operator, &["operator", "worker", "employee", "user", "person", "technician", "inspector"]),
    (Role::Order, &["order", "orders", "job"]),
    (Role::Place, &["place", "location", "warehouse", "storage", "dock", "bin", "area", "site", "destination"]),
];

/// The role that a name says, if any: `Raw_Material input` → input.
pub(super) fn role(name: &str) -> Option<Role> {
    let words = words(name);
    let found = WORDS.iter().find(|(_, all)| words.iter().any(|word| all.contains(&word.as_str())));
    found.map(|(role, _)| *role)
}

/// What an activity does to what is inside a container: `Some(true)` puts in, `Some(false)` takes out.
pub(super) fn packs(activity: &str) -> Option<bool> {
    const OUT: &[&str] = &[
        "unpack",
        "unpacking",
        "unload",
        "unloading",
        "remove",
        "removing",
        "empty",
        "emptying",
        "disassemble",
        "depalletize",
    ];
    const IN: &[&str] = &[
        "pack",
        "packing",
        "load",
        "loading",
        "add",
        "fill",
        "filling",
        "stow",
        "palletize",
        "palletizing",
        "assemble",
        "put",
    ];
    let words = words(activity);
    let any = |all: &[&str]| words.iter().any(|word| all.contains(&word.as_str()));
    match (any(OUT), any(IN)) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    }
}

/// The words of a name in lower case: `usedMachine`, `used_machine` and `Used Machine` are the same two.
fn words(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let (mut open, mut lower) = (false, false);
    for c in name.chars() {
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        if !open || (lower && c.is_uppercase()) {
            out.push(String::new());
        }
        (open, lower) = (true, c.is_lowercase());
        if let Some(word) = out.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_say_a_role_whatever_their_spelling() {
        for (name, expected) in [
            ("input", Some(Role::Input)),
            ("consumedMaterial", Some(Role::Input)),
            ("Produced_Lot", Some(Role::Output)),
            ("Container", Some(Role::Container)),
            ("used machine", Some(Role::Asset)),
            ("PurchaseOrder", Some(Role::Order)),
            ("ordered", None),
            ("item", None),
            ("", None),
        ] {
            assert_eq!(role(name), expected, "{name}");
        }
        assert_eq!(packs("Unpack pallet"), Some(false));
        assert_eq!(packs("Load Truck"), Some(true));
        assert_eq!(packs("Weigh"), None);
    }
}
