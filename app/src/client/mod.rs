//! The page's side of the engine: everything that panels, links and embedders ask goes through a [`Client`].
//!
//! ```text
//! mod.rs        the interface
//! connection.rs one engine worker: starting it, sending, hearing, starting the next one after a fault
//! pending.rs    requests that wait for their reply
//! slots.rs      the newest question of each panel, one at a time
//! sources.rs    files and addresses, made ready for the engine
//! ```
//!
//! A panel that shows an answer:
//!
//! ```ignore
//! let client = Client::expect();
//! let oee = LocalResource::new(move || {
//!     client.data_version.track(); // ask again when data or recipe changed
//!     client.ask::<OeeAnswer>(Question::Oee { assets: vec![], from: None, to: None, definition: None })
//! });
//! ```

mod connection;
mod pending;
mod slots;
mod sources;
#[cfg(test)]
mod tests;

pub(crate) use sources::Source;

use crate::port::{ImportProgress, RasterSize, Request};
use connection::Connection;
use floorlens_core::protocol::{AskError, InspectAnswer, Question};
use floorlens_core::recipe::Recipe;
use floorlens_core::view::RasterSpec;
use js_sys::{Array, Uint8Array, Uint8ClampedArray};
use leptos::prelude::*;
use serde::de::{DeserializeOwned, IgnoredAny};
use slots::Slots;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// What the engine is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EngineStatus {
    /// The worker is being started; requests wait for it.
    Starting,
    /// It listens and has nothing to read.
    Ready,
    /// It reads; see [`Client::progress`].
    Importing,
    /// It hit a fault and was started again, without data. The recipe is kept, [`Client::restore`] opens the same
    /// sources again.
    Crashed {
        /// What went wrong, in the program's own words.
        message: String,
    },
}

/// A drawn timeline, as `view::Raster` describes it.
pub(crate) struct Drawn {
    /// Device pixels.
    pub(crate) width: u32,
    /// Device pixels.
    pub(crate) height: u32,
    /// RGBA, row by row, left where the engine's transfer put it: made for `ImageData`.
    pub(crate) pixels: Uint8ClampedArray,
    /// Planned time per lane and pixel column, 0…255.
    pub(crate) planned: Vec<u8>,
}

/// A handle on the engine; copies are the same engine.
#[derive(Clone, Copy)]
pub(crate) struct Client {
    /// What the engine is doing.
    pub(crate) status: RwSignal<EngineStatus>,
    /// How far the last or running import is; `None` before the first.
    pub(crate) progress: RwSignal<Option<ImportProgress>>,
    /// Changes whenever answers may have: data was read, or the recipe changed.
    pub(crate) data_version: RwSignal<u32>,
    /// What was opened, by name, in order.
    pub(crate) opened: RwSignal<Vec<String>>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

struct Inner {
    connection: Connection,
    slots: Rc<Slots>,
}

impl Client {
    /// Starts an engine.
    pub(crate) fn new() -> Client {
        let status = RwSignal::new(EngineStatus::Starting);
        let progress = RwSignal::new(None);
        let data_version = RwSignal::new(0);
        let connection = Connection::start(status, progress, data_version);
        Client {
            status,
            progress,
            data_version,
            opened: RwSignal::new(Vec::new()),
            inner: StoredValue::new_local(Rc::new(Inner { connection, slots: Rc::default() })),
        }
    }

    /// Waits until the engine answers.
    pub(crate) async fn ready(self) -> Result<(), AskError> {
        self.ask::<IgnoredAny>(Question::Inspect {}).await.map(drop)
    }

    /// The client that [`crate::ui::run`] put into the context.
    pub(crate) fn expect() -> Client {
        expect_context::<Client>()
    }

    /// Opens files and addresses beside what is open already, and returns the report of all that is loaded.
    ///
    /// What cannot be had is in the report as a file with an error, the rest is read. An address of another origin is
    /// fetched without asking, so it must have been typed or confirmed by a person.
    pub(crate) async fn open(self, sources: Vec<Source>) -> Result<InspectAnswer, AskError> {
        parse(&self.open_json(sources, None, None).await?)
    }

