//! What is wrong with the files, and a ledger of it.

use super::Plant;
use super::export::Table;
use super::scenario::DirtKind;
use crate::sim::Rng;
use floorlens_core::model::parse_rfc3339;

/// One thing that was done to a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Soil {
    /// The file that has it, or from which it is missing.
    pub file: String,
    /// What.
    pub kind: DirtKind,
    /// Row in the clean table, from 1.
    pub row: usize,
    /// In words.
    pub note: String,
}

/// A table as the files it became, with what was done.
pub struct Soiled {
    /// Names and contents.
    pub files: Vec<(String, String)>,
    /// Every row that something was done to.
    pub ledger: Vec<Soil>,
}

/// Rows keep the number that they have in the clean table.
struct Part {
    table: Table,
    numbers: Vec<usize>,
    cut: bool,
}

/// Makes a table dirty as the scenario says; a table that it does not mention stays clean.
pub fn soil(plant: &Plant, table: Table) -> Soiled {
    let mut kinds: Vec<_> = plant.scenario.dirt.iter().filter(|dirt| dirt.file == table.name).collect();
    kinds.sort_by_key(|dirt| dirt.kind);
    let mut luck = Rng::new(plant.seed, &format!("dirt {}", table.name));
    let clean = table.rows.len();
    let mut parts = vec![Part { numbers: (1..=clean).collect(), table, cut: false }];
    let mut ledger = Vec::new();
    // Rows are changed before files are: missing, units and times first, then order, copies, and at last the cut.
    let order = [
        DirtKind::Missing,
        DirtKind::WrongUnit,
        DirtKind::DstFold,
        DirtKind::OutOfOrder,
        DirtKind::KeyRenamed,
        DirtKind::Overlapping,
        DirtKind::Duplicated,
        DirtKind::CutOff,
    ];
    for kind in order {
        if let Some(dirt) = kinds.iter().find(|dirt| dirt.kind == kind) {
            apply(plant, kind, dirt.share, &mut luck, &mut parts, &mut ledger);
        }
    }
    let files = parts.into_iter().map(|part| {
        let mut text = part.table.text();
        if part.cut {
            text.truncate(cut_at(&part.table, &text));
        }
        (part.table.file(), text)
    });
    Soiled { files: files.collect(), ledger }
}

