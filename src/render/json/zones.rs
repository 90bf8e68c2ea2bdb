//! Zones, and the plan of addresses, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::document;
use crate::sheet::addresses::{self, Plan};
use crate::sheet::zones::Zoning;

/// The answer of `zones -f json`.
#[derive(Serialize, JsonSchema, Debug)]
pub struct ZonesDocument<'z> {
    version: u32,
    topology: &'z str,
    /// Whether the file gives zones; else they follow from the wiring.
    given: bool,
    fabrics: Vec<Fabric<'z>>,
    /// Zones without a pair of server and array port in a fabric.
    one_sided: &'z [String],
}

#[derive(Serialize, JsonSchema, Debug)]
struct Fabric<'z> {
    name: &'z str,
    switches: &'z [String],
    config: &'z str,
    aliases: Vec<Alias<'z>>,
    zones: Vec<Zone<'z>>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Alias<'z> {
    name: &'z str,
    port: &'z str,
    wwn: Option<&'z str>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Zone<'z> {
    name: &'z str,
    members: &'z [String],
}

/// Renders zones.
pub fn zones(zoning: &Zoning) -> String {
    let fabric = |it| {
        let it: &crate::sheet::zones::FabricZones = it;
        let alias = |it| {
            let it: &crate::sheet::zones::Alias = it;
            (it.name.as_str(), it.port.as_str(), it.wwn.as_deref())
        };
        (it, it.aliases.iter().map(alias).collect::<Vec<_>>())
    };
    document(&ZonesDocument {
        version: 1,
        topology: &zoning.name,
        given: zoning.given,
        fabrics: zoning
            .fabrics
            .iter()
            .map(fabric)
            .map(|(it, aliases)| Fabric {
                name: &it.name,
                switches: &it.switches,
                config: &it.config,
                aliases: aliases
                    .into_iter()
                    .map(|(name, port, wwn)| Alias { name, port, wwn })
                    .collect(),
                zones: it
                    .zones
                    .iter()
                    .map(|it| Zone { name: &it.name, members: &it.members })
                    .collect(),
            })
            .collect(),
        one_sided: &zoning.one_sided,
    })
}

/// The answer of `addresses -f json`.
#[derive(Serialize, JsonSchema, Debug)]
pub struct AddressesDocument<'p> {
    version: u32,
    topology: &'p str,
    networks: Vec<Network<'p>>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Network<'p> {
    name: &'p str,
    role: &'static str,
    subnet: Option<String>,
    vlan: Option<u32>,
    /// Not known to the file: always null.
    gateway: Option<String>,
    addresses: Vec<Address<'p>>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Address<'p> {
    /// The device, or the service of a virtual address.
    owner: &'p str,
    /// The port, or the bond; null for a virtual address.
    port: Option<&'p str>,
    address: Option<String>,
    /// given, proposed, or unknown.
    source: &'static str,
}

/// Renders a plan of addresses.
pub fn addresses(plan: &Plan) -> String {
    let address = |it| {
        let it: &addresses::Host = it;
        (it.owner.as_str(), it.port.as_deref(), it.address.map(|it| it.to_string()), it.source.id())
    };
    document(&AddressesDocument {
        version: 1,
        topology: &plan.name,
        networks: plan
            .networks
            .iter()
            .map(|it| Network {
                name: &it.name,
                role: it.role,
                subnet: it.subnet.clone(),
                vlan: it.vlan,
                gateway: None,
                addresses: it
                    .hosts
                    .iter()
                    .map(address)
                    .map(|(owner, port, address, source)| Address { owner, port, address, source })
                    .collect(),
            })
            .collect(),
    })
}
