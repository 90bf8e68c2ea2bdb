//! Parts that other parts are delivered or ordered with.

use std::collections::BTreeSet;

use super::*;

impl Builder<'_> {
    /// Reports ids under `bundled` and `options` of a part that no part has.
    pub(super) fn check_related(&mut self, part: &PartSpec) {
        let controllers = part.controllers.0.iter().flat_map(|(_, it)| &it.ports);
        let ports = part.ports.iter().chain(controllers).flat_map(|it| &it.bundled);
        for id in part.bundled.iter().chain(&part.options).chain(ports) {
            let own = self.own.contains_key(id.as_str());
            let unread = self.unsure.parts.contains(&id.value);
            if !own && !unread && self.catalog.part(&id.value).is_none() {
                self.unknown_part(id, &[]);
            }
        }
    }

    /// Looks up what the parts of the design are delivered or ordered with, and those with in turn.
    pub(super) fn related(&mut self) {
        let topology = &self.topology;
        let cards = topology.modules.iter().filter_map(|module| match &module.kind {
            ModuleKind::Adapter { part, .. } => Some(part),
            ModuleKind::Controller(_) => None,
        });
        let options = topology.devices.iter().flat_map(|it| it.options.iter().map(|it| &it.0));
        let devices = topology.devices.iter().map(|it| &it.part);
        let power = topology.power.iter().filter_map(|it| it.part.as_ref());
        let all = devices.chain(cards).chain(options).chain(power);
        let mut next: BTreeSet<CompactString> = all.flat_map(|part| related_to(part)).collect();
        while let Some(id) = next.pop_first() {
            if self.topology.related.contains_key(&id.to_lowercase()) {
                continue;
            }
            let own = self.parts.get(&id).cloned().flatten();
            let Some(part) = own.or_else(|| self.catalog.part(&id)) else { continue };
            next.extend(related_to(&part));
            self.topology.related.insert(id.to_lowercase(), part);
        }
    }
}

/// The ids under `bundled` and `options` of a part.
fn related_to(part: &Part) -> impl Iterator<Item = CompactString> {
    let controllers = part.controllers.iter().flat_map(|it| it.ports.iter());
    let ports = part.ports.iter().chain(controllers).flat_map(|it| &it.bundled);
    part.bundled.iter().chain(&part.options).chain(ports).cloned()
}
