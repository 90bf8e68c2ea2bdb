//! What there is to know of a part, by its kind, and what is known of one.

use super::part::{Part, Provenance};
use super::spec::{PartKind, PartSpec, Protocol};
use crate::yaml::values::Speed;

/// Fields that say which part it is, and need no source.
const IDENTITY: &[&str] = &["kind", "like", "vendor", "provenance"];

impl PartSpec {
    /// The fields that it gives without saying where they come from.
    ///
    /// `ports.mgmt` says where the field `ports` comes from in part, and counts for it.
    pub fn unsourced(&self) -> Vec<&'static str> {
        let said = |field: &str| {
            self.provenance.0.iter().any(|(of, from)| {
                let of = of.value.split('.').next().unwrap_or_default();
                of == field && (from.source.is_some() || from.unverified.is_some())
            })
        };
        self.given().into_iter().filter(|it| !IDENTITY.contains(it) && !said(it)).collect()
    }
}

/// The fields that a part of a kind can have, beside kind and vendor, in the order in which they are shown.
///
/// What only some of a kind have, such as the fabric of an FC switch, is left to [`Part::fields`].
pub fn fields_of(kind: PartKind) -> &'static [&'static str] {
    match kind {
        PartKind::Server => {
            &["ports", "psus", "rack_units", "slots", "slot_table", "drive_bays", "power_draw"]
        }
        PartKind::Adapter => &["ports", "lanes", "power_draw"],
        PartKind::Switch => {
            &["ports", "psus", "rack_units", "power_draw", "fabric_os", "max_switches_in_path"]
        }
        PartKind::Array => &[
            "controllers",
            "access",
            "controller_failover",
            "same_fabric",
            "failover_pairs",
            "direct_attach",
            "max_fan_in",
            "volumes_per_controller",
            "max_shelves",
            "multipath",
            "psus",
            "rack_units",
            "drive_bays",
            "power_draw",
        ],
        PartKind::Shelf => &["ports", "psus", "rack_units", "drive_bays", "power_draw"],
        PartKind::Enclosure => &["ports", "psus", "rack_units", "bays", "power_draw"],
        PartKind::Drive => &["capacity", "interface"],
        PartKind::Optic => &["speeds", "connector", "medium"],
        PartKind::Cable => &["length", "medium", "connector"],
        PartKind::Pdu | PartKind::Ups => &["ports", "rating", "rack_units"],
        PartKind::Panel => &["ports", "rack_units"],
        PartKind::Software => &[
            "arbitration",
            "max_nodes",
            "min_heartbeats",
            "max_heartbeats",
            "quorum_volume_nodes",
            "needs_fencing",
            "licence_per",
        ],
        PartKind::Licence => &["licence_per"],
        PartKind::Multipath | PartKind::Rail | PartKind::Accessory | PartKind::Service => &[],
    }
}

/// A field of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known<'p> {
    /// Its name, as in a file.
    pub field: &'static str,
    /// Its value in few words; `None` if it is not known.
    pub value: Option<String>,
    /// Where it comes from; by part of the field where that differs: `("ports.mgmt", …)`.
    pub provenance: Vec<(&'p str, &'p Provenance)>,
}

impl Known<'_> {
    /// Whether it rests on a source: it is known, and nothing of it is unverified.
    pub fn is_sourced(&self) -> bool {
        let sourced = |(_, from): &(&str, &Provenance)| matches!(from, Provenance::Source(_));
        self.value.is_some() && !self.provenance.is_empty() && self.provenance.iter().all(sourced)
    }
}

