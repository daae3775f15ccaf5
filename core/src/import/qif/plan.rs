//! Everything of a QIF document but its results, and how they join.

use super::entities::Entity;
use hashbrown::HashMap;

/// A tolerance as it is defined.
#[derive(Debug, Clone, Copy, Default)]
struct Tolerance {
    upper: Option<f64>,
    lower: Option<f64>,
    /// The limits are absolute, not distances from the target.
    absolute: bool,
    /// Width of a zone of form or position.
    zone: Option<f64>,
}

#[derive(Debug, Default)]
struct Item {
    name: String,
    nominal: String,
    features: String,
}

/// A piece.
#[derive(Debug, Default, Clone)]
pub(super) struct Piece {
    pub(super) serial: String,
    /// A name or id that tells it apart where it has no serial.
    pub(super) other: String,
    pub(super) lot: String,
    pub(super) status: String,
}

/// One `MeasurementResults`.
#[derive(Debug, Default)]
struct Measured {
    component: String,
    status: String,
    time: String,
}

/// The limits of a characteristic at a feature.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Limits {
    pub(super) target: Option<f64>,
    pub(super) lower: Option<f64>,
    pub(super) upper: Option<f64>,
    /// True where the feature's own size is the target and the characteristic's is another.
    pub(super) by_feature: bool,
}

/// All but the results.
#[derive(Debug, Default)]
pub(super) struct Plan {
    tolerances: HashMap<String, Tolerance>,
    /// Nominal → definition and target.
    nominals: HashMap<String, (String, Option<f64>)>,
    items: HashMap<String, Item>,
    /// Feature definition → sizes by name.
    sizes: HashMap<String, Vec<(&'static str, f64)>>,
    /// Feature nominal → definition.
    feature_nominals: HashMap<String, String>,
    /// Feature item → name and nominal.
    features: HashMap<String, (String, String)>,
    /// Actual feature → feature item. Ids are unique in a document.
    actuals: HashMap<String, String>,
    pieces: HashMap<String, Piece>,
    measured: Vec<Measured>,
    /// The traceability that is about to be claimed by its `MeasurementResults`.
    inspected: String,
    document_time: String,
    created: String,
    linear: String,
    angular: String,
    /// Which `MeasurementResults` is being read.
    at: usize,
}

impl Plan {
    /// Takes an element of the first reading.
    pub(super) fn take(&mut self, entity: Entity) {
        let id = entity.id.clone();
        match entity.kind {
            "CharacteristicDefinition" => {
                let tolerance = Tolerance {
                    upper: entity.number("MaxValue"),
                    lower: entity.number("MinValue"),
                    absolute: matches!(entity.get("DefinedAsLimit"), "true" | "1"),
                    zone: entity.number("ToleranceValue"),
                };
                self.tolerances.insert(id, tolerance);
            }
            "CharacteristicNominal" => {
                let definition = entity.get("CharacteristicDefinitionId").to_owned();
                self.nominals.insert(id, (definition, entity.number("TargetValue")));
            }
            "CharacteristicItem" => {
                let item = Item {
                    name: entity.first(&["Name", "Designator", "Description"]).to_owned(),
                    nominal: entity.get("CharacteristicNominalId").to_owned(),
                    features: entity.get("FeatureItemIds").to_owned(),
                };
                self.items.insert(id, item);
            }
            "FeatureDefinition" => {
                const SIZES: [&str; 4] = ["Diameter", "Radius", "Width", "Length"];
                let sizes = SIZES.iter().filter_map(|name| Some((*name, entity.number(name)?)));
                self.sizes.insert(id, sizes.collect());
            }
            "FeatureNominal" => drop(self.feature_nominals.insert(id, entity.get("FeatureDefinitionId").to_owned())),
            "FeatureItem" => {
                let name = entity.first(&["FeatureName", "Name"]).to_owned();
                self.features.insert(id, (name, entity.get("FeatureNominalId").to_owned()));
            }
            "FeatureActual" | "FeatureMeasurement" => {
                drop(self.actuals.insert(id, entity.get("FeatureItemId").to_owned()))
            }
            "ActualComponent" => {
                let piece = Piece {
                    serial: entity.first(&["SerialNumber", "UUID", "UniqueId"]).to_owned(),
                    other: format!("component {id}"),
                    lot: entity.first(&["LotNumber", "HeatNumber"]).to_owned(),
                    status: entity.get("InspectionStatusEnum").to_owned(),
                };
                self.pieces.insert(id, piece);
            }
            "MeasurementResults" => self.measured.push(Measured {
                component: entity.first(&["ActualComponentIds", "ActualComponentId"]).to_owned(),
                status: entity.get("InspectionStatusEnum").to_owned(),
                time: match entity.first(TIMES) {
                    "" => std::mem::take(&mut self.inspected),
                    time => time.to_owned(),
                },
            }),
            "InspectionTraceability" if entity.inside == "MeasurementResults" => {
                entity.first(TIMES).clone_into(&mut self.inspected);
            }
            "InspectionTraceability" => entity.first(TIMES).clone_into(&mut self.document_time),
            "Version" if self.created.is_empty() => entity.get("TimeCreated").clone_into(&mut self.created),
            "LinearUnit" => unit(&mut self.linear, &entity),
            "AngularUnit" => unit(&mut self.angular, &entity),
            _ => {}
        }
    }

