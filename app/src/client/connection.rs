//! One engine worker: starting it, sending, hearing, and starting the next one after a fault.

use super::EngineStatus;
use super::pending::{Pending, Reply};
use crate::port::{ImportProgress, Report, Request, RequestId, SourceHead, pack, unpack};
use crate::{text, web};
use floorlens_core::protocol::AskError;
use floorlens_core::recipe::Recipe;
use js_sys::Array;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker};

/// The way to the engine, whichever worker that is at the moment.
pub(super) struct Connection(Rc<State>);

struct State {
    status: RwSignal<EngineStatus>,
    progress: RwSignal<Option<ImportProgress>>,
    data_version: RwSignal<u32>,
    pending: Pending,
    engine: RefCell<Option<Engine>>,
    /// Messages for a worker that does not listen yet.
    unsent: RefCell<Vec<Array>>,
    /// Everything that was opened, so that it can be opened again.
    opened: RefCell<(Vec<SourceHead>, Vec<JsValue>)>,
    recipe: RefCell<Recipe>,
}

struct Engine {
    worker: Worker,
    listens: bool,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(ErrorEvent)>,
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Connection {
    /// Starts an engine that reports through these signals.
    pub(super) fn start(
        status: RwSignal<EngineStatus>,
        progress: RwSignal<Option<ImportProgress>>,
        data_version: RwSignal<u32>,
    ) -> Connection {
        let state = Rc::new(State {
            status,
            progress,
            data_version,
            pending: Pending::default(),
            engine: RefCell::default(),
            unsent: RefCell::default(),
            opened: RefCell::default(),
            recipe: RefCell::default(),
        });
        state.spawn();
        Connection(state)
    }

    /// Sends a request and waits for its reply. A recipe is kept for engines to come.
    pub(super) async fn request(&self, request: impl FnOnce(RequestId) -> Request, payload: Vec<JsValue>) -> Reply {
        let (id, reply) = self.0.pending.enter();
        let request = request(id);
        let reads = match &request {
            Request::Open { .. } => true,
            // Files are read again where something is chosen of them, or was.
            Request::SetRecipe { recipe, .. } => {
                let before = self.0.recipe.replace(recipe.clone());
                let chosen = !before.load.is_empty() || !recipe.load.is_empty();
                chosen && !self.0.opened.borrow().0.is_empty()
            }
            _ => false,
        };
        if reads {
            self.0.status.set(EngineStatus::Importing);
            self.0.progress.set(None);
        }
        self.send(&request, payload);
        let reply = reply.await.unwrap_or_else(|_| Err(AskError::new("The page is being closed.")));
        // A fault during the import has set its own status, which must stay.
        if reads && self.0.status.get_untracked() == EngineStatus::Importing {
            self.0.status.set(EngineStatus::Ready);
        }
        reply
    }

    /// Sends a request that has no reply.
    pub(super) fn send(&self, request: &Request, payload: Vec<JsValue>) {
        self.0.send(request, payload);
    }

    /// Keeps what was opened for [`super::Client::restore`].
    pub(super) fn remember(&self, heads: &[SourceHead], blobs: &[JsValue]) {
        let mut opened = self.0.opened.borrow_mut();
        opened.0.extend_from_slice(heads);
        opened.1.extend_from_slice(blobs);
    }

    /// What was opened.
    pub(super) fn remembered(&self) -> (Vec<SourceHead>, Vec<JsValue>) {
        self.0.opened.borrow().clone()
    }

    /// The recipe in force.
    pub(super) fn recipe(&self) -> Recipe {
        self.0.recipe.borrow().clone()
    }
}

impl State {
    fn spawn(self: &Rc<Self>) {
        let worker = match web::start_engine() {
            Ok(worker) => worker,
            Err(error) => {
                self.status.set(EngineStatus::Crashed { message: error });
                return;
            }
        };
        let on_message = self.listener(|state, event: MessageEvent| state.hear(&event.data()));
        let on_error = self.listener(|state, event: ErrorEvent| {
            // The page says it in its own words; the console is for faults that nobody handles.
            event.prevent_default();
            // A panic says why before the worker is gone. What stops without a word could get no memory.
            let silent = event.message().to_lowercase().contains("unreachable");
            if silent {
                state.recover(text::shell::out_of_memory());
            } else {
                state.recover(&event.message());
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        *self.engine.borrow_mut() =
            Some(Engine { worker, listens: false, _on_message: on_message, _on_error: on_error });
    }

    fn listener<E: wasm_bindgen::convert::FromWasmAbi + 'static>(
        self: &Rc<Self>,
        handle: impl Fn(&Rc<State>, E) + 'static,
    ) -> Closure<dyn Fn(E)> {
        let state: Weak<State> = Rc::downgrade(self);
        Closure::new(move |event: E| {
            if let Some(state) = state.upgrade() {
                handle(&state, event);
            }
        })
    }

    fn send(self: &Rc<Self>, request: &Request, payload: Vec<JsValue>) {
        match pack(request, payload) {
            Ok(message) => self.post(message),
            Err(fault) => self.recover(&fault),
        }
    }

    fn post(self: &Rc<Self>, message: Array) {
        let sent = match self.engine.borrow().as_ref() {
            Some(engine) if engine.listens => engine.worker.post_message(&message),
            Some(_) => {
                self.unsent.borrow_mut().push(message);
                return;
            }
            None => {
                self.pending.fail_all("The engine could not be started; reload the page.");
                return;
            }
        };
        if let Err(error) = sent {
            self.recover(&web::describe(&error));
        }
    }

    fn hear(self: &Rc<Self>, data: &JsValue) {
        match unpack::<Report>(data) {
            Ok((report, payload)) => self.handle(report, payload),
            Err(fault) => self.recover(&fault),
        }
    }

    fn handle(self: &Rc<Self>, report: Report, payload: Array) {
        match report {
            Report::Ready => self.is_ready(),
            Report::Progress(progress) => {
                let seen = self.progress.with_untracked(|last| last.as_ref().map_or(0, |last| last.read.seen));
                let more = !progress.read.done && progress.read.seen > seen;
                self.progress.set(Some(progress));
                if more {
                    // There is something to see while reading goes on; when it is done, the reply says so.
                    self.data_version.update(|version| *version += 1);
                }
            }
            Report::Done { id, error: None } => self.pending.resolve(id, Ok(payload)),
            Report::Done { id, error: Some(error) } => self.pending.resolve(id, Err(error)),
            Report::Panicked { message } => self.recover(&message),
        }
    }

    fn is_ready(self: &Rc<Self>) {
        if let Some(engine) = self.engine.borrow_mut().as_mut() {
            engine.listens = true;
        }
        if self.status.get_untracked() == EngineStatus::Starting {
            self.status.set(EngineStatus::Ready);
        }
        for message in self.unsent.take() {
            self.post(message);
        }
    }

    /// The engine is gone: says why, and starts another with the same recipe. The data is not opened again by itself,
    /// because it may be what brought the engine down.
    fn recover(self: &Rc<Self>, why: &str) {
        let ended = self.engine.take();
        let had_started = ended.is_some_and(|engine| engine.listens);
        self.unsent.take();
        self.status.set(EngineStatus::Crashed { message: why.to_owned() });
        self.pending.fail_all(&format!(
            "The engine stopped and was started again without data; open the same files once more. ({why})"
        ));
        self.data_version.update(|version| *version += 1);
        // An engine that never came up would only fail again.
        if had_started {
            self.spawn();
            let recipe = self.recipe.borrow().clone();
            let (id, _) = self.pending.enter();
            self.send(&Request::SetRecipe { id, recipe }, Vec::new());
        }
    }
}
