//! What things share: sites, racks, fabrics, groups and zones.

use std::collections::BTreeMap;

use serde_yaml::Value;

use super::file::{File, Kind};
use super::names::{entries_at, names_at, text, text_at};

impl File {
    pub(super) fn places(&mut self, top: &Value) {
        for (name, _) in entries_at(top, "sites") {
            self.add(format!("site:{name}"), Kind::Place, vec![], None);
        }
        let mut racks = BTreeMap::new();
        for (name, value) in entries_at(top, "racks") {
            let site = text_at(value, "site").map(|site| self.by_id[&format!("site:{site}")]);
            let mut needs: Vec<usize> = site.into_iter().collect();
            if text_at(value, "shared_fate").as_deref() == Some("true") {
                let id = format!("rack:{name}");
                needs.push(self.add(id, Kind::Place, vec![], None));
            }
            racks.insert(name, needs);
        }
        for key in ["servers", "switches", "arrays", "shelves", "enclosures", "panels", "power"] {
            for (name, value) in entries_at(top, key) {
                let mut needs = Vec::new();
                if let Some(site) = text_at(value, "site") {
                    needs.push(self.by_id[&format!("site:{site}")]);
                }
                if let Some(rack) = value.get("rack") {
                    let rack = rack.get("in").unwrap_or(rack);
                    needs.extend(racks.get(&text(rack)).into_iter().flatten());
                }
                if let Some(label) = text_at(value, "fabric") {
                    let id = format!("fabric:{label}");
                    needs.push(match self.by_id.get(&id) {
                        Some(known) => *known,
                        None => self.add(id, Kind::Fabric, vec![], None),
                    });
                }
                let component = self.by_id[&name];
                self.components[component].needs.extend(needs);
            }
        }
    }

    pub(super) fn group(&mut self, name: &str, value: &Value) {
        let group = self.add(format!("group:{name}"), Kind::Group, vec![], None);
        for member in names_at(value, "members") {
            for component in self.members(&member) {
                self.components[component].needs.push(group);
            }
        }
    }

    pub(super) fn zones(&mut self, top: &Value) {
        // An empty section says as little as none.
        if entries_at(top, "zones").into_iter().next().is_none() {
            return;
        }
        let mut zones = Vec::new();
        for (_, value) in entries_at(top, "zones") {
            let members = names_at(value, "members");
            zones.push(members.iter().flat_map(|member| self.members(member)).collect());
        }
        self.zones = Some(zones);
    }

    /// Whether an initiator port and a target port share a zone: the port, or what it sits in, is a member.
    pub fn zoned(&self, a: usize, b: usize) -> bool {
        let inside = |zone: &[usize], port: usize| {
            let port = &self.ports[port];
            let device = &self.devices[port.device];
            let controller = port.controller.map(|at| device.controllers[at].component);
            let around = [Some(port.component), port.adapter, controller, Some(device.component)];
            around.into_iter().flatten().any(|it| zone.contains(&it))
        };
        let shared = |zone: &Vec<usize>| inside(zone, a) && inside(zone, b);
        self.zones.as_ref().is_none_or(|zones| zones.iter().any(shared))
    }

    /// A `bmc` port shares its server's enclosure, places and groups, though not its board.
    pub(super) fn bmc_ports_need_the_places_of_their_boards(&mut self) {
        for port in self.ports.iter().filter(|port| port.role == "bmc") {
            let board = &self.components[self.devices[port.device].component];
            let shared = [Kind::Enclosure, Kind::Place, Kind::Group];
            let kind = |need: &usize| self.components[*need].kind;
            let needs: Vec<usize> =
                board.needs.iter().copied().filter(|it| shared.contains(&kind(it))).collect();
            self.components[port.component].needs.extend(needs);
        }
    }
}
