//! What works when some components have failed.

use super::reading::{Drives, File, Kind, Raid};

/// One set of faults, and what works in spite of it.
pub struct World<'a> {
    file: &'a File,
    failed: Vec<bool>,
    /// Grades look at storage alone: power, racks, sites and groups are left out.
    storage_only: bool,
    known: Vec<Option<bool>>,
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
        let mut failed = vec![false; file.components.len()];
        for fault in faults {
            failed[*fault] = true;
        }
        let known = vec![None; failed.len()];
        let mut world = Self { file, failed, storage_only, known };
        for component in 0..file.components.len() {
            world.settle(component);
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
        let works = if self.failed[component] {
            false
        } else if self.storage_only && left_out.contains(&c.kind) {
            true
        } else {
            let all = c.needs.iter().all(|need| self.settle(*need));
            let any = c.any_of.is_empty() || c.any_of.iter().any(|need| self.settle(*need));
            let live = c.supplies.iter().filter(|supply| self.settle(**supply)).count();
            let powered = self.storage_only || live >= c.supplies_needed;
            let in_reach = c.kind != Kind::Drive
                || c.device.is_some_and(|device| self.settle(file.devices[device].component));
            all && any && powered && in_reach
        };
        self.known[component] = Some(works);
        works
    }

    /// Whether a component works.
    pub fn works(&self, component: usize) -> bool {
        self.known[component] == Some(true)
    }

    /// Whether a server works as a node: board, `os` and system drives.
    pub fn node_works(&self, device: usize) -> bool {
        let node = &self.file.devices[device];
        self.works(node.component)
            && node.os.is_none_or(|os| self.works(os))
            && node.system.iter().all(|drives| self.hold(drives))
    }

    /// Whether the drives that are neither lost nor out of reach are enough.
    pub fn hold(&self, drives: &Drives) -> bool {
        survives(drives, |drive| !self.works(drive))
    }

    /// Whether more drives are lost, not merely out of reach, than the RAID survives.
    pub fn data_lost(&self, drives: &Drives) -> bool {
        let in_failed_group = |drive: usize| {
            let mut needs = self.file.components[drive].needs.iter();
            needs.any(|need| self.failed[*need])
        };
        !survives(drives, |drive| self.failed[drive] || in_failed_group(drive))
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
