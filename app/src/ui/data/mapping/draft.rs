//! What is being tried out on one file, and the engine's answer to it.

use crate::client::Client;
use crate::ui::ask::{Load, answer};
use crate::ui::{Workspace, remembered};
use floorlens_core::model::{MappedColumn, Mapping, Role, Shape, TimeForm};
use floorlens_core::protocol::{MappingAnswer, MappingQuestion, MappingQuestionKind, Question};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// One file's mapping while it is changed; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    client: Client,
    workspace: Workspace,
    /// The file that a person has chosen; who changes a file's mapping has chosen it.
    chosen: RwSignal<Option<String>>,
    /// What a person has changed; `None` = the file as it is read.
    tried: RwSignal<Option<Mapping>>,
    /// The engine's newest answer.
    pub(super) load: ReadSignal<Load<MappingAnswer>>,
    /// The same while the next one is on its way.
    pub(super) answer: Memo<Option<MappingAnswer>>,
    /// The mapping as the controls show it.
    pub(super) mapping: Memo<Option<Mapping>>,
    /// What is open.
    pub(super) questions: Memo<Vec<MappingQuestion>>,
}

impl Draft {
    /// The draft of `file`, which becomes `chosen` once something of it is changed.
    pub(super) fn new(file: String, chosen: RwSignal<Option<String>>) -> Self {
        let tried = RwSignal::new(None::<Mapping>);
        let shape = RwSignal::new(None::<Shape>);
        let load = answer::<MappingAnswer>(move || {
            let (mapping, shape) = (tried.get().map(Box::new), shape.get());
            Some(Question::Mapping { file: file.clone(), shape, mapping })
        });
        let answer = Memo::new(move |last: Option<&Option<MappingAnswer>>| {
            load.get().ready().or_else(|| last.cloned().flatten())
        });
        let mapping = Memo::new(move |_| tried.get().or_else(|| answer.get().map(|answer| answer.how.mapping)));
        let questions = Memo::new(move |_| answer.get().map(|answer| answer.how.questions).unwrap_or_default());
        let (client, workspace) = (Client::expect(), Workspace::expect());
        Self { client, workspace, chosen, tried, load, answer, mapping, questions }
    }

    /// Changes the mapping; the engine says what it would make of the file.
    pub(super) fn change(self, change: impl FnOnce(&mut Mapping)) {
        if let Some(mut mapping) = self.mapping.get_untracked() {
            change(&mut mapping);
            self.choose();
            self.tried.set(Some(mapping));
        }
    }

    /// Keeps the panel at this file: once it does not wait any more, another might be shown in its place.
    fn choose(self) {
        if let Some(file) = self.answer.with_untracked(|answer| answer.as_ref().map(|answer| answer.file.clone())) {
            self.chosen.set(Some(file));
        }
    }

    /// Takes a column for something else.
    pub(super) fn set_role(self, place: usize, role: Role) {
        let guessed = self.answer.with_untracked(|a| {
            let column = a.as_ref().and_then(|a| a.columns.get(place));
            column.map(|column| (column.time, column.quality))
        });
        let (form, quality) = guessed.unwrap_or_default();
        self.change(|mapping| {
            if let Some(column) = mapping.columns.get_mut(place) {
                column.role = role;
                let timed = matches!(role, Role::Time | Role::Start | Role::End);
                column.quality = quality.filter(|_| role == Role::Validity);
                column.time = timed.then(|| column.time.or(form).unwrap_or(TimeForm::YearFirst));
            }
            // A column says it better than what was put in its place.
            mapping.constants.remove(&role);
        });
    }

    /// Takes a row for something else: columns keep their roles where the shape has a place for them, and are guessed anew elsewhere.
    pub(super) fn set_shape(self, shape: Shape) {
        let file = self.answer.with_untracked(|answer| answer.as_ref().map(|answer| answer.file.clone()));
        let Some(file) = file else { return };
        spawn_local(async move {
            let question = Question::Mapping { file, shape: Some(shape), mapping: None };
            match self.client.ask::<MappingAnswer>(question).await {
                Ok(answer) => {
                    let _ = self.tried.try_set(Some(answer.how.mapping));
                }
                Err(error) => self.workspace.notice(error.error),
            }
        });
    }

    /// True when something was changed.
    pub(super) fn changed(self) -> bool {
        self.tried.with(Option::is_some)
    }

    /// Back to how the file is read.
    pub(super) fn undo(self) {
        self.tried.set(None);
    }

    /// True when a person may read the file this way.
    pub(super) fn ready(self) -> bool {
        let asked = |question: &MappingQuestion| {
            let missing = question.kind == MappingQuestionKind::Role && !question.roles.is_empty();
            question.blocking && (missing || question.kind == MappingQuestionKind::Quality)
        };
        !self.workspace.read_only.get() && !self.questions.with(|questions| questions.iter().any(asked))
    }

    /// Reads the file this way, now and whenever a file with this header is opened in this browser.
    pub(super) fn apply(self) {
        let Some(mapping) = self.mapping.get_untracked() else { return };
        remembered::keep(&mapping);
        self.replace(&mapping.clone(), Some(mapping));
    }

    /// Forgets what was said about this header: the file is guessed again.
    pub(super) fn forget(self) {
        let Some(mapping) = self.mapping.get_untracked() else { return };
        remembered::forget(&mapping);
        self.replace(&mapping, None);
    }

    fn replace(self, old: &Mapping, new: Option<Mapping>) {
        self.choose();
        let mut recipe = self.client.recipe();
        let header: Vec<String> = old.columns.iter().map(|column: &MappedColumn| column.name.clone()).collect();
        recipe.mappings.retain(|other| !other.fits(&header));
        recipe.mappings.extend(new);
        spawn_local(async move {
            match self.client.set_recipe(recipe).await {
                Ok(()) => {
                    let _ = self.tried.try_set(None);
                }
                Err(error) => self.workspace.notice(error.error),
            }
        });
    }

    /// Says that something went wrong.
    pub(super) fn notice(self, sentence: String) {
        self.workspace.notice(sentence);
    }

    /// True when a recipe holds the mapping.
    pub(super) fn is_saved(self) -> bool {
        self.answer.with(|answer| answer.as_ref().is_some_and(|answer| !answer.how.guessed)) && !self.changed()
    }
}
