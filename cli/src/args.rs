//! What can be typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use floorlens_core::model::{Choice, format_rfc3339};
use floorlens_core::protocol::Instant;
use std::path::{Path, PathBuf};

/// Answers questions about raw exports of a plant: what machines did, where items are, what they are made of.
///
/// FILES are files and folders (read with everything inside, in order of name); what they are is recognised by their content.
#[derive(Debug, Parser)]
#[command(name = "floorlens", version, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct Input {
    /// Files and folders to read.
    #[arg(required = true, value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
    /// Print the answer as JSON on one line instead of as text.
    #[arg(long)]
    pub(crate) json: bool,
    /// A recipe (JSON): ideal cycles, planned time, meaning of states, zone, mappings of tables.
    #[arg(long = "recipe", alias = "set", value_name = "FILE")]
    pub(crate) recipe: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) load: Load,
}

/// What of the files is loaded; what a recipe says of a file by its name goes before it.
#[derive(Debug, Args)]
#[command(next_help_heading = "What is loaded")]
pub(crate) struct Load {
    /// Only what happened from this instant on; an interval that reaches into it stays whole.
    #[arg(long, value_name = "TIME")]
    load_from: Option<Instant>,
    /// Only what happened before this instant.
    #[arg(long, value_name = "TIME")]
    load_to: Option<Instant>,
    /// Only one of every N machines and items, with all that is said of each.
    #[arg(long, value_name = "N")]
    one_in: Option<u32>,
    /// Leave out a column by its name, or all measured `values` of machine logs; may be given several times.
    #[arg(long, value_name = "COLUMN")]
    without: Vec<String>,
    /// How much memory there is, such as 800MB or 4GB: files that are estimated not to fit are not loaded, and said.
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    pub(crate) memory: Option<u64>,
    /// Load files even where they are estimated not to fit.
    #[arg(long)]
    load_anyway: bool,
}

impl Load {
    /// The choice for all files that a recipe says nothing of; `None` when all of them is loaded.
    pub(crate) fn choice(&self) -> Result<Option<Choice>, String> {
        let time = |at: Option<Instant>| at.map(|at| format_rfc3339(at.0));
        let choice = Choice {
            from: time(self.load_from),
            to: time(self.load_to),
            one_in: self.one_in,
            without: self.without.clone(),
            anyway: self.load_anyway,
            ..Choice::default()
        };
        match choice.fault() {
            Some(fault) => Err(format!("This cannot be loaded: {fault}.")),
            None => Ok(Some(choice).filter(|choice| *choice != Choice::default())),
        }
    }
}

/// `800MB`, `4GB`, `1GiB` or a number of bytes.
fn bytes(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len()));
    let unit: f64 = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "kb" => 1e3,
        "mb" => 1e6,
        "gb" => 1e9,
        "kib" => 1024.0,
        "mib" => 1_048_576.0,
        "gib" => 1_073_741_824.0,
        _ => return Err(format!("`{text}` is no size such as 800MB or 4GB")),
    };
    match number.trim().parse::<f64>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok((number * unit) as u64),
        _ => Err(format!("`{text}` is no size such as 800MB or 4GB")),
    }
}

/// A window of time; an end that is not given lies where the data ends.
#[derive(Debug, Args)]
pub(crate) struct Window {
    /// From this instant on, such as 2026-03-23T06:00:00Z.
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<Instant>,
    /// Up to, and without, this instant.
    #[arg(long, value_name = "TIME")]
    pub(crate) to: Option<Instant>,
}

/// One command per question.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// What was read, and what became of every record.
    Inspect {
        #[command(flatten)]
        input: Input,
    },
    /// Records that count after a repair: what stands in the file, and what it was read as.
    Repairs {
        #[command(flatten)]
        input: Input,
        /// Only those of this file.
        #[arg(long)]
        file: Option<String>,
        /// Rows to pass over.
        #[arg(long, default_value_t = 0)]
        after: u64,
    },
    /// How tables with headers of their own are read, as recipes with a preview of the facts.
    Map {
        #[command(flatten)]
        input: Input,
    },
    /// Seconds per state and machine.
    States {
        #[command(flatten)]
        input: Input,
        /// Only this asset.
        #[arg(long)]
        asset: Option<String>,
        #[command(flatten)]
        window: Window,
    },
    /// Machine cycles.
    Cycles {
        #[command(flatten)]
        input: Input,
        /// Only this asset.
        #[arg(long)]
        asset: Option<String>,
    },
    /// OEE with availability, performance, quality, and what is missing for them.
    Oee {
        #[command(flatten)]
        input: Input,
        /// Only this asset; may be given several times.
        #[arg(long)]
        asset: Vec<String>,
        #[command(flatten)]
        window: Window,
        /// Definition, such as vorne or iso22400; the recipe's when absent.
        #[arg(long, value_name = "NAME")]
        definition: Option<String>,
    },
    /// What an item is made of (back) or what became of it (forward).
    Trace {
        /// The item in any spelling.
        item: String,
        #[command(flatten)]
        input: Input,
        /// Which way to follow material.
        #[arg(long, value_enum)]
        direction: Way,
    },
    /// Where an item is or was.
    Locate {
        /// The item in any spelling.
        item: String,
        #[command(flatten)]
        input: Input,
        /// When; at the end of the data when absent.
        #[arg(long, value_name = "TIME")]
        at: Option<Instant>,
    },
    /// The machines, states, alarms and measurements of an item's operations.
    Context {
        /// The item in any spelling.
        item: String,
        #[command(flatten)]
        input: Input,
    },
    /// Asks any question of the protocol, given as a JSON file (`-` = standard input).
    Ask {
        /// The question, such as {"ask":"inspect"}.
        question: PathBuf,
        #[command(flatten)]
        input: Input,
    },
}

/// Which way to follow material.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Way {
    /// To what it was made of.
    Back,
    /// To what was made of it.
    Forward,
}

impl Command {
    fn input(&self) -> &Input {
        match self {
            Command::Inspect { input }
            | Command::Map { input }
            | Command::Repairs { input, .. }
            | Command::States { input, .. }
            | Command::Cycles { input, .. }
            | Command::Oee { input, .. }
            | Command::Trace { input, .. }
            | Command::Locate { input, .. }
            | Command::Context { input, .. }
            | Command::Ask { input, .. } => input,
        }
    }

    /// The files and folders that were named.
    pub(crate) fn files(&self) -> &[PathBuf] {
        &self.input().files
    }

    /// What of the files is loaded.
    pub(crate) fn load(&self) -> &Load {
        &self.input().load
    }

    /// The recipe's file.
    pub(crate) fn recipe(&self) -> Option<&Path> {
        self.input().recipe.as_deref()
    }

    /// True when the answer is wanted as JSON. `ask` speaks JSON both ways.
    pub(crate) fn is_json(&self) -> bool {
        self.input().json || matches!(self, Command::Ask { .. })
    }

    /// True for the command whose answer is the ledger itself.
    pub(crate) fn is_inspect(&self) -> bool {
        matches!(self, Command::Inspect { .. })
    }
}
