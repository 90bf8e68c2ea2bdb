//! What works when some components have failed.

use super::bits::Bits;
use super::file::{Drives, File, Kind, Raid};

/// One set of faults, and what works in spite of it.
pub struct World<'a> {
    file: &'a File,
    failed: Bits,
    /// Grades look at storage alone: power, racks, sites and groups are left out.
    storage_only: bool,
    known: Vec<Option<bool>>,
    /// Everything that does not work.
    pub down: Bits,
}

impl<'a> World<'a> {
    /// The file with these components failed.
    pub fn new(file: &'a File, faults: &[usize]) -> Self {
        Self::judged(file, faults, false)
    }

    /// The same for grades.
    pub fn of_storage(file: &'a File, faults: &[usize]) -> Self {
        Self::judged(file, faults, true)
    }

    fn judged(file: &'a File, faults: &[usize], storage_only: bool) -> Self {
        let count = file.components.len();
        let failed = Bits::of(count, faults);
        let (known, down) = (vec![None; count], Bits::new(count));
        let mut world = Self { file, failed, storage_only, known, down };
        for component in 0..count {
            if !world.settle(component) {
                world.down.insert(component);
            }
        }
        world
    }

    fn settle(&mut self, component: usize) -> bool {
        if let Some(known) = self.known[component] {
            return known;
        }
        let file = self.file;
        let c = &file.components[component];
        let left_out = [Kind::Supply, Kind::Source, Kind::Place, Kind::Group];
        let works = if self.failed.contains(component) {
            false
        } else if self.storage_only && left_out.contains(&c.kind) {
            true
        } else {
            let all = c.needs.iter().all(|need| self.settle(*need));
            let any = c.any_of.is_empty() || c.any_of.iter().any(|need| self.settle(*need));
            let live = c.supplies.iter().filter(|supply| self.settle(**supply)).count();
            let powered = self.storage_only || live >= c.supplies_needed;
            let in_reach = c.kind != Kind::Drive
                || c.device.is_some_and(|device| self.settle(file.board(device)));
            all && any && powered && in_reach
        };
        self.known[component] = Some(works);
        works
    }

    /// Whether a component works.
    pub fn works(&self, component: usize) -> bool {
        !self.down.contains(component)
    }

    /// Whether a server works as a node: board, `os` and system drives.
    pub fn node_works(&self, device: usize) -> bool {
        let node = &self.file.devices[device];
        self.works(node.component)
            && node.os.is_none_or(|os| self.works(os))
            && node.drives.iter().all(|(used, drives)| used != "system" || self.hold(drives))
    }

    /// Whether the drives that are neither lost nor out of reach are enough.
    pub fn hold(&self, drives: &Drives) -> bool {
        survives(drives, |drive| !self.works(drive))
    }

    /// The same where drives in some places are out of reach too.
    pub fn hold_without(&self, drives: &Drives, out_of_reach: &[usize]) -> bool {
        let away = |drive: usize| {
            let place = self.file.components[drive].device;
            place.is_some_and(|place| out_of_reach.contains(&place))
        };
        survives(drives, |drive| !self.works(drive) || away(drive))
    }

    /// Whether more drives are lost, not merely out of reach, than the RAID survives.
    pub fn data_lost(&self, drives: &Drives) -> bool {
        let in_failed_group = |drive: usize| {
            let mut needs = self.file.components[drive].needs.iter();
            needs.any(|need| self.failed.contains(*need))
        };
        !survives(drives, |drive| self.failed.contains(drive) || in_failed_group(drive))
    }
}

fn survives(drives: &Drives, gone: impl Fn(usize) -> bool) -> bool {
    let count = drives.drives.iter().filter(|drive| gone(**drive)).count();
    match drives.raid {
        _ if drives.drives.is_empty() => true,
        Raid::Survives(most) => count <= most,
        Raid::AllButOne => count < drives.drives.len(),
        Raid::Pairs => drives.drives.chunks(2).all(|pair| !pair.iter().all(|drive| gone(*drive))),
    }
}
