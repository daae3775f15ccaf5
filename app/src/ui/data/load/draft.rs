//! What is being tried out on one file, and the engine's answer to it.

use crate::client::Client;
use crate::text::{self, format};
use crate::ui::ask::{Load, answer};
use crate::ui::{Selection, Workspace};
use floorlens_core::model::Choice;
use floorlens_core::protocol::{LoadAnswer, Question};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A choice while it is changed; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    client: Client,
    workspace: Workspace,
    selection: Selection,
    file: StoredValue<String>,
    /// What a person has changed; `None` = as the file is loaded.
    tried: RwSignal<Option<Choice>>,
    load: ReadSignal<Load<LoadAnswer>>,
    /// The newest answer, also while the next one is on its way.
    pub(super) answer: Memo<Option<LoadAnswer>>,
    /// The choice as the fields show it.
    pub(super) choice: Memo<Choice>,
}

impl Draft {
    pub(super) fn new(file: String) -> Self {
        let tried = RwSignal::new(None::<Choice>);
        let named = file.clone();
        let load = answer::<LoadAnswer>(move || {
            Some(Question::Load { file: named.clone(), choice: tried.get().map(Box::new) })
        });
        let answer =
            Memo::new(move |last: Option<&Option<LoadAnswer>>| load.get().ready().or_else(|| last.cloned().flatten()));
        let choice =
            Memo::new(move |_| tried.get().or_else(|| answer.get().map(|answer| answer.choice)).unwrap_or_default());
        let (client, workspace, selection) = (Client::expect(), Workspace::expect(), Selection::expect());
        Self { client, workspace, selection, file: StoredValue::new(file), tried, load, answer, choice }
    }

    /// Why there is no answer.
    pub(super) fn problem(self) -> Option<String> {
        match self.load.get() {
            Load::Failed(error) => Some(error.error),
            _ => None,
        }
    }

    /// Changes the choice; the engine says what the file would need.
    pub(super) fn change(self, change: impl FnOnce(&mut Choice)) {
        let mut choice = Choice { skip: false, anyway: false, ..self.choice.get_untracked() };
        change(&mut choice);
        self.tried.set(Some(choice));
    }

    /// True when something was changed.
    pub(super) fn changed(self) -> bool {
        self.tried.with(Option::is_some)
    }

    /// Back to how the file is loaded.
    pub(super) fn undo(self) {
        self.tried.set(None);
    }

    fn asks(self, what: impl Fn(&LoadAnswer) -> bool) -> bool {
        self.answer.with(|answer| answer.as_ref().is_some_and(what))
    }

    /// True when the file may be loaded as the fields say.
    pub(super) fn ready(self) -> bool {
        let answered = matches!(self.load.get(), Load::Ready(_));
        answered
            && self.asks(|answer| answer.fits && !answer.choice.skip)
            && (self.changed() || self.asks(|a| a.waiting))
    }

    /// True when the file is loaded, or not wanted, as the fields say.
    pub(super) fn is_loaded(self) -> bool {
        self.asks(|answer| !answer.waiting && !answer.choice.skip)
    }

    /// True when a part of it is left out now.
    pub(super) fn is_in_part(self) -> bool {
        !self.changed() && self.asks(|answer| !answer.choice.is_everything())
    }

    /// True when nothing of it is wanted.
    pub(super) fn is_skipped(self) -> bool {
        self.choice.with(|choice| choice.skip)
    }

    /// True when it is estimated not to fit as the fields say.
    pub(super) fn is_too_large(self) -> bool {
        self.asks(|answer| !answer.fits && (answer.waiting || self.changed()))
    }

    /// False for who may only look.
    pub(super) fn editable(self) -> bool {
        !self.workspace.read_only.get()
    }

    /// The zone in which times are typed.
    pub(super) fn zone(self) -> String {
        self.selection.zone.get()
    }

    /// From when to when the file tells.
    pub(super) fn span(self, answer: &LoadAnswer) -> Option<String> {
        let (from, to) = (answer.from?, answer.to?);
        let zone = self.zone();
        Some(text::load::span(&format::minute(from.0, &zone), &format::minute(to.0, &zone)))
    }

    /// Loads the file as `choice` makes of what the fields say.
    pub(super) fn apply(self, choice: fn(Choice) -> Choice) {
        let file = self.file.get_value();
        let chosen = choice(Choice { file: Some(file.clone()), ..self.choice.get_untracked() });
        // The panel stays at this file when it does not wait any more.
        self.workspace.load_less.set(Some(file.clone()));
        let mut recipe = self.client.recipe();
        recipe.load.retain(|other| other.file.as_ref() != Some(&file));
        let general = recipe.load.iter().any(|other| other.file.is_none());
        // Nothing need be said of a file that is loaded whole, unless all others are not.
        if !chosen.is_everything() || chosen.anyway || general {
            recipe.load.push(chosen);
        }
        spawn_local(async move {
            match self.client.set_recipe(recipe).await {
                Ok(()) => {
                    let _ = self.tried.try_set(None);
                }
                Err(error) => self.workspace.notice(error.error),
            }
        });
    }
}
