//! The file as devices, ports, links and needs. Nothing is computed here but names.

use std::collections::BTreeMap;

use serde_yaml::Value;

use super::names::{count_at, entries_at, expand, items_at, names_at, text, text_at};

/// What a component is, as far as any rule asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Server,
    Switch,
    Array,
    Software,
    Supply,
    Adapter,
    Controller,
    Port,
    Cable,
    Drive,
    Source,
    Place,
    Group,
    Fabric,
}

/// Something that can fail, and what it needs.
#[derive(Debug)]
pub struct Component {
    pub id: String,
    pub kind: Kind,
    /// Every one of these.
    pub needs: Vec<usize>,
    /// At least one of these, if there are any: an ATS and its feeds.
    pub any_of: Vec<usize>,
    /// Supplies and how many of them it takes.
    pub supplies: Vec<usize>,
    pub supplies_needed: usize,
    /// The device it is or belongs to.
    pub device: Option<usize>,
}

/// A port that the file names.
#[derive(Debug)]
pub struct Port {
    pub component: usize,
    pub device: usize,
    pub protocol: String,
    pub role: String,
    pub name: String,
    pub adapter: Option<usize>,
    /// Position among the array's controllers.
    pub controller: Option<usize>,
}

/// A cable between two ports.
#[derive(Debug)]
pub struct Link {
    pub cable: usize,
    pub ends: [usize; 2],
    pub networks: Vec<String>,
}

/// A controller of an array.
#[derive(Debug)]
pub struct Controller {
    pub name: String,
    pub component: usize,
    /// Names of the ports it serves taken-over volumes through; nothing for all.
    pub takeover_ports: Option<Vec<String>>,
}

/// Drives that form a RAID.
#[derive(Debug)]
pub struct Drives {
    pub drives: Vec<usize>,
    pub raid: Raid,
}

#[derive(Clone, Copy, Debug)]
pub enum Raid {
    Survives(usize),
    AllButOne,
    Pairs,
}

/// A volume of an array.
#[derive(Debug)]
pub struct Volume {
    pub array: usize,
    pub owner: Option<String>,
    pub drives: Drives,
}

/// A server, switch or array.
#[derive(Debug)]
pub struct Device {
    pub component: usize,
    pub kind: Kind,
    pub part: Value,
    pub os: Option<usize>,
    pub adapters: Vec<(String, Value, usize)>,
    pub system: Vec<Drives>,
    pub controllers: Vec<Controller>,
    pub access: String,
    pub controller_failover: bool,
}

/// A cluster, or the lone home of a service without one.
#[derive(Debug)]
pub struct Service {
    pub nodes: Vec<usize>,
    pub home: usize,
    pub clustered: bool,
    pub votes: bool,
    /// Nothing: the nodes are taken to hear each other.
    pub heartbeat: Option<Vec<String>>,
    pub quorum: Option<String>,
    pub volumes: Vec<String>,
    pub clients: Option<String>,
}

/// The whole file.
#[derive(Debug, Default)]
pub struct File {
    pub components: Vec<Component>,
    pub by_id: BTreeMap<String, usize>,
    pub devices: Vec<Device>,
    pub device_by_name: BTreeMap<String, usize>,
    pub ports: Vec<Port>,
    pub links: Vec<Link>,
    pub volumes: BTreeMap<String, Volume>,
    /// Role and uplinks (positions among the ports) of each network.
    pub networks: BTreeMap<String, (String, Vec<usize>)>,
    pub services: BTreeMap<String, Service>,
    pub(super) parts: BTreeMap<String, Value>,
}

