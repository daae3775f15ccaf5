//! Reads what was opened, step by step, so that questions and "cancel" are heard in between.

use super::blob::BlobSource;
use super::parts::{FIRST, MOST_READERS};
use super::{Engine, fetch};
use crate::chunks;
use crate::port::{ImportProgress, Report, RequestId, SourceHead};
use crate::web::{self, Turns};
use floorlens_core::bytes::ByteSource;
use floorlens_core::import::Part;
use floorlens_core::protocol::{AskError, Question};
use floorlens_core::session::Progress;
use floorlens_core::session::ask::{self, AsJson};
use js_sys::Array;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Blob;

/// The page is told at most this often: it cannot show more, and every message costs it a frame.
const MS_BETWEEN_REPORTS: f64 = 120.0;

/// The first lanes are to be on screen a second after the drop, whatever the size.
const MS_TO_FIRST_LOOK: f64 = 350.0;
/// Less than this is read before anybody could look at a part of it; screens would only change under the person's eyes.
const BYTES_WORTH_A_LOOK: u64 = 16 << 20;
/// From so many bytes on a table of a book is worth the part of the program that reads pieces of its text.
const BYTES_WORTH_PIECES: u64 = 1 << 20;
/// Each look costs as much as it covers, so the next one comes only when there is so many times more to see.
const NEXT_LOOK_AT: u64 = 8;
/// When so much of it is read, the rest takes no longer than that did: no time for a look.
const LOOK_BEFORE: f64 = 0.5;

/// When nothing was asked for so long, nobody is likely to ask just now.
const MS_OF_QUIET: i32 = 150;

/// What the page was told of a running import.
pub(super) struct Telling {
    began: f64,
    told: f64,
    /// So many records more are worth the next look.
    next_look: u64,
}

impl Engine {
    /// Queues the sources and reads until everything is read. The reply is the report of all that is loaded.
    pub(super) async fn open(self: Rc<Self>, id: RequestId, sources: Vec<SourceHead>, blobs: Array) {
        let cancels = self.cancels.get();
        for (index, source) in (0..).zip(sources) {
            if self.cancels.get() != cancels {
                let (SourceHead::Blob { name }
                | SourceHead::Address { name, .. }
                | SourceHead::Unreachable { name, .. }) = source;
                self.session.borrow_mut().add_cancelled(&name);
                continue;
            }
            let files = match source {
                SourceHead::Blob { name } => vec![(name, Ok(blobs.get(index).unchecked_into::<Blob>()))],
                SourceHead::Address { name, address } => fetch::fetch_all(name, &address).await,
                SourceHead::Unreachable { name, reason } => vec![(name, Err(reason))],
            };
            let mut session = self.session.borrow_mut();
            for (name, blob) in files {
                match blob {
                    Ok(blob) => {
                        let source: Rc<dyn ByteSource> = Rc::new(BlobSource::new(blob.clone(), &self.window));
                        if source.len() >= BYTES_WORTH_A_LOOK {
                            self.expect_long_file();
                            self.blobs.borrow_mut().push((Rc::clone(&source), blob));
                        }
                        session.add(&name, source);
                    }
                    Err(reason) => session.add_unreadable(&name, &reason),
                }
            }
        }
        self.read_for(id);
    }

    /// Reads until everything is read, and then replies with the report of all that is loaded.
    pub(super) fn read_for(self: Rc<Self>, id: RequestId) {
        self.importing.borrow_mut().push(id);
        if self.running.replace(true) {
            return;
        }
        wasm_bindgen_futures::spawn_local(async move {
            let ended = self.read_all().await;
            self.running.set(false);
            let report = ended.and_then(|()| self.inspect());
            for id in self.importing.take() {
                self.reply(id, report.clone());
            }
            self.prepare_to_follow().await;
        });
    }

    async fn read_all(&self) -> Result<(), AskError> {
        let turns = Turns::new().map_err(|error| AskError::new(web::describe(&error)))?;
        let mut telling = Telling { began: self.now(), told: f64::MIN, next_look: 1 };
        // A file that turned out not to be readable in ranges.
        let mut in_one_go = false;
        loop {
            let read = self.session.borrow_mut().step();
            if let Some(part) = read.lacks {
                self.fetch_importers(part).await;
                continue;
            }
            if self.after_step(&mut telling) {
                self.expect_none();
                return Ok(());
            }
            // What was put back has just been opened again, and begins with its next step.
            let put_back = std::mem::take(&mut in_one_go);
            let long = self.long_file();
            if long.is_none() {
                self.expect_none();
            }
            if let Some(blob) = long
                && !put_back
                && let Ok(ranges) = chunks::ranges().await
            {
                in_one_go = !(ranges.read)(self, blob, self.readers(), &mut telling).await;
            }
            turns.give_way().await;
        }
    }

