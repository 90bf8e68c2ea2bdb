//! Everything with a name but cables: what comes, what goes, and what is different about what stays.

use std::collections::{BTreeMap, BTreeSet};

use super::{Action, Change, ThingChange};
use crate::catalog::Part;
use crate::names::natural;
use crate::spec::Raid;
use crate::topology::{
    Device, DeviceKind, DriveSetId, Fence, Leg, Location, ModuleKind, Quorum, Topology, Witness,
};
use crate::words::{Msg, Value, Word, handover as words, msg, sheets};

/// A fact of a thing: its key in JSON, its name and its value.
type Fact = (String, Msg, Msg);

/// A thing: where it stands among its kind, what it is, and what is known of it.
struct Thing {
    word: &'static Word,
    model: Option<Msg>,
    facts: Vec<Fact>,
}

/// Things by kind and name; the kinds stand in the order of a file.
type Things = BTreeMap<(usize, &'static str, String), Thing>;

/// Facts are collected as text; what is not known is no fact.
#[derive(Default)]
struct Facts(Vec<Fact>);

impl Facts {
    fn add(&mut self, key: &str, word: &'static Word, value: impl Into<Option<String>>) {
        if let Some(value) = value.into().filter(|it| !it.is_empty()) {
            self.told(key, word, plain(value));
        }
    }

    fn told(&mut self, key: &str, word: &'static Word, value: impl Into<Option<Msg>>) {
        if let Some(value) = value.into() {
            self.0.push((key.to_owned(), word.into(), value));
        }
    }

    /// A fact of something that has a name of its own within the thing.
    fn named(&mut self, key: &str, name: &str, word: &'static Word, value: Msg) {
        let field = Msg::new(word, vec![("name", Value::from(name))]);
        self.0.push((format!("{key}.{name}"), field, value));
    }
}

fn plain(text: impl Into<String>) -> Msg {
    msg!(words::PLAIN, text = text.into())
}

/// What a part is called: generic ones in the reader's language.
fn title(part: &Part) -> Msg {
    match part.id.as_deref().and_then(sheets::generic) {
        Some(word) => word.into(),
        None => plain(part.title()),
    }
}

/// Names in natural order, each once.
fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut names: Vec<&str> = names.collect();
    names.sort_by(|a, b| natural(a, b));
    names.dedup();
    names.join(", ")
}

fn place(topology: &Topology, at: &Location) -> String {
    let site = at.site.map(|site| topology[site].name.to_string());
    let rack = at.rack.map(|(rack, unit)| match unit {
        Some(unit) => format!("{} U{unit}", topology[rack].name),
        None => topology[rack].name.to_string(),
    });
    site.into_iter().chain(rack).collect::<Vec<_>>().join(" ")
}

fn yes(it: bool) -> Option<String> {
    it.then(|| "true".to_owned())
}

fn drives(topology: &Topology, id: DriveSetId) -> String {
    let set = &topology[id];
    let raid = match set.raid {
        None => String::new(),
        Some(Raid::Level(level)) => format!(" {}", level.id()),
        Some(Raid::Survives { survives }) => format!(" survives={survives}"),
    };
    let part = set.part.as_ref().map(|part| format!(" {}", part.title())).unwrap_or_default();
    let spares = if set.spares > 0 { format!(" +{}", set.spares) } else { String::new() };
    format!("{}{spares} ×{part}{raid}", set.count)
}

