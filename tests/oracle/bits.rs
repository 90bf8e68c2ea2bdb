//! Sets of components.

/// A set of small numbers.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// An empty set of numbers less than `count`.
    pub fn new(count: usize) -> Bits {
        Bits(vec![0; count / 64 + 1])
    }

    /// A set of these numbers, each less than `count`.
    pub fn of<'a>(count: usize, items: impl IntoIterator<Item = &'a usize>) -> Bits {
        let mut bits = Bits::new(count);
        for item in items {
            bits.insert(*item);
        }
        bits
    }

    pub fn insert(&mut self, item: usize) {
        self.0[item / 64] |= 1 << (item % 64);
    }

    pub fn contains(&self, item: usize) -> bool {
        self.0[item / 64] >> (item % 64) & 1 == 1
    }

    /// Whether the two have anything in common.
    pub fn meets(&self, other: &Bits) -> bool {
        let mut at = 0;
        // Not by iterators: this is what a test without optimization spends its time on.
        while at < self.0.len() {
            if self.0[at] & other.0[at] != 0 {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether every number of this set is in the other.
    pub fn within(&self, other: &Bits) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }
}

/// Ways to somewhere: each works as long as nothing on it is down. A way that has all of another is left out.
pub type Ways = Vec<Bits>;

/// The ways among these that no other makes needless.
pub fn lean(mut ways: Ways) -> Ways {
    let mut at = 0;
    while at < ways.len() {
        let needless = (0..ways.len())
            .any(|n| n != at && ways[n].within(&ways[at]) && (ways[n] != ways[at] || n < at));
        if needless {
            ways.remove(at);
        } else {
            at += 1;
        }
    }
    ways
}

/// Whether one of the ways has nothing on it that is down.
pub fn open(ways: &[Bits], down: &Bits) -> bool {
    ways.iter().any(|way| !way.meets(down))
}