    /// Lets the page know how far reading is, and look at what was read, when it is time. `true` when everything was read.
    pub(super) fn after_step(&self, telling: &mut Telling) -> bool {
        let mut read = self.session.borrow().progress();
        let now = self.now();
        let large = read.bytes >= BYTES_WORTH_A_LOOK;
        if large
            && !read.done
            && (read.bytes_done as f64) < LOOK_BEFORE * read.bytes as f64
            && now - telling.began >= MS_TO_FIRST_LOOK
            && read.records - read.seen.min(read.records) >= telling.next_look
        {
            read = self.session.borrow_mut().look();
            telling.next_look = read.records.saturating_mul(NEXT_LOOK_AT - 1);
            telling.told = f64::MIN;
        }
        let done = read.done;
        if done || now - telling.told >= MS_BETWEEN_REPORTS {
            telling.told = now;
            self.tell(read, (now - telling.began) / 1000.0);
        }
        done
    }

    /// A long file is going to be read, and most likely in ranges: what reads them is fetched and starts while the file is opened.
    fn expect_long_file(&self) {
        if !self.expecting.replace(true) {
            (0..self.readers()).for_each(|_| web::prepare_reader());
            wasm_bindgen_futures::spawn_local(async {
                // Who needs it asks again, and says what is wrong.
                let _ = chunks::ranges().await;
            });
        }
    }

    /// What was opened is not read in ranges, or nothing is left to read.
    fn expect_none(&self) {
        if self.expecting.replace(false) {
            web::dismiss_readers();
        }
    }

    /// The file that was just opened, if it is long and others may read it; nothing of it where it is a table of a book.
    fn long_file(&self) -> Option<Option<Blob>> {
        let source = self.session.borrow().readable_by_others()?;
        if source.table().is_some() {
            return (source.len() >= BYTES_WORTH_PIECES).then_some(None);
        }
        let blobs = self.blobs.borrow();
        blobs.iter().find(|(other, _)| Rc::ptr_eq(other, &source)).map(|(_, blob)| Some(blob.clone()))
    }

    /// How many readers a long file has: by the processors there are, unless somebody said otherwise.
    fn readers(&self) -> u32 {
        let processors = self.scope.navigator().hardware_concurrency() as u32;
        self.readers.get().unwrap_or(processors.saturating_sub(1).max(1)).min(MOST_READERS)
    }

    /// Fetches the importers that the next file needs, or lets its ledger say why they are not to be had.
    async fn fetch_importers(&self, part: Part) {
        let importers = match part {
            Part::Grown => match chunks::ranges().await {
                Ok(ranges) => return self.session.borrow_mut().add_grower(ranges.grow),
                Err(missing) => Err(missing),
            },
            Part::First => Ok(&FIRST),
            Part::Tables => chunks::tables().await,
            Part::ItemTables => chunks::item_tables().await,
            Part::Shdr => chunks::shdr().await,
            Part::Epcis => chunks::epcis().await,
            Part::Xml => chunks::xml().await,
            Part::Mapped => chunks::mapped().await.map(|mapped| mapped.importers),
            Part::Packed => chunks::packed().await,
            Part::Books => match chunks::books().await {
                Ok(start) => start().await,
                Err(missing) => Err(missing),
            },
            Part::Zones => chunks::zones().await,
            Part::Memory => chunks::memory().await.map(|memory| memory.importers),
        };
        let mut session = self.session.borrow_mut();
        match importers {
            Ok(importers) => session.add_importers(importers),
            Err(missing) => session.go_without(part, &format!("{missing} Then open the file again.")),
        }
    }

    /// Where items can be followed somebody will: made ready now, nobody waits for it then. It gives way to whoever asks something meanwhile,
    /// as each index takes a while. If the code cannot be had, the question says so.
    async fn prepare_to_follow(&self) {
        if !self.session.borrow().data().has_material() {
            return;
        }
        let Ok(follow) = chunks::follow().await else { return };
        loop {
            let heard = self.heard.get();
            web::pause(&self.scope, MS_OF_QUIET).await;
            let quiet = self.heard.get() == heard;
            if self.running.get() || (quiet && !(follow.prepare)(&self.session.borrow())) {
                return;
            }
        }
    }

    fn tell(&self, read: Progress, seconds: f64) {
        self.report(&Report::Progress(ImportProgress { read, seconds }), None);
    }

    fn inspect(&self) -> Result<String, AskError> {
        let unknown = || Err(AskError::new("This program has no report."));
        ask::first::<AsJson>(&self.session.borrow(), &Question::Inspect {}).unwrap_or_else(unknown)
    }

    /// Milliseconds on a clock that never goes back.
    fn now(&self) -> f64 {
        self.scope.performance().map_or(0.0, |clock| clock.now())
    }
}
