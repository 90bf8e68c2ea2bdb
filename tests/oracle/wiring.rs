//! Ports, links, places, groups and services of a file.

use std::collections::BTreeMap;

use serde_yaml::Value;

use super::names::{entries_at, expand, items_at, names_at, natural, text, text_at};
use super::reading::{File, Kind, Link, Port, Service};

impl File {
    /// The port that `DEVICE:PORT` or `DEVICE:ADAPTER/PORT` names; from now on a component.
    pub(super) fn port(&mut self, end: &str) -> usize {
        let (name, port) = end.trim().split_once(':').expect("DEVICE:PORT");
        let at = *self.device_by_name.get(name).unwrap_or_else(|| panic!("no device {name}"));
        let device = &self.devices[at];
        let adapter = port.split_once('/').and_then(|(card, port)| {
            device.adapters.iter().find(|a| a.0 == card).map(|found| (found, port))
        });
        let (prefix, found, sits_in, controller) =
            if let Some(((card, part, component), p)) = adapter {
                (format!("{card}/"), silkscreen(part, p), *component, None)
            } else if let Some(own) = silkscreen(&device.part, port) {
                (String::new(), Some(own), device.component, None)
            } else {
                let controllers = entries_at(&device.part, "controllers");
                let mut all = controllers.iter().zip(0..);
                let (own, index) = all
                    .find_map(|((_, c), index)| silkscreen(c, port).map(|own| (own, index)))
                    .unwrap_or_else(|| panic!("no port {end}"));
                (String::new(), Some(own), device.controllers[index].component, Some(index))
            };
        let (own, protocol, role) = found.unwrap_or_else(|| panic!("no port {end}"));
        let id = format!("{name}:{prefix}{own}");
        if let Some(known) = self.by_id.get(&id) {
            return self.ports.iter().position(|p| p.component == *known).expect("a port");
        }
        let plain = if device.kind == Kind::Array { "host" } else { "" };
        let role = role.unwrap_or_else(|| plain.to_owned());
        let bmc = role == "bmc";
        let board = device.component;
        let component =
            self.add(id, Kind::Port, if bmc { vec![] } else { vec![sits_in] }, Some(at));
        if bmc {
            self.components[component].supplies = self.components[board].supplies.clone();
            self.components[component].supplies_needed =
                self.components[board].supplies.len().min(1);
        }
        let adapter = (sits_in != board && controller.is_none()).then_some(sits_in);
        self.ports.push(Port {
            component,
            device: at,
            protocol,
            role,
            name: own,
            adapter,
            controller,
        });
        self.ports.len() - 1
    }

    pub(super) fn link(&mut self, item: &Value) {
        let ends: Vec<String> = match item {
            Value::Sequence(ends) => ends.iter().map(text).collect(),
            Value::Mapping(_) if item.get("ends").is_some() => {
                items_at(item, "ends").into_iter().map(text).collect()
            }
            Value::Mapping(_) => split(&text(&item["link"])),
            plain => split(&text(plain)),
        };
        let (left, right) = (expand(&ends[0]), expand(&ends[1]));
        assert_eq!(left.len(), right.len(), "{ends:?}");
        let labels = text_at(item, "label").map(|label| expand(&label));
        let networks = names_at(item, "network");
        for (n, (a, b)) in left.iter().zip(&right).enumerate() {
            let pair = [self.port(a), self.port(b)];
            let id = match &labels {
                Some(labels) => labels[n].clone(),
                None => self.cable_id(pair),
            };
            let cable = self.add(id, Kind::Cable, vec![], None);
            self.links.push(Link { cable, ends: pair, networks: networks.clone() });
        }
    }

