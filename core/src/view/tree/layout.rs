//! Rows: an order inside each column that crosses few links, then heights near the neighbours' that keep boxes apart.
//!
//! A link over several columns passes through one invisible place in each column between (Sugiyama, Tagawa and Toda 1981). The order
//! is by barycentre, swept back and forth; heights are the least-squares ones that keep the order (isotonic regression by pooling
//! adjacent violators).

use crate::order::Order;
/// How often the order is swept over all columns, each way.
const ORDER_SWEEPS: usize = 4;

/// How often heights are fitted, each way.
const HEIGHT_SWEEPS: usize = 3;

/// Room that an invisible place takes, in rows.
const PASSING: f64 = 0.5;

/// The middle of each node, in rows from 0; nodes of one column are at least one row apart. `edges` lead to later columns.
pub(super) fn rows(tier: &[usize], edges: &[(usize, usize)]) -> Vec<f64> {
    let mut grid = Grid::new(tier, edges);
    let mut best = (grid.crossings(), grid.columns.clone());
    for sweep in 0..ORDER_SWEEPS * 2 {
        grid.order(sweep % 2 == 0);
        let crossings = grid.crossings();
        if crossings < best.0 {
            best = (crossings, grid.columns.clone());
        }
    }
    grid.columns = best.1;
    let mut y = grid.heights();
    let top = y.iter().take(tier.len()).copied().fold(f64::INFINITY, f64::min);
    y.truncate(tier.len());
    y.iter_mut().for_each(|y| *y -= top);
    y
}

struct Grid {
    /// Nodes first, then the invisible places.
    visible: usize,
    columns: Vec<Vec<usize>>,
    left: Vec<Vec<usize>>,
    right: Vec<Vec<usize>>,
}

impl Grid {
    fn new(tier: &[usize], edges: &[(usize, usize)]) -> Self {
        let mut grid = Self {
            visible: tier.len(),
            columns: vec![Vec::new(); tier.iter().max().map_or(0, |t| t + 1)],
            left: vec![Vec::new(); tier.len()],
            right: vec![Vec::new(); tier.len()],
        };
        for (node, tier) in tier.iter().enumerate() {
            grid.columns[*tier].push(node);
        }
        for (from, to) in edges {
            let mut last = *from;
            for column in tier[*from] + 1..tier[*to] {
                let place = grid.left.len();
                grid.left.push(Vec::new());
                grid.right.push(Vec::new());
                grid.columns[column].push(place);
                grid.join(last, place);
                last = place;
            }
            grid.join(last, *to);
        }
        grid
    }

    fn join(&mut self, from: usize, to: usize) {
        self.right[from].push(to);
        self.left[to].push(from);
    }

    /// Where each place stands in its column.
    fn positions(&self) -> Vec<f64> {
        let mut at = vec![0.0; self.left.len()];
        for column in &self.columns {
            for (i, node) in column.iter().enumerate() {
                at[*node] = i as f64;
            }
        }
        at
    }

    /// One sweep: each column is ordered by the mean position of its neighbours in the column before.
    fn order(&mut self, rightwards: bool) {
        let count = self.columns.len();
        let mut at = self.positions();
        for step in 1..count {
            let (column, near) = if rightwards { (step, &self.left) } else { (count - 1 - step, &self.right) };
            let mut keyed: Vec<(f64, usize)> =
                self.columns[column].iter().map(|node| (mean(&near[*node], &at).unwrap_or(at[*node]), *node)).collect();
            keyed.order_by(|a, b| a.0.total_cmp(&b.0));
            for (i, (_, node)) in keyed.iter().enumerate() {
                at[*node] = i as f64;
            }
            self.columns[column] = keyed.into_iter().map(|(_, node)| node).collect();
        }
    }

    /// How many pairs of links cross.
    fn crossings(&self) -> u64 {
        let at = self.positions();
        let mut crossings = 0;
        for column in &self.columns {
            // Links by their left end, then right end; a crossing is a later link that ends higher: counted from the bottom.
            let mut ends: Vec<usize> = Vec::new();
            for node in column {
                let mut right: Vec<usize> = self.right[*node].iter().map(|to| at[*to] as usize).collect();
                right.order();
                ends.extend(right);
            }
            let mut sorted: Vec<usize> = Vec::with_capacity(ends.len());
            for end in ends {
                let i = sorted.partition_point(|known| *known <= end);
                crossings += (sorted.len() - i) as u64;
                sorted.insert(i, end);
            }
        }
        crossings
    }

