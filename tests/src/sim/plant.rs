//! What is simulated: the machines of a line, its products, orders and lots.

use super::{Calendar, SECOND};
use floorlens_core::model::Micros;
use jiff::civil::date;

/// A kind of breakdown of a station.
#[derive(Debug, Clone)]
pub struct Breakdown {
    /// Alarm code.
    pub code: &'static str,
    /// Stop reason.
    pub reason: &'static str,
    /// Mean repair time.
    pub repair: Micros,
}

/// What a stage does with a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageKind {
    /// A raw lot becomes a blank.
    Cut,
    /// The unit is worked on and stays the same thing.
    Work,
    /// A blank and bushings become a housing.
    Assemble,
    /// The unit passes, is reworked or is scrapped.
    Test,
}

/// A machine.
#[derive(Debug, Clone)]
pub struct Station {
    /// Asset.
    pub asset: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Which stage it belongs to; stations of one stage work in parallel.
    pub stage: usize,
    /// Ideal cycle per product, in the order of [`Plant::products`].
    pub ideal: [Micros; 2],
    /// Change-over time.
    pub setup: Micros,
    /// Mean running time between breakdowns.
    pub mtbf: Micros,
    /// What breaks.
    pub breakdowns: Vec<Breakdown>,
    /// Chance of a minor stop per cycle.
    pub minor_stop: f64,
    /// What the minor stops are.
    pub minor_reason: &'static str,
}

/// A product.
#[derive(Debug, Clone)]
pub struct Product {
    /// Its number.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// A work order.
#[derive(Debug, Clone)]
pub struct Order {
    /// Its number.
    pub id: String,
    /// Index into [`Plant::products`].
    pub product: usize,
    /// Units to start.
    pub quantity: u32,
}

/// A line with everything that flows through it.
#[derive(Debug, Clone)]
pub struct Plant {
    /// When it works.
    pub calendar: Calendar,
    /// Its zone.
    pub zone: &'static str,
    /// What each stage does.
    pub stages: Vec<StageKind>,
    /// Its machines.
    pub stations: Vec<Station>,
    /// Its products.
    pub products: Vec<Product>,
    /// Units that wait before a stage at most.
    pub buffer: usize,
    /// Pieces per raw lot and per bushing lot.
    pub lot_pieces: (u32, u32),
    /// The raw lot (by number of delivery, from 0) whose units fail their test more often.
    pub bad_raw_lot: usize,
    /// Chance to fail the test: usually, and with the bad raw lot.
    pub fail: (f64, f64),
}

impl Plant {
    /// Line 2 of the sample plant: eight machines, two weeks in spring 2026 with Good Friday and the change to summer time.
    pub fn sample_line() -> Result<Self, jiff::Error> {
        let calendar = Calendar::two_shifts(date(2026, 3, 23), 14, &[date(2026, 4, 3)], "Europe/Berlin")?;
        let minutes = |m: i64| m * 60 * SECOND;
        let hours = |h: i64| h * 3600 * SECOND;
        let break_of = |code, reason, repair| Breakdown { code, reason, repair: minutes(repair) };
        let station =
            |asset, name, stage, ideal: (i64, i64), setup, mtbf, minor_stop, minor_reason, breakdowns| Station {
                asset,
                name,
                stage,
                ideal: [ideal.0 * SECOND, ideal.1 * SECOND],
                setup: minutes(setup),
                mtbf: hours(mtbf),
                breakdowns,
                minor_stop,
                minor_reason,
            };
        let spindle = || vec![break_of("ALM-310", "Tool broken", 22), break_of("ALM-122", "Spindle overload", 45)];
        let wheel = || vec![break_of("ALM-511", "Wheel worn", 25), break_of("ALM-520", "Coolant low", 12)];
        let stations = vec![
            station(
                "MC-201",
                "Saw",
                0,
                (140, 150),
                8,
                40,
                0.02,
                "Bar end",
                vec![break_of("ALM-017", "Blade broken", 18)],
            ),
            station("MC-202", "Lathe 1", 1, (300, 320), 25, 26, 0.03, "Chip jam", spindle()),
            station("MC-203", "Lathe 2", 1, (300, 320), 25, 30, 0.03, "Chip jam", spindle()),
            station(
                "MC-204",
                "Press",
                2,
                (155, 165),
                14,
                16,
                0.03,
                "Bushing feeder empty",
                vec![break_of("ALM-041", "Hydraulic pressure low", 38), break_of("ALM-044", "Die sensor", 15)],
            ),
            station(
                "MC-205",
                "Wash",
                3,
                (110, 110),
                0,
                60,
                0.01,
                "Door sensor",
                vec![break_of("ALM-205", "Pump blocked", 20)],
            ),
            station("MC-206", "Grind 1", 4, (285, 305), 18, 34, 0.03, "Gauge retry", wheel()),
            station("MC-207", "Grind 2", 4, (285, 305), 18, 24, 0.04, "Gauge retry", wheel()),
            station(
                "MC-208",
                "Test",
                5,
                (130, 135),
                5,
                50,
                0.02,
                "Part not seated",
                vec![break_of("ALM-800", "Leak tester", 30)],
            ),
        ];
        let stages = vec![
            StageKind::Cut,
            StageKind::Work,
            StageKind::Assemble,
            StageKind::Work,
            StageKind::Work,
            StageKind::Test,
        ];
        Ok(Self {
            calendar,
            zone: "Europe/Berlin",
            stages,
            stations,
            products: vec![
                Product { id: "4711", name: "Pump housing 4711" },
                Product { id: "4713", name: "Pump housing 4713" },
            ],
            buffer: 8,
            lot_pieces: (210, 340),
            bad_raw_lot: 7,
            fail: (0.025, 0.14),
        })
    }

    /// The n-th work order: products take turns, quantities repeat in a pattern that is not a divisor of the lots.
    pub fn order(&self, n: u32) -> Order {
        let quantity = [160, 120, 200, 90][n as usize % 4];
        Order { id: format!("{}", 80_411 + n), product: n as usize % self.products.len(), quantity }
    }
}
