//! The brief as written: what is wanted, from which designs are wired.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::clusters::LoadSpec;
use super::prices::{Amount, Currency, Percent};
use super::{Mode, Promise, Raid, TopologySpec, check_version};
use crate::catalog::PartSpec;
use crate::finding::Finding;
use crate::words::brief as words;
use crate::yaml::decode::{Decode, Reader, Spanned, Table, Text, choice, record};
use crate::yaml::values::{Date, Duration, Size, Speed, from_str};
use crate::yaml::{Kind, NodeId, Tree};

choice! {
    /// How servers hang on their storage.
    pub enum Attach {
        /// Fibre Channel over two fabrics.
        FcTwoFabrics = "fc-two-fabrics",
        /// Fibre Channel over one switch.
        FcOneSwitch = "fc-one-switch",
        /// Fibre Channel, cabled straight to the array.
        FcDirect = "fc-direct",
        /// SAS, cabled straight to the array.
        SasDirect = "sas-direct",
        /// iSCSI over two switches of its own.
        IscsiTwoSwitches = "iscsi-two-switches",
        /// iSCSI over the switches of the clients.
        IscsiExisting = "iscsi-existing",
        /// iSCSI, cabled straight to the array.
        IscsiDirect = "iscsi-direct",
        /// No shared storage: the servers mirror their drives.
        HostMirror = "host-mirror",
    }
}

record! {
    /// The servers of a brief.
    "servers" pub struct BriefServersSpec {
        /// Models to choose from; a variant that names none takes the first.
        "models" models: Vec<Text> => required,
        /// How many; 2 if left out.
        "count" count: Option<Spanned<u32>>,
        /// Processors fitted in each.
        "cpus" cpus: Option<Spanned<u32>>,
        /// Memory fitted in each.
        "memory" memory: Option<Spanned<Size>>,
        /// The drive of which each has two for its system; none if left out.
        "drive" drive: Option<Text>,
    }
}

record! {
    /// The cluster of a brief.
    "cluster" pub struct BriefClusterSpec {
        /// How the nodes share the work; active-standby if left out.
        "mode" mode: Option<Spanned<Mode>>,
        /// The cluster software.
        "software" software: Option<Text>,
        /// How long a takeover lasts.
        "takeover" takeover: Option<Spanned<Duration>>,
    }
}

record! {
    /// The storage of a brief.
    "storage" pub struct BriefStorageSpec {
        /// Arrays to choose from, by the protocol of their host ports.
        "arrays" arrays: Vec<Text>,
        /// Capacity that the services can use, in all.
        "usable" usable: Option<Spanned<Size>> => required,
        /// How the drives are protected.
        "raid" raid: Option<Spanned<Raid>> => required,
        /// The drive.
        "drive" drive: Option<Text> => required,
        /// Spare drives; none if left out.
        "spares" spares: Option<Spanned<u32>>,
    }
}

record! {
    /// The clients of a brief, and what is there for them.
    "clients" pub struct BriefClientsSpec {
        /// Their subnet, such as `10.1.1.0/24`.
        "subnet" subnet: Option<Text>,
        /// Virtual addresses of the services, one each, in the order of their names.
        "vips" vips: Vec<Text>,
        /// The model of their switches, which are there already.
        "switch" switch: Option<Text> => required,
        /// How many switches they have, 1 or 2; 2 if left out.
        "count" count: Option<Spanned<u32>>,
    }
}

record! {
    /// Where the devices of a brief go.
    "rack" pub struct BriefRackSpec {
        /// The name of the rack.
        "name" name: Option<Text> => required,
        /// Its height in rack units; 42 if left out.
        "units" units: Option<Spanned<u32>>,
        /// The lowest rack unit that is free; 1 if left out.
        "from" from: Option<Spanned<u32>>,
    }
}

record! {
    /// A single point of failure that the customer accepts.
    "accept" pub struct AcceptSpec {
        /// Why.
        "reason" reason: Option<Text> => required,
        /// The last day on which that holds.
        "until" until: Option<Spanned<Date>>,
    }
}

record! {
    /// What every design must meet.
    "require" pub struct RequireSpec {
        /// The worst that any one fault may do.
        "any_one_fault" any_one_fault: Option<Spanned<Promise>>,
        /// That the array itself is a single point is accepted.
        "accept_array" accept_array: Option<AcceptSpec>,
        /// Ports for more hosts that are left.
        "ports_left" ports_left: Option<Spanned<u32>>,
        /// Storage bandwidth in Gbit/s that a service still has after one fault that it survives.
        "bandwidth_after_one_fault" bandwidth_after: Option<Spanned<Speed>>,
        /// The most that it may cost by the price books, such as `500000 CNY`.
        "budget" budget: Option<Spanned<Budget>>,
        /// The share of time for which the worst service must run by the rates, such as `99.99 %`.
        "availability" availability: Option<Spanned<Percent>>,
    }
}

record! {
    /// How a fabric of many switches is to be.
    "fabric" pub struct BriefFabricSpec {
        /// How many servers' bandwidth may share that of one ISL: `7` is 7 to 1.
        "isl_ratio" isl_ratio: Option<Spanned<u32>> => required,
        /// Arrays; as many as the servers' ports take by the fan-in limit if left out.
        "arrays" arrays: Option<Spanned<u32>>,
        /// The switch at the edge; the first of `switches` if left out.
        "edge" edge: Option<Text>,
        /// The switch in the core; the one at the edge if left out.
        "core" core: Option<Text>,
        /// Most switches in one fabric; 239, as many as there are domain IDs, if left out.
        "domains" domains: Option<Spanned<u32>>,
    }
}

