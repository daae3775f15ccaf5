//! MTConnectAssets and MTConnectError as XML.

use super::agent_error;
use super::assets::Asset;
use crate::bytes::{Content, Head, STEP_BYTES};
use crate::import::detect::{Format, Opened};
use crate::import::xml::{Node, Xml};
use crate::import::{ImportError, Importer, Sink, Step};

/// How the registry knows both.
pub(in crate::import) const FORMAT: Format = Format { title: "MTConnect Assets XML", recognises, open };

fn recognises(head: &Head) -> bool {
    matches!(head.xml_root(), Some("MTConnectAssets" | "MTConnectError"))
}

fn open(head: &Head, content: Content) -> Result<Opened, ImportError> {
    let format = if head.xml_root() == Some("MTConnectError") { "mtconnect-error" } else { "mtconnect-assets" };
    let importer = Other { xml: Xml::new(&content), inside: None, asset: None, error: None };
    Ok(Opened { format, importer: Box::new(importer) })
}

/// An error of the agent while it is read.
#[derive(Default)]
struct AgentError {
    code: String,
    text: String,
}

struct Other {
    xml: Xml,
    /// Depth inside `Assets` or `Errors`.
    inside: Option<usize>,
    asset: Option<Asset>,
    error: Option<AgentError>,
}

impl Importer for Other {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let until = self.xml.taken() + STEP_BYTES;
        while self.xml.taken() < until {
            let (line, depth) = (self.xml.line(), self.xml.depth());
            match self.xml.next() {
                Ok(Node::Eof) => return Ok(Step::Done),
                Ok(Node::Text(text)) => {
                    if let Some(error) = &mut self.error {
                        error.text.push_str(text.trim());
                    }
                }
                Ok(Node::Start(element)) => match (self.inside, element.name()) {
                    // The first release had a single error directly inside the document.
                    (Some(inside), name) if depth == inside => {
                        let mut error = AgentError::default();
                        element.attributes(|key, value| {
                            if key == "errorCode" {
                                value.clone_into(&mut error.code);
                            }
                        });
                        if !error.code.is_empty() || name == "Error" {
                            self.error = Some(error);
                            continue;
                        }
                        if sink.facts.sources.is_full() {
                            let text = "No more records can be numbered: the rest of this file is missing. Load fewer files at once.";
                            return Err(ImportError::Limit(text.to_owned()));
                        }
                        let mut asset = Asset::new(sink.record(line), name);
                        element.attributes(|key, value| asset.set(key, value));
                        self.asset = Some(asset);
                    }
                    (None, "Assets" | "Errors") => self.inside = Some(depth + 1),
                    (None, "Error") => {
                        self.inside = Some(depth);
                        self.error = Some(AgentError::default());
                    }
                    _ => {}
                },
                Ok(Node::End) => match self.inside {
                    Some(inside) if depth == inside + 1 => {
                        if let Some(asset) = self.asset.take() {
                            asset.finish(sink);
                        }
                        if let Some(error) = self.error.take() {
                            agent_error(sink, &error.code, &error.text);
                        }
                    }
                    Some(inside) if depth == inside => self.inside = None,
                    _ => {}
                },
                Err(error) => {
                    // Its properties stand at its beginning: it is known even if the file breaks inside it.
                    if let Some(asset) = self.asset.take() {
                        asset.finish(sink);
                    }
                    return Err(error);
                }
            }
        }
        Ok(Step::More)
    }
}
