//! What a verdict leaves out, and what it takes to be so.

use crate::catalog::{Arbitration, Protocol};
use crate::topology::{Device, DeviceKind, Topology};
use crate::words::{Msg, findings as words, msg};

/// What the file does not say, so that the verdict cannot take it into account.
pub(super) fn not_considered(topology: &Topology) -> Vec<Msg> {
    let mut left_out = Vec::new();
    if topology.services.is_empty() {
        left_out.push((&words::WITHOUT_SERVICES).into());
    }
    if topology.power.is_empty() {
        left_out.push((&words::WITHOUT_POWER).into());
    } else {
        let powered = |device: &&Device| match device.kind {
            DeviceKind::Panel | DeviceKind::Outlet => false,
            _ => device.enclosure.is_none(),
        };
        let devices = topology.devices.iter().filter(powered);
        let without = devices.filter(|device| device.supplies.is_empty());
        let names: Vec<String> = without.map(|device| device.name.to_string()).collect();
        if !names.is_empty() {
            left_out.push(msg!(words::WITHOUT_POWER_OF, devices = few(names)));
        }
    }
    let without = topology.volumes.iter().filter(|volume| volume.drives.is_none());
    let names: Vec<String> =
        without.map(|volume| format!("{}:{}", topology[volume.array].name, volume.name)).collect();
    if !names.is_empty() {
        left_out.push(msg!(words::WITHOUT_DRIVES, volumes = few(names)));
    }
    if topology.zones.is_none()
        && topology.cables.iter().any(|cable| {
            let on_switch = cable
                .ends
                .iter()
                .any(|&end| topology[topology[end].device].kind == DeviceKind::Switch);
            cable.protocol == Protocol::Fc && on_switch
        })
    {
        left_out.push((&words::WITHOUT_ZONES).into());
    }
    let lengths = topology.cables.iter().filter(|cable| cable.length.is_none()).count();
    if lengths > 0 {
        left_out.push(msg!(words::WITHOUT_LENGTHS, count = lengths));
    }
    left_out
}

/// Unknown facts taken at their worst, and simplifications.
pub(super) fn assumptions(topology: &Topology) -> Vec<Msg> {
    let mut assumed = Vec::new();
    for device in &topology.devices {
        let name = device.name.as_str();
        let controllers = device.part.controllers.len();
        if device.kind == DeviceKind::Array && controllers > 1 {
            if device.access.is_none() {
                assumed.push(msg!(words::ASSUMED_ACCESS, array = name));
            }
            if device.part.controller_failover.is_none() {
                assumed.push(msg!(words::ASSUMED_FAILOVER, array = name));
            }
        }
        let cabled = || topology.ports.iter().any(|port| topology[port.device].comp == device.comp);
        if let Some(array) = device.behind.filter(|_| !cabled()) {
            let array = topology[array].name.as_str();
            assumed.push(msg!(words::ASSUMED_DUAL, shelf = name, array = array));
        }
        if device.supplies.len() > 1 && device.part.psus_needed.is_none() {
            assumed.push(msg!(words::ASSUMED_SUPPLIES, device = name));
        }
    }
    for cluster in topology.clusters.iter().filter(|cluster| cluster.nodes.len() > 1) {
        let name = cluster.name.as_str();
        if !cluster.has_heartbeat() {
            assumed.push(msg!(words::ASSUMED_HEARD, cluster = name));
        }
        if cluster.arbitration == Arbitration::Votes {
            assumed.push(msg!(words::ASSUMED_VOTES, cluster = name));
        }
    }
    assumed
}

/// The first names of a list, with a sign that there are more.
fn few(mut names: Vec<String>) -> Vec<String> {
    const SHOWN: usize = 8;
    if names.len() > SHOWN {
        names.truncate(SHOWN);
        names.push("…".into());
    }
    names
}
