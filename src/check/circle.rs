//! Circles in who waits for whom, or who lies under whom. Each group of tasks that can reach each other is
//! told once, from its smallest id, by one of the shortest ways round. No recursion: a chain may be long.

use std::collections::{HashMap, VecDeque};

/// Nodes are 0…n-1 in the order of their ids. Each circle starts at its smallest node and is not closed.
pub fn circles(next: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = groups(next)
        .into_iter()
        .filter_map(|group| {
            let smallest = *group.iter().min()?;
            way_round(next, &group, smallest)
        })
        .collect();
    found.sort_unstable();
    found
}

/// The strongly connected groups (Tarjan), with a stack of our own.
fn groups(next: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let (mut number, mut low) = (vec![NEW; next.len()], vec![0; next.len()]);
    let (mut count, mut on_stack, mut stack) = (0, vec![false; next.len()], vec![]);
    let mut groups = vec![];
    for root in 0..next.len() {
        if number[root] != NEW {
            continue;
        }
        let mut open = vec![(root, 0)];
        while let Some((at, step)) = open.pop() {
            if step == 0 {
                (number[at], low[at]) = (count, count);
                count += 1;
                stack.push(at);
                on_stack[at] = true;
            }
            if let Some(to) = next[at].get(step).copied() {
                open.push((at, step + 1));
                if number[to] == NEW {
                    open.push((to, 0));
                } else if on_stack[to] {
                    low[at] = low[at].min(number[to]);
                }
                continue;
            }
            if let Some((from, _)) = open.last() {
                low[*from] = low[*from].min(low[at]);
            }
            if low[at] == number[at] {
                let mut group = vec![];
                while let Some(member) = stack.pop() {
                    on_stack[member] = false;
                    group.push(member);
                    if member == at {
                        break;
                    }
                }
                groups.push(group);
            }
        }
    }
    groups
}

/// A shortest way from a node back to itself inside its group; None when there is none.
fn way_round(next: &[Vec<usize>], group: &[usize], start: usize) -> Option<Vec<usize>> {
    if group.len() == 1 && !next[start].contains(&start) {
        return None;
    }
    let mut came_from: HashMap<usize, Option<usize>> = group.iter().map(|node| (*node, None)).collect();
    let mut open = VecDeque::from([start]);
    while let Some(at) = open.pop_front() {
        for to in &next[at] {
            if *to == start {
                let mut way = vec![at];
                while let Some(before) = came_from[&way[way.len() - 1]] {
                    way.push(before);
                }
                way.reverse();
                return Some(way);
            }
            if let Some(from @ None) = came_from.get_mut(to) {
                *from = Some(at);
                open.push_back(*to);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_circle_is_told_once_from_its_smallest_node() {
        assert_eq!(circles(&[vec![1], vec![2], vec![]]), Vec::<Vec<usize>>::new());
        assert_eq!(circles(&[vec![0]]), [vec![0]]);
        assert_eq!(circles(&[vec![2], vec![2], vec![3], vec![1]]), [vec![1, 2, 3]]);
        // Two ways round, one group: the shorter one.
        assert_eq!(circles(&[vec![1, 2], vec![2], vec![0]]), [vec![0, 2]]);
        assert_eq!(circles(&[vec![1], vec![0], vec![3], vec![2]]), [vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let mut chain: Vec<Vec<usize>> = (1..=100_000).map(|n| vec![n]).collect();
        chain.push(vec![]);
        assert!(circles(&chain).is_empty());
        chain[100_000] = vec![0];
        assert_eq!(circles(&chain)[0].len(), 100_001);
    }
}
