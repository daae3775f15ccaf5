//! Whose OEE: the presets, and where they differ.
//!
//! | preset | breaks and planned down | idle without demand | minor stops |
//! |---|---|---|---|
//! | `vorne` (oee.com, default) | not planned time | loss | performance, once the recipe says how short one is |
//! | `iso22400` | not planned time | loss | availability |
//! | `nakajima` | not planned time | loss | performance, below 5 minutes unless the recipe says otherwise |
//! | `smrp` (2.1.1) | loss | not planned time | performance, once the recipe says how short one is |
//!
//! A set-up is a loss of availability in all of them. Minor stops move between availability and performance; the OEE stays the same.
//! A stop that was recorded counts as stop time until somebody says which stops are too short to count: the threshold is the plant's.

use crate::index::Category;
use crate::model::Micros;
use crate::recipe::Recipe;

/// Stops below 5 minutes are minor where nobody says otherwise.
pub(in crate::analysis::monitor) const USUAL_MINOR_STOP: Micros = 300_000_000;

/// When minor stops count as lost performance rather than lost availability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MinorStops {
    /// Never.
    InAvailability,
    /// When the recipe says how short a minor stop is.
    WhenStated,
    /// Always.
    InPerformance,
}

/// A definition of OEE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis::monitor) struct Definition {
    /// Its name.
    pub(in crate::analysis::monitor) name: &'static str,
    /// Breaks and planned down time are taken out of planned time rather than counted as a loss.
    pub(in crate::analysis::monitor) pauses_are_not_planned: bool,
    idle_is_not_planned: bool,
    minor_stops: MinorStops,
}

const PRESETS: [Definition; 4] = [
    Definition {
        name: "vorne",
        pauses_are_not_planned: true,
        idle_is_not_planned: false,
        minor_stops: MinorStops::WhenStated,
    },
    Definition {
        name: "iso22400",
        pauses_are_not_planned: true,
        idle_is_not_planned: false,
        minor_stops: MinorStops::InAvailability,
    },
    Definition {
        name: "nakajima",
        pauses_are_not_planned: true,
        idle_is_not_planned: false,
        minor_stops: MinorStops::InPerformance,
    },
    Definition {
        name: "smrp",
        pauses_are_not_planned: false,
        idle_is_not_planned: true,
        minor_stops: MinorStops::WhenStated,
    },
];

impl Definition {
    /// The definition asked for, else the recipe's, else `vorne`; the error lists the names.
    pub(in crate::analysis::monitor) fn choose(asked: Option<&str>, recipe: &Recipe) -> Result<Self, String> {
        let name = asked.or(recipe.definition.as_deref()).unwrap_or("vorne");
        let wanted = name.trim().to_ascii_lowercase();
        PRESETS.into_iter().find(|d| d.name == wanted).ok_or_else(|| {
            let known: Vec<&str> = PRESETS.iter().map(|d| d.name).collect();
            format!("There is no OEE definition `{name}`. Choose one of: {}.", known.join(", "))
        })
    }

    /// True when time in this state does not count as planned time even inside a shift.
    pub(in crate::analysis::monitor) fn is_not_planned(self, category: Category) -> bool {
        match category {
            Category::NonScheduled => true,
            Category::PlannedDown => self.pauses_are_not_planned,
            Category::Idle => self.idle_is_not_planned,
            _ => false,
        }
    }

    /// Stops shorter than this count as lost performance, if any do.
    pub(in crate::analysis::monitor) fn minor_stop(self, recipe: &Recipe) -> Option<Micros> {
        match self.minor_stops {
            MinorStops::InAvailability => None,
            MinorStops::WhenStated => stated_minor_stop(recipe),
            MinorStops::InPerformance => Some(stated_minor_stop(recipe).unwrap_or(USUAL_MINOR_STOP)),
        }
    }
}

/// What the recipe says of minor stops.
pub(in crate::analysis::monitor) fn stated_minor_stop(recipe: &Recipe) -> Option<Micros> {
    recipe.minor_stop_s.filter(|s| s.is_finite() && *s >= 0.0).map(|s| libm::round(s * 1e6) as Micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_wins_over_the_recipe_and_an_unknown_name_is_refused_with_the_list() {
        let recipe = Recipe { definition: Some("smrp".into()), ..Recipe::default() };
        assert_eq!(Definition::choose(None, &Recipe::default()).map(|d| d.name), Ok("vorne"));
        assert_eq!(Definition::choose(None, &recipe).map(|d| d.name), Ok("smrp"));
        assert_eq!(Definition::choose(Some("ISO22400"), &recipe).map(|d| d.name), Ok("iso22400"));
        let refused = Definition::choose(Some("mine"), &recipe).err().unwrap_or_default();
        assert!(refused.contains("vorne, iso22400, nakajima, smrp"), "{refused}");
    }
}
