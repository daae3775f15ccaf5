//! What one row is: every shape is tried on all columns, and the one that explains them best wins.
//!
//! ```text
//! column   header          may be                      as interval log      as alarm log
//! 1        Anlage          asset .95                   asset                asset
//! 2        Beginn          start .95                   start                start
//! 3        Ende            end .95                     end                  end
//! 4        Störgrund       reason .95 · text .5        reason               text
//!                                                      ── 7.6 ──            ── 6.1 ──
//! ```
//!
//! A role that a shape cannot do without counts twice; a column that clearly means something for which the shape has no place counts
//! against it.

use super::candidates::Candidate;
use crate::model::{Role, Shape};
use crate::order::Order;

/// What a shape needs and takes.
struct Plan {
    shape: Shape,
    /// Of each group one role must be there.
    needs: &'static [&'static [Role]],
    /// Roles that tell it from other shapes.
    main: &'static [Role],
    /// Roles that it has a place for.
    takes: &'static [Role],
    /// Roles that mean another one here, where that is still free.
    turns: &'static [(Role, Role)],
    /// True when several columns may hold values.
    wide: bool,
}

use Role::{
    Asset, Channel, Child, Code, Defect, Document, Duration, End, From, Good, Item, Lot, LotIn, LotOut, Lower,
    Movement, Operator, Order as WorkOrder, Parent, Party, Place, Product, Program, Quantity, Reader, Reason, Result,
    Rework, Scrap, Severity, Sign, Site, Start, State, Step, Strength, Supplier, Target, Technology, Text, Time, To,
    Total, Unit, Upper, Validity, Value,
};

const PLANS: &[Plan] = &[
    Plan {
        shape: Shape::IntervalLog,
        needs: &[&[Start], &[End, Duration], &[State, Reason]],
        main: &[Asset, Duration, Reason],
        takes: &[Product, WorkOrder, Good, Scrap, Rework, Total, Time, End, State],
        turns: &[(Time, Start), (Code, Reason), (Text, Reason), (Defect, Reason)],
        wide: false,
    },
    Plan {
        shape: Shape::EventLog,
        needs: &[&[Time], &[State]],
        main: &[Asset],
        takes: &[Reason, Product, WorkOrder],
        turns: &[(Start, Time), (Code, Reason), (Text, Reason)],
        wide: false,
    },
    Plan {
        shape: Shape::CounterLog,
        needs: &[&[Time], &[Good, Scrap, Total, Rework]],
        main: &[Asset, Good, Scrap, Total],
        takes: &[Rework, Product, WorkOrder],
        turns: &[(Start, Time), (End, Time), (Quantity, Total)],
        wide: false,
    },
    Plan {
        shape: Shape::WideHistorian,
        needs: &[&[Time], &[Value]],
        main: &[],
        takes: &[Asset, State, Item],
        turns: &[(Start, Time)],
        wide: true,
    },
    Plan {
        shape: Shape::LongHistorian,
        needs: &[&[Time], &[Channel], &[Value]],
        main: &[Validity],
        takes: &[Unit, Asset, Item, Lower, Upper, Target],
        turns: &[(Start, Time), (Quantity, Value), (State, Validity)],
        wide: false,
    },
    Plan {
        shape: Shape::JobList,
        needs: &[&[Item, WorkOrder], &[Start, Time, End], &[Step, End, Duration, Operator]],
        main: &[Step, End, WorkOrder],
        takes: &[
            Asset, Operator, Program, Result, Good, Scrap, Rework, Total, Quantity, Product, Lot, Duration, Supplier,
            Item, Start,
        ],
        turns: &[(Time, Start)],
        wide: false,
    },
    Plan {
        shape: Shape::ReadLog,
        needs: &[&[Item], &[Time], &[Place, Reader]],
        main: &[Reader, Strength, Technology],
        takes: &[Place, Operator, Product, Lot],
        turns: &[(Start, Time), (Asset, Place), (To, Place), (Channel, Item)],
        wide: false,
    },
    Plan {
        shape: Shape::GenealogyPairs,
        needs: &[&[LotIn], &[LotOut], &[Time]],
        main: &[Quantity],
        takes: &[Unit, Asset, WorkOrder, Product],
        turns: &[
            (Start, Time),
            (End, Time),
            (Item, LotOut),
            (Item, LotIn),
            (Lot, LotIn),
            (Parent, LotOut),
            (Child, LotIn),
            (Step, Asset),
        ],
        wide: false,
    },
    Plan {
        shape: Shape::StockMoves,
        needs: &[&[Item], &[Time], &[Movement, From, To, Quantity]],
        main: &[Movement, From, To, Document],
        takes: &[Place, Site, Quantity, Unit, Product, WorkOrder, Party, Supplier, Lot, Sign],
        turns: &[(Start, Time)],
        wide: false,
    },
    Plan {
        shape: Shape::Inspections,
        needs: &[&[Item], &[Time], &[Result, Value]],
        main: &[Result, Defect, Channel, Lower, Upper, Target],
        takes: &[Value, Quantity, Unit, Asset, Product, Lot, Supplier],
        turns: &[
            (Start, Time),
            (End, Time),
            (State, Result),
            (Validity, Result),
            (Reason, Defect),
            (Code, Defect),
            (Text, Defect),
            (Step, Channel),
        ],
        wide: true,
    },
    Plan {
        shape: Shape::AlarmLog,
        needs: &[&[Start, Time], &[Code]],
        main: &[Severity, Text, Asset],
        takes: &[End, Duration, Time, State],
        turns: &[(Reason, Code), (Text, Code), (Defect, Code)],
        wide: false,
    },
    Plan {
        shape: Shape::Packing,
        needs: &[&[Parent], &[Child], &[Time]],
        main: &[Parent],
        takes: &[Quantity, Unit],
        turns: &[(Start, Time), (Item, Child), (LotIn, Child), (LotOut, Parent)],
        wide: false,
    },
];

