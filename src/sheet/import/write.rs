//! The skeleton as text.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{Gear, Import};
use crate::names::natural;
use crate::topology::DeviceKind;
use crate::words::{Lang, Msg, handover as words, msg};

/// Sections in the order of a file, with the devices in each.
const SECTIONS: [(&str, DeviceKind); 3] = [
    ("servers", DeviceKind::Server),
    ("switches", DeviceKind::Switch),
    ("arrays", DeviceKind::Array),
];

pub(super) fn yaml(import: &Import, source: &str, lang: Lang) -> String {
    let mut out = String::from("haplan: 1\n");
    let comment = |out: &mut String, indent: &str, text: Msg| {
        let _ = writeln!(out, "{indent}# {}", text.text(lang));
    };
    comment(&mut out, "", msg!(words::I_HEAD, source = source));
    comment(&mut out, "", (&words::I_GUESSED).into());
    let racks: BTreeSet<&str> =
        import.devices.values().filter_map(|it| it.rack.as_deref()).collect();
    for (section, kind) in SECTIONS {
        let mut devices: Vec<(&String, &Gear)> =
            import.devices.iter().filter(|(_, it)| it.kind == kind).collect();
        if devices.is_empty() {
            continue;
        }
        devices.sort_by(|a, b| natural(a.0, b.0));
        let _ = writeln!(out, "\n{section}:");
        for (name, gear) in devices {
            if *name != gear.written {
                comment(&mut out, "  ", msg!(words::I_CALLED, name = &gear.written));
            }
            let _ = writeln!(out, "  \"{name}\":");
            let _ = writeln!(out, "    model:    # {}", words::I_MODEL.text(lang));
            let _ = writeln!(out, "      kind: {}", kind.id());
            let _ = writeln!(out, "      ports:");
            let mut ports: Vec<_> = gear.ports.iter().collect();
            ports.sort_by(|a, b| natural(a.0, b.0));
            for (port, (written, protocol)) in ports {
                let called = match port == written {
                    true => String::new(),
                    false => format!("    # {}", msg!(words::I_CALLED, name = written).text(lang)),
                };
                let protocol = protocol.id();
                let _ =
                    writeln!(out, "        - {{names: \"{port}\", protocol: {protocol}}}{called}");
            }
            if let Some(rack) = &gear.rack {
                let _ = writeln!(out, "    rack: \"{rack}\"");
            }
        }
    }
    if !racks.is_empty() {
        out += "\nracks:\n";
        for rack in racks {
            let _ = writeln!(out, "  \"{rack}\": {{}}");
        }
    }
    out += "\nlinks:\n";
    for cable in &import.cables {
        let [a, b] = cable.ends.each_ref().map(|(device, port)| format!("{device}:{port}"));
        let mut entry = format!("link: \"{a} -- {b}\"");
        if let Some(label) = &cable.label {
            let _ = write!(entry, ", label: \"{label}\"");
        }
        if let Some(length) = &cable.length {
            let _ = write!(entry, ", length: {length}");
        }
        let kind = cable.kind.as_ref().map(|kind| format!(", {kind}")).unwrap_or_default();
        let row = msg!(words::I_OF_ROW, row = cable.row).text(lang);
        let filled = match cable.filled {
            true => format!(", {}", words::I_FILLED.text(lang)),
            false => String::new(),
        };
        let _ = writeln!(out, "  - {{{entry}}}    # {row}{kind}{filled}");
    }
    if !import.left_out.is_empty() {
        out.push('\n');
        comment(&mut out, "", msg!(words::I_LEFT_OUT, count = import.left_out.len()));
        for line in import.reasons(lang) {
            let _ = writeln!(out, "# {line}");
        }
    }
    out
}
