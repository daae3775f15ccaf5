//! The worker side: it holds the data, reads files and answers questions.
//!
//! ```text
//! mod.rs     listens, hands requests on, replies
//! import.rs  reads what was opened, step by step, so that questions and "cancel" are heard in between
//! books.rs   workbooks and Parquet, read by a program of their own
//! blob.rs    a dropped file as a source of bytes
//! fetch.rs   an address of the page's own origin as a blob
//! ranges/    long tables, read by several workers
//! parts.rs   what of the engine is there from the start, and what is fetched when it is needed
//! ```

mod blob;
pub(crate) mod books;
mod fetch;
mod import;
pub(crate) mod parts;
mod ranges;

pub(crate) use ranges::{Ranges, ranges};

use crate::chunks::{self, Missing};
use crate::port::{RasterSize, Report, Request, RequestId, pack, unpack};
use crate::web;
use blob::Window;
use floorlens_core::Session;
use floorlens_core::bytes::ByteSource;
use floorlens_core::protocol::{AskError, Question};
use floorlens_core::recipe::Recipe;
use floorlens_core::session::ask::{self, AsJson};
use floorlens_core::view::{Raster, raster};
use js_sys::{Array, Uint8Array};
use parts::Answerer;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

/// Listens for requests until the page ends this worker.
pub(crate) fn run() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    if scope.name() == READER {
        return wasm_bindgen_futures::spawn_local(read_for_another(scope));
    }
    tell_about_panics(scope.clone());
    let engine = Rc::new(Engine {
        session: RefCell::new(Session::with_importers(parts::FIRST.clone())),
        importing: RefCell::default(),
        window: Rc::default(),
        blobs: RefCell::default(),
        readers: Cell::new(None),
        expecting: Cell::new(false),
        scope: scope.clone(),
        running: Cell::new(false),
        heard: Cell::new(0),
        cancels: Cell::new(0),
    });
    engine.session.borrow_mut().set_memory(memory_of(&scope));
    let listening = Rc::clone(&engine);
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| listening.hear(&event.data()));
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    listener.forget();
    engine.report(&Report::Ready, None);
}

/// What the engine may take of a computer with little memory: half of it. Browsers tell of no more than 8 GB, and not all of them tell.
fn memory_of(scope: &DedicatedWorkerGlobalScope) -> Option<u64> {
    let told = js_sys::Reflect::get(&scope.navigator(), &"deviceMemory".into()).ok()?.as_f64()?;
    (told < 8.0).then_some((told / 2.0 * f64::from(1 << 30)) as u64)
}

/// What `boot.js` calls a worker that reads parts of files for an engine.
const READER: &str = "floorlens-reader";

async fn read_for_another(scope: DedicatedWorkerGlobalScope) {
    match chunks::ranges().await {
        Ok(ranges) => (ranges.serve)(),
        // The engine reads alone then; where it has gone meanwhile nobody needs to know.
        Err(missing) => drop(scope.post_message(&JsValue::from_str(&missing.to_string()))),
    }
}

/// What the worker holds.
struct Engine {
    session: RefCell<Session>,
    /// Opens that wait for the running import to end.
    importing: RefCell<Vec<RequestId>>,
    /// One buffer for reading all blobs.
    window: Rc<Window>,
    /// The blobs behind sources that are long enough to be read in ranges.
    blobs: RefCell<Vec<(Rc<dyn ByteSource>, Blob)>>,
    /// How many readers there may be, where somebody has said so.
    readers: Cell<Option<u32>>,
    /// Whether readers were prepared for a file that is not open yet.
    expecting: Cell<bool>,
    scope: DedicatedWorkerGlobalScope,
    /// Whether an import loop is running; one is enough for everything that is opened.
    running: Cell<bool>,
    /// How many requests came.
    heard: Cell<u32>,
    /// How often a person cancelled; what was asked for before the last time is not fetched any more.
    cancels: Cell<u32>,
}

impl Engine {
    fn hear(self: &Rc<Self>, data: &JsValue) {
        self.heard.set(self.heard.get().wrapping_add(1));
        match unpack::<Request>(data) {
            Ok((request, payload)) => self.handle(request, &payload),
            // Page and engine are the same program, so this is a fault of that program.
            Err(fault) => wasm_bindgen::throw_str(&fault),
        }
    }