/// Every field that a part may give, in the order in which they are shown.
const ORDER: &[&str] = &[
    "name",
    "part_number",
    "ports",
    "controllers",
    "access",
    "controller_failover",
    "same_fabric",
    "failover_pairs",
    "direct_attach",
    "max_fan_in",
    "volumes_per_controller",
    "max_shelves",
    "multipath",
    "psus",
    "rack_units",
    "slots",
    "slot_table",
    "lanes",
    "drive_bays",
    "bays",
    "power_draw",
    "rating",
    "fabric_os",
    "max_switches_in_path",
    "capacity",
    "interface",
    "length",
    "medium",
    "connector",
    "connectors",
    "speeds",
    "arbitration",
    "max_nodes",
    "min_heartbeats",
    "max_heartbeats",
    "quorum_volume_nodes",
    "needs_fencing",
    "licence_per",
    "bundled",
    "options",
    "pack",
    "term",
    "level",
    "end_of_support",
];

impl Part {
    /// The fields that it has or could have, each with what is known of it.
    pub fn fields(&self) -> Vec<Known<'_>> {
        let usual = fields_of(self.kind);
        let expected = |field: &str| match field {
            "name" | "part_number" | "end_of_support" => true,
            "fabric_os" | "max_switches_in_path" => {
                usual.contains(&field) && self.speaks(Protocol::Fc)
            }
            "same_fabric" | "max_fan_in" => {
                self.kind == PartKind::Array && self.speaks(Protocol::Fc)
            }
            "failover_pairs" => self.kind == PartKind::Array && self.speaks(Protocol::Ethernet),
            "connector" => usual.contains(&field) && self.connectors.is_empty(),
            _ => usual.contains(&field),
        };
        let known = |field: &'static str| {
            let value = self.value(field);
            let of = |name: &str| name.split('.').next() == Some(field);
            let provenance = self.provenance.iter().filter(|(name, _)| of(name));
            let provenance = provenance.map(|(name, from)| (name.as_str(), from)).collect();
            (value.is_some() || expected(field)).then_some(Known { field, value, provenance })
        };
        ORDER.iter().filter_map(|field| known(field)).collect()
    }

    /// Whether one of its ports speaks a protocol.
    pub fn speaks(&self, protocol: Protocol) -> bool {
        self.all_ports().any(|port| port.protocol == protocol)
    }

    /// The value of a field in few words, units as in a file; `None` if it is not known.
    fn value(&self, field: &str) -> Option<String> {
        let number = |value: Option<u32>| value.map(|value| value.to_string());
        let text = |text: &Option<compact_str::CompactString>| text.as_deref().map(str::to_owned);
        let watts = |value: Option<u32>| value.map(|value| format!("{value} W"));
        let list =
            |list: &[compact_str::CompactString]| (!list.is_empty()).then(|| list.join(", "));
        let groups = |groups: &[Vec<compact_str::CompactString>]| {
            let groups: Vec<String> = groups.iter().map(|group| group.join(" + ")).collect();
            (!groups.is_empty()).then(|| groups.join(", "))
        };
        let rules = &self.clustering;
        match field {
            "name" => text(&self.name),
            "part_number" => text(&self.part_number),
            "ports" => ports(&self.ports, self),
            "controllers" => {
                let of = |it: &super::ControllerType| match ports(&it.ports, self) {
                    Some(ports) => format!("{}: {ports}", it.name),
                    None => it.name.to_string(),
                };
                let controllers: Vec<String> = self.controllers.iter().map(of).collect();
                (!controllers.is_empty()).then(|| controllers.join("; "))
            }
            "access" => self.access.map(|it| it.id().to_owned()),
            "controller_failover" => self.controller_failover.map(|it| it.to_string()),
            "same_fabric" => groups(&self.same_fabric),
            "failover_pairs" => groups(&self.failover_pairs),
            "direct_attach" => number(self.direct_attach),
            "max_fan_in" => number(self.max_fan_in),
            "volumes_per_controller" => number(self.volumes_per_controller),
            "max_shelves" => number(self.max_shelves),
            "multipath" => text(&self.multipath),
            "psus" => self.psus.map(|count| match self.psus_needed {
                Some(needed) => format!("{count}, needed {needed}"),
                None => count.to_string(),
            }),
            "rack_units" => number(self.rack_units),
            "slots" => number(self.slots),
            "slot_table" => {
                let slots: Vec<String> = self.slot_table.iter().map(slot).collect();
                (!slots.is_empty()).then(|| slots.join(", "))
            }
            "lanes" => self.lanes.map(|lanes| format!("x{lanes}")),
            "drive_bays" => number(self.drive_bays),
            "bays" => number(self.bays),
            "power_draw" => watts(self.power_draw),
            "rating" => watts(self.rating),
            "fabric_os" => text(&self.fabric_os),
            "max_switches_in_path" => number(self.max_switches_in_path),
            "capacity" => self.capacity.map(|it| it.to_string()),
            "interface" => text(&self.interface),
            "length" => self.length.map(|it| format!("{} m", f64::from(it.mm) / 1000.0)),
            "medium" => text(&self.medium),
            "connector" => text(&self.connector),
            "connectors" => list(&self.connectors),
            "speeds" => (!self.speeds.is_empty()).then(|| speeds(&self.speeds)),
            "arbitration" => self.arbitration.map(|it| it.id().to_owned()),
            "max_nodes" => number(rules.max_nodes),
            "min_heartbeats" => number(rules.min_heartbeats),
            "max_heartbeats" => number(rules.max_heartbeats),
            "quorum_volume_nodes" => number(rules.quorum_volume_nodes),
            // Software that does not say so is not known to need it, nor not to.
            "needs_fencing" => rules.needs_fencing.then(|| true.to_string()),
            "licence_per" => self.licence_per.map(|it| it.id().to_owned()),
            "bundled" => list(&self.bundled),
            "options" => list(&self.options),
            "pack" => number(self.pack),
            "term" => number(self.term),
            "level" => self.level.as_ref().map(ToString::to_string),
            "end_of_support" => self.end_of_support.map(|it| it.to_string()),
            _ => None,
        }
    }
}

