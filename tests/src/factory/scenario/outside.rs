//! What leaves the plant, and who reads it on the way.

use serde::Deserialize;

/// How good units leave.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packing {
    /// Units in a box; 0 = no boxes.
    #[serde(default)]
    pub per_box: usize,
    /// Boxes (or units) on a pallet.
    pub per_pallet: usize,
    /// Pallets that exist and come back; 0 = a new one each time.
    #[serde(default)]
    pub pallets: usize,
    /// Working hours between lorries.
    #[serde(default = "lorry")]
    pub lorry_h: f64,
    /// Who buys, in turn.
    #[serde(default = "customers")]
    pub customers: Vec<String>,
    /// Chance that a unit comes back.
    #[serde(default)]
    pub returns: f64,
}

/// A reader at a place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reader {
    /// `Packing`, `Warehouse`, `Dock`, a customer, or a step of the route.
    pub place: String,
    /// Bar code, RFID or BLE.
    pub technology: Technology,
    /// Chance that what passes is read.
    #[serde(default = "certain")]
    pub rate: f64,
    /// Chance, per passage, that something that is elsewhere is read too.
    #[serde(default)]
    pub ghosts: f64,
    /// Chance that a read is logged twice.
    #[serde(default)]
    pub duplicates: f64,
    /// Seconds by which its clock is ahead.
    #[serde(default)]
    pub ahead: f64,
    /// Parts per million by which its clock runs fast.
    #[serde(default)]
    pub drift_ppm: f64,
    /// Share of the time at the end whose reads come in a file of their own, later.
    #[serde(default)]
    pub late: f64,
}

/// How a reader reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Technology {
    /// Bar code or QR: one deliberate scan.
    BarCode,
    /// A gate: several reads with a signal strength.
    Rfid,
    /// A beacon: a read every five minutes while it is there.
    Ble,
}

impl Technology {
    /// As tables name it.
    pub fn name(self) -> &'static str {
        match self {
            Technology::BarCode => "bar code",
            Technology::Rfid => "RFID",
            Technology::Ble => "BLE",
        }
    }
}

fn lorry() -> f64 {
    6.0
}

fn customers() -> Vec<String> {
    ["Norwell Pumps", "Hale and Sons"].map(str::to_owned).into()
}

fn certain() -> f64 {
    1.0
}
