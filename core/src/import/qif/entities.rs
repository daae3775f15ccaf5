//! The elements of a QIF document that matter, one at a time, as plain fields.
//!
//! Types are told by the end of the element's name, so every kind of characteristic and feature is read: `DiameterCharacteristicItem`,
//! `CylinderFeatureActual`. A field is the text of an element inside; for a list of `<Id>` it is the list's name.

use crate::import::xml::Element;

/// Ends of names of the elements that are collected.
const KINDS: &[&str] = &[
    "CharacteristicDefinition",
    "CharacteristicNominal",
    "CharacteristicItem",
    "CharacteristicActual",
    "CharacteristicMeasurement",
    "FeatureDefinition",
    "FeatureNominal",
    "FeatureItem",
    "FeatureActual",
    "FeatureMeasurement",
    "ActualComponent",
    "MeasurementResults",
    "InspectionTraceability",
    "LinearUnit",
    "AngularUnit",
    "Version",
];

/// Ends of names of results.
const RESULTS: &[&str] = &["CharacteristicActual", "CharacteristicMeasurement"];

/// The longest text of a field that is kept.
const MAX_FIELD: usize = 4096;
/// The most fields of an element that are kept.
const MAX_FIELDS: usize = 200;

/// One element.
#[derive(Debug, Default)]
pub(super) struct Entity {
    /// Its whole name, such as `DiameterCharacteristicItem`.
    pub(super) name: String,
    /// Which of the kinds it is.
    pub(super) kind: &'static str,
    pub(super) id: String,
    /// The kind of the entity around it; empty if there is none.
    pub(super) inside: &'static str,
    fields: Vec<(String, String)>,
    depth: usize,
}

impl Entity {
    /// The first field of that name that says anything; empty if there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        let said = |(field, text): &&(String, String)| field == name && !text.trim().is_empty();
        self.fields.iter().find(said).map_or("", |(_, text)| text.trim())
    }

    /// The first of these fields that says anything.
    pub(super) fn first(&self, names: &[&str]) -> &str {
        names.iter().map(|name| self.get(name)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// The number in a field.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.get(name).parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// True for a measured characteristic.
    pub(super) fn is_result(&self) -> bool {
        RESULTS.contains(&self.kind)
    }
}

/// Collects entities.
#[derive(Default)]
pub(super) struct Entities {
    /// Names of the open elements, one behind the other, and where each begins.
    path: String,
    begins: Vec<usize>,
    open: Vec<Entity>,
    /// True where nobody wants to know what results say.
    without_results: bool,
}

impl Entities {
    /// Collects everything but what results say.
    pub(super) fn without_results() -> Self {
        Self { without_results: true, ..Self::default() }
    }

    /// The name of an open element, the innermost being 0.
    fn name(&self, out: usize) -> &str {
        let begin = |out: usize| self.begins.get(self.begins.len().checked_sub(out + 1)?).copied();
        let end = out.checked_sub(1).and_then(begin).unwrap_or(self.path.len());
        begin(out).and_then(|begin| self.path.get(begin..end)).unwrap_or_default()
    }

    /// An element begins: `Some(true)` for a result, `Some(false)` for another entity.
    pub(super) fn start(&mut self, element: &Element<'_>) -> Option<bool> {
        let name = element.name();
        self.begins.push(self.path.len());
        self.path.push_str(name);
        let is_kind = |kind: &&&str| match **kind {
            // Only whole names, since others end alike.
            "MeasurementResults" | "Version" | "InspectionTraceability" | "LinearUnit" | "AngularUnit" => {
                name == **kind
            }
            kind => name.ends_with(kind),
        };
        // Results hold no entities: what is named alike inside is a field.
        let in_result = self.in_result();
        let Some(kind) = KINDS.iter().find(|kind| !in_result && is_kind(kind)) else {
            if in_result && self.without_results {
                return None;
            }
            // The identifiers of a list are called what the list is called.
            let field = if name == "Id" && self.begins.len() > 1 { self.name(1) } else { name }.to_owned();
            if let Some(open) = self.open.last_mut().filter(|open| open.fields.len() < MAX_FIELDS) {
                open.fields.push((field, String::new()));
            }
            return None;
        };
        let inside = self.open.last().map_or("", |open| open.kind);
        let mut entity = Entity { name: name.to_owned(), kind, inside, depth: self.begins.len(), ..Entity::default() };
        element.attributes(|key, value| {
            if key == "id" {
                value.clone_into(&mut entity.id);
            }
        });
        let result = entity.is_result();
        self.open.push(entity);
        Some(result)
    }

    /// Text of the field begun last.
    pub(super) fn text(&mut self, text: &str) {
        let Some(open) = self.open.last_mut() else { return };
        if self.begins.len() > open.depth
            && let Some((_, field)) = open.fields.last_mut()
            && field.len() + text.len() <= MAX_FIELD
        {
            field.push_str(text);
        }
    }

    /// The innermost element ends; gives it if it is an entity.
    pub(super) fn end(&mut self) -> Option<Entity> {
        let depth = self.begins.len();
        self.path.truncate(self.begins.pop().unwrap_or_default());
        self.open.pop_if(|open| open.depth == depth)
    }

    /// True inside a result.
    pub(super) fn in_result(&self) -> bool {
        self.open.last().is_some_and(Entity::is_result)
    }
}
