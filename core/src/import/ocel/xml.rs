//! OCEL 2.0 XML: `<log>` with `<object-types>`, `<event-types>`, `<objects>` and `<events>`.

use super::entity::{Entity, Part, Text as Value};
use super::{Log, Pass};
use crate::bytes::{Content, Head, STEP_BYTES};
use crate::import::detect::{Format, Opened};
use crate::import::xml::{Element, Node, Xml};
use crate::import::{ImportError, Importer, Sink, Step};

/// How the registry knows OCEL XML.
pub(in crate::import) const FORMAT: Format = Format { title: "OCEL 2.0 XML", recognises, open };

fn recognises(head: &Head) -> bool {
    const MARKS: [&str; 4] = ["<object-types", "<event-types", "<objects", "<events"];
    head.xml_root() == Some("log") && MARKS.iter().any(|mark| head.text.contains(mark))
}

fn open(head: &Head, content: Content) -> Result<Opened, ImportError> {
    if head.text.contains("<global scope=\"log\"")
        && head.text.contains("object-types")
        && !head.text.contains("<object-types")
    {
        return Err(ImportError::Unknown(
            "This is OCEL 1.0, which has no qualifiers, so nothing of it was read. Save it as OCEL 2.0 (pm4py: write_ocel2_xml) and open that."
                .to_owned(),
        ));
    }
    let importer = OcelXml { xml: Xml::new(&content), content, log: Log::default(), section: None, open: None };
    Ok(Opened { format: "ocel-xml", importer: Box::new(importer) })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Objects,
    Events,
}

/// An entity that is open.
struct Open {
    line: u32,
    entity: Entity<'static>,
    /// The text goes on with the attribute or operation begun last.
    text: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Text {
    Attribute,
    Operation,
    Nothing,
}

struct OcelXml {
    content: Content,
    xml: Xml,
    log: Log,
    section: Option<Section>,
    open: Option<Open>,
}

impl Importer for OcelXml {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let until = self.xml.taken() + STEP_BYTES;
        while self.xml.taken() < until {
            let (line, depth) = (self.xml.line(), self.xml.depth());
            match self.xml.next() {
                Ok(Node::Eof) => {
                    if self.log.ends(sink) {
                        self.xml = Xml::new(&self.content);
                        return Ok(Step::More);
                    }
                    return Ok(Step::Done);
                }
                Ok(Node::Text(text)) => {
                    if let Some(open) = &mut self.open {
                        add_text(open, text);
                    }
                }
                Ok(Node::Start(element)) => match (depth, self.section, &mut self.open) {
                    (1, ..) => {
                        self.section = match element.name() {
                            "objects" => Some(Section::Objects),
                            "events" => Some(Section::Events),
                            _ => None,
                        };
                    }
                    (2, Some(_), _) => {
                        let mut entity = Entity::default();
                        element.attributes(|key, value| match key {
                            "id" => entity.id = value.into(),
                            "type" => entity.kind = value.into(),
                            "time" => entity.time = value.into(),
                            _ => {}
                        });
                        self.open = Some(Open { line, entity, text: Text::Nothing });
                    }
                    (_, Some(_), Some(open)) => part(open, &element),
                    _ => {}
                },
                Ok(Node::End) => match (depth, self.section, &mut self.open) {
                    (3, Some(section), open) => {
                        if let Some(open) = open.take() {
                            self.entity(section, open.line, Ok(open.entity), sink);
                        }
                    }
                    (2, ..) => self.section = None,
                    (_, _, Some(open)) => open.text = Text::Nothing,
                    _ => {}
                },
                Err(error) => return self.broken(error, sink),
            }
        }
        Ok(Step::More)
    }
}

impl OcelXml {
    fn entity(&mut self, section: Section, line: u32, entity: Result<Entity<'static>, String>, sink: &mut Sink<'_>) {
        match section {
            Section::Objects => self.log.object(line, entity, sink),
            Section::Events => self.log.event(line, entity, sink),
        }
    }

    fn broken(&mut self, error: ImportError, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        if let (Some(open), Some(section)) = (self.open.take(), self.section) {
            let fault = "The file ends or breaks in the middle of it.".to_owned();
            self.entity(section, open.line, Err(fault), sink);
        }
        if self.log.pass == Pass::Objects {
            // Events came before their objects and are still unread: read them up to the same place.
            (self.log.pass, self.section) = (Pass::Events, None);
            self.xml = Xml::new(&self.content);
            return Ok(Step::More);
        }
        self.log.ends(sink);
        Err(error)
    }
}

/// Names under which logs give quantity operations.
const OPERATIONS: &[&str] =
    &["quantity-operation", "quantity", "quantityOperations", "quantity_operations", "quantities"];

fn part(open: &mut Open, element: &Element<'_>) {
    let mut part = Part::default();
    element.attributes(|key, value| {
        let slot = match key {
            "name" | "item" | "item-type" => &mut part.name,
            "time" => &mut part.time,
            "value" => &mut part.value,
            "object-id" | "collection-point" => &mut part.object,
            // `relationship` in what some tools write.
            "qualifier" | "relationship" => &mut part.qualifier,
            "quantity" => &mut part.quantity,
            "unit" | "uom" => &mut part.unit,
            _ => return,
        };
        *slot = value.into();
    });
    open.text = Text::Nothing;
    match element.name() {
        "attribute" => {
            open.entity.attributes.push(part);
            open.text = Text::Attribute;
        }
        // Without an item it is the list around them.
        name if OPERATIONS.contains(&name) && part.name.is_empty() => {}
        name if OPERATIONS.contains(&name) => {
            open.entity.operations.push(part);
            open.text = Text::Operation;
        }
        // `relationship` in what tools write, `object` or `relobj` in schemas.
        _ if !part.object.is_empty() => open.entity.relations.push(part),
        _ => {}
    }
}

fn add_text(open: &mut Open, text: &str) {
    let part = match open.text {
        Text::Attribute => open.entity.attributes.last_mut(),
        Text::Operation => open.entity.operations.last_mut(),
        Text::Nothing => None,
    };
    if let Some(part) = part {
        let value: &mut Value<'_> = &mut part.value;
        value.0.to_mut().push_str(text.trim());
    }
}