fn device(topology: &Topology, it: &Device) -> Thing {
    let mut facts = Facts::default();
    facts.told("model", &words::T_MODEL, title(&it.part));
    facts.add("place", &words::T_PLACE, place(topology, &it.location));
    let bay = it.enclosure.map(|(enclosure, bay)| match bay {
        Some(bay) => format!("{}/{bay}", topology[enclosure].name),
        None => topology[enclosure].name.to_string(),
    });
    facts.add("bay", &words::T_BAY, bay);
    facts.add("behind", &words::T_BEHIND, it.behind.map(|it| topology[it].name.to_string()));
    facts.add("existing", &words::T_EXISTING, yes(it.existing));
    facts.add("fabric", &words::T_FABRIC, it.fabric.map(|it| topology[it].name.to_string()));
    facts.add("gateway", &words::T_GATEWAY, yes(it.gateway));
    facts.add("domain", &words::T_DOMAIN, it.domain.map(|it| it.0.to_string()));
    facts.add("mlag", &words::T_MLAG, it.mlag.map(|it| topology[it].name.to_string()));
    facts.add("cpus", &words::T_CPUS, it.cpus.map(|it| it.to_string()));
    let memory = it.memory.map(|it| format!("{} MiB", it.bytes >> 20));
    facts.add("memory", &words::T_MEMORY, memory);
    facts.add("os", &words::T_OS, it.os_name.as_ref().map(ToString::to_string));
    for &module in &it.modules {
        if let ModuleKind::Adapter { part, slot, existing, .. } = &topology[module].kind {
            let part = title(part);
            let value = match slot {
                Some(slot) => msg!(words::IN_SLOT, part = part, slot = *slot),
                None => part,
            };
            let value = if *existing { msg!(words::IS_THERE, part = value) } else { value };
            facts.named("adapter", &topology[module].name, &words::T_ADAPTER, value);
        }
    }
    for &supply in &it.supplies {
        let supply = &topology[supply];
        let source = &*topology[supply.source].name;
        facts.named("power", &supply.name, &words::T_SUPPLY, plain(source));
    }
    let sets: Vec<String> = it.drive_sets.iter().map(|&set| drives(topology, set)).collect();
    facts.add("drives", &words::T_DRIVES, list(sets.iter().map(String::as_str)));
    for bond in &it.bonds {
        let mode = bond.mode.map(|mode| format!(" {}", mode.id())).unwrap_or_default();
        let ports = list(bond.ports.iter().map(|&port| &*topology[port].name));
        facts.named("bond", &bond.name, &words::T_BOND, plain(format!("{ports}{mode}")));
    }
    let options = it.options.iter().map(|(part, count)| format!("{count} × {}", part.title()));
    let options: Vec<String> = options.collect();
    facts.add("options", &words::T_OPTIONS, list(options.iter().map(String::as_str)));
    let word = match it.kind {
        DeviceKind::Server => &words::K_SERVER,
        DeviceKind::Switch => &words::K_SWITCH,
        DeviceKind::Array => &words::K_ARRAY,
        DeviceKind::Shelf => &words::K_SHELF,
        DeviceKind::Enclosure => &words::K_ENCLOSURE,
        DeviceKind::Panel => &words::K_PANEL,
        DeviceKind::Outlet => &words::K_POWER,
    };
    Thing { word, model: Some(title(&it.part)), facts: facts.0 }
}

fn witness(topology: &Topology, it: Witness) -> String {
    let over = it.network.map(|it| format!(" ({})", topology[it].name)).unwrap_or_default();
    format!("{}{over}", topology[it.server].name)
}

fn fence(topology: &Topology, it: &Fence) -> String {
    match it {
        Fence::Bmc(port, _) => topology.port_id(*port).to_owned(),
        Fence::Outlets(power) => list(power.iter().map(|&it| &*topology[it].name)),
        Fence::Reserve(volume) => topology.volume_name(*volume),
    }
}

