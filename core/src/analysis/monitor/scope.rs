//! What a question is about: an asset by name, a window of time.

use crate::index::Dataset;
use crate::model::{AssetId, Span};
use crate::protocol::{AskError, Instant};

/// The asset of that name, if there is one; upper and lower case may differ where only one asset fits.
pub(in crate::analysis) fn known_asset(data: &Dataset, name: &str) -> Option<AssetId> {
    let (facts, name) = (&data.facts, name.trim());
    if let Some(asset) = facts.names.find(name).and_then(|id| facts.assets.find(id)) {
        return Some(asset);
    }
    let lower = name.to_lowercase();
    let text = |asset: &AssetId| facts.names.text(facts.assets.name(*asset));
    let mut alike = (0..facts.assets.len() as u32).map(AssetId).filter(|a| text(a).to_lowercase() == lower);
    alike.next().filter(|_| alike.next().is_none())
}

/// As [`known_asset`]; the error names what there is.
pub(super) fn asset(data: &Dataset, name: &str) -> Result<AssetId, AskError> {
    if let Some(asset) = known_asset(data, name) {
        return Ok(asset);
    }
    let facts = &data.facts;
    let all = facts.assets.sorted(&facts.names);
    let text = |asset: &AssetId| facts.names.text(facts.assets.name(*asset));
    let known = match &all[..] {
        [] => "no asset was loaded".to_owned(),
        few if few.len() <= 12 => format!("there are {}", few.iter().map(text).collect::<Vec<_>>().join(", ")),
        many => format!("there are {} others, such as {}", many.len(), text(&many[0])),
    };
    Err(AskError::new(format!("There is no asset `{name}`: {known}.")))
}

/// The window from … to; what is not given is where the lanes begin or end. `None` when there is nothing to look at.
pub(super) fn window(data: &Dataset, from: Option<Instant>, to: Option<Instant>) -> Result<Option<Span>, AskError> {
    let extent = data.lanes.extent();
    let start = from.map(|t| t.0).or(extent.map(|e| e.start));
    let end = to.map(|t| t.0).or(extent.map(|e| e.end));
    let (Some(start), Some(end)) = (start, end) else { return Ok(None) };
    match (from, to) {
        (Some(from), Some(to)) if to < from => {
            Err(AskError::new("The window ends before it begins: `to` must not lie before `from`."))
        }
        _ => Ok(Some(Span::new(start, end))),
    }
}
