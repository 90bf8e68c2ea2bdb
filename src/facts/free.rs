//! What is still free, so that a help can name it: ports, slots, power sources on another feed.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::faults::Facts;
use crate::catalog::{PortRole, PortType, Protocol};
use crate::names::natural;
use crate::topology::{DeviceId, DeviceKind, ModuleId, ModuleKind, NetworkId, PortId, PowerId};

impl Facts<'_> {
    /// The ports of each device that the file names.
    pub(super) fn ports_of(&self, device: DeviceId) -> &[PortId] {
        let index = self.ports.get_or_init(|| {
            let mut index = vec![Vec::new(); self.topology.devices.len()];
            for (port, number) in self.topology.ports.iter().zip(0..) {
                index[port.device.index()].push(PortId(number));
            }
            index
        });
        &index[device.index()]
    }

    /// Whether a port of a device that is of some type has a cable.
    pub fn has_cable(&self, device: DeviceId, of: impl Fn(&PortType) -> bool) -> bool {
        let cabled = |port: &&PortId| self.topology[**port].cable.is_some();
        self.ports_of(device).iter().filter(cabled).any(|&port| of(self.topology.port_type(port)))
    }

    /// The ports of a device that nothing is plugged into, as `DEVICE:PORT` in natural order: those of one
    /// protocol that carry data, and no more than are licensed.
    pub fn free_ports(&self, id: DeviceId, protocol: Protocol) -> Vec<String> {
        let topology = self.topology;
        let device = &topology[id];
        let used: FxHashSet<&str> =
            self.ports_of(id).iter().map(|&port| topology[port].name.as_str()).collect();
        let fits = |port: &&PortType| {
            port.protocol == protocol && matches!(port.role, None | Some(PortRole::Host))
        };
        let mut own: Vec<String> =
            topology.port_types(id).filter(fits).map(|port| port.name.to_string()).collect();
        own.retain(|name| !used.contains(name.as_str()));
        own.sort_by(|a, b| natural(a, b));
        for kind in &device.part.licensed {
            let taken = kind.ports.iter().filter(|name| used.contains(name.as_str())).count();
            let mut left = (kind.count as usize).saturating_sub(taken);
            own.retain(|name| {
                let concerned = kind.ports.iter().any(|it| it == name);
                let stays = !concerned || left > 0;
                left = left.saturating_sub(usize::from(concerned));
                stays
            });
        }
        let mut names = own;
        for &module in &device.modules {
            let ModuleKind::Adapter { part, .. } = &topology[module].kind else { continue };
            let ports = part.ports.iter().filter(fits);
            let mut cards: Vec<String> =
                ports.map(|port| format!("{}/{}", topology[module].name, port.name)).collect();
            cards.retain(|name| !used.contains(name.as_str()));
            cards.sort_by(|a, b| natural(a, b));
            names.append(&mut cards);
        }
        names.into_iter().map(|name| format!("{}:{name}", device.name)).collect()
    }

    /// Whether `DEVICE:PORT` is a port of a controller of the device.
    pub fn is_port_of(&self, id: DeviceId, controller: ModuleId, port: &str) -> bool {
        let device = &self.topology[id];
        let Some(number) = device.controllers().iter().position(|&it| it == controller) else {
            return false;
        };
        let name = port.split_once(':').map_or(port, |(_, name)| name);
        device.part.controllers[number].ports.find(name).is_some()
    }

    /// A port that is free on another switch of the same protocol that leads to the same array by itself, as
    /// `DEVICE:PORT`: where a cable could be moved to.
    pub fn free_beside(
        &self,
        switch: DeviceId,
        array: DeviceId,
        protocol: Protocol,
    ) -> Option<String> {
        let there = self.presences().iter();
        let beside = there.filter(|it| it.array == array && it.switch != switch);
        let others = self.topology.device_ids().filter(|&it| {
            let device = &self.topology[it];
            it != switch && device.kind == DeviceKind::Switch && !device.gateway
        });
        // Those that already lead there go before those that would have to be cabled to it.
        let mut order = beside.map(|it| it.switch).chain(others.take(MOST_LOOKED_AT));
        order.find_map(|it| self.free_ports(it, protocol).into_iter().next())
    }

    /// A port that is free on a switch that carries a network already, other than one that is lost, as
    /// `DEVICE:PORT`.
    pub fn free_on_network(&self, network: NetworkId, lost: Option<DeviceId>) -> Option<String> {
        let switches = &self.wiring.planes[self.wiring.network(network)].switches;
        let others = switches.iter().map(|hub| hub.device).filter(|&it| Some(it) != lost);
        others
            .take(MOST_LOOKED_AT)
            .find_map(|it| self.free_ports(it, Protocol::Ethernet).into_iter().next())
    }

    /// The sources at the head of a power chain.
    pub fn roots(&self, source: PowerId) -> BTreeSet<PowerId> {
        let mut chain = self.chain([source]);
        chain.retain(|&at| self.topology[at].feeds.is_empty());
        chain
    }

    /// Power sources and all that are behind them.
    pub(super) fn chain(&self, sources: impl IntoIterator<Item = PowerId>) -> BTreeSet<PowerId> {
        let mut chain = BTreeSet::new();
        let mut next: Vec<PowerId> = sources.into_iter().collect();
        while let Some(at) = next.pop() {
            if chain.insert(at) {
                next.extend(&self.topology[at].feeds);
            }
        }
        chain
    }

    /// A power source of the same kind that hangs on other feeds.
    pub fn source_apart(&self, source: PowerId) -> Option<PowerId> {
        let (kind, roots) = (self.topology[source].kind, self.roots(source));
        (0..self.topology.power.len() as u32).map(PowerId).find(|&it| {
            self.topology[it].kind == kind && it != source && self.roots(it).is_disjoint(&roots)
        })
    }

    /// The sources at the head of the power chains of all supplies of a device, or of its enclosure; nothing
    /// if no power is given.
    pub fn roots_of(&self, device: DeviceId) -> BTreeSet<PowerId> {
        let it = &self.topology[device];
        if let (Some((enclosure, _)), true) = (it.enclosure, it.supplies.is_empty()) {
            return self.roots_of(enclosure);
        }
        let sources = it.supplies.iter().map(|&supply| self.topology[supply].source);
        sources.flat_map(|source| self.roots(source)).collect()
    }
}

/// Most switches that are looked at for a free port.
const MOST_LOOKED_AT: usize = 64;
