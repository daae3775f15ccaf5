//! What a state means: the category into which a source's own state name falls.
//!
//! Defaults for the vocabularies that machines really speak (MTConnect EXECUTION, PackML, SEMI E10, plain English and German); a recipe
//! overrides any of them. A name that nobody knows stays [`Category::Unclassified`]: it is never guessed to be running or stopped.

use crate::model::{NameId, Names};
use crate::recipe::Recipe;
use hashbrown::HashMap;

/// What a state means for monitoring. The order is the declared priority where intervals overlap: the first one wins the time, because
/// a stop that somebody wrote down is a fact even while a controller still says that it is running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Category {
    /// Broken, faulted, stopped or interrupted without plan.
    UnplannedDown,
    /// Maintenance, breaks and other planned stops.
    PlannedDown,
    /// Set-up, changeover.
    Setup,
    /// Trials and engineering.
    Engineering,
    /// Waiting for what others deliver or take.
    BlockedStarved,
    /// Ready, but nothing to do.
    Idle,
    /// Producing.
    Production,
    /// A name that no vocabulary and no recipe knows.
    Unclassified,
    /// No shift.
    NonScheduled,
    /// Nothing is known.
    NoData,
}

use Category::{
    BlockedStarved, Engineering, Idle, NoData, NonScheduled, PlannedDown, Production, Setup, Unclassified,
    UnplannedDown,
};

impl Category {
    /// How many there are.
    pub const COUNT: usize = 10;

    /// All of them, in priority order.
    pub const ALL: [Category; Self::COUNT] = [
        UnplannedDown,
        PlannedDown,
        Setup,
        Engineering,
        BlockedStarved,
        Idle,
        Production,
        Unclassified,
        NonScheduled,
        NoData,
    ];

    /// The name in answers and recipes, such as `unplanned_down`.
    pub fn name(self) -> &'static str {
        match self {
            UnplannedDown => "unplanned_down",
            PlannedDown => "planned_down",
            Setup => "setup",
            Engineering => "engineering",
            BlockedStarved => "blocked_starved",
            Idle => "idle",
            Production => "production",
            Unclassified => "unclassified",
            NonScheduled => "non_scheduled",
            NoData => "no_data",
        }
    }

    /// The category of that name.
    pub fn parse(name: &str) -> Option<Category> {
        let name = normal(name).replace(' ', "_");
        Category::ALL.into_iter().find(|c| c.name() == name)
    }
}

/// Each line: a category and the names that mean it, as [`normal`] writes them, separated by `|`.
const VOCABULARY: &[(Category, &str)] = &[
    // MTConnect EXECUTION (MTConnect Part 2, controlled vocabulary).
    (Production, "active"),
    (UnplannedDown, "interrupted|feed hold|stopped|program stopped|optional stop|program optional stop"),
    (BlockedStarved, "wait"),
    (Idle, "ready|program completed"),
    (NoData, "unavailable"),
    // PackML (ISA-TR88.00.02): held is an inner cause, suspended an outer one.
    (Production, "execute|starting|completing"),
    (Idle, "complete|resetting"),
    (BlockedStarved, "suspended|suspending|unsuspending"),
    (UnplannedDown, "held|holding|unholding|stopping|aborted|aborting|clearing"),
    // SEMI E10.
    (Production, "prd|productive|productive time"),
    (Idle, "sby|standby|stand by|standby time"),
    (Engineering, "eng|engineering time"),
    (PlannedDown, "sdt|scheduled down|scheduled downtime|scheduled down time"),
    (UnplannedDown, "udt|unscheduled down|unscheduled downtime|unscheduled down time"),
    (NonScheduled, "nst|non scheduled time|nonscheduled"),
    // Plain English.
    (
        Production,
        "run|running|producing|working|in cycle|cycle|cutting|machining|processing|auto|automatic|busy|up|uptime",
    ),
    (Setup, "set up|changeover|change over|tool change|toolchange|retooling|adjustment|warm up|warmup"),
    (Idle, "idling|off|no order|no orders|no job|powered off"),
    (
        BlockedStarved,
        "blocked|starved|waiting|waiting for material|waiting for parts|no material|no parts|no input|output full|jam downstream",
    ),
    (
        UnplannedDown,
        "down|downtime|unplanned stop|unplanned downtime|stop|fault|faulted|fault stop|error|alarm|failure|failed|breakdown|jam",
    ),
    (UnplannedDown, "emergency stop|e stop|estop|minor stop|micro stop|microstop|short stop|broken|tool break|repair"),
    (
        PlannedDown,
        "planned stop|planned downtime|maintenance|planned maintenance|preventive maintenance|pm|break|lunch|meeting|cleaning",
    ),
    (Engineering, "trial|test|tryout|try out|test run|experiment"),
    (NonScheduled, "no shift|not scheduled|unscheduled|off shift|not planned|weekend|holiday|closed"),
    (NoData, "unknown|offline|disconnected|not connected|no connection|null"),
    // Plain German.
    (
        Production,
        "läuft|laufend|lauf|produktion|produziert|betrieb|in betrieb|automatik|automatikbetrieb|fertigung|bearbeitung|hauptzeit",
    ),
    (Setup, "rüsten|umrüsten|rüstzeit|einrichten|werkzeugwechsel|einstellen"),
    (Idle, "bereit|leerlauf|kein auftrag|auftragsmangel|aus|ausgeschaltet"),
    (BlockedStarved, "warten|wartet|wartezeit|materialmangel|kein material|teilemangel|blockiert|stau|rückstau"),
    (
        UnplannedDown,
        "störung|gestört|fehler|ausfall|defekt|stillstand|ungeplanter stillstand|halt|gestoppt|angehalten|unterbrochen|not halt|not aus|kurzstillstand|kurzstörung|reparatur|werkzeugbruch",
    ),
    (PlannedDown, "geplanter stillstand|wartung|instandhaltung|pause|reinigung|besprechung"),
    (Engineering, "versuch|erprobung|bemusterung|testlauf|probelauf"),
    (NonScheduled, "keine schicht|schichtfrei|nicht geplant|nicht belegt|wochenende|feiertag"),
    (NoData, "keine daten|unbekannt|keine verbindung|nicht verbunden"),
];

