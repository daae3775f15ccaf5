//! What was dropped or chosen, as sources: files as they are, folders with everything in them.

use crate::client::Source;
use floorlens_core::order::Order;
use futures_channel::oneshot;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// What a drop holds. The entries must be taken out while the event is handled; reading them may then take its time.
pub(crate) struct Dropped {
    entries: Vec<FileSystemEntry>,
    files: Vec<File>,
}

/// Takes the entries out of a drop.
pub(crate) fn take(transfer: &DataTransfer) -> Dropped {
    let items = transfer.items();
    let entries: Vec<FileSystemEntry> = (0..items.length())
        .filter_map(|i| items.get(i))
        .filter(|item| item.kind() == "file")
        .filter_map(|item| item.webkit_get_as_entry().ok().flatten())
        .collect();
    // Where the browser gives no entries, there are files at least, without what folders hold.
    let files =
        if entries.is_empty() { transfer.files().map(|list| listed(&list)).unwrap_or_default() } else { vec![] };
    Dropped { entries, files }
}

/// Whether something that is dragged over the page holds files.
pub(crate) fn holds_files(transfer: &DataTransfer) -> bool {
    transfer.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files"))
}

/// The files of a file input.
pub(crate) fn chosen(list: &FileList) -> Vec<Source> {
    sorted(listed(list).into_iter().map(Source::from).collect())
}

fn listed(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|i| list.get(i)).collect()
}

fn sorted(mut sources: Vec<Source>) -> Vec<Source> {
    let key = |source: &Source| match source {
        Source::Blob { name, .. } => name.clone(),
        Source::Address(address) => address.clone(),
    };
    sources.order_by_key(key);
    sources
}

impl Dropped {
    /// Reads folders, level by level, and returns all files by name. Hidden files (`.DS_Store`) are nobody's export.
    pub(crate) async fn sources(self) -> Result<Vec<Source>, String> {
        let mut sources: Vec<Source> = self.files.into_iter().map(Source::from).collect();
        let mut left = self.entries;
        while let Some(entry) = left.pop() {
            if entry.name().starts_with('.') {
                continue;
            }
            if entry.is_directory() {
                left.extend(entries_of(entry.unchecked_into()).await?);
            } else {
                let name = entry.full_path().trim_start_matches('/').to_owned();
                let blob = file_of(entry.unchecked_into()).await?.into();
                sources.push(Source::Blob { name, blob });
            }
        }
        Ok(sorted(sources))
    }
}

async fn file_of(entry: FileSystemFileEntry) -> Result<File, String> {
    let name = entry.name();
    called_back(|done, failed| entry.file_with_callback_and_callback(done, failed))
        .await
        .and_then(|file| file.dyn_into().ok())
        .ok_or_else(|| format!("`{name}` could not be read. It may have been moved or may need permission."))
}

async fn entries_of(folder: FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, String> {
    let reader = folder.create_reader();
    let mut entries = Vec::new();
    loop {
        // A browser hands out a hundred at a time, and an empty list at the end.
        let batch = called_back(|done, failed| {
            let _ = reader.read_entries_with_callback_and_callback(done, failed);
        })
        .await
        .map(|batch| js_sys::Array::from(&batch))
        .ok_or_else(|| format!("The folder `{}` could not be read.", folder.name()))?;
        if batch.length() == 0 {
            return Ok(entries);
        }
        entries.extend(batch.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

/// The value that the first callback is called with; `None` when the second one is.
async fn called_back(start: impl FnOnce(&js_sys::Function, &js_sys::Function)) -> Option<JsValue> {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let tell = move |value: Option<JsValue>| {
        if let Some(sender) = sender.borrow_mut().take() {
            let _ = sender.send(value);
        }
    };
    let fail = tell.clone();
    let done = Closure::<dyn Fn(JsValue)>::new(move |value| tell(Some(value)));
    let failed = Closure::<dyn Fn(JsValue)>::new(move |_| fail(None));
    start(done.as_ref().unchecked_ref(), failed.as_ref().unchecked_ref());
    receiver.await.ok().flatten()
}
