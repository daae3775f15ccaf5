//! View ↔ fragment.

use super::upgrade::upgrade;
use super::view::View;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use std::fmt::{self, Display};
use std::io::Read;
use std::str::FromStr;

/// The version of a view's JSON.
pub const VERSION: u32 = 1;

/// A view with its recipe is a few kilobytes; what inflates to more was not written by Floorlens.
const LARGEST_VIEW: u64 = 1 << 20;

/// Why a fragment is no view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkError {
    /// It was made by a later release.
    Newer {
        /// Its version.
        version: u32,
    },
    /// It was cut off or changed on its way.
    Damaged {
        /// What was found.
        why: String,
    },
}

impl Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LinkError::Newer { version } => write!(
                f,
                "This link was made by a newer Floorlens (link version {version}; this one reads up to {VERSION}). Reload the page to get the newest, or ask for the link again."
            ),
            LinkError::Damaged { why } => {
                write!(
                    f,
                    "This link is damaged: {why}. It was probably cut off while it was copied; copy it again in full."
                )
            }
        }
    }
}

impl std::error::Error for LinkError {}

fn damaged(why: impl Into<String>) -> LinkError {
    LinkError::Damaged { why: why.into() }
}

/// The fragment without `#`, as short as it gets.
impl Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fragment(deflate))
    }
}

impl View {
    /// The fragment without `#`, packed by [`deflate`], or by [`store`] where that is not at hand: every reader takes both.
    pub fn fragment(&self, pack: Pack) -> String {
        let mut fragment = String::new();
        for address in &self.src {
            fragment.push_str("src=");
            escape(address, &mut fragment);
            fragment.push('&');
        }
        // Writing plain data as JSON cannot fail; an empty view would be read as damaged.
        let json = serde_json::to_vec(self).unwrap_or_default();
        fragment.push_str(&format!("v={VERSION}."));
        URL_SAFE_NO_PAD.encode_string(pack(&json), &mut fragment);
        fragment
    }
}

/// Packs the JSON of a view.
pub type Pack = fn(&[u8]) -> Vec<u8>;

/// Packs by deflate.
pub fn deflate(json: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    match DeflateEncoder::new(json, Compression::best()).read_to_end(&mut packed) {
        Ok(_) => packed,
        // Memory does not fail to be read.
        Err(_) => store(json),
    }
}

/// Packs as deflate does what it cannot make smaller: stored blocks (RFC 1951, 3.2.4), without the code that packs.
pub fn store(json: &[u8]) -> Vec<u8> {
    let blocks = json.chunks(usize::from(u16::MAX));
    let last = blocks.len().saturating_sub(1);
    let mut packed = Vec::with_capacity(json.len() + 5);
    for (at, block) in blocks.enumerate() {
        let length = block.len() as u16;
        packed.push(u8::from(at == last));
        packed.extend(length.to_le_bytes());
        packed.extend((!length).to_le_bytes());
        packed.extend(block);
    }
    packed
}

/// Reads a fragment, with or without `#`. An empty one is the default view; parts that this release does not know are skipped.
impl FromStr for View {
    type Err = LinkError;

    fn from_str(fragment: &str) -> Result<Self, LinkError> {
        let mut src = Vec::new();
        let mut view = View::default();
        for part in fragment.trim_start_matches('#').split('&') {
            match part.split_once('=') {
                Some(("src", address)) if !address.is_empty() => src.push(unescape(address)?),
                Some(("v", packed)) => view = unpack(packed)?,
                _ => {}
            }
        }
        view.src = src;
        Ok(view)
    }
}

fn unpack(packed: &str) -> Result<View, LinkError> {
    let (version, data) = packed.split_once('.').ok_or_else(|| damaged("its version is missing"))?;
    let version: u32 = version.parse().map_err(|_| damaged(format!("`{version}` is not a version")))?;
    match version {
        0 => return Err(damaged("there is no version 0")),
        1..=VERSION => {}
        _ => return Err(LinkError::Newer { version }),
    }
    let packed = URL_SAFE_NO_PAD.decode(data).map_err(|e| damaged(format!("it is not base64url ({e})")))?;
    let mut json = Vec::new();
    let mut inflate = DeflateDecoder::new(packed.as_slice()).take(LARGEST_VIEW + 1);
    inflate.read_to_end(&mut json).map_err(|e| damaged(format!("it does not unpack ({e})")))?;
    if json.len() as u64 > LARGEST_VIEW {
        return Err(damaged("it unpacks to more than a megabyte"));
    }
    let json = String::from_utf8(json).map_err(|e| damaged(format!("its content is not JSON ({e})")))?;
    serde_json::from_str(&upgrade(version, json)).map_err(|e| {
        let what = if e.is_data() { "a view" } else { "JSON" };
        damaged(format!("its content is not {what} ({e})"))
    })
}

/// Percent-encodes what would end an address inside a fragment; everything else stays readable.
fn escape(address: &str, out: &mut String) {
    for byte in address.bytes() {
        match byte {
            b'%' | b'&' | b'#' | b'+' | b'"' | b'<' | b'>' | b'`' | b'\\' => out.push_str(&format!("%{byte:02X}")),
            b'!'..=b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

fn unescape(text: &str) -> Result<String, LinkError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16));
        match (digit(rest.next()), digit(rest.next())) {
            (Some(high), Some(low)) => bytes.push((high * 16 + low) as u8),
            _ => return Err(damaged("an address has a broken % sequence")),
        }
    }
    String::from_utf8(bytes).map_err(|_| damaged("an address is not UTF-8"))
}

#[cfg(test)]
#[path = "fragment_tests.rs"]
mod tests;
