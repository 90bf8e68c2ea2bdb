//! How controllers reach the drives in shelves.

use super::bits::{Bits, Ways, lean, open};
use super::file::{File, Kind};

/// A shelf as the controllers of an array see it.
#[derive(Debug)]
pub struct Shelf {
    pub device: usize,
    /// Ways from each controller, or from the array itself if it has none; nothing for a shelf without links,
    /// which every controller is taken to reach.
    ways: Option<Vec<Ways>>,
    /// Every component on a way from each controller.
    pub parts: Vec<Vec<usize>>,
}

impl Shelf {
    /// Walks from every controller of an array to a shelf.
    pub fn new(file: &File, array: usize, device: usize) -> Shelf {
        let linked = file.links.iter().any(|link| {
            let ours = |end: &usize| file.ports[*end].device == device && counts(file, *end);
            link.ends.iter().any(ours)
        });
        let controllers = file.devices[array].controllers.len().max(1);
        let mut walked = Vec::new();
        for controller in (0..controllers).filter(|_| linked) {
            let mut found = Vec::new();
            for (at, port) in file.ports.iter().enumerate() {
                let from = port.controller.is_none_or(|its| its == controller);
                if port.device == array && port.role == "expansion" && from {
                    let start = port.adapter.into_iter().collect();
                    step(file, device, start, at, &mut found);
                }
            }
            walked.push(found);
        }
        let count = file.components.len();
        let bits = |found: &Vec<Vec<usize>>| {
            lean(found.iter().map(|parts| Bits::of(count, parts)).collect())
        };
        let ways = linked.then(|| walked.iter().map(bits).collect());
        Shelf { device, ways, parts: walked.into_iter().map(|it| it.concat()).collect() }
    }

    /// Whether a controller reaches the shelf.
    pub fn reached(&self, controller: usize, down: &Bits) -> bool {
        self.ways.as_ref().is_none_or(|ways| open(&ways[controller], down))
    }
}

/// Whether drives may be reached through a port of a shelf.
fn counts(file: &File, port: usize) -> bool {
    file.ports[port].role != "management"
}

/// From a port over its cable to a shelf, and on to the next until the one that is looked for.
fn step(file: &File, wanted: usize, before: Vec<usize>, out: usize, found: &mut Vec<Vec<usize>>) {
    for link in &file.links {
        let Some(side) = link.ends.iter().position(|end| *end == out) else { continue };
        let far = link.ends[1 - side];
        let port = &file.ports[far];
        let shelf = &file.devices[port.device];
        let ends = [file.ports[out].component, port.component];
        let crossed = ends.iter().chain(&link.cables).chain([&shelf.component]);
        if shelf.kind != Kind::Shelf
            || !counts(file, far)
            || crossed.clone().any(|it| before.contains(it))
        {
            continue;
        }
        let mut parts = before.clone();
        parts.extend(ends);
        parts.extend(link.cables.iter().chain(&link.panels).chain(&port.adapter));
        parts.push(shelf.component);
        if port.device == wanted {
            found.push(parts);
            continue;
        }
        for (next, other) in file.ports.iter().enumerate() {
            let module = other.device == port.device && other.adapter == port.adapter;
            if next != far && module && counts(file, next) {
                step(file, wanted, parts.clone(), next, found);
            }
        }
    }
}
