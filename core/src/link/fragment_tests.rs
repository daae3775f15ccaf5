use super::*;
use crate::link::{NamedFile, Screen, StateAt, Window};
use crate::protocol::{Direction, Instant};
use crate::recipe::{IdealCycle, Recipe};
use proptest::prelude::*;

fn view() -> impl Strategy<Value = View> {
    let text = || ".{0,20}";
    let some_text = || proptest::option::of(".{0,20}");
    // RFC 3339 has years of four digits.
    let instant = || (-62_000_000_000_000_000_i64..250_000_000_000_000_000).prop_map(Instant);
    let window = || (instant(), instant()).prop_map(|(from, to)| Window { from, to });
    let state = (text(), instant()).prop_map(|(asset, at)| StateAt { asset, at });
    let recipe = proptest::collection::vec((some_text(), 0.001..1e6_f64), 0..3).prop_map(|cycles| Recipe {
        ideal_cycles: cycles.into_iter().map(|(asset, seconds)| IdealCycle { product: None, asset, seconds }).collect(),
        ..Recipe::default()
    });
    let file = (text(), any::<u64>()).prop_map(|(name, bytes)| NamedFile { name, bytes });
    let shown = (
        proptest::sample::select(Screen::ALL.to_vec()),
        (proptest::option::of(window()), proptest::option::of(window()), proptest::option::of(state)),
        proptest::collection::vec(text(), 0..4),
        some_text(),
        proptest::option::of(proptest::sample::select(vec![Direction::Back, Direction::Forward])),
    );
    let rest = (
        some_text(),
        proptest::option::of(instant()),
        some_text(),
        recipe,
        proptest::collection::vec(file, 0..3),
        proptest::collection::vec(".{1,20}", 0..3),
    );
    (shown, rest).prop_map(
        |((screen, (window, part, state), assets, item, direction), (place, at, definition, recipe, files, src))| {
            View { screen, window, part, state, assets, item, direction, place, at, definition, recipe, files, src }
        },
    )
}

proptest! {
    #[test]
    fn every_view_comes_back_from_its_fragment(view in view()) {
        let fragment = view.to_string();
        prop_assert!(fragment.bytes().all(|b| (b'!'..=b'~').contains(&b) && b != b'#'));
        prop_assert_eq!(fragment.parse::<View>(), Ok(view.clone()));
        prop_assert_eq!(format!("#{fragment}").parse::<View>(), Ok(view.clone()));
        prop_assert_eq!(view.fragment(store).parse::<View>(), Ok(view));
    }

    #[test]
    fn no_fragment_makes_it_panic(fragment in ".{0,200}") {
        let _ = fragment.parse::<View>();
    }

    #[test]
    fn a_changed_link_is_a_view_or_an_error_but_never_a_panic(view in view(), at in any::<prop::sample::Index>(), byte in b'!'..b'~') {
        let mut fragment = view.to_string().into_bytes();
        let at = at.index(fragment.len());
        fragment[at] = byte;
        let _ = String::from_utf8(fragment).unwrap().parse::<View>();
    }
}

#[test]
fn a_link_of_the_first_version_still_opens() {
    // Made by the first release. It never changes.
    let link = concat!(
        "src=samples/plant/states.csv&v=1.",
        "TY6xDsMgEEP_5eYQDkhpwjd07NQtApIyNFTHSQxR_j1ki-TFerblHYqnGDdwwDT7CB3UtIVcwe2wUP41oFFbgUZo80brEJs-Lcf5zsYbOzpIHK_ql_",
        "lfnJQp9GtRfaZVopI4oNJmeNjnODWrUL6E1pNqoyFR9JzydWjJVGcKcJw",
    );
    let expected = View {
        screen: Screen::Trace,
        window: Some(Window {
            from: "2026-03-23T06:00:00Z".parse().unwrap(),
            to: "2026-03-28T06:00:00Z".parse().unwrap(),
        }),
        item: Some("https://id.gs1.org/01/04012345678901/10/L-2291".into()),
        direction: Some(Direction::Forward),
        src: vec!["samples/plant/states.csv".into()],
        ..View::default()
    };
    assert_eq!(link.parse(), Ok(expected));
}

#[test]
fn an_address_stays_readable() {
    let view = View { src: vec!["share/line2/states.csv?x=1&y=2".into()], ..View::default() };
    assert!(view.to_string().starts_with("src=share/line2/states.csv?x=1%26y=2&v=1."));
}

#[test]
fn a_link_from_a_newer_release_says_so() {
    assert_eq!("v=999.AAAA".parse::<View>(), Err(LinkError::Newer { version: 999 }));
}

#[test]
fn a_link_that_unpacks_to_gigabytes_is_refused_early() {
    let mut packed = Vec::new();
    DeflateEncoder::new(std::io::repeat(b' ').take(64 << 20), Compression::best()).read_to_end(&mut packed).unwrap();
    let error = format!("v=1.{}", URL_SAFE_NO_PAD.encode(packed)).parse::<View>().unwrap_err();
    assert!(error.to_string().contains("more than a megabyte"), "{error}");
}

#[test]
fn parts_that_a_later_release_adds_are_skipped() {
    let view = View { item: Some("L-1".into()), ..View::default() };
    assert_eq!(format!("embed&theme=dark&{view}").parse::<View>(), Ok(view));
}

#[test]
fn a_long_view_is_stored_in_several_blocks() {
    let view = View { assets: (0..20_000).map(|i| format!("machine {i}")).collect(), ..View::default() };
    assert_eq!(view.fragment(store).parse(), Ok(view));
}