/// Every thing of a design.
fn things(topology: &Topology) -> Things {
    let mut things = Things::new();
    let mut put = |rank: usize, kind: &'static str, name: &str, thing: Thing| {
        things.insert((rank, kind, name.to_owned()), thing);
    };
    // A power source with ports is a place in the power chain first.
    for it in topology.devices.iter().filter(|it| it.kind != DeviceKind::Outlet) {
        put(it.kind as usize, it.kind.id(), &it.name, device(topology, it));
    }
    for it in &topology.power {
        let mut facts = Facts::default();
        facts.add("kind", &words::T_KIND, it.kind.id().to_owned());
        let model = it.part.as_ref().map(|part| title(part));
        facts.told("model", &words::T_MODEL, model.clone());
        facts.add("feeds", &words::T_FEEDS, list(it.feeds.iter().map(|&it| &*topology[it].name)));
        facts.add("place", &words::T_PLACE, place(topology, &it.location));
        facts.add("existing", &words::T_EXISTING, yes(it.existing));
        let model = Some(model.unwrap_or_else(|| plain(it.kind.id())));
        put(10, "power", &it.name, Thing { word: &words::K_POWER, model, facts: facts.0 });
    }
    for it in &topology.networks {
        let mut facts = Facts::default();
        facts.add("role", &words::T_ROLE, it.role.id().to_owned());
        let subnet = it.subnet.map(|(address, prefix)| format!("{address}/{prefix}"));
        facts.add("subnet", &words::T_SUBNET, subnet);
        facts.add("vlan", &words::T_VLAN, it.vlan.map(|it| it.to_string()));
        let uplinks = list(it.uplinks.iter().map(|&port| topology.port_id(port)));
        facts.add("uplinks", &words::T_UPLINKS, uplinks);
        let model = Some(plain(it.role.id()));
        put(11, "network", &it.name, Thing { word: &words::K_NETWORK, model, facts: facts.0 });
    }
    for it in &topology.volumes {
        let mut facts = Facts::default();
        let array = &topology[it.array];
        let owner = it.owner.and_then(|owner| array.modules.get(owner));
        facts.add("owner", &words::T_OWNER, owner.map(|&it| topology[it].name.to_string()));
        facts.add("drives", &words::T_DRIVES, it.drives.map(|it| drives(topology, it)));
        let name = format!("{}:{}", array.name, it.name);
        let thing = Thing { word: &words::K_VOLUME, model: None, facts: facts.0 };
        put(12, "volume", &name, thing);
    }
    for it in &topology.mirrors {
        let mut facts = Facts::default();
        let legs: Vec<String> = it
            .legs
            .iter()
            .map(|leg| match leg {
                Leg::Node(node, _) => topology[*node].name.to_string(),
                Leg::Volume(volume) => topology.volume_name(*volume),
            })
            .collect();
        facts.add("legs", &words::T_LEGS, list(legs.iter().map(String::as_str)));
        facts.add("prefer", &words::T_PREFER, legs.get(it.prefer).cloned());
        facts.add("over", &words::T_OVER, list(it.over.iter().map(|&it| &*topology[it].name)));
        facts.add("witness", &words::T_QUORUM, it.witness.map(|it| witness(topology, it)));
        let thing =
            Thing { word: &words::K_MIRROR, model: Some(plain(it.by.id())), facts: facts.0 };
        put(13, "mirror", &it.name, thing);
    }
    for it in topology.zones.iter().flatten() {
        let mut facts = Facts::default();
        facts.add("members", &words::T_MEMBERS, list(it.members.iter().map(|&it| topology.id(it))));
        let thing = Thing { word: &words::K_ZONE, model: None, facts: facts.0 };
        put(14, "zone", &it.name, thing);
    }
    for it in &topology.groups {
        let mut facts = Facts::default();
        facts.add("members", &words::T_MEMBERS, list(it.members.iter().map(|&it| topology.id(it))));
        let thing = Thing { word: &words::K_GROUP, model: None, facts: facts.0 };
        put(15, "group", &it.name, thing);
    }
    for it in &topology.clusters {
        let mut facts = Facts::default();
        let nodes = it.nodes.iter().map(|&it| topology[it].name.to_string());
        facts.add("nodes", &words::T_NODES, nodes.collect::<Vec<_>>().join(", "));
        facts.add("mode", &words::T_MODE, it.mode.id().to_owned());
        let software = it.software.as_ref().map(|it| title(it));
        facts.told("software", &words::T_SOFTWARE, software);
        let volumes: Vec<String> =
            it.heartbeat_volumes.iter().map(|&it| topology.volume_name(it)).collect();
        let beats = it.heartbeats.iter().map(|&it| &*topology[it].name);
        facts.add(
            "heartbeat",
            &words::T_HEARTBEAT,
            list(beats.chain(volumes.iter().map(String::as_str))),
        );
        let quorum = it.quorum.map(|quorum| match quorum {
            Quorum::Volume(volume) => topology.volume_name(volume),
            Quorum::Server(server) => witness(topology, server),
        });
        facts.add("quorum", &words::T_QUORUM, quorum);
        let fences: Vec<String> = it
            .fencing
            .iter()
            .map(|of| of.iter().map(|it| fence(topology, it)).collect::<Vec<_>>().join(" + "))
            .filter(|it| !it.is_empty())
            .collect();
        facts.add("fencing", &words::T_FENCING, fences.join(", "));
        facts.add("takeover", &words::T_TAKEOVER, it.takeover.map(|it| format!("{it} s")));
        let model = Some(plain(it.mode.id()));
        put(16, "cluster", &it.name, Thing { word: &words::K_CLUSTER, model, facts: facts.0 });
    }
    for it in &topology.services {
        let mut facts = Facts::default();
        let cluster = it.cluster.map(|it| topology[it].name.to_string());
        facts.add("cluster", &words::K_CLUSTER, cluster);
        facts.add("home", &words::T_HOME, list(it.homes().iter().map(|&it| &*topology[it].name)));
        let volumes: Vec<String> =
            it.volumes.iter().map(|&volume| topology.volume_name(volume)).collect();
        let mirrors = it.mirrors.iter().map(|&it| &*topology[it].name);
        let data = list(volumes.iter().map(String::as_str).chain(mirrors));
        facts.add("data", &words::T_DATA, data);
        facts.add("clients", &words::T_CLIENTS, it.clients.map(|it| topology[it].name.to_string()));
        facts.add("vip", &words::T_VIP, it.vip.map(|(vip, _)| vip.to_string()));
        facts.add("target", &words::T_TARGET, it.target.map(|it| it.id().to_owned()));
        let thing = Thing { word: &words::K_SERVICE, model: None, facts: facts.0 };
        put(17, "service", &it.name, thing);
    }
    let mut facts = Facts::default();
    facts.add("target", &words::T_TARGET, topology.target.map(|it| it.id().to_owned()));
    let thing = Thing { word: &words::K_DESIGN, model: None, facts: facts.0 };
    put(18, "design", "", thing);
    things
}

