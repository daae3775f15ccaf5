use super::*;
use wasm_bindgen_test::wasm_bindgen_test;

fn at(x: f64, y: f64) -> Point {
    Point::new(x, y)
}

#[wasm_bindgen_test]
fn a_click_with_a_trembling_hand_opens_what_was_pressed() {
    let mut gesture = Gesture::default();
    gesture.down(1, Device::Mouse, at(10.0, 10.0), 0.0);
    assert_eq!(gesture.moved(1, at(12.0, 11.0)), None);
    assert_eq!(gesture.up(1, at(12.0, 11.0)), Some(Intent::Open(at(10.0, 10.0))));
    assert_eq!(gesture.moved(1, at(50.0, 11.0)), Some(Intent::Hover(at(50.0, 11.0))));
}

#[wasm_bindgen_test]
fn a_drag_selects_from_where_it_began() {
    let mut gesture = Gesture::default();
    gesture.down(1, Device::Mouse, at(10.0, 10.0), 0.0);
    let select = Intent::Select { from: at(10.0, 10.0), to: at(90.0, 60.0) };
    assert_eq!(gesture.moved(1, at(90.0, 60.0)), Some(select));
    let selected = Intent::Selected { from: at(10.0, 10.0), to: at(95.0, 60.0) };
    assert_eq!(gesture.up(1, at(95.0, 60.0)), Some(selected));
}

#[wasm_bindgen_test]
fn a_drag_that_is_taken_away_leaves_no_selection() {
    let mut gesture = Gesture::default();
    gesture.down(1, Device::Mouse, at(10.0, 10.0), 0.0);
    gesture.moved(1, at(90.0, 60.0));
    assert_eq!(gesture.cancel(), Some(Intent::Cancelled));
    assert_eq!(gesture.up(1, at(95.0, 60.0)), None);
}

#[wasm_bindgen_test]
fn one_finger_pans_and_never_selects() {
    let mut gesture = Gesture::default();
    gesture.down(1, Device::Touch, at(100.0, 10.0), 0.0);
    assert_eq!(gesture.moved(1, at(80.0, 10.0)), Some(Intent::Pan { dx: CssPx(-20.0), dy: CssPx(0.0) }));
    assert_eq!(gesture.moved(1, at(75.0, 12.0)), Some(Intent::Pan { dx: CssPx(-5.0), dy: CssPx(2.0) }));
    assert_eq!(gesture.up(1, at(75.0, 12.0)), None);
}

#[wasm_bindgen_test]
fn a_finger_that_rests_opens_what_is_under_it_once() {
    let mut gesture = Gesture::default();
    gesture.down(1, Device::Touch, at(100.0, 10.0), 1_000.0);
    assert!(gesture.waits());
    assert_eq!(gesture.rested(1_200.0), None);
    assert_eq!(gesture.rested(1_500.0), Some(Intent::Open(at(100.0, 10.0))));
    assert_eq!(gesture.rested(1_700.0), None);
    assert_eq!(gesture.up(1, at(100.0, 10.0)), None);
}

#[wasm_bindgen_test]
fn two_fingers_zoom_by_their_distance_and_pan_by_their_middle() {
    let mut gesture = Gesture::default();
    gesture.down(1, Device::Touch, at(100.0, 10.0), 0.0);
    gesture.down(2, Device::Touch, at(200.0, 10.0), 10.0);
    let Some(Intent::Zoom { factor, at: middle }) = gesture.moved(2, at(300.0, 10.0)) else { panic!("a zoom") };
    assert_eq!((factor, middle), (0.5, CssPx(200.0)));
    // A small step across: the distance hardly changes, the middle does.
    let Some(Intent::Pan { dy, .. }) = gesture.moved(2, at(300.0, 16.0)) else { panic!("a pan") };
    assert_eq!(dy, CssPx(3.0));
    assert_eq!(gesture.up(1, at(100.0, 10.0)), None);
    assert_eq!(gesture.moved(2, at(400.0, 10.0)), None, "the second finger means nothing alone");
    assert_eq!(gesture.up(2, at(400.0, 10.0)), None);
    assert!(matches!(gesture.moved(3, at(1.0, 1.0)), Some(Intent::Hover(_))));
}

#[wasm_bindgen_test]
fn the_wheel_scrolls_pans_and_zooms() {
    let x = CssPx(5.0);
    assert_eq!(wheel(0.0, 100.0, false, false, x), Intent::Pan { dx: CssPx(-0.0), dy: CssPx(-100.0) });
    assert_eq!(wheel(0.0, 100.0, false, true, x), Intent::Pan { dx: CssPx(-100.0), dy: CssPx(0.0) });
    assert!(matches!(wheel(0.0, 100.0, true, false, x), Intent::Zoom { factor, .. } if factor > 1.0));
    assert!(matches!(wheel(0.0, -100.0, true, false, x), Intent::Zoom { factor, .. } if factor < 1.0));
    assert!(matches!(wheel(0.0, 1e9, true, false, x), Intent::Zoom { factor: 4.0, .. }));
}
