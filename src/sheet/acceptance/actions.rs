//! How each kind of component is made to fail by hand, and how it is brought back.

use super::Maker;
use crate::names::natural;
use crate::sheet::fold::fold;
use crate::spec::PowerKind;
use crate::topology::{CompId, ComponentKind, DeviceId, DeviceKind, ModuleKind};
use crate::words::{Msg, handover as words, msg};

impl Maker<'_> {
    /// What to do to a component, and how to undo it.
    pub(super) fn action(&self, comp: CompId) -> (Msg, Msg) {
        let topology = self.topology;
        let id = topology.id(comp);
        let (plug, on, put) = (&words::R_PLUG, &words::R_ON, &words::R_PUT);
        match topology[comp].kind {
            ComponentKind::Device(device) => self.device(device),
            ComponentKind::Os(device) => {
                let name = &*topology[device].name;
                (msg!(words::A_OS, device = name), (&words::R_START).into())
            }
            ComponentKind::Supply(supply) => {
                let supply = &topology[supply];
                let (name, device) = (&*supply.name, &*topology[supply.device].name);
                let source = &*topology[supply.source].name;
                let action = msg!(words::A_SUPPLY, supply = name, device = device, source = source);
                (action, plug.into())
            }
            ComponentKind::Module(module) => {
                let device = &*topology[topology[module].device].name;
                let name = &*topology[module].name;
                if matches!(topology[module].kind, ModuleKind::Controller(_)) {
                    return (msg!(words::A_CONTROLLER, name = name, device = device), put.into());
                }
                let mut ports: Vec<&str> = self
                    .cabled
                    .get(&module)
                    .into_iter()
                    .flatten()
                    .map(|&port| &*topology[port].name)
                    .collect();
                ports.sort_by(|a, b| natural(a, b));
                match ports.is_empty() {
                    true => (msg!(words::A_CARD_BARE, name = name, device = device), on.into()),
                    false => (
                        msg!(words::A_CARD, name = name, device = device, ports = ports),
                        (&words::R_PLUG_ALL).into(),
                    ),
                }
            }
            ComponentKind::Port(port) => {
                (msg!(words::A_PORT, port = topology.port_id(port)), plug.into())
            }
            ComponentKind::Cable(cable) => {
                let ends = self.cables.get(id).map_or(&[][..], Vec::as_slice);
                let assembly = topology[cable].assembly.is_some();
                let labelled = assembly || topology[cable].label.is_some();
                let Some((near, far)) = ends.first() else {
                    return (msg!(words::A_TRACE, cable = id), plug.into());
                };
                let near = format!("{}:{}", near.device, near.port);
                let far = format!("{}:{}", far.device, far.port);
                let action = match (assembly, labelled) {
                    (true, _) => msg!(words::A_TRUNK, cable = id, near = near),
                    (_, true) => msg!(words::A_CABLE_LABEL, cable = id, near = near, far = far),
                    _ => msg!(words::A_CABLE, near = near, far = far),
                };
                (action, plug.into())
            }
            ComponentKind::Drive(set, number) => {
                let device = &*topology[topology[set].place(number)].name;
                (msg!(words::A_DRIVE, drive = id, device = device), (&words::R_DRIVE).into())
            }
            ComponentKind::Power(power) => {
                let name = &*topology[power].name;
                let action = match topology[power].kind {
                    PowerKind::Feed => msg!(words::A_FEED, name = name),
                    PowerKind::Generator => msg!(words::A_GENERATOR, name = name),
                    PowerKind::Ups => msg!(words::A_UPS, name = name),
                    PowerKind::Pdu => msg!(words::A_PDU, name = name),
                    PowerKind::Ats => msg!(words::A_ATS, name = name),
                };
                (action, on.into())
            }
            ComponentKind::Rack(rack) => {
                (msg!(words::A_RACK, name = &*topology[rack].name), on.into())
            }
            ComponentKind::Site(site) => {
                (msg!(words::A_SITE, name = &*topology[site].name), on.into())
            }
            ComponentKind::Group(group) => {
                let members = topology[group].members.iter();
                let mut members: Vec<&str> = members.map(|&it| topology.id(it)).collect();
                members.sort_by(|a, b| natural(a, b));
                (msg!(words::A_GROUP, members = fold(&members)), (&words::R_ALL).into())
            }
            ComponentKind::Fabric(_) => (msg!(words::A_PORT, port = id), on.into()),
        }
    }

    fn device(&self, device: DeviceId) -> (Msg, Msg) {
        let it = &self.topology[device];
        let name = &*it.name;
        let action = match it.kind {
            DeviceKind::Server if it.enclosure.is_some() => msg!(words::A_BLADE, device = name),
            DeviceKind::Server => msg!(words::A_SERVER, device = name),
            DeviceKind::Panel => {
                return (msg!(words::A_PANEL, device = name), (&words::R_PLUG_ALL).into());
            }
            DeviceKind::Outlet => msg!(words::A_PDU, name = name),
            DeviceKind::Array | DeviceKind::Shelf => msg!(words::A_ARRAY, device = name),
            DeviceKind::Switch if it.enclosure.is_some() => msg!(words::A_BLADE, device = name),
            DeviceKind::Switch | DeviceKind::Enclosure => msg!(words::A_SWITCH, device = name),
        };
        (action, (&words::R_ON).into())
    }
}
