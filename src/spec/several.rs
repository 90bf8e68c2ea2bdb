//! Fields that may be written in more than one way.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{PlaceSpec, RaidLevel, SurvivesSpec};
use crate::words::reading;
use crate::yaml::decode::{Decode, Reader, Spanned, Text, not_supported};
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

/// A network over which nodes hear each other.
#[derive(Clone, Debug)]
pub struct Heartbeat(pub Text);

impl Decode for Heartbeat {
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        if reader.tree.get(id, "volume").is_some() {
            let message = (&reading::HEARTBEAT_VOLUME_NOT_YET).into();
            reader.report(not_supported(reader.tree.span(id), message));
            return None;
        }
        Text::decode(reader, id).map(Self)
    }
}

impl JsonSchema for Heartbeat {
    fn schema_name() -> Cow<'static, str> {
        Text::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Text::json_schema(generator)
    }
    fn inline_schema() -> bool {
        true
    }
}
