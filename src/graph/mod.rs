//! Boolean algebra and graph theory over numbered vertices; it knows nothing of what they stand for.
//!
//! [`Needs`] says which vertices work when some have failed, [`Mesh`] what is joined to what and what
//! lies between, [`disjoint_paths`] how many ways there are that share nothing, [`cycles`] what needs itself, [`Diagrams`] how likely a
//! function of what has failed is.

mod cycle;
mod diagram;
mod flow;
mod mesh;
mod needs;

pub use cycle::cycles;
pub use diagram::{ALWAYS, Diagrams, Function, NEVER};
pub use flow::{disjoint_paths, flow};
pub use mesh::{Classes, Mesh};
pub use needs::{Needs, NeedsBuilder, State, Support};
pub use petgraph::unionfind::UnionFind;

/// A vertex, by number.
pub type Vertex = u32;

/// Lists of numbers, one list for each index, in one piece of memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Groups pairs `(index, item)` by index; items keep their order.
    pub(crate) fn group(count: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0u32; count + 1];
        for (index, _) in pairs.clone() {
            starts[index as usize + 1] += 1;
        }
        for i in 0..count {
            starts[i + 1] += starts[i];
        }
        let mut at = starts.clone();
        let mut items = vec![0; starts[count] as usize];
        for (index, item) in pairs {
            items[at[index as usize] as usize] = item;
            at[index as usize] += 1;
        }
        Self { starts, items }
    }

    pub(crate) fn of(&self, index: u32) -> &[u32] {
        let (start, end) = (self.starts[index as usize], self.starts[index as usize + 1]);
        &self.items[start as usize..end as usize]
    }
}
