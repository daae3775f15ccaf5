//! Tables with other headers: shapes, roles, spellings of times, questions.

use super::language::say;
use floorlens_core::model::{QualityScale, Role, Shape, TimeForm};
use floorlens_core::protocol::FileMapping;

words! {
    title = "Tables with other headers";
    note = "what their rows and columns mean";
    file = "File";
    shape = "One row is";
    column = "Column";
    values = "Values";
    role = "Means";
    form = "Written";
    why = "Why";
    decimal = "Decimal mark";
    decimal_point = "12.5";
    decimal_comma = "12,5";
    zone = "Time zone";
    zone_note = "of times without one";
    machine = "Machine";
    machine_file = "the file's name";
    state = "State of every row";
    counting = "Figures";
    counting_delta = "since the row before";
    counting_counter = "a counter that runs on";
    swap = "Swap what went in and what came out";
    questions = "To be answered";
    preview = "What the first rows become";
    preview_none = "Nothing yet.";
    remarks = "What does not fit";
    apply = "Read the file this way";
    applied = "Read this way.";
    undo = "Undo";
    forget = "Guess again";
    save = "Save as file";
    save_name = "floorlens-mapping.json";
    waiting = "waits";
    guessed = "guessed";
    saved = "as you said";
    blocking = "before it is read";
    open = "open";
    none = "–";
}

/// How a file stands, beside its name.
pub(crate) fn standing(how: &FileMapping) -> &'static str {
    match (how.waiting, how.guessed) {
        (true, _) => waiting(),
        (false, true) => guessed(),
        (false, false) => saved(),
    }
}

/// How sure a guess is, in a word.
pub(crate) fn confidence(sure: f64) -> &'static str {
    say(match sure {
        s if s >= 0.85 => "sure",
        s if s >= 0.6 => "likely",
        _ => "unsure",
    })
}

/// What one row of a table is.
pub(crate) fn shape_words(shape: Shape) -> &'static str {
    say(match shape {
        Shape::EventLog => "a machine enters a state",
        Shape::IntervalLog => "a machine was in a state, from … to",
        Shape::CounterLog => "pieces were counted",
        Shape::WideHistorian => "values of many channels, a column each",
        Shape::LongHistorian => "one value of one channel",
        Shape::JobList => "a step of work on an order or item",
        Shape::ReadLog => "an item was read at a place",
        Shape::GenealogyPairs => "a lot went into another",
        Shape::StockMoves => "a stock movement was booked",
        Shape::Inspections => "an item was checked",
        Shape::AlarmLog => "an alarm",
        Shape::Packing => "an item was packed into a container",
    })
}

/// What a column means.
pub(crate) fn role_words(role: Role) -> &'static str {
    say(match role {
        Role::Ignore => "left out",
        Role::Time => "Time",
        Role::Start => "Start",
        Role::End => "End",
        Role::Duration => "Duration",
        Role::Asset => "Machine",
        Role::State => "State",
        Role::Reason => "Reason",
        Role::Item => "Item (serial, lot, container)",
        Role::Lot => "Lot of the item",
        Role::LotIn => "What went in",
        Role::LotOut => "What came out",
        Role::Parent => "Container",
        Role::Child => "Content",
        Role::Quantity => "Quantity",
        Role::Sign => "In or out",
        Role::Unit => "Unit",
        Role::Order => "Work order",
        Role::Product => "Product",
        Role::Place => "Place",
        Role::From => "From",
        Role::To => "To",
        Role::Site => "Plant",
        Role::Operator => "Operator",
        Role::Channel => "Channel",
        Role::Value => "Value",
        Role::Validity => "Quality of the value",
        Role::Lower => "Lower limit",
        Role::Upper => "Upper limit",
        Role::Target => "Nominal value",
        Role::Good => "Good pieces",
        Role::Scrap => "Scrap",
        Role::Rework => "Rework",
        Role::Total => "All pieces",
        Role::Step => "Step",
        Role::Program => "Program",
        Role::Result => "Result",
        Role::Defect => "Defect",
        Role::Code => "Alarm code",
        Role::Severity => "Severity",
        Role::Text => "Description",
        Role::Document => "Document",
        Role::Party => "Customer",
        Role::Supplier => "Supplier",
        Role::Movement => "Kind of movement",
        Role::Reader => "Reader",
        Role::Technology => "Technology",
        Role::Strength => "Signal strength",
    })
}

/// How times are written, by an example.
pub(crate) fn form_words(form: TimeForm) -> &'static str {
    say(match form {
        TimeForm::YearFirst => "2026-03-23 06:15",
        TimeForm::DayFirst => "day first: 23.03.2026",
        TimeForm::MonthFirst => "month first: 3/23/2026",
        TimeForm::Clock => "time of day: 06:15",
        TimeForm::Excel => "days of Excel: 46104.26",
        TimeForm::EpochS => "seconds since 1970",
        TimeForm::EpochMs => "ms since 1970",
        TimeForm::EpochUs => "µs since 1970",
        TimeForm::EpochNs => "ns since 1970",
    })
}

/// What is good on a scale of quality codes.
pub(crate) fn scale_words(scale: QualityScale) -> &'static str {
    say(match scale {
        QualityScale::OpcDa => "OPC DA: 192 and above is good",
        QualityScale::OpcUa => "OPC UA: 0 is good",
        QualityScale::Aveva => "AVEVA: 0 and 133 are good",
        QualityScale::Percent => "100 (percent) is good",
        QualityScale::OneGood => "1 is good, 0 is bad",
        QualityScale::ZeroGood => "0 is good, anything else bad",
    })
}

/// How many rows the preview is made of.
pub(crate) fn preview_note(rows: u32) -> String {
    format!("{} looked at", super::plural(rows.into(), "row", "rows"))
}

/// A label for the control of a column.
pub(crate) fn of_column(what: &str, column: &str) -> String {
    format!("{what}: {column}")
}