    fn heights(&self) -> Vec<f64> {
        let mut y = vec![0.0; self.left.len()];
        for column in &self.columns {
            let offsets = self.offsets(column);
            for (node, offset) in column.iter().zip(offsets) {
                y[*node] = offset;
            }
        }
        let count = self.columns.len();
        for sweep in 0..HEIGHT_SWEEPS * 2 {
            for step in 0..count {
                let (column, near) = match sweep % 2 == 0 {
                    true => (&self.columns[count - 1 - step], &self.right),
                    false => (&self.columns[step], &self.left),
                };
                let offsets = self.offsets(column);
                // What has no neighbour on this side follows the other side, else stays.
                let other = if sweep % 2 == 0 { &self.left } else { &self.right };
                let wish = column.iter().zip(&offsets).map(|(node, offset)| {
                    let wish = mean(&near[*node], &y).or_else(|| mean(&other[*node], &y)).unwrap_or(y[*node]);
                    wish - offset
                });
                let fitted = isotonic(wish.collect());
                for ((node, offset), fit) in column.iter().zip(&offsets).zip(fitted) {
                    y[*node] = fit + offset;
                }
            }
        }
        y
    }

    /// The least height of each place of a column below its first.
    fn offsets(&self, column: &[usize]) -> Vec<f64> {
        let room = |node: usize| if node < self.visible { 1.0 } else { PASSING };
        let mut offset = 0.0;
        let mut offsets = Vec::with_capacity(column.len());
        for (i, node) in column.iter().enumerate() {
            if i > 0 {
                offset += (room(column[i - 1]) + room(*node)) / 2.0;
            }
            offsets.push(offset);
        }
        offsets
    }
}

fn mean(nodes: &[usize], of: &[f64]) -> Option<f64> {
    (!nodes.is_empty()).then(|| nodes.iter().map(|node| of[*node]).sum::<f64>() / nodes.len() as f64)
}

/// The nearest values, by least squares, that never go down.
fn isotonic(values: Vec<f64>) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::with_capacity(values.len());
    for value in values {
        let mut pool = (value, 1);
        while let Some((sum, count)) = pools.pop_if(|(sum, count)| *sum / *count as f64 > pool.0 / pool.1 as f64) {
            pool = (pool.0 + sum, pool.1 + count);
        }
        pools.push(pool);
    }
    pools.into_iter().flat_map(|(sum, count)| std::iter::repeat_n(sum / count as f64, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn isotonic_values_are_means_of_what_went_down() {
        assert_eq!(isotonic(vec![1.0, 3.0, 2.0, 5.0, 4.0, 0.0]), [1.0, 2.5, 2.5, 3.0, 3.0, 3.0]);
        assert_eq!(isotonic(Vec::new()), [0.0; 0]);
    }

    #[test]
    fn two_crossed_links_are_uncrossed() {
        // 0 → 1, 2; 1 → 4; 2 → 3: with 3 above 4 the links would cross.
        let y = rows(&[0, 1, 1, 2, 2], &[(0, 1), (0, 2), (1, 4), (2, 3)]);
        assert!((y[1] < y[2]) == (y[4] < y[3]));
        assert!((y[0] - (y[1] + y[2]) / 2.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn boxes_of_a_column_are_a_row_apart(
            tiers in proptest::collection::vec(0..6_usize, 1..60),
            links in proptest::collection::vec((0..60_usize, 0..60_usize), 0..120),
        ) {
            let edges: Vec<(usize, usize)> = links
                .into_iter()
                .filter(|(a, b)| *a < tiers.len() && *b < tiers.len() && tiers[*a] < tiers[*b])
                .collect();
            let y = rows(&tiers, &edges);
            prop_assert!(y.iter().all(|y| *y >= -1e-9));
            for a in 0..tiers.len() {
                for b in 0..a {
                    prop_assert!(tiers[a] != tiers[b] || (y[a] - y[b]).abs() >= 1.0 - 1e-9);
                }
            }
        }
    }
}
