//! What machines said: states, counts, measurements, alarms, and what a device file says about their data items.

use crate::model::columns::Bits;
use crate::model::{Amount, AssetId, ItemId, Micros, NameId, SourceId, Until};

columns! {
    /// What a machine was doing. A row with an end is an interval; a row whose end is [`Until::OPEN`] holds until the next row
    /// of the same asset.
    States / StateRow {
        must {
            /// The machine.
            asset: AssetId,
            /// When the state began.
            start: Micros,
            /// The source's own name of the state.
            state: NameId,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// When it ended; open = it holds until the next row.
            end: Until,
            /// Why (stop reason).
            reason: NameId,
            /// The product that was being made.
            product: NameId,
            /// The work order.
            order: NameId,
            /// The key of the data item, for sources with several state-like items per asset; [`NameId::NONE`] for tables, whose rows
            /// are the state lane by declaration.
            key: NameId,
        }
        ascending asset, start;
    }
}

/// How a count is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CountKind {
    /// Pieces since the previous row.
    #[default]
    Delta,
    /// A running counter, from which deltas are taken.
    Counter,
}

columns! {
    /// Pieces counted on a machine; a figure that the source does not give is [`Amount::NONE`].
    Counts / CountRow {
        must {
            /// The machine.
            asset: AssetId,
            /// When it was counted.
            time: Micros,
            /// All pieces.
            total: Amount,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// Good pieces.
            good: Amount,
            /// Scrap.
            scrap: Amount,
            /// Rework.
            rework: Amount,
            /// Deltas or a running counter.
            kind: CountKind,
            /// The product.
            product: NameId,
            /// The work order.
            order: NameId,
            /// The key of the data item, for sources that have one.
            key: NameId,
        }
        ascending asset, time;
        adds |row| row.kind == CountKind::Delta;
    }
}

columns! {
    /// A value of a channel at a time: process measurements, and every data item of a machine log that is not its state.
    Measurements / MeasurementRow {
        must {
            /// When.
            time: Micros,
            /// The channel (data item key, sensor name, characteristic).
            channel: NameId,
            /// The value; none when it is text or unavailable.
            value: Amount,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// The machine.
            asset: AssetId,
            /// The value as text when it is not a number.
            text: NameId,
            /// The piece that was measured.
            item: ItemId,
            /// Unit.
            unit: NameId,
            /// Lower specification limit.
            lower: Amount,
            /// Upper specification limit.
            upper: Amount,
            /// Nominal.
            target: Amount,
        }
        ascending channel, time;
    }
}

columns! {
    /// Alarms and conditions.
    Alarms / AlarmRow {
        must {
            /// The machine.
            asset: AssetId,
            /// When it came up.
            start: Micros,
            /// Its code (or the data item's key).
            code: NameId,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// When it cleared, if the record itself says so.
            end: Until,
            /// Severity in the source's words (`WARNING`, `FAULT`, …). A `NORMAL` row clears earlier rows of the same key.
            severity: NameId,
            /// Text.
            text: NameId,
            /// The condition's data item key; rows of one key follow each other.
            key: NameId,
        }
    }
}

columns! {
    /// What a device file (MTConnect `Devices.xml`) says about data items; joined to observations when indexes are built, so the
    /// order of loading does not matter.
    DataItems / DataItemRow {
        must {
            /// Device name.
            device: NameId,
            /// The key used in logs: the item's name, else its id.
            key: NameId,
            /// `SAMPLE`, `EVENT` or `CONDITION`.
            category: NameId,
            /// Type such as `EXECUTION`.
            kind: NameId,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// The data item's id.
            id: NameId,
            /// Sub-type.
            sub_type: NameId,
            /// Units.
            unit: NameId,
            /// Device uuid.
            uuid: NameId,
        }
    }
}

lists! { CountKind }

bits! {
    CountKind: kind => kind as u64,
}
