//! From a part as written to a part as meant.

use compact_str::CompactString;

use super::part::{Clustering, ControllerType, Licensed, Part, PortType, Ports, Provenance, Slot};
use super::spec::{PartKind, PartSpec, PortGroupSpec, PortRole, PortsSpec, SlotsSpec};
use crate::finding::Finding;
use crate::names::Pattern;
use crate::words::{msg, reading};
use crate::yaml::decode::{Spanned, Text};

impl Part {
    /// Turns a part as written into a part as meant, and reports what is wrong with it.
    pub fn from_spec(
        id: Option<&str>,
        spec: &PartSpec,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let text = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
        let number = |number: Option<Spanned<u32>>| number.map(|it| it.value);
        let mut licensed = Vec::new();
        let role = match spec.kind?.value {
            PartKind::Array => Some(PortRole::Host),
            PartKind::Shelf => Some(PortRole::Expansion),
            PartKind::Pdu | PartKind::Ups | PartKind::Enclosure => Some(PortRole::Management),
            _ => None,
        };
        let ports = ports(&spec.ports, role, &mut licensed, findings);
        let mut controllers = Vec::new();
        for (name, controller) in &spec.controllers.0 {
            let ports =
                self::ports(&controller.ports, Some(PortRole::Host), &mut licensed, findings);
            let mut takeover = Vec::new();
            let names: Vec<Text> =
                controller.takeover_ports.iter().flat_map(|name| expand(name, findings)).collect();
            for name in names {
                match ports.find(&name.value) {
                    Some(port) => takeover.push(port),
                    None => findings.push(Finding::error(
                        "unknown-port",
                        name.span,
                        msg!(reading::CONTROLLER_WITHOUT_PORT, port = name.value),
                    )),
                }
            }
            controllers.push(ControllerType {
                name: name.value.clone(),
                takeover_ports: (!takeover.is_empty()).then_some(takeover),
                ports,
            });
        }
        let same_fabric = groups(&spec.same_fabric, &controllers, findings);
        let failover_pairs = groups(&spec.failover_pairs, &controllers, findings);
        let provenance = spec.provenance.0.iter().filter_map(|(field, from)| {
            let from = match (&from.source, &from.unverified) {
                (Some(source), _) => Provenance::Source(source.value.clone()),
                (None, Some(how)) => Provenance::Unverified(how.value.clone()),
                (None, None) => return None,
            };
            Some((field.value.clone(), from))
        });
        Some(Self {
            id: id.map(CompactString::from),
            like: Vec::new(),
            kind: spec.kind?.value,
            vendor: text(&spec.vendor),
            name: text(&spec.name),
            part_number: text(&spec.part_number),
            ports,
            controllers,
            access: spec.access.map(|it| it.value),
            controller_failover: spec.controller_failover.map(|it| it.value),
            psus: spec.psus.as_ref().and_then(|it| it.count).map(|it| it.value),
            psus_needed: spec.psus.as_ref().and_then(|it| it.needed).map(|it| it.value),
            rack_units: spec.rack_units.map(|it| it.value),
            slots: number(spec.slots),
            slot_table: slot_table(&spec.slot_table, findings),
            lanes: number(spec.lanes),
            power_draw: number(spec.power_draw),
            rating: number(spec.rating),
            end_of_support: spec.end_of_support.map(|it| it.value),
            direct_attach: number(spec.direct_attach),
            max_fan_in: number(spec.max_fan_in),
            same_fabric,
            failover_pairs,
            volumes_per_controller: number(spec.volumes_per_controller),
            max_shelves: number(spec.max_shelves),
            multipath: text(&spec.multipath),
            fabric_os: text(&spec.fabric_os),
            max_switches_in_path: number(spec.max_switches_in_path),
            interface: text(&spec.interface),
            clustering: Clustering {
                max_nodes: number(spec.max_nodes),
                min_heartbeats: number(spec.min_heartbeats),
                max_heartbeats: number(spec.max_heartbeats),
                quorum_volume_nodes: number(spec.quorum_volume_nodes),
                needs_fencing: spec.needs_fencing.is_some_and(|it| it.value),
            },
            drive_bays: spec.drive_bays.map(|it| it.value),
            bays: spec.bays.map(|it| it.value),
            length: spec.length.map(|it| it.value),
            medium: text(&spec.medium),
            connector: text(&spec.connector),
            connectors: spec.connectors.iter().map(|it| it.value.clone()).collect(),
            speeds: spec.speeds.iter().map(|it| it.value).collect(),
            capacity: spec.capacity.map(|it| it.value),
            arbitration: spec.arbitration.map(|it| it.value),
            licence_per: spec.licence_per.map(|it| it.value),
            bundled: ids(&spec.bundled),
            options: ids(&spec.options),
            pack: pack(spec.pack, findings),
            term: number(spec.term),
            level: text(&spec.level),
            licensed,
            provenance: provenance.collect(),
        })
    }
}

