//! The drawing for Graphviz: devices as tables with a cell for each port, cables from cell to cell.

use std::fmt::Write;

use super::svg::Escaped;
use super::{End, Names, colors, label, lines, port_name, stroke};
use crate::sheet::scene::{DeviceBox, Scene};

/// Renders a drawing in the DOT language.
pub fn render(scene: &Scene) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "graph {} {{\n  graph [label={}, labelloc=t, rankdir=TB, ranksep=1.2, nodesep=0.5, \
         fontname=\"Arial\"];\n  node [shape=plain, fontname=\"Arial\", fontsize=10];\n  \
         edge [fontname=\"Arial\", fontsize=9];\n",
        quoted(&scene.title),
        quoted(&scene.title)
    );
    for (device, at) in scene.boxes.iter().zip(0..) {
        let _ = writeln!(out, "  d{at} [label=<{}>];", table(device));
    }
    for (cloud, at) in scene.clouds.iter().zip(0..) {
        let _ = writeln!(
            out,
            "  n{at} [shape=box, style=\"rounded,filled\", fillcolor=\"#eef4fb\", label={}];",
            quoted(&cloud.text.text)
        );
    }
    // What stands in one row of the drawing stays in one row.
    let mut rows: Vec<(i32, Vec<usize>)> = Vec::new();
    for (device, at) in scene.boxes.iter().zip(0..) {
        match rows.iter_mut().find(|row| row.0 == device.rect.y) {
            Some(row) => row.1.push(at),
            None => rows.push((device.rect.y, vec![at])),
        }
    }
    for (_, row) in rows {
        let names: Vec<String> = row.into_iter().map(|at| format!("d{at};")).collect();
        let _ = writeln!(out, "  {{ rank=same; {} }}", names.join(" "));
    }
    let names = Names::new(scene);
    for cable in &scene.cables {
        let Some(ends) = names.of(cable) else { continue };
        let [a, b] = ends.map(|end| match end {
            End::Port(device, port) => {
                let side = if is_above(&scene.boxes[device], port) { "n" } else { "s" };
                format!("d{device}:p{port}:{side}")
            }
            End::Cloud(at) => format!("n{at}"),
        });
        let (color, dashes) = stroke(cable.kind);
        let style = if dashes.is_empty() { "solid" } else { "dashed" };
        let text = label(cable).map_or(String::new(), |text| format!(", label={}", quoted(text)));
        let _ = writeln!(out, "  {a} -- {b} [color=\"{color}\", style={style}{text}];");
    }
    out.push_str("}\n");
    out
}

fn table(device: &DeviceBox) -> String {
    let (fill, line) = colors(device.mark);
    let head: Vec<String> = lines(device).iter().map(|line| escaped(line)).collect();
    let columns = device.ports.len().clamp(1, PORTS_ABREAST);
    let mut out = format!(
        "<TABLE BORDER=\"1\" CELLBORDER=\"1\" CELLSPACING=\"0\" COLOR=\"{line}\" \
         BGCOLOR=\"{fill}\">"
    );
    rows(device, true, &mut out);
    // Writing to a string cannot fail.
    let _ =
        write!(out, "<TR><TD COLSPAN=\"{columns}\" BORDER=\"0\">{}</TD></TR>", head.join("<BR/>"));
    rows(device, false, &mut out);
    out.push_str("</TABLE>");
    out
}

/// Whether a port stands on the upper side of its device.
fn is_above(device: &DeviceBox, port: usize) -> bool {
    device.ports.get(port).is_some_and(|port| port.rect.y == device.rect.y)
}

/// The ports of one side of a device.
fn rows(device: &DeviceBox, above: bool, out: &mut String) {
    let columns = device.ports.len().clamp(1, PORTS_ABREAST);
    let ports: Vec<usize> =
        (0..device.ports.len()).filter(|&port| is_above(device, port) == above).collect();
    for row in ports.chunks(PORTS_ABREAST) {
        out.push_str("<TR>");
        for &at in row {
            let port = &device.ports[at];
            let (fill, line) = colors(port.mark);
            let name = escaped(port_name(&port.id));
            // Writing to a string cannot fail.
            let _ =
                write!(out, "<TD PORT=\"p{at}\" COLOR=\"{line}\" BGCOLOR=\"{fill}\">{name}</TD>");
        }
        // A table wants rows of one length.
        if row.len() < columns {
            let _ = write!(out, "<TD COLSPAN=\"{}\" BORDER=\"0\"></TD>", columns - row.len());
        }
        out.push_str("</TR>");
    }
}

/// Most ports in a row of a device.
const PORTS_ABREAST: usize = 24;

/// A text as DOT wants it between quotes.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text as it stands in a table.
fn escaped(text: &str) -> String {
    Escaped(&text.replace(char::is_control, " ")).to_string()
}
