//! The archive's members, and what the workbook says of its sheets.

use floorlens_core::bytes::{ByteSource, Bytes, Member, Packing, SourceReader, UNPACKERS, archive_members};
use floorlens_core::import::{Element, Node, Xml};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A sheet: its name and the member that holds it.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) path: String,
}

/// Bytes, and a cell that follows how many packed ones were taken.
pub(super) type Followed = (Bytes, Rc<Cell<u64>>);

/// The members by their paths, in lower case, because writers do not agree on it.
pub(super) struct Parts(BTreeMap<String, Result<Rc<dyn ByteSource>, String>>);

impl Parts {
    /// Lists them.
    pub(super) fn list(source: &Rc<dyn ByteSource>) -> Result<Self, String> {
        let members = archive_members(source).map_err(|e| e.to_string())?;
        Ok(Self(members.into_iter().map(|Member { name, source }| (name.to_lowercase(), source)).collect()))
    }

    /// Whether there is one of this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(&path.to_lowercase())
    }

    /// Its length as it is packed.
    pub(super) fn bytes(&self, path: &str) -> u64 {
        self.0.get(&path.to_lowercase()).and_then(|source| source.as_ref().ok()).map_or(0, |source| source.len())
    }

    /// Its bytes, unpacked under the guard against bombs.
    pub(super) fn bytes_of(&self, path: &str) -> Result<Option<Followed>, String> {
        let Some(source) = self.0.get(&path.to_lowercase()) else { return Ok(None) };
        let source = source.as_ref().map_err(String::clone)?;
        let taken: Rc<Cell<u64>> = Rc::default();
        let reader = SourceReader::new(Rc::clone(source), Rc::clone(&taken), Rc::default());
        let bytes: Bytes = match source.packing() {
            Packing::Member { deflate, size, crc } => (UNPACKERS.unzip)(reader, deflate, size, crc, Rc::clone(&taken)),
            _ => Box::new(reader),
        };
        Ok(Some((bytes, taken)))
    }

    /// Its elements.
    pub(super) fn open(&self, path: &str) -> Result<Option<Xml>, String> {
        Ok(self.bytes_of(path)?.map(|(bytes, _)| Xml::of(bytes)))
    }

    /// The worksheets in the order of their tabs, and whether days count from 1904.
    pub(super) fn workbook(&self) -> Result<(Vec<Sheet>, bool), String> {
        let targets = self.relations()?;
        let path = "xl/workbook.xml";
        let mut xml = self.open(path)?.ok_or("The workbook lists no sheets. Save it again.")?;
        let (mut sheets, mut from_1904) = (Vec::new(), false);
        each(&mut xml, path, &mut |element| match element.name() {
            "workbookPr" => element.attributes(|key, value| {
                from_1904 |= key == "date1904" && matches!(value, "1" | "true" | "on");
            }),
            "sheet" => {
                let (mut name, mut relation) = (String::new(), String::new());
                element.qualified_attributes(&mut |key, value| match key {
                    "name" => value.clone_into(&mut name),
                    key if key.ends_with(":id") => value.clone_into(&mut relation),
                    _ => {}
                });
                // Charts and macros have tabs too, but no target here.
                if let Some(path) = targets.get(&relation) {
                    sheets.push(Sheet { name, path: path.clone() });
                }
            }
            _ => {}
        })?;
        Ok((sheets, from_1904))
    }

    /// Where worksheets are, by the names under which the workbook knows them.
    fn relations(&self) -> Result<BTreeMap<String, String>, String> {
        let path = "xl/_rels/workbook.xml.rels";
        let Some(mut xml) = self.open(path)? else {
            return Err("The workbook does not say where its sheets are; it is damaged. Save it again.".to_owned());
        };
        let mut targets = BTreeMap::new();
        each(&mut xml, path, &mut |element| {
            let (mut id, mut target, mut worksheet) = (String::new(), String::new(), false);
            element.attributes(|key, value| match key {
                "Id" => value.clone_into(&mut id),
                "Target" => value.clone_into(&mut target),
                "Type" => worksheet = value.ends_with("/worksheet"),
                _ => {}
            });
            if worksheet {
                let path = match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None => format!("xl/{}", target.trim_start_matches("./")),
                };
                targets.insert(id, path);
            }
        })?;
        Ok(targets)
    }
}

/// Calls `visit` with every start tag.
pub(super) fn each(xml: &mut Xml, path: &str, visit: &mut dyn FnMut(&Element<'_>)) -> Result<(), String> {
    loop {
        match xml.next().map_err(|e| damaged(path, &e.to_string()))? {
            Node::Start(element) => visit(&element),
            Node::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// What is said of a member that cannot be read.
pub(super) fn damaged(path: &str, why: &str) -> String {
    format!("The workbook's part `{path}` cannot be read. {why}")
}
