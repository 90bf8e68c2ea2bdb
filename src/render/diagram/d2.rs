//! The drawing for D2: a container for each device with its ports in it, cables from port to port.

use std::fmt::Write;

use super::{End, Names, colors, label, lines, port_name, stroke};
use crate::sheet::scene::Scene;

/// Renders a drawing in the D2 language.
pub fn render(scene: &Scene) -> String {
    let mut out = format!(
        "direction: down\ntitle: {} {{shape: text; near: top-center; style.font-size: 24}}\n",
        quoted(&scene.title)
    );
    // Writing to a string cannot fail.
    for (device, at) in scene.boxes.iter().zip(0..) {
        let (fill, line) = colors(device.mark);
        let dash = if device.existing { "; style.stroke-dash: 5" } else { "" };
        let _ = writeln!(out, "d{at}: {} {{", quoted(&lines(device).join("\n")));
        let _ = writeln!(out, "  style.fill: \"{fill}\"; style.stroke: \"{line}\"{dash}");
        for (port, number) in device.ports.iter().zip(0..) {
            let (fill, line) = colors(port.mark);
            let name = quoted(port_name(&port.id));
            let _ = writeln!(
                out,
                "  p{number}: {name} {{style.fill: \"{fill}\"; style.stroke: \"{line}\"}}"
            );
        }
        out.push_str("}\n");
    }
    for (cloud, at) in scene.clouds.iter().zip(0..) {
        let _ = writeln!(out, "n{at}: {} {{shape: cloud}}", quoted(&cloud.text.text));
    }
    let names = Names::new(scene);
    for cable in &scene.cables {
        let Some(ends) = names.of(cable) else { continue };
        let [a, b] = ends.map(|end| match end {
            End::Port(device, port) => format!("d{device}.p{port}"),
            End::Cloud(at) => format!("n{at}"),
        });
        let (color, dashes) = stroke(cable.kind);
        let text = label(cable).map_or(String::new(), |text| format!("{} ", quoted(text)));
        let dash = dashes
            .first()
            .map_or(String::new(), |it| format!("; style.stroke-dash: {}", it.min(&10)));
        let _ = writeln!(out, "{a} -- {b}: {text}{{style.stroke: \"{color}\"{dash}}}");
    }
    out
}

/// A text as D2 wants it between quotes, where `$` would begin a variable.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '$' => out.push_str("\\$"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
