//! Zones as commands of switches.

use crate::sheet::zones::{Alias, FabricZones, Zoning};
use crate::words::{Lang, Msg, handover as words, msg};

/// The WWPN of a port, or a sign to put it in its place.
fn wwn(alias: &Alias, lang: Lang) -> String {
    alias.wwn.clone().unwrap_or_else(|| msg!(words::WWPN_OF, port = &alias.port).text(lang))
}

fn head(out: &mut String, sign: &str, fabric: &FabricZones, lang: Lang, open: bool) {
    let switches = fabric.switches.clone();
    let mut line = |text: Msg| *out += &format!("{sign} {}\n", text.text(lang));
    line(msg!(words::C_FABRIC, name = &fabric.name, switches = switches));
    if open {
        line((&words::C_WWPN).into());
    }
    line((&words::C_REPLACES).into());
}

/// As Fabric OS takes them.
pub fn brocade(zoning: &Zoning, lang: Lang) -> String {
    let mut out = String::new();
    for fabric in &zoning.fabrics {
        if !out.is_empty() {
            out.push('\n');
        }
        head(&mut out, "#", fabric, lang, fabric.aliases.iter().any(|it| it.wwn.is_none()));
        for alias in &fabric.aliases {
            out += &format!("alicreate \"{}\", \"{}\"\n", alias.name, wwn(alias, lang));
        }
        for zone in &fabric.zones {
            out += &format!("zonecreate \"{}\", \"{}\"\n", zone.name, zone.members.join("; "));
        }
        // One zone a line: a command may hold so many letters only.
        for (zone, number) in fabric.zones.iter().zip(0..) {
            let command = if number == 0 { "cfgcreate" } else { "cfgadd" };
            out += &format!("{command} \"{}\", \"{}\"\n", fabric.config, zone.name);
        }
        if !fabric.zones.is_empty() {
            out += &format!("cfgsave\ncfgenable \"{}\"\n", fabric.config);
        }
    }
    out
}

/// As NX-OS of MDS switches takes them.
pub fn cisco(zoning: &Zoning, lang: Lang) -> String {
    let mut out = String::new();
    for fabric in &zoning.fabrics {
        if !out.is_empty() {
            out.push('\n');
        }
        head(&mut out, "!", fabric, lang, true);
        let vsan = msg!(words::VSAN_OF, fabric = &fabric.name).text(lang);
        out += "configure terminal\ndevice-alias database\n";
        for alias in &fabric.aliases {
            out += &format!("  device-alias name {} pwwn {}\n", alias.name, wwn(alias, lang));
        }
        out += "  exit\ndevice-alias commit\n";
        for zone in &fabric.zones {
            out += &format!("zone name {} vsan {vsan}\n", zone.name);
            for member in &zone.members {
                out += &format!("  member device-alias {member}\n");
            }
        }
        if !fabric.zones.is_empty() {
            out += &format!("zoneset name {} vsan {vsan}\n", fabric.config);
            for zone in &fabric.zones {
                out += &format!("  member {}\n", zone.name);
            }
            out += &format!("zoneset activate name {} vsan {vsan}\n", fabric.config);
        }
        out += "end\n";
    }
    out
}
