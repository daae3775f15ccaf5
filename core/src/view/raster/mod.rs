//! The timeline as a picture that tells the truth at any zoom: each pixel column of a lane is a stacked bar of the shares of time in it.
//!
//! ```text
//! rows.rs    shares of a column → whole rows, so that nothing is lost over the view
//! paint.rs   one lane into RGBA
//! ```
//!
//! ```text
//!  ░░░▓▓░░▓▓▓▓      no data: clear, so that the page's hatch shows through
//!  ▓▓▓██▓▓█████     down
//!  ████████████     run, always at the bottom
//!  ◄── width ──►    device pixels
//! ```
//!
//! The work is two look-ups per pixel column and lane, whatever the number of intervals behind it.

mod paint;
mod rows;

use crate::index::{Category, Dataset, SpanSet};
use crate::model::{AssetId, Micros, Span};
use crate::protocol::{AskError, Instant};
use paint::{Brush, paint};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What to draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RasterSpec {
    /// Window start.
    pub from: Instant,
    /// Window end.
    pub to: Instant,
    /// Assets from top to bottom, as the timeline answer names them.
    pub lanes: Vec<String>,
    /// Width in device pixels.
    pub width: u32,
    /// Height of a lane in device pixels.
    pub lane_height: u32,
    /// Clear rows below each lane, in device pixels.
    pub gap: u32,
    /// RGBA by category name as in the answers; a category without a colour stays clear, as no data should.
    pub palette: BTreeMap<String, [u8; 4]>,
    /// Categories that keep at least one pixel wherever they occur.
    #[serde(default)]
    pub pinned: Vec<String>,
}

/// The picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    /// Device pixels.
    pub width: u32,
    /// Device pixels: `lanes × (lane_height + gap)`.
    pub height: u32,
    /// Four bytes per pixel, row by row; not premultiplied.
    pub rgba: Vec<u8>,
    /// Per lane and pixel column, how much of the column is planned busy time: 0 none … 255 all of it (also where no calendar is known).
    /// Behind that, where any lane rests on repaired records, the same for how much of the column does: 0 none … 255 all of it.
    pub planned: Vec<u8>,
}

/// More pixels than this (128 MB) are refused with a sentence: several of the largest screens.
const MOST_PIXELS: u64 = 1 << 25;

/// Categories in stacking order, from the bottom.
pub const STACK: [Category; Category::COUNT] = [
    Category::Production,
    Category::Idle,
    Category::BlockedStarved,
    Category::Setup,
    Category::Engineering,
    Category::UnplannedDown,
    Category::PlannedDown,
    Category::Unclassified,
    Category::NonScheduled,
    Category::NoData,
];

/// Draws the lanes.
pub fn raster(data: &Dataset, spec: &RasterSpec) -> Result<Raster, AskError> {
    let window = Span::new(spec.from.0, spec.to.0);
    if window.is_empty() || spec.width == 0 || spec.lane_height == 0 {
        return Err(AskError::new("A timeline needs a window that ends after it begins, and at least one pixel."));
    }
    let stride = u64::from(spec.lane_height) + u64::from(spec.gap);
    let height = stride * spec.lanes.len() as u64;
    if height * u64::from(spec.width) > MOST_PIXELS {
        return Err(AskError::new("The timeline is too large to draw at once. Ask for fewer lanes or fewer pixels."));
    }
    let edges: Vec<Micros> = (0..=spec.width).map(|x| paint::edge(window, spec.width, x)).collect();
    let mut rgba = vec![0; (height * u64::from(spec.width) * 4) as usize];
    let mut planned = Vec::with_capacity(spec.lanes.len() * spec.width as usize);
    let brush = brush(spec)?;
    let of_lane = (stride * u64::from(spec.width) * 4) as usize;
    for (name, pixels) in spec.lanes.iter().zip(rgba.chunks_mut(of_lane)) {
        let asset = data.facts.names.find(name).and_then(|n| data.facts.assets.find(n));
        let asset = asset.ok_or_else(|| AskError::new(format!("There is no machine called {name} in the data.")))?;
        paint(pixels, spec.lane_height, &edges, &brush, sums(data, asset));
        shade(&mut planned, data.calendars.of(asset).map(|c| &c.busy), &edges);
    }
    if !data.repaired.is_empty() {
        let none = SpanSet::default();
        for name in &spec.lanes {
            let asset = data.facts.names.find(name).and_then(|n| data.facts.assets.find(n));
            shade(&mut planned, Some(asset.and_then(|asset| data.repaired.get(&asset)).unwrap_or(&none)), &edges);
        }
    }
    Ok(Raster { width: spec.width, height: height as u32, rgba, planned })
}

/// The time per category of a lane before an instant, in stacking order. An asset without a lane is all no data.
fn sums(data: &Dataset, asset: AssetId) -> impl FnMut(Micros) -> [Micros; Category::COUNT] {
    let lane = data.lanes.get(&data.facts, asset);
    let mut near = 0;
    move |at| match &lane {
        Some(lane) => {
            let times = lane.time_before_near(at, &mut near);
            STACK.map(|category| times.get(category))
        }
        None => STACK.map(|category| if category == Category::NoData { at } else { 0 }),
    }
}