/// The roles of all columns under one shape.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fitted {
    pub(super) shape: Shape,
    /// Column → its role; `None` = it has no place.
    pub(super) roles: Vec<Option<Role>>,
    /// Column → how sure its role is.
    pub(super) sure: Vec<f64>,
    pub(super) score: f64,
    /// Groups of needed roles of which none was found.
    pub(super) missing: Vec<&'static [Role]>,
}

/// What the columns are like, beside their candidates.
pub(super) struct Column {
    pub(super) candidates: Vec<Candidate>,
    /// A date without a clock.
    pub(super) day: bool,
    /// A time of day.
    pub(super) clock: bool,
    /// Numbers.
    pub(super) number: bool,
    /// Words for what machines do.
    pub(super) states: bool,
    /// Words for alarms that come and go.
    pub(super) flips: bool,
    /// How many different values there are; many = [`u32::MAX`].
    pub(super) distinct: u32,
}

/// All shapes, the best first: those that lack nothing before those that do, then by score.
pub(super) fn fit_all(columns: &[Column]) -> Vec<Fitted> {
    let mut all: Vec<Fitted> = PLANS.iter().map(|plan| fit(plan, columns)).collect();
    all.order_by(|a, b| a.missing.len().cmp(&b.missing.len()).then(b.score.total_cmp(&a.score)));
    all
}

/// The columns under one shape, whatever else they may be.
pub(super) fn fit_one(shape: Shape, columns: &[Column]) -> Option<Fitted> {
    PLANS.iter().find(|plan| plan.shape == shape).map(|plan| fit(plan, columns))
}

/// The roles that a shape has a place for, and "none".
pub(super) fn places(shape: Shape) -> Vec<Role> {
    let has = |plan: &Plan, role: Role| {
        plan.needs.iter().any(|group| group.contains(&role)) || plan.main.contains(&role) || plan.takes.contains(&role)
    };
    let plan = PLANS.iter().find(|plan| plan.shape == shape);
    Role::ALL
        .iter()
        .copied()
        .filter(|role| *role == Role::Ignore || plan.is_some_and(|plan| has(plan, *role)))
        .collect()
}

/// Groups of roles that a shape needs and that `has` does not find.
pub(super) fn lacking(shape: Shape, has: impl Fn(Role) -> bool) -> Vec<&'static [Role]> {
    let plan = PLANS.iter().find(|plan| plan.shape == shape);
    let needs = plan.map_or(&[][..], |plan| plan.needs);
    needs.iter().copied().filter(|group| !group.iter().any(|role| has(*role))).collect()
}

