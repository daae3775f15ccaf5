//! Tables of books, whose text is made in order: pieces of it are read by the code that reads ranges.

use super::{named, quick, reader};
use crate::engine::Engine;
use crate::engine::import::Telling;
use crate::web::Turns;
use floorlens_core::session::pieces::Pieces;
use floorlens_core::session::ranges::Merged;
use floorlens_quick::import::Divided;

/// Reads the table that the session has just opened; `false` when it must be read in one go.
pub(super) async fn read(engine: &Engine, telling: &mut Telling) -> bool {
    let Ok(turns) = Turns::new() else { return false };
    let begun = Pieces::begin(&mut engine.session.borrow_mut());
    let Some(mut pieces) = begun else { return false };
    let (name, chosen) = named(engine);
    // The header stands in the first lines, and whatever is told by more of them was told when the file was recognised.
    let Some(divided) = Divided::of_text(&name, pieces.piece().0.to_vec(), reader::leave_out(&chosen)) else {
        pieces.give_up(&mut engine.session.borrow_mut());
        return false;
    };
    loop {
        turns.give_way().await;
        if !pieces.goes_on(&engine.session.borrow()) {
            return true;
        }
        let (text, range, last) = pieces.piece();
        let chunk = divided.read_text(text, quick(range), last);
        let merged = pieces.take(&mut engine.session.borrow_mut(), &chunk);
        match merged {
            Merged::Taken => {}
            Merged::Done => {
                engine.after_step(telling);
                return true;
            }
            Merged::Again(_) | Merged::InOneGo => return false,
        }
        engine.after_step(telling);
    }
}