fn apply(plant: &Plant, kind: DirtKind, share: f64, luck: &mut Rng, parts: &mut Vec<Part>, ledger: &mut Vec<Soil>) {
    let note = |part: &Part, at: usize, note: &str| Soil {
        file: part.table.file(),
        kind,
        row: part.numbers[at],
        note: note.to_owned(),
    };
    match kind {
        DirtKind::Missing => {
            for part in parts.iter_mut() {
                let gone: Vec<bool> = part.table.rows.iter().map(|_| luck.chance(share)).collect();
                for (at, _) in gone.iter().enumerate().filter(|(_, gone)| **gone) {
                    ledger.push(note(part, at, "not in any file"));
                }
                let mut keep = gone.iter().map(|gone| !gone);
                part.table.rows.retain(|_| keep.next().unwrap_or(true));
                let mut keep = gone.iter().map(|gone| !gone);
                part.numbers.retain(|_| keep.next().unwrap_or(true));
            }
        }
        DirtKind::WrongUnit => {
            for part in parts.iter_mut() {
                let columns: Vec<&str> = part.table.header.split(part.table.separator).collect();
                let (quantity, unit) =
                    (columns.iter().position(|c| *c == "quantity"), columns.iter().position(|c| *c == "unit"));
                let (Some(quantity), Some(unit)) = (quantity, unit) else { continue };
                for at in 0..part.table.rows.len() {
                    let mut cells: Vec<String> =
                        part.table.rows[at].split(part.table.separator).map(str::to_owned).collect();
                    if cells.get(unit).is_none_or(|unit| unit != "KGM") || !luck.chance(share) {
                        continue;
                    }
                    let Ok(kilograms) = cells[quantity].parse::<f64>() else { continue };
                    cells[quantity] = format!("{:.3}", kilograms * 1000.0);
                    part.table.rows[at] = cells.join(&part.table.separator.to_string());
                    ledger.push(note(part, at, "grams, called kilograms"));
                }
            }
        }
        DirtKind::DstFold => {
            for part in parts.iter_mut() {
                for at in 0..part.table.rows.len() {
                    let (row, twice) = local(plant, &part.table.rows[at], part.table.separator);
                    part.table.rows[at] = row;
                    if twice {
                        ledger.push(note(part, at, "a time that occurs twice on the clock on the wall"));
                    }
                }
            }
        }
        DirtKind::OutOfOrder => {
            for part in parts.iter_mut() {
                let count = part.table.rows.len();
                for at in 0..count {
                    if count > 1 && luck.chance(share) {
                        let with = (luck.bits() % count as u64) as usize;
                        part.table.rows.swap(at, with);
                        part.numbers.swap(at, with);
                        ledger.push(note(part, at, "stands elsewhere"));
                    }
                }
            }
        }
        DirtKind::KeyRenamed => {
            let Some(mut part) = parts.pop() else { return };
            let half = part.table.rows.len() / 2;
            let (rows, numbers) = (part.table.rows.split_off(half), part.numbers.split_off(half));
            let (first, rest) = part.table.header.split_once(part.table.separator).unwrap_or((&part.table.header, ""));
            let header = format!("{first}_v2{}{rest}", part.table.separator);
            let renamed = Table { name: format!("{}-renamed", part.table.name), header, rows, ..part.table.clone() };
            let renamed = Part { table: renamed, numbers, cut: false };
            for at in 0..renamed.numbers.len() {
                ledger.push(note(&renamed, at, "the first column has another name here"));
            }
            parts.extend([part, renamed]);
        }
        DirtKind::Overlapping => {
            let part = parts.remove(0);
            let (low, high) = (part.table.rows.len() * 2 / 5, part.table.rows.len() * 3 / 5);
            let make = |name: &str, range: std::ops::Range<usize>| Part {
                table: Table {
                    name: format!("{}-{name}", part.table.name),
                    rows: part.table.rows[range.clone()].to_vec(),
                    ..part.table.clone()
                },
                numbers: part.numbers[range].to_vec(),
                cut: false,
            };
            let (early, late) = (make("monday", 0..high), make("tuesday", low..part.table.rows.len()));
            for at in 0..high - low {
                ledger.push(note(&late, at, "stands in the other export too"));
            }
            parts.splice(0..0, [early, late]);
        }
        DirtKind::Duplicated => {
            let mut copies = Part {
                table: Table {
                    name: format!("{}-again", parts[0].table.name),
                    rows: Vec::new(),
                    ..parts[0].table.clone()
                },
                numbers: Vec::new(),
                cut: false,
            };
            for (at, row) in parts[0].table.rows.iter().enumerate() {
                if luck.chance(share) {
                    copies.table.rows.push(row.clone());
                    copies.numbers.push(parts[0].numbers[at]);
                }
            }
            for at in 0..copies.numbers.len() {
                ledger.push(note(&copies, at, "stands in another file too"));
            }
            parts.push(copies);
        }
        DirtKind::CutOff => {
            if let Some(part) = parts.first_mut().filter(|part| !part.table.rows.is_empty()) {
                part.cut = true;
                ledger.push(note(part, part.numbers.len() - 1, "ends in the middle of a time"));
            }
        }
    }
}

/// Where a file is cut off: in the middle of the first time of its last row.
fn cut_at(table: &Table, text: &str) -> usize {
    let last = table.rows.last().map_or("", String::as_str);
    let begin = text.len() - 1 - last.len();
    let mut at = 0;
    for cell in last.split(table.separator) {
        if parse_rfc3339(cell).is_some() {
            return begin + at + cell.len() / 2;
        }
        at += cell.len() + 1;
    }
    begin + last.len() / 2
}

/// Every time of a row as the clock on the wall shows it, and whether one of them occurs twice.
fn local(plant: &Plant, row: &str, separator: char) -> (String, bool) {
    let mut twice = false;
    let cells = row.split(separator).map(|cell| match parse_rfc3339(cell) {
        None => cell.to_owned(),
        Some(at) => {
            let shown = plant.clock.local(at, "%Y-%m-%dT%H:%M:%S%.f");
            let hour = 3_600_000_000;
            twice |=
                [at - hour, at + hour].iter().any(|other| plant.clock.local(*other, "%Y-%m-%dT%H:%M:%S%.f") == shown);
            shown
        }
    });
    let cells: Vec<String> = cells.collect();
    (cells.join(&separator.to_string()), twice)
}