    fn handle(self: &Rc<Self>, request: Request, payload: &Array) {
        match request {
            Request::Open { id, sources, readers, memory } => {
                self.readers.set(readers.or(self.readers.get()));
                if memory.is_some() {
                    self.session.borrow_mut().set_memory(memory);
                }
                let engine = Rc::clone(self);
                let payload = payload.clone();
                wasm_bindgen_futures::spawn_local(async move { engine.open(id, sources, payload).await });
            }
            Request::Cancel => {
                self.cancels.set(self.cancels.get().wrapping_add(1));
                self.session.borrow_mut().cancel();
            }
            Request::SetRecipe { id, recipe } => {
                let engine = Rc::clone(self);
                wasm_bindgen_futures::spawn_local(async move { engine.set_recipe(id, recipe).await });
            }
            Request::Ask { id } => {
                let question = payload.get(0).as_string().unwrap_or_default();
                self.answer(id, &question);
            }
            Request::Draw { id, spec } => match raster(self.session.borrow().data(), &spec) {
                Ok(picture) => self.hand_over(id, &picture),
                Err(error) => self.reply(id, Err(error)),
            },
            #[cfg(test)]
            Request::Panic => panic!("asked to"),
            #[cfg(test)]
            Request::Exhaust => loop {
                std::mem::forget(std::hint::black_box(Vec::<u8>::with_capacity(1 << 30)));
            },
        }
    }

    /// A recipe that names a zone needs what knows zones first.
    async fn set_recipe(self: Rc<Self>, id: RequestId, recipe: Recipe) {
        if recipe.zone.is_some() {
            match chunks::zones().await {
                Ok(zones) => self.session.borrow_mut().add_importers(zones),
                Err(missing) => return self.reply(id, Err(AskError::new(missing.to_string()))),
            }
        }
        self.session.borrow_mut().set_recipe(recipe);
        // What is loaded of files may be chosen anew: then they are read again.
        let read = self.session.borrow().progress();
        if read.files > 0 && !read.done {
            return self.read_for(id);
        }
        self.reply(id, Ok("null".to_owned()));
    }

    /// Answers at once where the analysis is there, else as soon as it is.
    fn answer(self: &Rc<Self>, id: RequestId, question: &str) {
        let question = match ask::read(question) {
            Ok(question) => question,
            Err(error) => return self.reply(id, Err(error)),
        };
        let answer = ask::first::<AsJson>(&self.session.borrow(), &question);
        if let Some(answer) = answer {
            return self.reply(id, answer);
        }
        let engine = Rc::clone(self);
        wasm_bindgen_futures::spawn_local(async move {
            let answer = engine.answer_later(&question).await;
            engine.reply(id, answer.unwrap_or_else(|missing| Err(AskError::new(missing.to_string()))));
        });
    }

    async fn answer_later(&self, question: &Question) -> Result<Result<String, AskError>, Missing> {
        let answer: Answerer = match question {
            Question::Mapping { .. } => chunks::mapped().await?.answer,
            Question::Load { .. } => {
                let memory = chunks::memory().await?;
                self.session.borrow_mut().add_importers(memory.importers);
                memory.answer
            }
            Question::Needs {} => chunks::needs().await?,
            question if ask::follows(question) => chunks::follow().await?.answer,
            _ => chunks::closer().await?,
        };
        let answer = answer(&self.session.borrow(), question);
        Ok(answer.unwrap_or_else(|| Err(AskError::new("This program does not know the question."))))
    }

    fn reply(&self, id: RequestId, answer: Result<String, AskError>) {
        match answer {
            Ok(json) => self.report(&Report::Done { id, error: None }, Some(&json)),
            Err(error) => self.report(&Report::Done { id, error: Some(error) }, None),
        }
    }

    /// Pixels are copied once, out of this worker's memory, and then change hands.
    fn hand_over(&self, id: RequestId, picture: &Raster) {
        let size = RasterSize { width: picture.width, height: picture.height };
        let pixels = Uint8Array::from(picture.rgba.as_slice()).buffer();
        let planned = Uint8Array::from(picture.planned.as_slice()).buffer();
        let transfer = Array::of2(&pixels, &planned);
        match serde_json::to_string(&size) {
            Ok(size) => self.post(
                &Report::Done { id, error: None },
                [JsValue::from_str(&size), pixels.into(), planned.into()],
                &transfer,
            ),
            Err(error) => self.reply(id, Err(AskError::new(error.to_string()))),
        }
    }

    fn report(&self, report: &Report, json: Option<&str>) {
        self.post(report, json.map(JsValue::from_str), &Array::new());
    }

    fn post(&self, report: &Report, payload: impl IntoIterator<Item = JsValue>, transfer: &Array) {
        let posted = pack(report, payload).and_then(|message| {
            self.scope.post_message_with_transfer(&message, transfer).map_err(|error| web::describe(&error))
        });
        if let Err(fault) = posted {
            wasm_bindgen::throw_str(&fault);
        }
    }
}

/// The page hears why before the engine is gone.
fn tell_about_panics(scope: DedicatedWorkerGlobalScope) {
    std::panic::set_hook(Box::new(move |info| {
        let report = Report::Panicked { message: info.to_string() };
        if let Ok(message) = pack(&report, None) {
            // Nobody is left to tell if this fails; the page still sees the worker's error event.
            let _ = scope.post_message(&message);
        }
    }));
}
