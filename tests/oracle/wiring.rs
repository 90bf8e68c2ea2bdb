//! Ports and links of a file.

use serde_yaml::Value;

use super::file::{File, Kind, Link, Port};
use super::names::{entries_at, expand, items_at, names_at, natural, text, text_at};

impl File {
    /// The port that `DEVICE:PORT` or `DEVICE:ADAPTER/PORT` names; from now on a component.
    pub(super) fn port(&mut self, end: &str) -> usize {
        let (name, port) = end.trim().split_once(':').expect("DEVICE:PORT");
        let at = self.device_at(name);
        let device = &self.devices[at];
        let alias = device.aliases.iter().find(|it| it.0.to_lowercase() == port.to_lowercase());
        let port = alias.map_or(port, |it| &it.1);
        let card = port.split_once('/').and_then(|(card, port)| {
            device.adapters.iter().find(|it| it.name == card).map(|found| (found, port))
        });
        let (prefix, found, sits_in, adapter, controller) = if let Some((card, port)) = card {
            let found = silkscreen(&card.part, port);
            let (component, prefix) = (card.component, format!("{}/", card.name));
            (prefix, found, component, Some(component), card.controller)
        } else if let Some(own) = silkscreen(&device.part, port) {
            (String::new(), Some(own), device.component, None, None)
        } else {
            let controllers = entries_at(&device.part, "controllers");
            let mut all = controllers.iter().zip(0..);
            let (own, index) = all
                .find_map(|((_, c), index)| silkscreen(c, port).map(|own| (own, index)))
                .unwrap_or_else(|| panic!("no port {end}"));
            (String::new(), Some(own), device.controllers[index].component, None, Some(index))
        };
        let (own, protocol, role) = found.unwrap_or_else(|| panic!("no port {end}"));
        let id = format!("{name}:{prefix}{own}");
        if let Some(known) = self.by_id.get(&id) {
            return self.ports.iter().position(|p| p.component == *known).expect("a port");
        }
        let plain = match device.kind {
            Kind::Array => "host",
            Kind::Shelf => "expansion",
            _ => "",
        };
        let role = role.unwrap_or_else(|| plain.to_owned());
        let (bmc, board) = (role == "bmc", device.component);
        let needs = if bmc { vec![] } else { vec![sits_in] };
        let component = self.add(id, Kind::Port, needs, Some(at));
        if bmc {
            let supplies = self.components[board].supplies.clone();
            self.components[component].supplies_needed = supplies.len().min(1);
            self.components[component].supplies = supplies;
        }
        let name = format!("{prefix}{own}");
        self.ports.push(Port { component, device: at, protocol, role, name, adapter, controller });
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
        let assembly = text_at(item, "assembly");
        let networks = names_at(item, "network");
        let via: Vec<Vec<String>> =
            items_at(item, "via").into_iter().map(|it| expand(&text(it))).collect();
        for (n, (a, b)) in left.iter().zip(&right).enumerate() {
            let pair = [self.port(a), self.port(b)];
            let label = labels.as_ref().map(|labels| labels[n].clone());
            let id = assembly.clone().or_else(|| label.clone());
            let id = id.unwrap_or_else(|| self.cable_id(pair));
            let panel = |names: &Vec<String>| {
                let name = &names[n % names.len()];
                self.by_id[name.split_once(':').map_or(name.as_str(), |it| it.0)]
            };
            let panels: Vec<usize> = via.iter().map(panel).collect();
            let ids: Vec<String> = match panels.len() {
                0 => vec![id],
                more => (1..=more + 1).map(|k| format!("{id}#{k}")).collect(),
            };
            let cables = ids.into_iter().map(|id| match self.by_id.get(&id) {
                Some(known) if assembly.is_some() => *known,
                _ => self.add(id, Kind::Cable, vec![], None),
            });
            let cables = cables.collect();
            let names = label.into_iter().chain(assembly.clone()).collect();
            let networks = networks.clone();
            self.links.push(Link { cables, panels, ends: pair, networks, names });
        }
    }

    fn cable_id(&self, ends: [usize; 2]) -> String {
        let mut ids = ends.map(|end| self.components[self.ports[end].component].id.clone());
        ids.sort_by(|a, b| natural(a, b));
        ids.join("--")
    }

    /// What a member of a group names: a component, or the cables of a link.
    pub(super) fn members(&mut self, name: &str) -> Vec<usize> {
        if let Some(known) = self.by_id.get(name) {
            return vec![*known];
        }
        let (whole, number) = match name.rsplit_once('#') {
            Some((whole, number)) => (whole, number.parse::<usize>().ok()),
            None => (name, None),
        };
        let pick = |link: &Link| match number {
            Some(number) => vec![link.cables[number - 1]],
            None => link.cables.clone(),
        };
        let named = |link: &&Link| link.names.iter().any(|it| it == whole);
        let mut found: Vec<usize> = self.links.iter().filter(named).flat_map(pick).collect();
        if found.is_empty() && whole.contains("--") {
            let ends = split(whole);
            let (a, b) = (self.port(&ends[0]), self.port(&ends[1]));
            let same = |link: &&Link| link.ends == [a, b] || link.ends == [b, a];
            found = pick(self.links.iter().find(same).expect("a cable"));
        }
        if found.is_empty() {
            let port = self.port(name);
            found.push(self.ports[port].component);
        }
        found.sort_unstable();
        found.dedup();
        found
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
