//! Columns: how far from the anchor a box stands.

use crate::order::Order;

/// Longest path from node 0 for each node, with loops cut where they close, and the edges turned so that each leads to a later column.
///
/// `edges` lead away from node 0, which reaches every node.
pub(super) fn tiers(nodes: usize, edges: &[(usize, usize)]) -> (Vec<usize>, Vec<(usize, usize)>) {
    let mut next = vec![Vec::new(); nodes];
    for (from, to) in edges.iter().filter(|(from, to)| from != to && *from < nodes && *to < nodes) {
        next[*from].push(*to);
    }
    let order = finished(&next);
    let mut place = vec![0; nodes];
    for (i, node) in order.iter().enumerate() {
        place[*node] = i;
    }
    // Reverse finishing order: every edge leads forward in it, but for those that close a loop.
    let mut tier = vec![0; nodes];
    let mut forward = Vec::new();
    for node in order.iter().rev() {
        for to in &next[*node] {
            if place[*to] < place[*node] {
                tier[*to] = tier[*to].max(tier[*node] + 1);
                forward.push((*node, *to));
            } else {
                forward.push((*to, *node));
            }
        }
    }
    forward.order();
    forward.dedup();
    (tier, forward)
}

/// Nodes in the order in which a depth-first walk from node 0 leaves them. Without recursion: a chain may be long.
fn finished(next: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(next.len());
    let mut seen = vec![false; next.len()];
    for root in 0..next.len() {
        let mut stack = vec![(root, 0)];
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        while let Some((node, child)) = stack.pop() {
            match next[node].get(child) {
                Some(to) => {
                    stack.push((node, child + 1));
                    if !std::mem::replace(&mut seen[*to], true) {
                        stack.push((*to, 0));
                    }
                }
                None => order.push(node),
            }
        }
    }
    order
}