/// Lower case, with single spaces instead of `_`, `-` and `/`.
fn normal(name: &str) -> String {
    let words = name.split(|c: char| c.is_whitespace() || matches!(c, '_' | '-' | '/')).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// State names → categories, as vocabularies and one recipe say.
#[derive(Default)]
pub struct Categories {
    by_name: HashMap<String, Category>,
    known: HashMap<NameId, Category>,
    /// Sentences about recipe entries that mean nothing.
    pub warnings: Vec<String>,
}

impl Categories {
    /// The vocabularies, overridden by the recipe's `states`.
    pub fn new(recipe: &Recipe) -> Self {
        let mut all = Self::default();
        for category in Category::ALL {
            all.by_name.insert(normal(category.name()), category);
        }
        for (category, names) in VOCABULARY {
            all.by_name.extend(names.split('|').map(|name| (name.to_owned(), *category)));
        }
        for (state, category) in &recipe.states {
            match Category::parse(category) {
                Some(category) => drop(all.by_name.insert(normal(state), category)),
                None => all.warnings.push(format!(
                    "The recipe puts the state `{state}` into the category `{category}`, which does not exist. Use one of {}.",
                    Category::ALL.map(Category::name).join(", ")
                )),
            }
        }
        all
    }

    /// The category of a state's own name.
    pub fn of_text(&self, state: &str) -> Category {
        self.by_name.get(&normal(state)).copied().unwrap_or(Unclassified)
    }

    /// The category of an interned state name; remembered, so that ten million rows cost ten million look-ups of a number.
    pub fn of(&mut self, state: NameId, names: &Names) -> Category {
        if let Some(category) = self.known.get(&state) {
            return *category;
        }
        let category = self.of_text(names.text(state));
        self.known.insert(state, category);
        category
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_fall_into_the_category_that_their_vocabulary_means() {
        let all = Categories::new(&Recipe::default());
        for (state, category) in [
            ("ACTIVE", Production),
            ("FEED_HOLD", UnplannedDown),
            ("PROGRAM_COMPLETED", Idle),
            ("UNAVAILABLE", NoData),
            ("Execute", Production),
            ("Suspended", BlockedStarved),
            ("Held", UnplannedDown),
            ("set-up", Setup),
            ("SETUP", Setup),
            ("Rüsten", Setup),
            ("STÖRUNG", UnplannedDown),
            ("Planned_Down", PlannedDown),
            ("SBY", Idle),
            ("no data", NoData),
            ("Zustand 17", Unclassified),
        ] {
            assert_eq!(all.of_text(state), category, "{state}");
        }
    }

    #[test]
    fn the_vocabulary_is_written_the_way_it_is_looked_up_and_never_contradicts_itself() {
        let mut seen: HashMap<&str, Category> = HashMap::new();
        for (category, names) in VOCABULARY {
            for name in names.split('|') {
                assert_eq!(normal(name), name);
                assert_eq!(seen.insert(name, *category), None, "{name} stands twice");
                assert!(!Category::ALL.iter().any(|c| normal(c.name()) == name), "{name} is a category itself");
            }
        }
    }

    #[test]
    fn a_recipe_overrides_the_vocabulary_and_a_misspelt_category_is_said() {
        let states = [("Ready", "setup"), ("WAIT", "lunch")].map(|(s, c)| (s.to_owned(), c.to_owned()));
        let all = Categories::new(&Recipe { states: states.into(), ..Recipe::default() });
        assert_eq!(all.of_text("READY"), Setup);
        assert_eq!(all.of_text("WAIT"), BlockedStarved);
        assert_eq!(all.warnings.len(), 1);
        assert!(all.warnings[0].contains("`lunch`"), "{}", all.warnings[0]);
    }
}
