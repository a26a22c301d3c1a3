//! Puts keys in order: by the bits in which they differ, where these are few (digits of one unit, stamps).

/// Bits that are looked at at once: the counts of their values stay in the nearest cache.
const BITS: u32 = 11;

/// With fewer keys, comparing them is as fast.
const FEWEST: usize = 1 << 10;

pub(super) fn sort(keys: &mut [u64]) {
    if keys.is_sorted() {
        return;
    }
    let first = keys.first().copied().unwrap_or(0);
    let differ = keys.iter().fold(0, |differ, key| differ | (key ^ first));
    let low = differ.trailing_zeros();
    let bits = u64::BITS - differ.leading_zeros() - low;
    if bits > u32::BITS || keys.len() < FEWEST {
        keys.sort_unstable();
        return;
    }
    // From the highest bit that differs to the lowest, with those between that do not.
    let span = u64::MAX >> (u64::BITS - bits) << low;
    // Half as wide, there is half as much to move.
    #[expect(clippy::cast_possible_truncation, reason = "the bits that differ")]
    let mut narrow: Vec<u32> = keys.iter().map(|key| ((key & span) >> low) as u32).collect();
    let mut other = vec![0; narrow.len()];
    for shift in (0..bits).step_by(BITS as usize) {
        by_bits(&narrow, &mut other, shift);
        std::mem::swap(&mut narrow, &mut other);
    }
    let common = first & !span;
    keys.iter_mut().zip(narrow).for_each(|(key, sorted)| *key = common | u64::from(sorted) << low);
}

/// Two lists in order, without keys that come twice, as one.
pub(super) fn union(one: &[u64], other: &[u64]) -> Vec<u64> {
    let mut all = Vec::with_capacity(one.len() + other.len());
    let (mut one, mut other) = (one.iter().copied(), other.iter().copied());
    let (mut mine, mut theirs) = (one.next(), other.next());
    while let (Some(a), Some(b)) = (mine, theirs) {
        all.push(a.min(b));
        if a <= b {
            mine = one.next();
        }
        if b <= a {
            theirs = other.next();
        }
    }
    all.extend(mine.into_iter().chain(one));
    all.extend(theirs.into_iter().chain(other));
    all
}

/// In the order of some bits, and of the rest as before.
fn by_bits(keys: &[u32], into: &mut [u32], shift: u32) {
    const VALUES: usize = 1 << BITS;
    let bits = |key: u32| (key >> shift) as usize % VALUES;
    let mut places = [0_usize; VALUES];
    for key in keys {
        places[bits(*key)] += 1;
    }
    let mut next = 0;
    for place in &mut places {
        next += std::mem::replace(place, next);
    }
    for key in keys {
        let place = &mut places[bits(*key)];
        if let Some(slot) = into.get_mut(*place) {
            *slot = *key;
        }
        *place += 1;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_are_in_order(
            keys in prop::collection::vec(any::<u64>(), 0..3 * FEWEST), shift in 0..64_u32, base in any::<u64>(), up in 0..20_u32,
        ) {
            let keys: Vec<u64> = keys.iter().map(|key| base.wrapping_add((key >> shift) << up)).collect();
            let mut wanted = keys.clone();
            wanted.sort_unstable();
            let mut found = keys;
            sort(&mut found);
            prop_assert_eq!(found, wanted);
        }

        #[test]
        fn two_lists_are_one(one in prop::collection::btree_set(0..90_u64, 0..40), other in prop::collection::btree_set(0..90_u64, 0..40)) {
            let wanted: Vec<u64> = one.union(&other).copied().collect();
            let [one, other] = [one, other].map(|keys| keys.into_iter().collect::<Vec<_>>());
            prop_assert_eq!(union(&one, &other), wanted);
        }
    }
}