impl File {
    /// Reads a topology beside the catalogues that the program ships.
    pub fn read(yaml: &str) -> File {
        let mut file = File::default();
        for name in ["generic", "hp"] {
            let path = format!("{}/src/catalog/data/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
            let catalogue = std::fs::read_to_string(path).expect("the catalogue");
            file.take_parts(&serde_yaml::from_str(&catalogue).expect("valid YAML"));
        }
        let mut top: Value = serde_yaml::from_str(yaml).expect("valid YAML");
        top.apply_merge().expect("merge keys");
        file.take_parts(&top);
        for (key, kind) in
            [("servers", Kind::Server), ("switches", Kind::Switch), ("arrays", Kind::Array)]
        {
            for (name, value) in entries_at(&top, key) {
                file.device(&name, kind, value);
            }
        }
        file.power(&top);
        for (name, value) in entries_at(&top, "networks") {
            let uplinks = names_at(value, "uplinks");
            let uplinks = uplinks.iter().map(|end| file.port(end)).collect();
            let role = text_at(value, "role").unwrap_or_default();
            file.networks.insert(name, (role, uplinks));
        }
        for item in items_at(&top, "links") {
            file.link(item);
        }
        file.places(&top);
        for (name, value) in entries_at(&top, "groups") {
            file.group(&name, value);
        }
        for (name, value) in entries_at(&top, "services") {
            let service = file.service(&top, value);
            file.services.insert(name, service);
        }
        file
    }

    fn take_parts(&mut self, top: &Value) {
        for (id, part) in entries_at(top, "parts") {
            self.parts.insert(id, part.clone());
        }
    }

    fn part(&self, value: &Value) -> Value {
        match value.get("model") {
            None => Value::Null,
            Some(Value::Mapping(part)) => Value::Mapping(part.clone()),
            Some(id) => self.parts.get(&text(id)).cloned().unwrap_or_else(|| panic!("{id:?}")),
        }
    }

    pub(super) fn add(
        &mut self,
        id: String,
        kind: Kind,
        needs: Vec<usize>,
        device: Option<usize>,
    ) -> usize {
        let at = self.components.len();
        let before = self.by_id.insert(id.clone(), at);
        assert!(before.is_none(), "two components are called {id}");
        let (any_of, supplies, supplies_needed) = (Vec::new(), Vec::new(), 0);
        self.components.push(Component {
            id,
            kind,
            needs,
            any_of,
            supplies,
            supplies_needed,
            device,
        });
        at
    }

    fn device(&mut self, name: &str, kind: Kind, value: &Value) {
        let at = self.devices.len();
        let part = self.part(value);
        let board = self.add(name.to_owned(), kind, vec![], Some(at));
        let os = (kind == Kind::Server)
            .then(|| self.add(format!("{name}/os"), Kind::Software, vec![], Some(at)));
        let mut adapters = Vec::new();
        for (adapter, card) in entries_at(value, "adapters") {
            let id = format!("{name}/{adapter}");
            let component = self.add(id, Kind::Adapter, vec![board], Some(at));
            adapters.push((adapter, self.part(card), component));
        }
        let mut controllers = Vec::new();
        for (letter, controller) in entries_at(&part, "controllers") {
            let component =
                self.add(format!("{name}/{letter}"), Kind::Controller, vec![board], Some(at));
            let given = controller.get("takeover_ports").is_some();
            let takeover_ports = given.then(|| names_at(controller, "takeover_ports"));
            controllers.push(Controller { name: letter, component, takeover_ports });
        }
        let mut system = Vec::new();
        let mut number = 0;
        for entry in items_at(value, "drives") {
            let count = count_at(entry, "count").unwrap_or(1);
            let drives = self.drives(name, &mut number, count, at, entry);
            if text_at(entry, "use").as_deref() == Some("system") {
                system.push(drives);
            }
        }
        for (volume, spec) in entries_at(value, "volumes") {
            let id = format!("{name}/{volume}");
            let drives = self.drives(&id, &mut 0, count_at(spec, "drives").unwrap_or(0), at, spec);
            let owner = text_at(spec, "owner");
            self.volumes.insert(format!("{name}:{volume}"), Volume { array: at, owner, drives });
        }
        let access = text_at(value, "access").or_else(|| text_at(&part, "access"));
        let failover = text_at(&part, "controller_failover").as_deref() == Some("true");
        self.device_by_name.insert(name.to_owned(), at);
        self.devices.push(Device {
            component: board,
            kind,
            part,
            os,
            adapters,
            system,
            controllers,
            access: access.unwrap_or_else(|| "owner".to_owned()),
            controller_failover: failover,
        });
    }

    fn drives(
        &mut self,
        prefix: &str,
        number: &mut usize,
        count: usize,
        device: usize,
        spec: &Value,
    ) -> Drives {
        let mut drives = Vec::new();
        for _ in 0..count {
            *number += 1;
            let id = format!("{prefix}/drive{number}");
            drives.push(self.add(id, Kind::Drive, vec![], Some(device)));
        }
        let raid = match spec.get("raid") {
            None => Raid::Survives(0),
            Some(Value::Mapping(_)) => {
                Raid::Survives(count_at(&spec["raid"], "survives").expect("survives"))
            }
            Some(name) => match text(name).as_str() {
                "raid0" => Raid::Survives(0),
                "raid1" => Raid::AllButOne,
                "raid10" => Raid::Pairs,
                "raid5" | "raid50" => Raid::Survives(1),
                "raid6" | "raid60" => Raid::Survives(2),
                other => panic!("raid {other}"),
            },
        };
        Drives { drives, raid }
    }

    fn power(&mut self, top: &Value) {
        let sources = entries_at(top, "power");
        for (name, _) in &sources {
            self.add(name.clone(), Kind::Source, vec![], None);
        }
        for (name, value) in &sources {
            let feeds: Vec<usize> =
                names_at(value, "feed").iter().map(|feed| self.by_id[feed]).collect();
            let source = self.by_id[name];
            if text_at(value, "kind").as_deref() == Some("ats") {
                self.components[source].any_of = feeds;
            } else {
                self.components[source].needs = feeds;
            }
        }
        for key in ["servers", "switches", "arrays"] {
            for (name, value) in entries_at(top, key) {
                let device = self.device_by_name[&name];
                let board = self.devices[device].component;
                let plugs = plugs(value);
                if plugs.is_empty() {
                    continue;
                }
                let mut supplies = Vec::new();
                for (supply, source) in &plugs {
                    let source = self.by_id[source];
                    let id = format!("{name}/{supply}");
                    supplies.push(self.add(id, Kind::Supply, vec![source], Some(device)));
                }
                let psus = self.devices[device].part.get("psus").cloned().unwrap_or(Value::Null);
                let count = count_at(&psus, "count").unwrap_or(plugs.len());
                self.components[board].supplies = supplies;
                self.components[board].supplies_needed = count_at(&psus, "needed").unwrap_or(count);
            }
        }
    }
}

/// Supplies and their sources; a range of sources goes with a range of supplies.
fn plugs(device: &Value) -> Vec<(String, String)> {
    let Some(power) = device.get("power").and_then(Value::as_mapping) else { return Vec::new() };
    let mut plugs = Vec::new();
    for (supply, source) in power {
        let (supplies, sources) = (expand(&text(supply)), expand(&text(source)));
        for (n, supply) in supplies.into_iter().enumerate() {
            plugs.push((supply, sources[n % sources.len()].clone()));
        }
    }
    plugs
}
