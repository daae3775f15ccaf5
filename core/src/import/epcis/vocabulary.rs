//! The words of the Core Business Vocabulary 2.0 and the fields of EPCIS 2.0 events, by GS1's JSON schemas and vocabulary.

use super::context::Context;
use std::borrow::Cow;

/// A vocabulary of CBV: its class in URIs and URNs, and its words.
pub(super) struct Vocabulary {
    /// The field's name for people.
    pub(super) field: &'static str,
    uri: &'static str,
    urn: &'static str,
    words: &'static [&'static str],
}

pub(super) const BIZ_STEP: Vocabulary = Vocabulary {
    field: "bizStep",
    uri: "BizStep-",
    urn: "bizstep:",
    words: &[
        "accepting",
        "arriving",
        "assembling",
        "collecting",
        "commissioning",
        "consigning",
        "creating_class_instance",
        "cycle_counting",
        "decommissioning",
        "departing",
        "destroying",
        "disassembling",
        "dispensing",
        "encoding",
        "entering_exiting",
        "holding",
        "inspecting",
        "installing",
        "killing",
        "loading",
        "other",
        "packing",
        "picking",
        "receiving",
        "removing",
        "repackaging",
        "repairing",
        "replacing",
        "reserving",
        "retail_selling",
        "sampling",
        "sensor_reporting",
        "shipping",
        "staging_outbound",
        "stock_taking",
        "stocking",
        "storing",
        "transporting",
        "unloading",
        "unpacking",
        "void_shipping",
    ],
};

pub(super) const DISPOSITION: Vocabulary = Vocabulary {
    field: "disposition",
    uri: "Disp-",
    urn: "disp:",
    words: &[
        "active",
        "available",
        "completeness_inferred",
        "completeness_verified",
        "conformant",
        "container_closed",
        "container_open",
        "damaged",
        "destroyed",
        "dispensed",
        "disposed",
        "encoded",
        "expired",
        "in_progress",
        "in_transit",
        "inactive",
        "mismatch_class",
        "mismatch_instance",
        "mismatch_quantity",
        "needs_replacement",
        "no_pedigree_match",
        "non_conformant",
        "non_sellable_other",
        "partially_dispensed",
        "recalled",
        "reserved",
        "retail_sold",
        "returned",
        "sellable_accessible",
        "sellable_not_accessible",
        "stolen",
        "unavailable",
        "unknown",
    ],
};

pub(super) const TRANSACTION_TYPE: Vocabulary = Vocabulary {
    field: "type of a bizTransaction",
    uri: "BTT-",
    urn: "btt:",
    words: &[
        "bol",
        "cert",
        "desadv",
        "inv",
        "pedigree",
        "po",
        "poc",
        "prodorder",
        "recadv",
        "rma",
        "testprd",
        "testres",
        "upevt",
    ],
};

pub(super) const PARTY_TYPE: Vocabulary = Vocabulary {
    field: "type of a source or destination",
    uri: "SDT-",
    urn: "sdt:",
    words: &["location", "owning_party", "possessing_party"],
};

pub(super) const ERROR_REASON: Vocabulary = Vocabulary {
    field: "reason of an errorDeclaration",
    uri: "ER-",
    urn: "er:",
    words: &["did_not_occur", "incorrect_data"],
};

impl Vocabulary {
    /// A value without its CBV prefix, so that all spellings of a word are equal; a URI of others as it stands.
    pub(super) fn word<'a>(&self, context: &Context, value: &'a str) -> Cow<'a, str> {
        let expanded = context.expand(value.trim());
        let bare = ["https://ref.gs1.org/cbv/", "http://ref.gs1.org/cbv/", "https://ns.gs1.org/cbv/"]
            .iter()
            .find_map(|host| expanded.strip_prefix(host)?.strip_prefix(self.uri))
            .or_else(|| expanded.strip_prefix("urn:epcglobal:cbv:")?.strip_prefix(self.urn));
        match bare {
            Some(word) => Cow::Owned(word.to_owned()),
            None => expanded,
        }
    }

    /// A word as CBV's full URI; a URI of others as it stands.
    pub(super) fn uri(&self, word: &str) -> String {
        if word.contains(':') { word.to_owned() } else { format!("https://ref.gs1.org/cbv/{}{word}", self.uri) }
    }

    /// True for a standard word and for a URI of others.
    pub(super) fn knows(&self, word: &str) -> bool {
        word.contains(':') || self.words.contains(&word)
    }
}

/// A sensor's measurement type or another word of GS1's web vocabulary without its prefix.
pub(super) fn gs1_word(context: &Context, value: &str) -> String {
    let expanded = context.expand(value.trim());
    ["https://gs1.org/voc/", "https://ref.gs1.org/voc/", "http://gs1.org/voc/"]
        .iter()
        .find_map(|host| expanded.strip_prefix(host))
        .unwrap_or(&expanded)
        .to_owned()
}

/// The fields that an event may have without a namespace.
pub(super) const EVENT_FIELDS: &[&str] = &[
    "@context",
    "@id",
    "@type",
    "action",
    "bizLocation",
    "bizStep",
    "bizTransactionList",
    "certificationInfo",
    "childEPCs",
    "childQuantityList",
    "destinationList",
    "disposition",
    "epcList",
    "errorDeclaration",
    "eventID",
    "eventTime",
    "eventTimeZoneOffset",
    "id",
    "ilmd",
    "inputEPCList",
    "inputQuantityList",
    "isA",
    "outputEPCList",
    "outputQuantityList",
    "parentID",
    "persistentDisposition",
    "quantityList",
    "readPoint",
    "recordTime",
    "sensorElementList",
    "sourceList",
    "transformationID",
    "type",
];
