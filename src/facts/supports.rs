//! Which models the storage paths of services put together, and which of that a support list does not know.

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;

use super::faults::Facts;
use super::wiring::{Access, To};
use crate::catalog::Part;
use crate::topology::{
    ComponentKind, DeviceId, DeviceKind, ModuleKind, PortId, ServiceId, Support, Topology,
};

/// Models that storage paths of a service put together, outside every row of the support list.
#[derive(Clone, Debug)]
pub struct Unlisted {
    /// The first server, in file order.
    pub server: DeviceId,
    /// The first array that it reaches so.
    pub array: DeviceId,
    /// The service, by name the first, that needs it.
    pub service: ServiceId,
    /// The model of the adapter; that of the server, if the port is its own.
    pub hba: Arc<Part>,
    /// The models of the switches on the way, by name, each once.
    pub switches: Vec<Arc<Part>>,
    /// The row that differs in the least: its number in the list.
    pub nearest: usize,
    /// In what it differs.
    pub differs: Vec<Aspect>,
}

/// What a row of a support list is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Aspect {
    /// The array.
    Array,
    /// The adapter.
    Hba,
    /// The switches on the way.
    Switch,
    /// The operating system of the server.
    Os,
}

impl Facts<'_> {
    /// Each combination of models that a storage path uses and no row of the list covers, in file order; none
    /// where there is no list.
    pub fn unlisted(&self) -> Vec<Unlisted> {
        let topology = self.topology;
        if topology.supports.is_empty() {
            return Vec::new();
        }
        let mut seen: BTreeMap<Vec<CompactString>, ()> = BTreeMap::new();
        let mut unlisted = Vec::new();
        for reach in self.reaches() {
            let accesses = self.wiring.accesses(reach.server).iter();
            for from in accesses.filter(|access| self.wiring.storage(access.plane)) {
                for host in self.wiring.wired_ends(topology, from, reach.array) {
                    let hba = model_of(topology, from.port);
                    let switches = self.models_between(from, host);
                    let server = &topology[reach.server];
                    let mut key = vec![name_of(&topology[reach.array].part), name_of(&hba)];
                    key.push(server.os_name.clone().unwrap_or_default());
                    key.extend(switches.iter().map(|it| name_of(it)));
                    if seen.insert(key, ()).is_some() {
                        continue;
                    }
                    let differs = |row: &Support| {
                        let listed = |ids: &[CompactString], part: &Part| {
                            ids.is_empty() || ids.iter().any(|id| part.is(id))
                        };
                        let os = server.os_name.as_deref().unwrap_or_default();
                        let direct = switches.is_empty() && !row.switches.is_empty();
                        let aspects = [
                            (Aspect::Array, listed(&row.arrays, &topology[reach.array].part)),
                            (Aspect::Hba, listed(&row.hbas, &hba)),
                            (
                                Aspect::Switch,
                                !direct && switches.iter().all(|it| listed(&row.switches, it)),
                            ),
                            (
                                Aspect::Os,
                                row.os.is_empty()
                                    || row.os.iter().any(|it| it.eq_ignore_ascii_case(os)),
                            ),
                        ];
                        let wrong = aspects.into_iter().filter(|(_, fits)| !fits);
                        wrong.map(|(aspect, _)| aspect).collect::<Vec<Aspect>>()
                    };
                    let rows = topology.supports.iter().map(differs).enumerate();
                    let nearest = rows.min_by_key(|(number, differs)| (differs.len(), *number));
                    let Some((nearest, differs)) = nearest.filter(|it| !it.1.is_empty()) else {
                        continue;
                    };
                    let (server, array, service) = (reach.server, reach.array, reach.service);
                    let found =
                        Unlisted { server, array, service, hba, switches, nearest, differs };
                    unlisted.push(found);
                }
            }
        }
        unlisted
    }

    /// The models of all switches on some way from an access to a host port.
    fn models_between(&self, from: &Access, host: PortId) -> Vec<Arc<Part>> {
        let topology = self.topology;
        let mut devices: Vec<DeviceId> = Vec::new();
        let array = self.wiring.accesses(topology[host].device).iter();
        let to = array.filter(|to| to.plane == from.plane && to.port == host);
        let to: Vec<&Access> = to.filter(|_| matches!(from.to, To::Switch(_))).collect();
        for access in std::iter::once(from).chain(to.iter().copied()) {
            // Access gateways stand before the switch.
            for vertex in self.wiring.crosses(access) {
                let comp = self.wiring.component(vertex).map(|comp| topology[comp].kind);
                if let Some(ComponentKind::Device(device)) = comp
                    && topology[device].kind == DeviceKind::Switch
                {
                    devices.push(device);
                }
            }
        }
        let plane = &self.wiring.planes[from.plane];
        for to in to {
            if let (To::Switch(entry), To::Switch(exit)) = (from.to, to.to) {
                let device = |switch: u32| devices.push(plane.switches[switch as usize].device);
                plane.mesh.between(entry, exit, device, |_| ());
            }
        }
        let mut models: Vec<Arc<Part>> =
            devices.into_iter().map(|device| topology[device].part.clone()).collect();
        models.sort_by_key(|part| name_of(part));
        models.dedup_by_key(|part| name_of(part));
        models
    }
}

/// The model of the card that a port is on, or of the device itself.
fn model_of(topology: &Topology, port: PortId) -> Arc<Part> {
    let port = &topology[port];
    match port.module.map(|module| &topology[module].kind) {
        Some(ModuleKind::Adapter { part, .. }) => part.clone(),
        _ => topology[port.device].part.clone(),
    }
}

fn name_of(part: &Part) -> CompactString {
    part.id.clone().unwrap_or_else(|| part.title().into())
}
