//! The drawing for Mermaid: a box for each device with its ports in it, cables from port to port.

use std::fmt::Write;

use super::{End, Names, colors, label, lines, port_name, stroke};
use crate::sheet::scene::{Mark, Scene};

/// Renders a drawing as a Mermaid flowchart.
pub fn render(scene: &Scene) -> String {
    let mut out = format!("---\ntitle: {}\n---\nflowchart TB\n", quoted(&scene.title, yaml));
    // Writing to a string cannot fail.
    for (device, at) in scene.boxes.iter().zip(0..) {
        let head: Vec<String> = lines(device).iter().map(|line| escaped(line)).collect();
        let _ = writeln!(out, "  subgraph d{at}[\"{}\"]", head.join("<br/>"));
        if device.ports.is_empty() {
            let _ = writeln!(out, "    d{at}x[\" \"]");
        }
        for (port, number) in device.ports.iter().zip(0..) {
            let name = escaped(port_name(&port.id));
            let _ = writeln!(out, "    d{at}p{number}[\"{name}\"]");
        }
        out.push_str("  end\n");
    }
    for (cloud, at) in scene.clouds.iter().zip(0..) {
        let _ = writeln!(out, "  n{at}([\"{}\"])", escaped(&cloud.text.text));
    }
    let names = Names::new(scene);
    let mut styles = String::new();
    let mut number = 0;
    for cable in &scene.cables {
        let Some(ends) = names.of(cable) else { continue };
        let [a, b] = ends.map(|end| match end {
            End::Port(device, port) => format!("d{device}p{port}"),
            End::Cloud(at) => format!("n{at}"),
        });
        let text = label(cable).map_or(String::new(), |text| format!("|\"{}\"|", escaped(text)));
        let _ = writeln!(out, "  {a} ---{text} {b}");
        let (color, dashes) = stroke(cable.kind);
        let _ = write!(styles, "  linkStyle {number} stroke:{color},stroke-width:2px");
        if !dashes.is_empty() {
            let dashes: Vec<String> = dashes.iter().map(u32::to_string).collect();
            let _ = write!(styles, ",stroke-dasharray:{}", dashes.join(" "));
        }
        styles.push('\n');
        number += 1;
    }
    out.push_str(&styles);
    for (class, mark) in [("single", Mark::SinglePoint), ("takeover", Mark::TakeoverOnly)] {
        let (fill, line) = colors(mark);
        let _ = writeln!(out, "  classDef {class} fill:{fill},stroke:{line},stroke-width:2px");
        for (device, at) in scene.boxes.iter().zip(0..) {
            if device.mark == mark {
                let _ = writeln!(out, "  class d{at} {class}");
            }
            for (port, number) in device.ports.iter().zip(0..) {
                if port.mark == mark {
                    let _ = writeln!(out, "  class d{at}p{number} {class}");
                }
            }
        }
    }
    out
}

fn yaml(c: char, out: &mut String) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        c => out.push(c),
    }
}

fn quoted(text: &str, escape: impl Fn(char, &mut String)) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        escape(if c.is_control() { ' ' } else { c }, &mut out);
    }
    out.push('"');
    out
}

/// A text as it stands between quotes: what Mermaid or HTML would read is written by its number.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' | ';' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "#{};", u32::from(c));
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
