//! What a question is about: an asset by name, a window of time.

use crate::index::Dataset;
use crate::model::{AssetId, Span};
use crate::protocol::{AskError, Instant};

/// The asset of that name; upper and lower case may differ where only one asset fits.
pub(super) fn asset(data: &Dataset, name: &str) -> Result<AssetId, AskError> {
    let facts = &data.facts;
    if let Some(asset) = facts.names.find(name.trim()).and_then(|id| facts.assets.find(id)) {
        return Ok(asset);
    }
    let all = facts.assets.sorted(&facts.names);
    let text = |asset: &AssetId| facts.names.text(facts.assets.name(*asset));
    let alike: Vec<&AssetId> = all.iter().filter(|a| text(a).to_lowercase() == name.trim().to_lowercase()).collect();
    if let [asset] = alike[..] {
        return Ok(*asset);
    }
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
