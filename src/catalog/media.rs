//! How far a signal reaches, by protocol, medium and speed.

use super::Protocol;
use crate::yaml::values::{Length, Speed};

/// Multimode Fibre Channel, shortwave: medium, Gbit/s, metres.
///
/// Sources: IBM LinuxONE 9176 physical layer tables (SX multimode link specifications, multimode physical
/// layer); Oracle 32 Gb FC HBA installation guide, "connect the optical cable".
const FC_SHORTWAVE: &[(&str, &[(u32, u32)])] = &[
    ("om1", &[(1, 300), (2, 150), (4, 70), (8, 21)]),
    ("om2", &[(1, 500), (2, 300), (4, 150), (8, 50), (16, 35), (32, 20)]),
    ("om3", &[(1, 860), (2, 500), (4, 380), (8, 150), (16, 100), (32, 70)]),
    ("om4", &[(4, 400), (8, 190), (16, 125), (32, 100)]),
    ("om5", &[(4, 400), (8, 190), (16, 125), (32, 100)]),
];

/// The greatest length of a cable, if it is known.
pub fn reach(protocol: Protocol, medium: &str, speed: Speed) -> Option<Length> {
    let medium = medium.to_lowercase();
    let metres = match protocol {
        Protocol::Fc => {
            let (_, rows) = FC_SHORTWAVE.iter().find(|(name, _)| *name == medium)?;
            rows.iter().find(|(gbit, _)| gbit * 1000 == speed.mbit)?.1
        }
        // 1000BASE-T; source: Trellix SFP 1000BASE-T copper transceiver documentation.
        Protocol::Ethernet if medium.starts_with("cat") && speed.mbit == 1000 => 100,
        // Copper SAS lengths rest on no source that could be read.
        Protocol::Ethernet | Protocol::Sas | Protocol::Serial => return None,
    };
    Some(Length { mm: metres * 1000 })
}

/// The media that reach a length at a speed, the plainest first, as they are written on cables.
pub fn reaching(protocol: Protocol, length: Length, speed: Speed) -> Vec<String> {
    let fit = |(name, _): &&(&str, &[(u32, u32)])| {
        reach(protocol, name, speed).is_some_and(|most| most >= length)
    };
    FC_SHORTWAVE.iter().filter(fit).map(|(name, _)| name.to_uppercase()).collect()
}

/// What plugs into what: connectors and cages of one family fit each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    /// LC fibre and the small pluggable cages that take it.
    Sfp,
    /// Quad small pluggable cages and the MPO fibre for them.
    Qsfp,
    /// Twisted pair.
    Rj45,
    /// External SAS of 3 and 6 Gbit/s, mini.
    Sff8088,
    /// External SAS of 3 Gbit/s, the older one.
    Sff8470,
    /// External SAS of 12 Gbit/s.
    Sff8644,
}

/// The family of a connector or cage; `None` if it is not known.
pub fn family(connector: &str) -> Option<Family> {
    let name = connector.to_lowercase();
    Some(match () {
        () if name.starts_with("qsfp") || name.starts_with("mpo") => Family::Qsfp,
        () if name.starts_with("sfp") || name == "lc" => Family::Sfp,
        () if name.starts_with("rj45") || name.starts_with("rj-45") => Family::Rj45,
        () if name.contains("8088") => Family::Sff8088,
        () if name.contains("8470") => Family::Sff8470,
        () if name.contains("8644") => Family::Sff8644,
        () => return None,
    })
}

/// What light a fibre is made for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// OM1 to OM5, shortwave.
    Multi,
    /// OS1 and OS2, longwave.
    Single,
}

/// Whether a medium is a fibre, and of which mode.
pub fn mode(medium: &str) -> Option<Mode> {
    let name = medium.to_lowercase();
    match () {
        () if name.starts_with("om") => Some(Mode::Multi),
        () if name.starts_with("os") => Some(Mode::Single),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn om2_reaches_50_m_at_8_gbit() {
        let speed = Speed { mbit: 8000 };
        assert_eq!(reach(Protocol::Fc, "OM2", speed), Some(Length { mm: 50_000 }));
        assert_eq!(reach(Protocol::Fc, "om4", Speed { mbit: 1000 }), None);
    }
}