    /// [`Client::open`], with the report as JSON, and from now on with so many readers of long files and so many bytes of memory.
    pub(crate) async fn open_json(
        self,
        sources: Vec<Source>,
        readers: Option<u32>,
        memory: Option<u64>,
    ) -> Result<String, AskError> {
        let (heads, blobs) = sources::prepare(&sources).await;
        self.opened.update(|names| names.extend(heads.iter().map(|head| head.name().to_owned())));
        let inner = self.inner();
        inner.connection.remember(&heads, &blobs);
        let report = inner.connection.request(|id| Request::Open { id, sources: heads, readers, memory }, blobs).await;
        self.data_version.update(|version| *version += 1);
        json(&report?)
    }

    /// Opens again what was open when the engine hit a fault.
    pub(crate) async fn restore(self) -> Result<InspectAnswer, AskError> {
        let inner = self.inner();
        let (heads, blobs) = inner.connection.remembered();
        let report = inner
            .connection
            .request(|id| Request::Open { id, sources: heads, readers: None, memory: None }, blobs)
            .await;
        self.data_version.update(|version| *version += 1);
        parse(&json(&report?)?)
    }

    /// Stops reading. What was read stays and says that it is cut short.
    pub(crate) fn cancel(self) {
        self.inner().connection.send(&Request::Cancel, Vec::new());
    }

    /// Asks a question; `T` is the payload that `protocol` names beside it.
    pub(crate) async fn ask<T: DeserializeOwned>(self, question: Question) -> Result<T, AskError> {
        parse(&self.ask_json(&question.to_json()).await?)
    }

    /// Asks the newest question of a panel, of which only the last one matters (a window that is being dragged, a name
    /// that is being typed). While one is with the engine the newest waits and those in between are never sent.
    /// `None` when a newer question was asked meanwhile.
    pub(crate) async fn ask_latest<T: DeserializeOwned>(
        self,
        slot: &'static str,
        question: Question,
    ) -> Result<Option<T>, AskError> {
        let slots = Rc::clone(&self.inner().slots);
        let Some(turn) = slots.enter(slot).await else {
            return Ok(None);
        };
        let answer = self.ask(question).await;
        if turn.is_newest() { answer.map(Some) } else { Ok(None) }
    }

    /// Asks a question given as JSON, and returns the answer as JSON.
    pub(crate) async fn ask_json(self, question: &str) -> Result<String, AskError> {
        let payload = vec![JsValue::from_str(question)];
        json(&self.inner().connection.request(|id| Request::Ask { id }, payload).await?)
    }

    /// Draws the timeline. Like [`Client::ask_latest`], only the newest drawing of a slot is made; but a drawing that is
    /// done is handed out even when a newer one waits, so that something follows the hand while it drags.
    pub(crate) async fn draw_latest(self, slot: &'static str, spec: RasterSpec) -> Result<Option<Drawn>, AskError> {
        let slots = Rc::clone(&self.inner().slots);
        let Some(_turn) = slots.enter(slot).await else {
            return Ok(None);
        };
        let drawn = self.inner().connection.request(|id| Request::Draw { id, spec }, Vec::new()).await?;
        let RasterSize { width, height } = parse(&json(&drawn)?)?;
        let pixels = Uint8ClampedArray::new(&drawn.get(1));
        let planned = Uint8Array::new(&drawn.get(2)).to_vec();
        Ok(Some(Drawn { width, height, pixels, planned }))
    }

    /// What a person said about the data.
    pub(crate) fn recipe(self) -> Recipe {
        self.inner().connection.recipe()
    }

    /// Replaces it; every panel asks again.
    pub(crate) async fn set_recipe(self, recipe: Recipe) -> Result<(), AskError> {
        let inner = self.inner();
        inner.connection.request(|id| Request::SetRecipe { id, recipe }, Vec::new()).await?;
        self.data_version.update(|version| *version += 1);
        Ok(())
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// Makes the engine fail as a fault in the program would.
    #[cfg(test)]
    pub(crate) fn crash(self) {
        self.inner().connection.send(&Request::Panic, Vec::new());
    }

    /// Makes the engine run out of memory.
    #[cfg(test)]
    pub(crate) fn exhaust(self) {
        self.inner().connection.send(&Request::Exhaust, Vec::new());
    }
}

/// The JSON in a reply's payload.
fn json(payload: &Array) -> Result<String, AskError> {
    payload.get(0).as_string().ok_or_else(|| AskError::new("The engine's reply holds no answer."))
}

/// An answer from its JSON.
pub(crate) fn parse<T: DeserializeOwned>(json: &str) -> Result<T, AskError> {
    serde_json::from_str(json).map_err(|error| AskError::new(format!("The answer cannot be read: {error}.")))
}
