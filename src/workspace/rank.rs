//! Manual order by fractional index: texts over `0-9A-Za-z`, compared bytewise; ties go by id.
//! A new key lies between its neighbours and ends in three random digits, so that two laptops inserting in
//! the same gap clash once in 238,000 times instead of always (RELIABILITY.md 2.3). No floats: 53 halvings
//! and they are spent.

pub use super::field::Rank;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// A key longer than this is worth giving its neighbours new ones.
const LONG: usize = 48;

fn value(digit: u8) -> usize {
    // A hand-written key may hold anything; what is no digit counts as the nearest one below.
    DIGITS.iter().rposition(|d| *d <= digit).unwrap_or(0)
}

impl Rank {
    /// A key after `low` and before `high`; None for an end that is open. No key when there is none between
    /// them, or only one that is too long: then `spread` the neighbours anew.
    pub fn between(low: Option<&str>, high: Option<&str>, random: &mut fastrand::Rng) -> Option<String> {
        let mut key = midpoint(low.unwrap_or(""), high)?;
        for _ in 0..3 {
            key.push(char::from(DIGITS[random.usize(..62)]));
        }
        // A key never ends in the lowest digit: nothing could be put before it.
        if key.ends_with('0') {
            key.push('V');
        }
        let fits = low.is_none_or(|low| low < key.as_str()) && high.is_none_or(|high| key.as_str() < high);
        (fits && key.len() <= LONG).then_some(key)
    }

    /// `count` keys in order between two ends, evenly and as short as they can be. The same on every machine.
    pub fn spread(count: usize, low: Option<&str>, high: Option<&str>) -> Option<Vec<String>> {
        let mut keys = vec![String::new(); count];
        fill(&mut keys, low.unwrap_or(""), high)?;
        // Ends written by hand may hold anything: a key made between them may still lie outside.
        let ends = keys.first().zip(keys.last());
        let fits = ends.is_none_or(|(first, last)| {
            low.is_none_or(|low| low < first.as_str()) && high.is_none_or(|high| last.as_str() < high)
        });
        (fits && keys.iter().all(|key| key.len() <= LONG)).then_some(keys)
    }

    /// `count` keys with both ends open.
    pub fn evenly(count: usize) -> Vec<String> {
        if count <= 60 {
            // One digit each, the same gap before, between and after.
            return (1..=count).map(|n| char::from(DIGITS[n * 61 / (count + 1)]).to_string()).collect();
        }
        Rank::spread(count, None, None).expect("open ends leave room for all")
    }
}

fn fill(keys: &mut [String], low: &str, high: Option<&str>) -> Option<()> {
    let middle = keys.len() / 2;
    let (before, rest) = keys.split_at_mut(middle);
    let Some((key, after)) = rest.split_first_mut() else { return Some(()) };
    *key = midpoint(low, high)?;
    fill(before, low, Some(key))?;
    fill(after, key, high)
}

/// A short key strictly between; it is never a beginning of `high`, so digits may be put behind it.
fn midpoint(low: &str, high: Option<&str>) -> Option<String> {
    let (low, high) = (low.as_bytes(), high.map(str::as_bytes));
    if high.is_some_and(|high| low >= high) {
        return None;
    }
    let mut key = String::new();
    let mut below_high = high.is_none();
    for place in 0.. {
        let from = low.get(place).map_or(0, |d| value(*d));
        let to = match high {
            Some(high) if !below_high => value(*high.get(place)?),
            _ => 62,
        };
        if to > from + 1 {
            key.push(char::from(DIGITS[usize::midpoint(from, to)]));
            return Some(key);
        }
        if to < from {
            return None;
        }
        key.push(char::from(DIGITS[from]));
        below_high = below_high || to > from;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_lies_between_its_neighbours() {
        let mut random = fastrand::Rng::with_seed(7);
        for (low, high) in [
            (None, None),
            (Some("A"), None),
            (None, Some("1")),
            (Some("A"), Some("B")),
            (Some("A"), Some("A1")),
            (Some("Az"), Some("B")),
            (Some("zzz"), None),
            (Some("A"), Some("A01")),
        ] {
            let key = Rank::between(low, high, &mut random).unwrap_or_else(|| panic!("{low:?} {high:?}"));
            assert!(low.is_none_or(|l| l < key.as_str()) && high.is_none_or(|h| key.as_str() < h), "{key}");
        }
    }

    #[test]
    fn where_there_is_no_room_there_is_no_key() {
        let mut random = fastrand::Rng::with_seed(7);
        for (low, high) in [("A", "A"), ("B", "A"), ("A", "A0"), ("", "0"), ("甲", "A")] {
            assert_eq!(Rank::between(Some(low), Some(high), &mut random), None, "{low} {high}");
        }
        let long = "z".repeat(60);
        assert_eq!(Rank::between(Some(&long), None, &mut random), None);
    }

    #[test]
    fn an_even_spread_is_sorted_and_short() {
        for count in [0, 1, 2, 13, 60, 61, 500] {
            let keys = Rank::evenly(count);
            assert_eq!(keys.len(), count);
            assert!(keys.is_sorted() && keys.windows(2).all(|w| w[0] != w[1]));
            assert!(keys.iter().all(|k| k.len() <= 2 && !k.ends_with('0')), "{keys:?}");
        }
    }

    proptest! {
        #[test]
        fn inserting_anywhere_keeps_the_order(places in prop::collection::vec(0usize..1000, 1..120), seed: u64) {
            let mut random = fastrand::Rng::with_seed(seed);
            let mut keys: Vec<String> = vec![];
            for place in places {
                let place = place % (keys.len() + 1);
                let low = place.checked_sub(1).map(|p| keys[p].clone());
                let high = keys.get(place).cloned();
                if let Some(key) = Rank::between(low.as_deref(), high.as_deref(), &mut random) {
                    keys.insert(place, key);
                }
                prop_assert!(keys.windows(2).all(|w| w[0] < w[1]), "{keys:?}");
            }
        }
    }
}