/// The slots of a table, by number.
fn slot_table(specs: &[SlotsSpec], findings: &mut Vec<Finding>) -> Vec<Slot> {
    let mut slots = Vec::new();
    for spec in specs {
        let names: Vec<Text> = spec.slots.iter().flat_map(|name| expand(name, findings)).collect();
        for name in names {
            match name.value.parse() {
                Ok(number) => slots.push(Slot {
                    number,
                    lanes: spec.lanes.map(|it| it.value),
                    riser: spec.riser.as_ref().map(|it| it.value.clone()),
                    cpu: spec.cpu.map(|it| it.value),
                }),
                Err(_) => findings.push(Finding::error(
                    "bad-value",
                    name.span,
                    msg!(reading::NOT_A_NUMBER, text = name.value),
                )),
            }
        }
    }
    slots.sort_by_key(|slot: &Slot| slot.number);
    slots
}

/// Groups of ports of controllers, by the names that these have.
fn groups(
    specs: &[PortGroupSpec],
    controllers: &[ControllerType],
    findings: &mut Vec<Finding>,
) -> Vec<Vec<CompactString>> {
    let mut groups = Vec::new();
    for spec in specs {
        let mut group = Vec::new();
        let names: Vec<Text> = spec.ports.iter().flat_map(|name| expand(name, findings)).collect();
        for name in names {
            let ports = controllers.iter().map(|controller| &controller.ports);
            let found =
                ports.clone().find_map(|ports| ports.find(&name.value).map(|it| &ports[it]));
            match found {
                Some(port) => group.push(port.name.clone()),
                None => findings.push(Finding::error(
                    "unknown-port",
                    name.span,
                    msg!(reading::CONTROLLER_WITHOUT_PORT, port = name.value),
                )),
            }
        }
        groups.push(group);
    }
    groups
}

/// Most ports that one part may have.
const MOST_PORTS: u64 = 100_000;

fn expand(name: &Text, findings: &mut Vec<Finding>) -> Vec<Text> {
    match Pattern::parse(&name.value) {
        Ok(pattern) if pattern.count() <= MOST_PORTS => {
            pattern.expand().into_iter().map(|value| Text { value, span: name.span }).collect()
        }
        Ok(_) => {
            findings.push(Finding::error(
                "expansion-limit",
                name.span,
                msg!(reading::TOO_MANY_PORTS, name = &*name.value, most = MOST_PORTS),
            ));
            Vec::new()
        }
        Err(_) => {
            findings.push(Finding::error(
                "bad-range",
                name.span,
                msg!(reading::BAD_PORT_RANGE, text = &*name.value),
            ));
            Vec::new()
        }
    }
}

fn ports(
    specs: &[PortsSpec],
    default_role: Option<PortRole>,
    licensed: &mut Vec<Licensed>,
    findings: &mut Vec<Finding>,
) -> Ports {
    let mut ports: Vec<PortType> = Vec::new();
    for spec in specs {
        let Some(protocol) = spec.protocol else { continue };
        let first = ports.len();
        for name in spec.names.iter().flat_map(|name| expand(name, findings)) {
            ports.push(PortType {
                name: name.value,
                protocol: protocol.value,
                speeds: spec.speeds.iter().map(|it| it.value).collect(),
                connector: spec.connector.as_ref().map(|it| it.value.clone()),
                role: spec.role.map(|it| it.value).or(default_role),
                bundled: ids(&spec.bundled),
            });
        }
        if let Some(count) = spec.licensed {
            licensed.push(Licensed {
                ports: ports[first..].iter().map(|port| port.name.clone()).collect(),
                count: count.value,
            });
        }
    }
    Ports::new(ports)
}

/// Ids as they are looked up.
fn ids(texts: &[Text]) -> Vec<CompactString> {
    texts.iter().map(|it| it.value.clone()).collect()
}

fn pack(pack: Option<Spanned<u32>>, findings: &mut Vec<Finding>) -> Option<u32> {
    let pack = pack?;
    if pack.value == 0 {
        let finding = Finding::error("bad-value", pack.span, &reading::EMPTY_PACK);
        findings.push(finding.help(&reading::FILL_PACK));
    }
    (pack.value > 0).then_some(pack.value)
}