    /// Results are read from the first piece on.
    pub(super) fn rewind(&mut self) {
        self.at = 0;
    }

    /// The next `MeasurementResults` begins.
    pub(super) fn next_piece(&mut self) {
        self.at += 1;
    }

    /// The piece of the results being read.
    pub(super) fn piece(&self) -> Piece {
        let measured = self.measured.get(self.at);
        let known = measured.and_then(|m| self.pieces.get(&m.component)).cloned();
        let mut piece = known.unwrap_or_else(|| Piece { other: format!("result {}", self.at + 1), ..Piece::default() });
        if let Some(status) = measured.map(|m| &m.status).filter(|status| !status.is_empty()) {
            piece.status.clone_from(status);
        }
        piece
    }

    /// Whether the document says itself how the inspection of the piece ended.
    pub(super) fn has_verdict(&self) -> bool {
        !self.piece().status.is_empty()
    }

    /// When the results being read were taken: of themselves, else of all results, else of the document.
    pub(super) fn time(&self) -> &str {
        let own = self.measured.get(self.at).map_or("", |m| m.time.as_str());
        [own, &self.document_time, &self.created].into_iter().find(|time| !time.is_empty()).unwrap_or_default()
    }

    /// What a result of this item at this feature is called: `CYLINDER-208 DIAMETER7`.
    pub(super) fn channel(&self, item: &str, actual_feature: &str) -> Option<String> {
        let item = self.items.get(item)?;
        let feature = self.feature(item, actual_feature).map_or("", |(name, _)| name.as_str());
        let name = if item.name.is_empty() { "characteristic" } else { &item.name };
        Some(if feature.is_empty() { name.to_owned() } else { format!("{feature} {name}") })
    }

    fn feature(&self, item: &Item, actual: &str) -> Option<&(String, String)> {
        let own = self.actuals.get(actual).map_or(item.features.as_str(), String::as_str);
        self.features.get(own)
    }

    /// The limits of an item at a feature. One characteristic item may stand for features of different size: then the size that the feature's
    /// own definition gives is the target.
    pub(super) fn limits(&self, kind: &str, item: &str, actual_feature: &str) -> Limits {
        let Some(item) = self.items.get(item) else { return Limits::default() };
        let nominal = self.nominals.get(&item.nominal);
        let tolerance =
            nominal.and_then(|(definition, _)| self.tolerances.get(definition)).copied().unwrap_or_default();
        let size = ["Diameter", "Radius", "Width", "Length"].into_iter().find(|size| kind.starts_with(size)).and_then(
            |size| {
                let (_, nominal) = self.feature(item, actual_feature)?;
                let sizes = self.sizes.get(self.feature_nominals.get(nominal)?)?;
                sizes.iter().find(|(name, _)| *name == size).map(|(_, value)| *value)
            },
        );
        let stated = nominal.and_then(|(_, target)| *target);
        let target = if tolerance.absolute { stated.or(size) } else { size.or(stated) };
        if let Some(zone) = tolerance.zone {
            // A zone of form or position has one limit; a negative width is no width.
            return Limits { upper: Some(zone).filter(|zone| *zone >= 0.0), ..Limits::default() };
        }
        let limit = |distance: Option<f64>| match (tolerance.absolute, target, distance) {
            (true, _, limit) => limit,
            (false, Some(target), Some(distance)) => Some(round(target + distance)),
            _ => None,
        };
        let by_feature = target.is_some() && stated.is_some() && target != stated;
        Limits { target, lower: limit(tolerance.lower), upper: limit(tolerance.upper), by_feature }
    }

    /// The unit of a kind of characteristic.
    pub(super) fn unit(&self, kind: &str) -> &str {
        if kind.contains("Angle") || kind.starts_with("Angular") { &self.angular } else { &self.linear }
    }
}

/// Where documents say when something was inspected, the most exact first.
const TIMES: &[&str] = &[
    "InspectionEnd",
    "InspectionEndTime",
    "InspectionStart",
    "InspectionStartTime",
    "InspectionDate",
    "ReportPreparationDate",
];

fn unit(slot: &mut String, entity: &Entity) {
    if slot.is_empty() {
        entity.first(&["UnitName", "SIUnitName"]).clone_into(slot);
    }
}

/// 6.6 + 0.254 is 6.854 and not 6.853999999999999.
fn round(value: f64) -> f64 {
    format!("{value:.9}").parse().unwrap_or(value)
}
