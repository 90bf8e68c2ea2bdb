//! Where ways between devices begin and end.

use super::wiring::{Access, Wiring};
use crate::catalog::PortRole;
use crate::topology::{DeviceId, PortId, Topology};

/// Ports of a device from which it speaks, or at which it can be reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Its ports for data.
    Data(DeviceId),
    /// Those from which it speaks to others: for data, and unless it is a server those by which it is managed.
    Speaking(DeviceId),
    /// All but its remote management.
    Listening(DeviceId),
    /// Those by which it is managed.
    Managed(DeviceId),
    /// One by which it is managed.
    Port(PortId),
}

impl Place {
    /// The accesses of these ports.
    pub fn accesses<'w>(
        self,
        topology: &'w Topology,
        wiring: &'w Wiring,
    ) -> impl Iterator<Item = &'w Access> + Clone {
        let (data, managed) = match self {
            Self::Data(it) => (wiring.accesses(it), &[][..]),
            Self::Speaking(it) | Self::Listening(it) => (wiring.accesses(it), wiring.managed(it)),
            Self::Managed(it) => (&[][..], wiring.managed(it)),
            Self::Port(port) => (&[][..], wiring.managed(topology[port].device)),
        };
        data.iter().chain(managed).filter(move |access| self.has(topology, access.port))
    }

    /// Whether a port is one of these.
    pub fn has(self, topology: &Topology, port: PortId) -> bool {
        let device = topology[port].device;
        let role = topology.port_type(port).role;
        match self {
            Self::Data(it) => it == device && topology.carries_data(port),
            Self::Speaking(it) => {
                let managed = role == Some(PortRole::Management) && topology[it].os.is_none();
                it == device && (topology.carries_data(port) || managed)
            }
            Self::Listening(it) => {
                it == device && !matches!(role, Some(PortRole::Bmc | PortRole::Expansion))
            }
            Self::Managed(it) => it == device && !topology.carries_data(port),
            Self::Port(it) => it == port,
        }
    }
}
