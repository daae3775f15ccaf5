//! What a person said about the data: ideal cycles, planned time, what states mean. Travels as JSON with links and the CLI's `--set`.

use crate::model::{Choice, Mapping, Micros, RepairKind, parse_rfc3339};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A recipe. Everything is optional; what it says fills gaps in the data and never overrides a record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// Version of this format; 1 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// OEE definition: `vorne` (default), `iso22400`, `nakajima`, `smrp`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// Ideal cycle times.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ideal_cycles: Vec<IdealCycle>,
    /// Planned time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub planned: Vec<PlannedTime>,
    /// State name → category, such as `"WAIT": "idle"`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub states: BTreeMap<String, String>,
    /// Asset → `no_data` or `running`: what unlogged time means.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub unlogged: BTreeMap<String, String>,
    /// IANA zone for what has no zone of its own, and for showing times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Stops shorter than this many seconds are minor stops.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minor_stop_s: Option<f64>,
    /// Kinds of repairs that are not made ([`RepairKind::name`]): records that needed one are rejected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repairs_off: Vec<String>,
    /// How tables that are none of ours are read, by the names of their columns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mappings: Vec<Mapping>,
    /// What of files is loaded; a file without a choice of its own is loaded as the one that names no file says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub load: Vec<Choice>,
}

/// The ideal cycle time of a product, an asset, or everything (neither given).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdealCycle {
    /// Only this product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Only this asset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<String>,
    /// Seconds per cycle.
    pub seconds: f64,
}

/// Planned time of an asset, or of all (`asset` not given).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedTime {
    /// Only this asset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<String>,
    /// From, RFC 3339; absent = the start of the window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// To, RFC 3339; absent = the end of the window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Recipe {
    /// Reads a recipe from JSON; the error is a sentence that says where it breaks. `is_zone` tells names of zones.
    pub fn from_json(text: &str, is_zone: fn(&str) -> bool) -> Result<Self, String> {
        let recipe: Recipe = serde_json::from_str(text).map_err(|e| format!("The recipe is not valid: {e}."))?;
        if let Some(version @ 2..) = recipe.version {
            return Err(format!(
                "The recipe is of version {version}; this program reads version 1. Open it with a newer Floorlens."
            ));
        }
        for planned in &recipe.planned {
            for text in planned.from.iter().chain(&planned.to) {
                if parse_rfc3339(text).is_none() {
                    return Err(format!("The recipe is not valid: `{text}` is not an RFC 3339 time."));
                }
            }
        }
        if let Some(fault) = recipe.load.iter().find_map(Choice::fault) {
            return Err(format!("The recipe is not valid: {fault}."));
        }
        let unknown = |name: &&String| RepairKind::ALL.iter().all(|kind| kind.name() != name.as_str());
        if let Some(name) = recipe.repairs_off.iter().find(unknown) {
            let all = RepairKind::ALL.map(RepairKind::name).join(", ");
            return Err(format!("The recipe is not valid: `{name}` is no kind of repair. Use one of: {all}."));
        }
        let zones = recipe.mappings.iter().filter_map(|mapping| mapping.zone.as_deref());
        match recipe.zone.as_deref().into_iter().chain(zones).find(|zone| !is_zone(zone)) {
            Some(zone) => Err(format!("The recipe is not valid: `{zone}` is no IANA zone such as Europe/Berlin.")),
            None => Ok(recipe),
        }
    }
}

impl Recipe {
    /// What of the file of that name is loaded.
    pub fn choice(&self, file: &str) -> Option<&Choice> {
        let own = self.load.iter().find(|choice| choice.file.as_deref() == Some(file));
        // What is said of an archive, a workbook or a folder is said of all that it holds.
        let holds = |outer: &str| file.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
        own.or_else(|| self.load.iter().find(|choice| choice.file.as_deref().is_some_and(holds)))
            .or_else(|| self.load.iter().find(|choice| choice.file.is_none()))
    }

    /// The kinds of repairs that are not made.
    pub fn switched_off(&self) -> Vec<RepairKind> {
        RepairKind::ALL.into_iter().filter(|kind| self.repairs_off.iter().any(|name| name == kind.name())).collect()
    }
}

impl PlannedTime {
    /// From and to as instants, where given.
    pub fn bounds(&self) -> (Option<Micros>, Option<Micros>) {
        let at = |t: &Option<String>| t.as_deref().and_then(parse_rfc3339);
        (at(&self.from), at(&self.to))
    }
}
