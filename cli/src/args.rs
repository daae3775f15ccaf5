//! What can be typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
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
