//! The file read as components: devices, drives and power. Nothing is computed here but names.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_yaml::Value;

use super::file::{Adapter, Controller, Device, Drives, File, Kind, Raid, Volume};
use super::names::{count_at, entries_at, expand, items_at, names_at, natural, text, text_at};

/// The sections that hold devices.
const DEVICES: [(&str, Kind); 6] = [
    ("enclosures", Kind::Enclosure),
    ("servers", Kind::Server),
    ("switches", Kind::Switch),
    ("arrays", Kind::Array),
    ("shelves", Kind::Shelf),
    ("power", Kind::Source),
];

impl File {
    /// Reads a topology beside the catalogues that the program ships.
    pub fn read(yaml: &str) -> File {
        let mut file = File::default();
        let mut top: Value = serde_yaml::from_str(yaml).expect("valid YAML");
        top.apply_merge().expect("merge keys");
        for (id, part) in entries_at(&top, "parts") {
            file.parts.insert(id, part.clone());
        }
        for (key, kind) in DEVICES {
            for (name, value) in entries_at(&top, key) {
                file.device(&name, kind, value);
            }
        }
        for (name, _) in entries_at(&top, "panels") {
            file.add(name, Kind::Panel, vec![], None);
        }
        for (name, value) in entries_at(&top, "arrays") {
            file.volumes_of(&name, value);
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
        for (_, value) in entries_at(&top, "clusters") {
            file.fencing(value);
        }
        file.places(&top);
        for (name, value) in entries_at(&top, "groups") {
            file.group(&name, value);
        }
        file.zones(&top);
        for (name, value) in entries_at(&top, "mirrors") {
            let mirror = file.mirror(value);
            file.mirrors.insert(name, mirror);
        }
        for (name, value) in entries_at(&top, "services") {
            let service = file.service(&top, value);
            file.services.insert(name, service);
        }
        file.bmc_ports_need_the_places_of_their_boards();
        file
    }

    /// The part of a device or card, with what it takes over from another by `like`.
    fn part(&self, value: &Value) -> Value {
        let part = match value.get("model") {
            None => return Value::Null,
            Some(Value::Mapping(part)) => Value::Mapping(part.clone()),
            Some(id) => return self.known(&text(id)),
        };
        self.whole(part)
    }

    /// The part of an id, this file's own before the catalogues'.
    pub(super) fn known(&self, id: &str) -> Value {
        let part = self.parts.get(id).or_else(|| shipped().get(id));
        self.whole(part.cloned().unwrap_or_else(|| panic!("no part {id}")))
    }

    fn whole(&self, part: Value) -> Value {
        let Some(like) = text_at(&part, "like") else { return part };
        let mut whole = self.known(&like);
        let fields = whole.as_mapping_mut().expect("a part");
        for (key, value) in part.as_mapping().expect("a part") {
            fields.insert(key.clone(), value.clone());
        }
        whole
    }

    fn device(&mut self, name: &str, kind: Kind, value: &Value) {
        let at = self.devices.len();
        let part = self.part(value);
        let board = self.add(name.to_owned(), kind, vec![], Some(at));
        let os = (kind == Kind::Server)
            .then(|| self.add(format!("{name}/os"), Kind::Software, vec![], Some(at)));
        let mut controllers = Vec::new();
        for (letter, controller) in entries_at(&part, "controllers") {
            let component =
                self.add(format!("{name}/{letter}"), Kind::Controller, vec![board], Some(at));
            let given = controller.get("takeover_ports").is_some();
            let takeover_ports = given.then(|| names_at(controller, "takeover_ports"));
            controllers.push(Controller { name: letter, component, takeover_ports });
        }
        let mut adapters = Vec::new();
        for (adapter, card) in entries_at(value, "adapters") {
            let id = format!("{name}/{adapter}");
            let letter = text_at(card, "controller");
            let named = |letter: &String| controllers.iter().position(|c| c.name == *letter);
            let controller = letter.as_ref().map(|it| named(it).expect("a controller"));
            let sits_in = controller.map_or(board, |at| controllers[at].component);
            let component = self.add(id, Kind::Adapter, vec![sits_in], Some(at));
            let part = self.part(card);
            adapters.push(Adapter { name: adapter, part, component, controller });
        }
        let mut drives = Vec::new();
        let mut number = 0;
        for entry in items_at(value, "drives") {
            let count = count_at(entry, "count").unwrap_or(1);
            let first = number;
            number += count;
            let set = self.drives(name, first, &vec![at; count], entry);
            drives.push((text_at(entry, "use").unwrap_or_default(), set));
        }
        let access = text_at(value, "access").or_else(|| text_at(&part, "access"));
        let failover = text_at(&part, "controller_failover").as_deref() == Some("true");
        let enclosure = value.get("in").map(|it| text(it.get("enclosure").unwrap_or(it)));
        let enclosure = enclosure.map(|name| self.device_at(&name));
        if let Some(enclosure) = enclosure {
            let around = self.board(enclosure);
            self.components[board].needs.push(around);
        }
        let aliases = entries_at(value, "ports").into_iter();
        let aliases = aliases.filter_map(|(port, it)| Some((text_at(it, "alias")?, port)));
        self.device_by_name.insert(name.to_owned(), at);
        self.devices.push(Device {
            component: board,
            kind,
            part,
            os,
            adapters,
            drives,
            controllers,
            access: access.unwrap_or_else(|| "owner".to_owned()),
            controller_failover: failover,
            gateway: text_at(value, "role").as_deref() == Some("access-gateway"),
            enclosure,
            aliases: aliases.collect(),
        });
    }

    /// The volumes of an array; their drives are dealt out in turn where several places hold them.
    fn volumes_of(&mut self, name: &str, value: &Value) {
        let array = self.device_at(name);
        for (volume, spec) in entries_at(value, "volumes") {
            let count = count_at(spec, "drives").unwrap_or(0);
            let mut places = vec![array; count];
            let mut on = entries_at(spec, "on");
            // The array first, then its shelves by name: the order of keys says nothing.
            on.sort_by(|a, b| (a.0 != name).cmp(&(b.0 != name)).then_with(|| natural(&a.0, &b.0)));
            if !on.is_empty() {
                let of = |(place, count): &(String, &Value)| {
                    (self.device_at(place), text(count).parse::<usize>().expect("a number"))
                };
                let on: Vec<(usize, usize)> = on.iter().map(of).collect();
                let most = on.iter().map(|place| place.1).max().unwrap_or(0);
                let turns = (0..most).flat_map(|turn| on.iter().filter(move |it| it.1 > turn));
                places = turns.map(|place| place.0).collect();
            }
            let drives = self.drives(&format!("{name}/{volume}"), 0, &places, spec);
            let owner = text_at(spec, "owner");
            self.volumes.insert(format!("{name}:{volume}"), Volume { array, owner, drives });
        }
    }

    /// Drives in these places, numbered after `first`.
    fn drives(&mut self, prefix: &str, first: usize, places: &[usize], spec: &Value) -> Drives {
        let mut drives = Vec::new();
        for (n, place) in places.iter().enumerate() {
            let id = format!("{prefix}/drive{}", first + n + 1);
            drives.push(self.add(id, Kind::Drive, vec![], Some(*place)));
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
        for (name, value) in entries_at(top, "power") {
            let feeds: Vec<usize> =
                names_at(value, "feed").iter().map(|feed| self.by_id[feed]).collect();
            let source = self.by_id[&name];
            if text_at(value, "kind").as_deref() == Some("ats") {
                self.components[source].any_of = feeds;
            } else {
                self.components[source].needs = feeds;
            }
        }
        for (key, _) in DEVICES.iter().filter(|it| it.0 != "power") {
            for (name, value) in entries_at(top, key) {
                let device = self.device_at(&name);
                let board = self.board(device);
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

/// The parts of the catalogues that the program ships, read once for all topologies.
fn shipped() -> &'static BTreeMap<String, Value> {
    static PARTS: OnceLock<BTreeMap<String, Value>> = OnceLock::new();
    let read = || {
        let folder = format!("{}/src/catalog/data", env!("CARGO_MANIFEST_DIR"));
        let mut parts = BTreeMap::new();
        for entry in std::fs::read_dir(folder).expect("the catalogues") {
            let path = entry.expect("a catalogue").path();
            let catalogue = std::fs::read_to_string(path).expect("the catalogue");
            let top: Value = serde_yaml::from_str(&catalogue).expect("valid YAML");
            parts.extend(entries_at(&top, "parts").into_iter().map(|(id, p)| (id, p.clone())));
        }
        parts
    };
    PARTS.get_or_init(read)
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
