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
