//! Instants travel as RFC 3339.

use crate::model::{Micros, format_rfc3339, parse_rfc3339};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant; RFC 3339 in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(pub Micros);

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format_rfc3339(self.0))
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_rfc3339(&text)
            .map(Instant)
            .ok_or_else(|| D::Error::custom(format!("`{text}` is not an RFC 3339 time such as 2026-03-23T06:00:00Z")))
    }
}

impl std::str::FromStr for Instant {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse_rfc3339(text)
            .map(Instant)
            .ok_or_else(|| format!("`{text}` is not an RFC 3339 time such as 2026-03-23T06:00:00Z"))
    }
}
