//! The lines of cables: one for each piece, and one for a trunk that several links share.

use std::collections::BTreeMap;

use super::collect::Collected;
use super::draft::{Draft, title};
use super::{Field, Reason, Section};
use crate::catalog::{Protocol, media};
use crate::sheet::lengths::{self, LengthSource};
use crate::sheet::plugs::{self, Piece};
use crate::sheet::table::metres;
use crate::topology::{CompId, Topology};
use crate::words::{Msg, Value, msg, sheets};
use crate::yaml::values::Length;

/// Adds every cable; traces inside enclosures are none.
pub(super) fn collect(topology: &Topology, out: &mut Collected) {
    // The links of a trunk have their component in common.
    let mut pieces: BTreeMap<CompId, Vec<Piece>> = BTreeMap::new();
    let laid = topology.cable_ids().filter(|&cable| !topology[cable].internal);
    for piece in laid.flat_map(|cable| plugs::pieces(topology, cable)) {
        pieces.entry(piece.comp).or_default().push(piece);
    }
    for (comp, links) in pieces {
        let existing = links.iter().all(|piece| plugs::existing(topology, piece));
        out.push(existing, line(topology, comp, &links, existing));
    }
}

fn line(topology: &Topology, comp: CompId, links: &[Piece], existing: bool) -> Draft {
    // Any link of a trunk may say what it is; of lengths the greatest is needed.
    let part = links.iter().find_map(|piece| topology[piece.cable].part.clone());
    let length = links.iter().filter_map(|piece| lengths::length(topology, piece)).max();
    let of_part = part.as_ref().and_then(|part| part.length);
    let trunk = links.iter().any(|piece| topology[piece.cable].assembly.is_some());
    let name = match (&part, links) {
        (Some(part), _) => title(part),
        (None, [piece, ..]) => generic(topology, piece, trunk.then_some(links.len())),
        (None, []) => Msg::from(&sheets::UNKNOWN),
    };
    let medium = links.first().and_then(|piece| plugs::medium(topology, piece)).unwrap_or_default();
    let description = match length {
        Some((length, _)) if of_part == Some(length) => name,
        None if existing => name,
        None => msg!(sheets::OF_UNKNOWN_LENGTH, cable = name),
        // A part of another length, or a cable that lies there: as it is said. Else as it is sold.
        Some((length, _)) if existing || of_part.is_some() => {
            msg!(sheets::OF_LENGTH, cable = name, length = length_text(length))
        }
        Some((length, LengthSource::Estimated)) => {
            msg!(sheets::OF_ESTIMATED_LENGTH, cable = name, length = length_text(length))
        }
        Some((length, _)) => {
            let sold = media::stock(&medium, length);
            msg!(sheets::OF_LENGTH, cable = name, length = length_text(sold))
        }
    };
    let line = Draft::new(Section::Cable, part, description, topology.id(comp));
    match (length, of_part) {
        (None, _) => line.open(Field::Length, Reason::Missing),
        (Some((_, LengthSource::Estimated)), _) => line.open(Field::Length, Reason::Estimated),
        (Some((given, _)), Some(part)) if given != part => {
            line.open(Field::Length, Reason::LengthsDiffer)
        }
        _ => line,
    }
}

/// What a cable without a part is called; a trunk by the number of its links.
fn generic(topology: &Topology, piece: &Piece, links: Option<usize>) -> Msg {
    let protocol = topology[piece.cable].protocol;
    let plain = match (protocol, plugs::connector(topology, piece).as_deref()) {
        (Protocol::Fc | Protocol::Ethernet, Some("lc")) => (&sheets::FIBRE_CABLE).into(),
        (_, Some("rj45")) => (&sheets::PATCH_CABLE).into(),
        (Protocol::Sas, Some("sff-8088")) => (&sheets::MINI_SAS_CABLE).into(),
        (Protocol::Serial, None) => (&sheets::SERIAL_CABLE).into(),
        (_, None) => msg!(sheets::PLAIN_CABLE, protocol = named(protocol)),
        (_, Some(connector)) => {
            msg!(sheets::OTHER_CABLE, protocol = named(protocol), ends = connector.to_uppercase())
        }
    };
    match links {
        Some(count) => msg!(sheets::TRUNK_OF, cable = plain, count = count),
        None => plain,
    }
}

/// A protocol as people write it.
pub(super) fn named(protocol: Protocol) -> Value {
    match protocol {
        Protocol::Ethernet => Value::from(&sheets::ETHERNET),
        Protocol::Fc | Protocol::Sas | Protocol::Serial => protocol.id().to_uppercase().into(),
    }
}

fn length_text(length: Length) -> String {
    format!("{} m", metres(length.mm))
}