fn slot(slot: &super::Slot) -> String {
    let mut text = slot.number.to_string();
    let lanes = slot.lanes.map(|lanes| format!("x{lanes}"));
    let riser = slot.riser.as_ref().map(|riser| format!("riser {riser}"));
    let cpu = slot.cpu.map(|cpu| format!("cpu {cpu}"));
    let more: Vec<String> = [lanes, riser, cpu].into_iter().flatten().collect();
    if !more.is_empty() {
        text.push_str(&format!(" ({})", more.join(", ")));
    }
    text
}

/// Line rates in Gbit/s.
fn speeds(speeds: &[Speed]) -> String {
    let speeds: Vec<String> = speeds.iter().map(ToString::to_string).collect();
    format!("{} Gbit/s", speeds.join("/"))
}

/// Ports in few words: `0 … 23 fc 8/4/2 Gbit/s lc, 8 licensed`, one group after another.
fn ports(ports: &[super::PortType], part: &Part) -> Option<String> {
    let alike = |a: &super::PortType, b: &super::PortType| {
        (a.protocol, &a.speeds, &a.connector, a.role)
            == (b.protocol, &b.speeds, &b.connector, b.role)
    };
    let groups: Vec<String> = ports
        .chunk_by(alike)
        .map(|group| {
            let (first, last) = (&group[0], &group[group.len() - 1]);
            let names = match group.len() {
                1 => first.name.to_string(),
                2 => format!("{}, {}", first.name, last.name),
                _ => format!("{} … {}", first.name, last.name),
            };
            let mut text = format!("{names} {}", first.protocol.id());
            if !first.speeds.is_empty() {
                text.push_str(&format!(" {}", speeds(&first.speeds)));
            }
            if let Some(connector) = &first.connector {
                text.push_str(&format!(" {connector}"));
            }
            if let Some(role) = first.role.filter(|_| part.kind != PartKind::Array) {
                text.push_str(&format!(" ({})", role.id()));
            }
            if let Some(it) = part.licensed.iter().find(|it| it.ports.contains(&first.name)) {
                text.push_str(&format!(", licensed {}", it.count));
            }
            text
        })
        .collect();
    (!groups.is_empty()).then(|| groups.join("; "))
}
