//! Closed lists of words, each with the name that it has in JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Declares an enum whose values are words in JSON. One small function reads and one writes them: derived code would be ten times as long.
macro_rules! words {
    ($(#[$meta:meta])* $kind:ident ($what:literal) { $($(#[$doc:meta])* $variant:ident $name:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $kind {
            $($(#[$doc])* $variant,)*
        }

        impl $kind {
            /// All of them.
            pub const ALL: &'static [$kind] = &[$($kind::$variant,)*];

            /// The word in JSON.
            pub const fn name(self) -> &'static str {
                match self {
                    $($kind::$variant => $name,)*
                }
            }

            /// The one of that name.
            pub fn find(name: &str) -> Option<$kind> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }

        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = String::deserialize(deserializer)?;
                Self::find(&name)
                    .ok_or_else(|| serde::de::Error::custom(format!(concat!("`{}` is no ", $what), name)))
            }
        }
    };
}

words! {
    /// What a column means.
    Role ("role of a column") {
        /// Nothing that Floorlens has a place for.
        Ignore "ignore",
        /// When it happened; also a date that start and end share.
        Time "time",
        /// When it began.
        Start "start",
        /// When it ended.
        End "end",
        /// How long it took.
        Duration "duration",
        /// The machine.
        Asset "asset",
        /// What the machine did.
        State "state",
        /// Why.
        Reason "reason",
        /// The piece, lot or container.
        Item "item",
        /// The lot that the piece belongs to.
        Lot "lot",
        /// The lot or piece that went in.
        LotIn "lot_in",
        /// The lot or piece that came out.
        LotOut "lot_out",
        /// The container.
        Parent "parent",
        /// What is in the container.
        Child "child",
        /// How much.
        Quantity "quantity",
        /// Whether the quantity went in or out, such as SAP's S and H.
        Sign "sign",
        /// The unit of what the row gives.
        Unit "unit",
        /// The work order.
        Order "order",
        /// The product.
        Product "product",
        /// Where it is.
        Place "place",
        /// Where it comes from.
        From "from",
        /// Where it goes.
        To "to",
        /// The plant that places belong to.
        Site "site",
        /// Who did it.
        Operator "operator",
        /// The sensor, tag or characteristic.
        Channel "channel",
        /// What was measured.
        Value "value",
        /// Whether the source trusts the value.
        Validity "validity",
        /// Lower limit.
        Lower "lower",
        /// Upper limit.
        Upper "upper",
        /// Nominal value.
        Target "target",
        /// Good pieces.
        Good "good",
        /// Scrap.
        Scrap "scrap",
        /// Pieces to rework.
        Rework "rework",
        /// All pieces.
        Total "total",
        /// The step of work.
        Step "step",
        /// The program.
        Program "program",
        /// The result of a check.
        Result "result",
        /// What was wrong.
        Defect "defect",
        /// The alarm's code.
        Code "code",
        /// How bad the alarm is.
        Severity "severity",
        /// What the alarm says.
        Text "text",
        /// Delivery note or other document.
        Document "document",
        /// Customer.
        Party "party",
        /// Supplier.
        Supplier "supplier",
        /// The kind of booking, such as 261.
        Movement "movement",
        /// Reader or scanner.
        Reader "reader",
        /// Bar code, RFID …
        Technology "technology",
        /// Signal strength.
        Strength "strength",
    }
}

words! {
    /// What one row of a table is.
    Shape ("shape of a table") {
        /// A machine enters a state.
        EventLog "event_log",
        /// A machine was in a state from … to.
        IntervalLog "interval_log",
        /// Pieces counted.
        CounterLog "counter_log",
        /// Values of many channels at one time, a column each.
        WideHistorian "wide_historian",
        /// One value of one channel.
        LongHistorian "long_historian",
        /// A step of work.
        JobList "job_list",
        /// An item was read at a place.
        ReadLog "read_log",
        /// A lot went into another.
        GenealogyPairs "genealogy_pairs",
        /// A stock movement was booked.
        StockMoves "stock_moves",
        /// An item was checked.
        Inspections "inspections",
        /// An alarm.
        AlarmLog "alarm_log",
        /// An item was packed into a container.
        Packing "packing",
    }
}

words! {
    /// How times are written.
    TimeForm ("way to write times") {
        /// ISO 8601, or any other order that begins with the year.
        YearFirst "year_first",
        /// 23.03.2026, 23/03/2026.
        DayFirst "day_first",
        /// 3/23/2026.
        MonthFirst "month_first",
        /// A time of day; the date stands in another column.
        Clock "clock",
        /// Days since 1899-12-30, as Excel counts them.
        Excel "excel",
        /// Seconds since 1970.
        EpochS "epoch_s",
        /// Milliseconds since 1970.
        EpochMs "epoch_ms",
        /// Microseconds since 1970.
        EpochUs "epoch_us",
        /// Nanoseconds since 1970.
        EpochNs "epoch_ns",
    }
}

words! {
    /// The decimal mark.
    #[derive(Default)]
    Decimal ("decimal mark") {
        /// 12.5
        #[default]
        Point "point",
        /// 12,5
        Comma "comma",
    }
}

words! {
    /// The scale of codes that say whether the source vouches for a value.
    QualityScale ("scale of quality codes") {
        /// OPC DA: from 192 on good.
        OpcDa "opc_da",
        /// OPC UA: status codes, 0 is good.
        OpcUa "opc_ua",
        /// AVEVA (Wonderware) Historian: 0 and 133 are good.
        Aveva "aveva",
        /// 100 is good.
        Percent "percent",
        /// 1 is good.
        OneGood "one_good",
        /// 0 is good, anything else bad.
        ZeroGood "zero_good",
    }
}

words! {
    /// How the figures of a counter log count.
    Counting ("way to count") {
        /// Since the row before.
        Delta "delta",
        /// A counter that runs on.
        Counter "counter",
    }
}