fn fit(plan: &Plan, columns: &[Column]) -> Fitted {
    let mut roles: Vec<Option<Role>> = vec![None; columns.len()];
    let mut sure = vec![0.0; columns.len()];
    let known = |role: Role| {
        plan.needs.iter().any(|group| group.contains(&role)) || plan.main.contains(&role) || plan.takes.contains(&role)
    };
    // The surest pairs of column and role first.
    let mut pairs: Vec<(f64, usize, Role)> = Vec::new();
    for (i, column) in columns.iter().enumerate() {
        let best = column.candidates.first().map_or(0.0, |c| c.sure);
        for candidate in &column.candidates {
            let role = candidate.role;
            // `part_count` is no part, and a raw material's lot is not the lot of what is made of it.
            let of_another =
                best >= 0.9 && best - candidate.sure > 0.25 && matches!(role, Product | Lot | Item | Asset);
            if of_another {
                continue;
            }
            if known(role) || role == Role::Ignore {
                pairs.push((candidate.sure, i, role));
            }
            for (from, to) in plan.turns {
                if *from == role {
                    // What a word means only here is less sure than what it says.
                    let less = if *from == Text { 0.75 } else { 0.9 };
                    pairs.push((candidate.sure * less, i, *to));
                }
            }
        }
    }
    pairs.order_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (certainty, i, role) in pairs {
        if roles[i].is_some() {
            continue;
        }
        let column = &columns[i];
        let holders: Vec<usize> = (0..roles.len()).filter(|j| roles[*j] == Some(role)).collect();
        let free = match role {
            Role::Ignore => true,
            // Words are a channel of a machine's history; beside the check of an item they may be anything.
            Value if plan.shape != Shape::WideHistorian && !column.number && certainty < 0.5 => false,
            // Beside a start, a time is only the date of a start that is a time of day.
            Time if plan.shape == Shape::IntervalLog && !column.day => false,
            State if plan.shape == Shape::AlarmLog => column.flips && holders.is_empty(),
            Value if plan.wide => true,
            // A date and a time of day make one time.
            Time | Start | End => match holders.as_slice() {
                [] => true,
                [other] => (columns[*other].day && column.clock) || (columns[*other].clock && column.day),
                _ => false,
            },
            _ => holders.is_empty(),
        };
        if free {
            (roles[i], sure[i]) = (Some(role), certainty);
        }
    }
    spread_values(plan, columns, &mut roles, &mut sure);
    // A container holds several things, so there are fewer of them.
    if let (Shape::Packing, Some(outer), Some(inner)) =
        (plan.shape, roles.iter().position(|r| *r == Some(Parent)), roles.iter().position(|r| *r == Some(Child)))
        && columns[outer].distinct > columns[inner].distinct
    {
        roles.swap(outer, inner);
    }
    let mut score = 0.0;
    for (i, role) in roles.iter().enumerate() {
        match role {
            Some(Role::Ignore) => {}
            Some(role) => {
                // A column that clearly means something else is not explained by being made something of.
                let best = columns[i].candidates.first().map_or(0.0, |c| c.sure);
                score += weight(plan, *role, &roles, &sure) * sure[i] - 0.7 * (best - sure[i]).max(0.0);
            }
            None => {
                let best = columns[i].candidates.first().filter(|c| c.role != Role::Text && c.role != Role::Ignore);
                score -=
                    best.filter(|c| c.sure >= 0.6 || (c.role == Value && c.sure >= 0.5)).map_or(0.0, |c| 0.6 * c.sure);
                // What a machine did is the point of a row that says it, and so is where a thing went.
                let point = |c: &Candidate| {
                    (c.role == State && columns[i].states)
                        || (matches!(c.role, From | To | Place) && c.sure >= 0.85)
                        || (c.role == LotIn && c.sure >= 0.9)
                };
                if best.is_some_and(point) {
                    score -= 1.0;
                }
            }
        }
    }
    let has = |role: Role| roles.contains(&Some(role));
    let missing: Vec<_> = plan.needs.iter().copied().filter(|group| !group.iter().any(|role| has(*role))).collect();
    score -= 1.5 * missing.len() as f64;
    Fitted { shape: plan.shape, roles, sure, score, missing }
}

/// Where a channel is named by another column, there is one value; without one, every column of numbers without a role is a channel.
fn spread_values(plan: &Plan, columns: &[Column], roles: &mut [Option<Role>], sure: &mut [f64]) {
    if !plan.wide || !roles.contains(&Some(Channel)) {
        return;
    }
    let holders = (0..roles.len()).filter(|i| roles[*i] == Some(Value));
    let certainty = |i: usize| columns[i].candidates.iter().find(|c| c.role == Value).map_or(0.0, |c| c.sure);
    let mut best = holders.clone().collect::<Vec<_>>();
    best.order_by(|a, b| certainty(*b).total_cmp(&certainty(*a)));
    for i in best.into_iter().skip(1) {
        (roles[i], sure[i]) = (None, 0.0);
    }
}

/// Of each group that is needed, the surest column counts most.
fn weight(plan: &Plan, role: Role, roles: &[Option<Role>], sure: &[f64]) -> f64 {
    let certainty =
        |role: Role| (0..roles.len()).filter(|i| roles[*i] == Some(role)).map(|i| sure[i]).fold(0.0, f64::max);
    let own = certainty(role);
    let leads = |group: &&[Role]| {
        let place = group.iter().position(|other| *other == role);
        // Of equals the first one leads.
        let behind =
            |(i, other): (usize, &Role)| certainty(*other) < own || Some(i) >= place && certainty(*other) <= own;
        place.is_some() && group.iter().enumerate().all(behind)
    };
    if plan.needs.iter().any(leads) {
        // Many channels explain many columns, but do not make a history more of a history.
        if role == Value && plan.wide { 0.8 } else { 2.0 }
    } else if plan.main.contains(&role) || plan.needs.iter().any(|group| group.contains(&role)) {
        1.0
    } else {
        0.5
    }
}
