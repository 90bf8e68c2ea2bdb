//! How long each cable is: what the file or the part says, else an estimate from the places of its ends.
//!
//! An estimate is made only where both ends stand in known units of one rack. It is the height from the upper
//! edge of the upper device to the lower edge of the lower one, a tenth more and half a metre, rounded up to
//! a length in which such cables are sold. Between racks it would need the row, which no file gives.

use crate::catalog::media;
use crate::sheet::plugs::{self, Piece};
use crate::topology::{CableId, DeviceId, RackId, Topology};
use crate::words::{Word, sheets};
use crate::yaml::values::Length;

/// Where the length of a cable comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LengthSource {
    /// The file gives it, and no part says the same.
    Given,
    /// The part is of this length.
    Part,
    /// Reckoned from the places of its ends.
    Estimated,
}

impl LengthSource {
    /// As in JSON.
    pub fn id(self) -> &'static str {
        match self {
            LengthSource::Given => "given",
            LengthSource::Part => "part",
            LengthSource::Estimated => "estimated",
        }
    }

    /// As people read it.
    pub fn word(self) -> &'static Word {
        match self {
            LengthSource::Given => &sheets::LENGTH_GIVEN,
            LengthSource::Part => &sheets::LENGTH_OF_PART,
            LengthSource::Estimated => &sheets::LENGTH_ESTIMATED,
        }
    }
}

/// Height of a rack unit in hundredths of a millimetre: 1.75 inches (EIA-310).
const UNIT: u32 = 4445;

/// Slack at the ends of an estimate, in millimetres, beside a tenth of the way.
const SLACK: u32 = 500;

/// The length of a piece, if it is given or can be estimated. What a file gives for a link through panels
/// holds for all its pieces together, so that only a part of a fixed length says how long each of them is.
pub(super) fn length(topology: &Topology, piece: &Piece) -> Option<(Length, LengthSource)> {
    let cable = &topology[piece.cable];
    let of_part = cable.part.as_ref().and_then(|part| part.length);
    let given = match piece.number {
        None => cable.length,
        Some(_) => of_part,
    };
    match given {
        Some(given) if of_part == Some(given) => return Some((given, LengthSource::Part)),
        Some(given) => return Some((given, LengthSource::Given)),
        None => {}
    }
    // What lies there already is not bought, and what is given as a whole is measured piece by piece.
    if plugs::existing(topology, piece) || cable.length.is_some() {
        return None;
    }
    let [a, b] = piece.ends.map(|end| place(topology, end.device(topology)));
    let ((rack, bottom, top), (other, low, high)) = (a?, b?);
    if rack != other {
        return None;
    }
    let units = top.max(high).saturating_sub(bottom.min(low));
    let medium = plugs::medium(topology, piece).unwrap_or_default();
    let least = Length { mm: reckoned(units) };
    Some((media::stock(&medium, least), LengthSource::Estimated))
}

/// What a link is estimated to be long, of one piece and without a length of its own.
pub fn estimated(topology: &Topology, cable: CableId) -> Option<Length> {
    let pieces: Vec<Piece> = plugs::pieces(topology, cable).collect();
    let [piece] = &pieces[..] else { return None };
    let estimate = length(topology, piece).filter(|it| it.1 == LengthSource::Estimated)?;
    Some(estimate.0)
}

/// Millimetres for a way over so many units, slack included, rounded up.
fn reckoned(units: u32) -> u32 {
    units.saturating_mul(UNIT).saturating_mul(11).div_ceil(1000).saturating_add(SLACK)
}

/// The rack of a device or of the enclosure it sits in, its lowest unit and the one above its highest. A
/// device whose height is not known is taken to be one unit high.
fn place(topology: &Topology, id: DeviceId) -> Option<(RackId, u32, u32)> {
    let device = &topology[id];
    if let Some((enclosure, _)) = device.enclosure {
        return place(topology, enclosure);
    }
    let (rack, unit) = device.location.rack?;
    let height = device.part.rack_units.unwrap_or(1).max(1);
    Some((rack, unit?, unit?.saturating_add(height)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slack_is_a_tenth_and_half_a_metre() {
        // Ten units are 444.5 mm, a tenth more 488.95 mm.
        assert_eq!(reckoned(10), 989);
        assert_eq!(reckoned(0), 500);
    }
}