fn changes_of(old: &Thing, new: &Thing) -> Vec<Change> {
    let find =
        |facts: &[Fact], key: &str| facts.iter().find(|it| it.0 == key).map(|it| it.2.clone());
    let mut seen = BTreeSet::new();
    old.facts
        .iter()
        .chain(&new.facts)
        .filter(|(key, ..)| seen.insert(key.as_str()))
        .filter_map(|(key, field, _)| {
            Change::of(key.as_str(), field.clone(), find(&old.facts, key), find(&new.facts, key))
        })
        .collect()
}

/// Whether something stands elsewhere, and nothing else about it is different.
fn moved(changes: &[Change]) -> bool {
    changes.iter().all(|it| ["place", "bay"].contains(&it.key.as_str()))
}

/// What comes, goes or changes: by kind, then name.
pub(super) fn changes(old: &Topology, new: &Topology) -> Vec<ThingChange> {
    let (before, after) = (things(old), things(new));
    let mut keys: Vec<_> = before.keys().chain(after.keys()).collect();
    keys.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| natural(&a.2, &b.2)));
    keys.dedup();
    keys.into_iter()
        .filter_map(|key| {
            let change = |action, thing: &Thing, changes| ThingChange {
                action,
                kind: key.1,
                word: thing.word,
                name: key.2.clone(),
                model: thing.model.clone(),
                changes,
            };
            match (before.get(key), after.get(key)) {
                (Some(old), None) => Some(change(Action::Remove, old, Vec::new())),
                (None, Some(new)) => Some(change(Action::Add, new, Vec::new())),
                (Some(old), Some(new)) => {
                    let changes = changes_of(old, new);
                    let action = if moved(&changes) { Action::Move } else { Action::Change };
                    (!changes.is_empty()).then(|| change(action, new, changes))
                }
                (None, None) => None,
            }
        })
        .collect()
}