record! {
    /// A variant, where more is to be said than how the servers hang on their storage.
    "variant" pub struct VariantSpec {
        /// How the servers hang on their storage.
        "attach" attach: Option<Spanned<Attach>> => required,
        /// The name of the design; made of what it is if left out.
        "name" name: Option<Text>,
        /// Its title for people.
        "title" title: Option<Text>,
        /// The model of its servers.
        "server" server: Option<Text>,
        /// Processors fitted in each.
        "cpus" cpus: Option<Spanned<u32>>,
        /// Memory fitted in each.
        "memory" memory: Option<Spanned<Size>>,
        /// Storage adapters of each server, 1 or 2; 1 if left out.
        "adapters" adapters: Option<Spanned<u32>>,
        /// Client links of each server, 1 or 2; 1 if left out.
        "client_links" client_links: Option<Spanned<u32>>,
        /// Independent power feeds, 1 or 2; 2 if left out.
        "feeds" feeds: Option<Spanned<u32>>,
    }
}

/// A variant: a word, or a record that says more; without a way it stands for all of them.
#[derive(Clone, Debug)]
pub struct Variant(pub VariantSpec);

/// The word for every way, with one and with two adapters.
const ALL: &str = "all";

impl Decode for Variant {
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        let span = reader.tree.span(id);
        match reader.tree.kind(id) {
            Kind::Map(_) => VariantSpec::decode(reader, id).map(Self),
            Kind::Scalar { text: ALL, .. } => {
                Some(Self(VariantSpec { span, ..VariantSpec::default() }))
            }
            _ => {
                let attach = Some(Spanned::<Attach>::decode(reader, id)?);
                Some(Self(VariantSpec { span, attach, ..VariantSpec::default() }))
            }
        }
    }
}

impl JsonSchema for Variant {
    fn schema_name() -> Cow<'static, str> {
        "AttachOrVariant".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let all = json_schema!({ "const": ALL, "description": "every way, with one and with two adapters" });
        let ways = [Attach::json_schema(generator), generator.subschema_for::<VariantSpec>(), all];
        json_schema!({ "anyOf": ways })
    }
}

/// An amount with its currency; written `500000 CNY`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Budget {
    /// The amount, exact.
    pub amount: Amount,
    /// The currency.
    pub currency: Currency,
}

impl std::str::FromStr for Budget {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (amount, currency) = text.trim().split_once(' ').ok_or(())?;
        Ok(Self { amount: amount.parse()?, currency: currency.trim().parse()? })
    }
}

impl Decode for Spanned<Budget> {
    const MAPPING: bool = false;

    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        from_str(reader, id, (&words::A_BUDGET, "500000 CNY"), &[])
    }
}

impl JsonSchema for Budget {
    fn schema_name() -> Cow<'static, str> {
        "Budget".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": r"^\s*[0-9]{1,12}(\.[0-9]{1,6})?\s+(\S{3}|人民币|美元|欧元)\s*$",
            "examples": ["500000 CNY"]
        })
    }
}

record! {
    /// A brief: what is wanted, from which designs are wired.
    "brief" pub struct BriefSpec {
        /// Version of the format; 1.
        "haplan" haplan: Option<Spanned<u32>> => required,
        /// `brief`.
        "kind" kind: Option<Text> => required,
        /// Its name; the file's name if left out.
        "name" name: Option<Text>,
        /// Its title for people.
        "title" title: Option<Text>,
        /// The servers.
        "servers" servers: Option<BriefServersSpec> => required,
        /// How they stand in for each other.
        "cluster" cluster: Option<BriefClusterSpec>,
        /// The storage.
        "storage" storage: Option<BriefStorageSpec> => required,
        /// Cards to choose from, by what their ports speak.
        "adapters" adapters: Vec<Text>,
        /// Switches to choose from, by what their ports speak.
        "switches" switches: Vec<Text>,
        /// The clients.
        "clients" clients: Option<BriefClientsSpec> => required,
        /// Where the devices go; without it, nothing is said of places.
        "rack" rack: Option<BriefRackSpec>,
        /// The services, by name, each with what it needs; one named app if left out.
        "services" services: Table<LoadSpec>,
        /// What every design must meet.
        "require" require: Option<RequireSpec>,
        /// How a fabric of many switches is to be.
        "fabric" fabric: Option<BriefFabricSpec>,
        /// The variants; `all` of them if left out.
        "variants" variants: Vec<Variant>,
        /// Price books beside the brief, a later one over an earlier one.
        "prices" prices: Vec<Text>,
        /// Files of rates beside the brief, a later one over an earlier one.
        "rates" rates: Vec<Text>,
        /// Catalogues of parts that the brief may name, relative to it.
        "include" include: Vec<Text>,
        /// The brief's own parts, by id; each design carries those that it uses.
        "parts" parts: Table<PartSpec>,
    }
}

impl BriefSpec {
    /// Its own parts and what it includes, as a design of nothing else; they are taken out of it.
    pub fn take_parts(&mut self) -> TopologySpec {
        let (include, parts) = (std::mem::take(&mut self.include), std::mem::take(&mut self.parts));
        TopologySpec { span: self.span, include, parts, ..TopologySpec::default() }
    }
}

/// Reads a brief; what cannot be read is reported and left out.
pub fn read(tree: &Tree, findings: &mut Vec<Finding>) -> Option<BriefSpec> {
    let spec = BriefSpec::decode(&mut Reader::new(tree, findings), tree.root())?;
    check_version(spec.haplan, findings);
    Some(spec)
}
