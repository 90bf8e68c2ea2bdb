//! Fields that may be written in more than one way.

use std::borrow::Cow;

use compact_str::CompactString;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{RaidLevel, SurvivesSpec};
use crate::catalog::Model;
use crate::words::reading;
use crate::yaml::decode::{Decode, Reader, Spanned, Text, choose, record};
use crate::yaml::{Kind, NodeId};

/// How drives are protected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Raid {
    /// A level by name.
    Level(RaidLevel),
    /// The number of drives that may be lost.
    Survives {
        /// How many.
        survives: u32,
    },
}

impl JsonSchema for Raid {
    fn schema_name() -> Cow<'static, str> {
        "Raid".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let ways = [RaidLevel::json_schema(generator), generator.subschema_for::<SurvivesSpec>()];
        json_schema!({ "anyOf": ways })
    }
}

impl Decode for Spanned<Raid> {
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        let span = reader.tree.span(id);
        let value = match reader.tree.kind(id) {
            Kind::Map(_) => {
                Raid::Survives { survives: SurvivesSpec::decode(reader, id)?.survives?.value }
            }
            _ => Raid::Level(Spanned::<RaidLevel>::decode(reader, id)?.value),
        };
        Some(Spanned { value, span })
    }
}

record! {
    /// A place in a rack.
    "place" pub struct PlaceSpec {
        /// Name of the rack.
        "in" rack: Option<Text> => required,
        /// Lowest rack unit, from the bottom.
        "unit" unit: Option<Spanned<u32>>,
    }
}

/// The rack of a device, with the unit where it is known.
#[derive(Clone, Debug)]
pub struct Place {
    /// Name of the rack.
    pub rack: Text,
    /// Lowest rack unit it takes, counted from the bottom, from 1.
    pub unit: Option<Spanned<u32>>,
}

impl Decode for Place {
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        match reader.tree.kind(id) {
            Kind::Map(_) => {
                let place = PlaceSpec::decode(reader, id)?;
                Some(Self { rack: place.rack?, unit: place.unit })
            }
            _ => Some(Self { rack: Text::decode(reader, id)?, unit: None }),
        }
    }
}

impl JsonSchema for Place {
    fn schema_name() -> Cow<'static, str> {
        "RackOrPlace".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let ways = [Text::json_schema(generator), generator.subschema_for::<PlaceSpec>()];
        json_schema!({ "anyOf": ways })
    }
}

/// A network over which nodes hear each other, or a volume through which they do.
#[derive(Clone, Debug)]
pub enum Heartbeat {
    /// The name of a network.
    Network(Text),
    /// A volume as `array:volume`.
    Volume(Text),
}

record! {
    /// A volume through which nodes hear each other.
    "heartbeat" pub struct HeartbeatVolumeSpec {
        /// The volume, as `array:volume`.
        "volume" volume: Option<Text> => required,
    }
}

impl Decode for Heartbeat {
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        match reader.tree.kind(id) {
            Kind::Map(_) => HeartbeatVolumeSpec::decode(reader, id)?.volume.map(Self::Volume),
            _ => Text::decode(reader, id).map(Self::Network),
        }
    }
}

impl JsonSchema for Heartbeat {
    fn schema_name() -> Cow<'static, str> {
        "Heartbeat".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let volume = generator.subschema_for::<HeartbeatVolumeSpec>();
        json_schema!({ "anyOf": [Text::json_schema(generator), volume] })
    }
}

/// The enclosure of a device, with the bay where it is known.
#[derive(Clone, Debug)]
pub struct Bay {
    /// Name of the enclosure.
    pub enclosure: Text,
    /// The bay, from 1; a range goes with a range of devices one by one.
    pub bay: Option<Text>,
}

record! {
    /// A bay of an enclosure.
    "in" pub struct BaySpec {
        /// Name of the enclosure.
        "enclosure" enclosure: Option<Text> => required,
        /// The bay, from 1; `"[1-4]"` goes with a range of four devices.
        "bay" bay: Option<Text>,
    }
}

impl Decode for Bay {
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        match reader.tree.kind(id) {
            Kind::Map(_) => {
                let it = BaySpec::decode(reader, id)?;
                Some(Self { enclosure: it.enclosure?, bay: it.bay })
            }
            _ => Some(Self { enclosure: Text::decode(reader, id)?, bay: None }),
        }
    }
}

impl JsonSchema for Bay {
    fn schema_name() -> Cow<'static, str> {
        "EnclosureOrBay".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let ways = [Text::json_schema(generator), generator.subschema_for::<BaySpec>()];
        json_schema!({ "anyOf": ways })
    }
}

/// A part that is ordered with a device.
#[derive(Clone, Debug)]
pub struct OptionSpec {
    /// Which part.
    pub model: Model,
    /// How many for each device; one if left out.
    pub count: Option<Spanned<u32>>,
}

record! {
    /// Parts that are ordered with a device.
    "option" pub struct CountedOptionSpec {
        /// Which part.
        "model" model: Option<Model> => required,
        /// How many for each device.
        "count" count: Option<Spanned<u32>>,
    }
}

impl Decode for OptionSpec {
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        if matches!(reader.tree.kind(id), Kind::Map(_)) {
            let it = CountedOptionSpec::decode(reader, id)?;
            return Some(Self { model: it.model?, count: it.count });
        }
        Some(Self { model: Model::decode(reader, id)?, count: None })
    }
}

impl JsonSchema for OptionSpec {
    fn schema_name() -> Cow<'static, str> {
        "PartOrCount".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let counted = generator.subschema_for::<CountedOptionSpec>();
        json_schema!({ "anyOf": [Text::json_schema(generator), counted] })
    }
}

/// What drives of a server are for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// The operating system.
    System,
    /// The server's leg of a mirror, by the mirror's name.
    Mirror(CompactString),
}

impl Decode for Spanned<Purpose> {
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        let span = reader.tree.span(id);
        let text = reader.scalar(id, &reading::A_WORD)?;
        if let Some(mirror) =
            text.strip_prefix("mirror:").map(str::trim).filter(|it| !it.is_empty())
        {
            return Some(Self { value: Purpose::Mirror(mirror.into()), span });
        }
        choose(reader, id, &["system", "mirror:NAME"], &[])?;
        Some(Self { value: Purpose::System, span })
    }
}

impl JsonSchema for Purpose {
    fn schema_name() -> Cow<'static, str> {
        "Purpose".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "`system`, or `mirror:NAME`.",
            "anyOf": [
                { "type": "string", "enum": ["system"] },
                { "type": "string", "pattern": "^mirror:\\s*\\S" }
            ]
        })
    }
    fn inline_schema() -> bool {
        true
    }
}