fn brush(spec: &RasterSpec) -> Result<Brush<{ Category::COUNT }>, AskError> {
    let unknown = |name: &String| {
        let all = Category::ALL.map(Category::name).join(", ");
        AskError::new(format!("There is no category `{name}`. Use one of: {all}."))
    };
    for name in spec.palette.keys().chain(&spec.pinned) {
        Category::parse(name).ok_or_else(|| unknown(name))?;
    }
    Ok(Brush {
        palette: STACK.map(|category| spec.palette.get(category.name()).copied().unwrap_or([0; 4])),
        pinned: STACK.map(|category| spec.pinned.iter().any(|name| name == category.name())),
    })
}

fn shade(planned: &mut Vec<u8>, busy: Option<&SpanSet>, edges: &[Micros]) {
    let Some(busy) = busy else {
        planned.extend(edges.windows(2).map(|_| 255));
        return;
    };
    let before: Vec<Micros> = edges.iter().map(|at| busy.length_before(*at)).collect();
    planned.extend(edges.windows(2).zip(before.windows(2)).map(|(column, before)| {
        let (length, inside) = (column[1] - column[0], before[1].wrapping_sub(before[0]));
        if length > 0 { libm::round(inside as f64 / length as f64 * 255.0) as u8 } else { 255 }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;
    use std::rc::Rc;

    const DAY: &str = "asset,start,end,state\n\
        saw,2026-03-23T06:00:00Z,2026-03-23T12:00:00Z,run\n\
        saw,2026-03-23T12:00:00Z,2026-03-23T12:00:01Z,down\n\
        saw,2026-03-23T12:00:01Z,2026-03-23T18:00:00Z,run\n\
        mill,2026-03-23T06:00:00Z,2026-03-23T07:00:00Z,setup\n";
    const PLAN: &str = "asset,start,end,kind\nsaw,2026-03-23T06:00:00Z,2026-03-23T12:00:00Z,planned\n";

    fn plant() -> Session {
        let mut session = Session::new();
        session.add("states.csv", Rc::new(DAY.as_bytes().to_vec()));
        session.add("plan.csv", Rc::new(PLAN.as_bytes().to_vec()));
        session.run();
        session
    }

    fn spec(pinned: &[&str]) -> RasterSpec {
        let colour = |i: u8| [i, i, i, 255];
        let palette = [("production", colour(1)), ("unplanned_down", colour(2)), ("setup", colour(3))];
        RasterSpec {
            from: "2026-03-23T06:00:00Z".parse().expect("a time"),
            to: "2026-03-23T18:00:00Z".parse().expect("a time"),
            lanes: vec!["mill".into(), "saw".into()],
            width: 12,
            lane_height: 4,
            gap: 1,
            palette: palette.map(|(name, rgba)| (name.to_owned(), rgba)).into(),
            pinned: pinned.iter().map(|p| (*p).to_owned()).collect(),
        }
    }

    fn reds(r: &Raster, row: u32) -> Vec<u8> {
        (0..r.width).map(|x| r.rgba[((row * r.width + x) * 4) as usize]).collect()
    }

    #[test]
    fn lanes_stand_one_below_the_other_with_clear_gaps_and_clear_no_data() {
        let session = plant();
        let r = raster(session.data(), &spec(&[])).expect("a sound spec");
        assert_eq!((r.width, r.height, r.rgba.len()), (12, 10, 12 * 10 * 4));
        assert_eq!(reds(&r, 0), [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(reds(&r, 4), [0; 12]);
        assert_eq!(reds(&r, 8), [1; 12]);
        assert_eq!(r.planned[..12], [255; 12], "no calendar is known");
        assert_eq!(r.planned[12..], [255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn a_pinned_second_of_a_day_keeps_its_pixel() {
        let session = plant();
        let seen = |pinned: &[&str]| {
            let r = raster(session.data(), &spec(pinned)).expect("a sound spec");
            (5..9).map(|row| reds(&r, row)).any(|row| row.contains(&2))
        };
        assert!(!seen(&[]));
        assert!(seen(&["unplanned_down"]));
    }

    #[test]
    fn a_walk_along_a_lane_finds_the_same_sums_as_a_fresh_search_at_every_instant() {
        let mut text = String::from("asset,start,end,state\n");
        for i in 0..300 {
            let at = |n: i64| crate::model::format_rfc3339(n * 1_000_000);
            let state = ["run", "idle", "down"][i as usize % 3];
            text.push_str(&format!("saw,{},{},{state}\n", at(i * 10), at(i * 10 + 10 - i % 2)));
        }
        let mut session = Session::new();
        session.add("states.csv", Rc::new(text.into_bytes()));
        session.run();
        let data = session.data();
        let lane = data.lanes().next().expect("a lane");
        for step in [1_000_000, 7_300_000, 95_000_000, 1_000_000_000] {
            let (mut at, mut near) = (-50_000_000, 0);
            while at < 3_100_000_000 {
                assert_eq!(lane.time_before_near(at, &mut near), lane.time_before(at), "at {at} by {step}");
                at += step;
            }
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_refused_with_a_sentence() {
        let session = plant();
        let refused = |change: fn(&mut RasterSpec)| {
            let mut spec = spec(&[]);
            change(&mut spec);
            raster(session.data(), &spec).expect_err("it cannot be drawn").error
        };
        assert!(refused(|s| s.lanes.push("lathe".into())).contains("lathe"));
        assert!(refused(|s| s.pinned.push("lunch".into())).contains("lunch"));
        assert!(refused(|s| s.to = s.from).contains("window"));
        assert!(refused(|s| s.lane_height = u32::MAX).contains("large"));
    }
}