    fn cable_id(&self, ends: [usize; 2]) -> String {
        let mut ids = ends.map(|end| self.components[self.ports[end].component].id.clone());
        ids.sort_by(|a, b| natural(a, b));
        ids.join("--")
    }

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
        for key in ["servers", "switches", "arrays", "power"] {
            for (name, value) in entries_at(top, key) {
                let mut needs = Vec::new();
                if let Some(site) = text_at(value, "site") {
                    needs.push(self.by_id[&format!("site:{site}")]);
                }
                if let Some(rack) = value.get("rack") {
                    let rack = rack.get("in").unwrap_or(rack);
                    needs.extend(racks.get(&text(rack)).into_iter().flatten());
                }
                let component = self.by_id[&name];
                self.components[component].needs.extend(&needs);
                self.bmc_ports_need(component, &needs);
                if let Some(label) = text_at(value, "fabric") {
                    let id = format!("fabric:{label}");
                    let fabric = match self.by_id.get(&id) {
                        Some(known) => *known,
                        None => self.add(id, Kind::Fabric, vec![], None),
                    };
                    self.components[component].needs.push(fabric);
                }
            }
        }
    }

    /// A `bmc` port shares its server's place and groups, though not its board.
    fn bmc_ports_need(&mut self, board: usize, needs: &[usize]) {
        for port in &self.ports {
            if port.role == "bmc" && self.devices[port.device].component == board {
                self.components[port.component].needs.extend(needs);
            }
        }
    }

    pub(super) fn group(&mut self, name: &str, value: &Value) {
        let group = self.add(format!("group:{name}"), Kind::Group, vec![], None);
        for member in names_at(value, "members") {
            let component = self.member(&member);
            self.components[component].needs.push(group);
            self.bmc_ports_need(component, &[group]);
        }
    }

    fn member(&mut self, name: &str) -> usize {
        if let Some(known) = self.by_id.get(name) {
            return *known;
        }
        if name.contains("--") {
            let ends = split(name);
            let mut pair = [self.port(&ends[0]), self.port(&ends[1])];
            pair.sort_unstable();
            let same = |link: &&Link| {
                let mut ends = link.ends;
                ends.sort_unstable();
                ends == pair
            };
            return self.links.iter().find(same).expect("a cable").cable;
        }
        let port = self.port(name);
        self.ports[port].component
    }

    pub(super) fn service(&self, top: &Value, value: &Value) -> Service {
        let node = |name: &String| self.device_by_name[name];
        let home = node(&text_at(value, "home").expect("a home"));
        let volumes = names_at(value, "volumes");
        let clients = text_at(value, "clients");
        let Some(cluster) = text_at(value, "cluster") else {
            let (nodes, heartbeat, quorum) = (vec![home], None, None);
            let (clustered, votes) = (false, false);
            return Service { nodes, home, clustered, votes, heartbeat, quorum, volumes, clients };
        };
        let clusters = entries_at(top, "clusters");
        let (_, cluster) = clusters.into_iter().find(|c| c.0 == cluster).expect("the cluster");
        let quorum = cluster.get("quorum").and_then(|q| text_at(q, "volume"));
        let software = match cluster.get("software") {
            Some(Value::Mapping(part)) => text_at(&Value::Mapping(part.clone()), "arbitration"),
            Some(id) => text_at(&self.parts[&text(id)], "arbitration"),
            None => None,
        };
        let arbitration = text_at(cluster, "arbitration").or(software);
        let votes = match arbitration.as_deref() {
            Some("votes") => true,
            Some("none") => false,
            Some(other) => panic!("arbitration {other}"),
            None => quorum.is_some(),
        };
        let heartbeat = names_at(cluster, "heartbeat");
        let heartbeat = (!heartbeat.is_empty()).then_some(heartbeat);
        let nodes = names_at(cluster, "nodes").iter().map(node).collect();
        Service { nodes, home, clustered: true, votes, heartbeat, quorum, volumes, clients }
    }
}

fn split(link: &str) -> Vec<String> {
    link.split("--").map(|end| end.trim().to_owned()).collect()
}

/// A port of a part as printed on it, its protocol and its role.
fn silkscreen(part: &Value, name: &str) -> Option<(String, String, Option<String>)> {
    for entry in items_at(part, "ports") {
        for own in names_at(entry, "names") {
            if own.to_lowercase() == name.to_lowercase() {
                let protocol = text_at(entry, "protocol").unwrap_or_default();
                return Some((own, protocol, text_at(entry, "role")));
            }
        }
    }
    None
}
