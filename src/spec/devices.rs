//! Devices as written: servers, switches, arrays, shelves, enclosures and panels.

use super::several::{Bay, OptionSpec, Place, Purpose, Raid};
use crate::catalog::{Access, Model};
use crate::yaml::decode::{Spanned, Table, Text, choice, record};
use crate::yaml::values::Size;

use super::BondMode;

/// What may be said of every device.
#[derive(Clone, Copy)]
pub struct CommonSpec<'s> {
    /// Which model.
    pub model: &'s Option<Model>,
    /// Its cards, by name.
    pub adapters: &'s Table<AdapterSpec>,
    /// What else is ordered with it.
    pub options: &'s [OptionSpec],
    /// Other names of its ports.
    pub ports: &'s Table<PortSpec>,
    /// What each supply is plugged into.
    pub power: &'s Table<Text>,
    /// The enclosure it sits in.
    pub bay: &'s Option<Bay>,
    /// Where it stands.
    pub rack: &'s Option<Place>,
    /// The site it stands at.
    pub site: &'s Option<Text>,
    /// Already there.
    pub existing: Option<Spanned<bool>>,
}

/// A record that describes a device.
pub trait DeviceSpec {
    /// What it says that any device may say.
    fn common(&self) -> CommonSpec<'_>;
}

/// A record with fields of its own before those that every device has.
macro_rules! device {
    ($(#[doc = $about:literal])* $record:literal pub struct $Name:ident { $($own:tt)* }) => {
        record! {
            $(#[doc = $about])*
            $record pub struct $Name {
                $($own)*
                /// Its cards, by name.
                "adapters" adapters: Table<AdapterSpec>,
                /// What else is ordered with it: ids of parts, or `{model, count}`.
                "options" options: Vec<OptionSpec>,
                /// Other names of its ports: `{nic1: {alias: eth0}}`.
                "ports" ports: Table<PortSpec>,
                /// What each supply is plugged into: `{psu1: pdu-a, psu2: pdu-b}`.
                "power" power: Table<Text>,
                /// The enclosure it sits in: its name, or `{enclosure: c7000, bay: 3}`.
                "in" bay: Option<Bay>,
                /// Where it stands.
                "rack" rack: Option<Place>,
                /// The site it stands at.
                "site" site: Option<Text>,
                /// Already there: in the graph, not in the bill of materials.
                "existing" existing: Option<Spanned<bool>>,
            }
        }

        impl DeviceSpec for $Name {
            fn common(&self) -> CommonSpec<'_> {
                CommonSpec {
                    model: &self.model,
                    adapters: &self.adapters,
                    options: &self.options,
                    ports: &self.ports,
                    power: &self.power,
                    bay: &self.bay,
                    rack: &self.rack,
                    site: &self.site,
                    existing: self.existing,
                }
            }
        }
    };
}

choice! {
    /// What a switch does with its traffic.
    pub enum SwitchRole {
        /// It joins the ports of its fabric.
        Switch = "switch",
        /// It passes traffic between its device ports and its uplinks only (Access Gateway, NPV).
        AccessGateway = "access-gateway",
    }
}

record! {
    /// A card: HBA, director blade or I/O module.
    "adapter" pub struct AdapterSpec {
        /// Which card.
        "model" model: Option<Model> => required,
        /// The slot it sits in.
        "slot" slot: Option<Spanned<u32>>,
        /// The controller of an array that it sits in.
        "controller" controller: Option<Text>,
        /// Already there: in the graph, not in the bill of materials.
        "existing" existing: Option<Spanned<bool>>,
    }
}

record! {
    /// What is known of one port: another name, a WWPN, an address.
    "port" pub struct PortSpec {
        /// What the operating system calls it, such as `eth0`.
        "alias" alias: Option<Text>,
        /// Its WWPN, of a Fibre Channel port: sixteen hexadecimal digits, such as `50:01:43:80:12:34:56:78`.
        "wwn" wwn: Option<Text>,
        /// Its IP address, of an Ethernet port, such as `10.1.1.11`.
        "address" address: Option<Text>,
    }
}

record! {
    /// Ports that work as one.
    "bond" pub struct BondSpec {
        /// The ports.
        "ports" ports: Vec<Text> => required,
        /// How they share the traffic.
        "mode" mode: Option<Spanned<BondMode>>,
    }
}

record! {
    /// Drives of a server that are alike.
    "drives" pub struct DrivesSpec {
        /// Which drive.
        "model" model: Option<Model>,
        /// How many.
        "count" count: Option<Spanned<u32>>,
        /// How they are protected; without it, none may be lost.
        "raid" raid: Option<Spanned<Raid>>,
        /// What they are for: `system`, or `mirror:NAME` for the server's leg of a mirror.
        "use" purpose: Option<Spanned<Purpose>>,
        /// How many more wait as spares.
        "spares" spares: Option<Spanned<u32>>,
    }
}

record! {
    /// A volume of an array.
    "volume" pub struct VolumeSpec {
        /// How its drives are protected.
        "raid" raid: Option<Spanned<Raid>>,
        /// How many drives; left out, drives are not considered.
        "drives" drives: Option<Spanned<u32>>,
        /// Which drive.
        "drive" drive: Option<Model>,
        /// How many more wait as spares.
        "spares" spares: Option<Spanned<u32>>,
        /// The controller that owns it; the first if left out.
        "owner" owner: Option<Text>,
        /// How many of its drives are in the array and in its shelves: `{msa: 4, sh1: 4}`.
        "on" on: Table<Spanned<u32>>,
    }
}

device! {
    /// A server.
    "server" pub struct ServerSpec {
        /// Which server.
        "model" model: Option<Model> => required,
        /// Processors fitted.
        "cpus" cpus: Option<Spanned<u32>>,
        /// Memory fitted.
        "memory" memory: Option<Spanned<Size>>,
        /// Its operating system, as support lists name it.
        "os" os: Option<Text>,
        /// Its local drives.
        "drives" drives: Vec<DrivesSpec>,
        /// Ports that work as one, by name.
        "bonds" bonds: Table<BondSpec>,
    }
}

device! {
    /// A switch: Fibre Channel, SAS or Ethernet.
    "switch" pub struct SwitchSpec {
        /// Which switch.
        "model" model: Option<Model> => required,
        /// The fabric it belongs to, such as A or B.
        "fabric" fabric: Option<Text>,
        /// What it does with its traffic.
        "role" role: Option<Spanned<SwitchRole>>,
        /// The switch with which it forms one for link aggregation.
        "mlag" mlag: Option<Text>,
        /// Its domain ID, 1 to 239, of a Fibre Channel switch.
        "domain" domain: Option<Spanned<u32>>,
    }
}

device! {
    /// A disk array.
    "array" pub struct ArraySpec {
        /// Which array.
        "model" model: Option<Model> => required,
        /// Which controllers serve a volume, where its settings differ from the model's.
        "access" access: Option<Spanned<Access>>,
        /// Its volumes, by name.
        "volumes" volumes: Table<VolumeSpec>,
    }
}

device! {
    /// A shelf of drives behind an array.
    "shelf" pub struct ShelfSpec {
        /// Which shelf.
        "model" model: Option<Model> => required,
        /// The array it extends.
        "behind" behind: Option<Text> => required,
    }
}

device! {
    /// An enclosure that holds servers and switches.
    "enclosure" pub struct EnclosureSpec {
        /// Which enclosure.
        "model" model: Option<Model> => required,
    }
}

device! {
    /// A patch panel.
    "panel" pub struct PanelSpec {
        /// Which panel.
        "model" model: Option<Model>,
    }
}
