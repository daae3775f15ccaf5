//! QIF 2.x and 3 measurement results: what was measured on which piece, against which limits.
//!
//! ```text
//! CharacteristicDefinition  tolerance          ◄─ CharacteristicNominal  target  ◄─ CharacteristicItem  name ◄─┐
//! FeatureDefinition  size   ◄─ FeatureNominal  ◄─ FeatureItem  name  ◄─ FeatureActual | FeatureMeasurement ◄─┐ │
//! ActualComponent  serial, status  ◄─ MeasurementResults › CharacteristicActual | CharacteristicMeasurement ─┴─┘  a record
//!
//! entities.rs  one of these at a time, as plain fields
//! plan.rs      all but the results, and how they join
//! results.rs   a result → facts
//! ```
//!
//! A `MeasurementResults` that holds no characteristic but says how the inspection ended is a record, too.
//!
//! The names of the pieces stand behind their results, so a file is read twice: once for everything else, once for the results. Memory grows
//! with the plan, not with the results.

mod entities;
mod plan;
mod results;

use super::detect::{Format, Opened};
use super::times::note_local_times;
use super::xml::{Node, Xml};
use super::{ImportError, Importer, Sink, Step};
use crate::bytes::{Content, Head, STEP_BYTES};
use crate::model::{Severity, SourceId};
use entities::{Entities, Entity};
use plan::Plan;
use results::Results;

pub(super) const FORMAT: Format = Format { title: "QIF 2 and 3 measurement results", recognises, open };

fn recognises(head: &Head) -> bool {
    head.xml_root() == Some("QIFDocument")
}

fn open(_: &Head, content: Content) -> Result<Opened, ImportError> {
    let importer = Qif {
        xml: Xml::new(&content),
        content,
        entities: Entities::without_results(),
        plan: Plan::default(),
        results: None,
        record: SourceId::NONE,
        records: 0,
        piece_line: 0,
    };
    Ok(Opened { format: "qif", importer: Box::new(importer) })
}

struct Qif {
    content: Content,
    xml: Xml,
    entities: Entities,
    plan: Plan,
    /// Some once the plan is known.
    results: Option<Results>,
    /// The result that is open.
    record: SourceId,
    records: u64,
    /// The line on which the results of a piece began.
    piece_line: u32,
}

impl Importer for Qif {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let until = self.xml.taken() + STEP_BYTES;
        while self.xml.taken() < until {
            let line = self.xml.line();
            match self.xml.next() {
                Ok(Node::Eof) if self.results.is_none() => {
                    self.again();
                    return Ok(Step::More);
                }
                Ok(Node::Eof) => {
                    self.end(sink);
                    return Ok(Step::Done);
                }
                Ok(Node::Text(text)) => self.entities.text(text),
                Ok(Node::Start(element)) => {
                    let opened = self.entities.start(&element);
                    if element.name() == "MeasurementResults" {
                        self.piece_line = line;
                    }
                    if self.results.is_some() && opened == Some(true) {
                        if sink.facts.sources.is_full() {
                            let text = "No more records can be numbered: the rest of this file is missing. Load fewer files at once.";
                            return Err(ImportError::Limit(text.to_owned()));
                        }
                        self.record = sink.record(line);
                        self.records += 1;
                    }
                }
                Ok(Node::End) => {
                    let done = self.entities.end();
                    self.take(done, sink);
                }
                Err(error) => {
                    if self.results.is_none() {
                        // What was complete up to the same place can still be read.
                        self.again();
                        return Ok(Step::More);
                    }
                    if self.entities.in_result() {
                        sink.reject(self.record, "The file ends or breaks in the middle of this result.");
                    }
                    if let Some(results) = &mut self.results {
                        results.break_off(sink);
                    }
                    self.end(sink);
                    return Err(error);
                }
            }
        }
        Ok(Step::More)
    }
}

impl Qif {
    fn again(&mut self) {
        self.results = Some(Results::default());
        (self.xml, self.entities) = (Xml::new(&self.content), Entities::default());
        self.plan.rewind();
    }

    fn take(&mut self, done: Option<Entity>, sink: &mut Sink<'_>) {
        let Some(done) = done else { return };
        match &mut self.results {
            None => self.plan.take(done),
            Some(results) if done.is_result() => results.take(&self.plan, &done, self.record, sink),
            Some(results) if done.name == "MeasurementResults" => {
                if !results.end_of_piece(sink) && self.plan.has_verdict() && !sink.facts.sources.is_full() {
                    // A gauge that says go or no-go measures nothing; the verdict is the record.
                    let record = sink.record(self.piece_line);
                    self.records += 1;
                    results.take_verdict(&self.plan, record, sink);
                }
                self.plan.next_piece();
            }
            Some(_) => {}
        }
    }

    fn end(&mut self, sink: &mut Sink<'_>) {
        if let Some(results) = &mut self.results {
            results.end_of_piece(sink);
            results.notes(sink);
            note_local_times(sink, results.local_times);
        }
        if self.records == 0 {
            sink.note(
                Severity::Info,
                "The document holds no measurement results: a plan or a product alone gives no facts. Open the document with the results.",
            );
        }
    }
}
