//! A plant as everything that is written for it: its files, dirty where the scenario says so, and the truth.

use super::Plant;
use super::dirt::{Soil, soil};
use super::export::{self, File};
use super::truth;

/// Hands over name and content of every file, one after the other; what was done to them is the answer.
pub fn each(plant: &Plant, hand_over: &mut dyn FnMut(String, String)) -> Vec<Soil> {
    let mut ledger = Vec::new();
    export::each(plant, &mut |file| match file {
        File::Table(table) => {
            let soiled = soil(plant, table);
            ledger.extend(soiled.ledger);
            for (name, text) in soiled.files {
                hand_over(name, text);
            }
        }
        File::Text { name, text } => hand_over(name, text),
    });
    ledger
}

/// Hands over name and content of every file of the truth.
pub fn truth(plant: &Plant, ledger: &[Soil], hand_over: &mut dyn FnMut(String, String)) {
    truth::each(plant, ledger, &mut |table| hand_over(table.file(), table.text()));
}
