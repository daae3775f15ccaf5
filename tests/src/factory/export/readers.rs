//! What readers log, each in the words of its kind: RFID gates microseconds and antennas, beacon gateways lines of JSON in milliseconds, scanners plain
//! text in local time.

use super::{File, Table};
use crate::factory::Plant;
use crate::factory::scenario::Technology;
use std::fmt::Write;

/// `readers/reader-1.csv` and so on.
pub(super) fn each(plant: &Plant, hand_over: &mut dyn FnMut(File)) {
    for (n, reader) in plant.scenario.readers.iter().enumerate() {
        let own = plant.history.reads.iter().filter(|read| read.reader == n);
        let reads = own
            .filter_map(|read| read.logged.map(|logged| (read, logged, &plant.history.items[read.item as usize].id)));
        let name = format!("readers/reader-{}-{}", n + 1, reader.place.replace(' ', "-"));
        match reader.technology {
            Technology::Rfid => {
                let mut table = Table::new(&name, "EPC,Antenna,FirstSeenTimestampUTC,PeakRSSI,TagSeenCount");
                for (read, logged, id) in reads {
                    let rssi = read.strength.unwrap_or_default();
                    table.row(&[
                        id,
                        &(1 + logged.rem_euclid(4)).to_string(),
                        &logged.to_string(),
                        &rssi.to_string(),
                        "1",
                    ]);
                }
                hand_over(File::Table(table));
            }
            Technology::Ble => {
                let mut text = String::new();
                for (read, logged, id) in reads {
                    let line = serde_json::json!({ "gateway": reader.place, "beacon": id, "rssi": read.strength, "ts": logged / 1000 });
                    let _ = writeln!(text, "{line}");
                }
                hand_over(File::Text { name: format!("{name}.ndjson"), text });
            }
            Technology::BarCode => {
                let mut text = String::new();
                for (_, logged, id) in reads {
                    let _ =
                        writeln!(text, "{}\t{}\t{id}", plant.clock.local(logged, "%d.%m.%Y %H:%M:%S"), reader.place);
                }
                hand_over(File::Text { name: format!("{name}.log"), text });
            }
        }
    }
}
