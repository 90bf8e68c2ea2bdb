//! The drawing for diagrams.net (draw.io): every box and port a shape of its own, where it is laid out, every cable
//! attached to the ports at its ends, so that it follows when they are moved.

use std::fmt::Write;

use super::svg::Escaped;
use super::{End, Names, colors, label, lines, port_name, stroke};
use crate::sheet::scene::{Badge, Point, Rect, Scene, Text};

/// Renders a drawing as an uncompressed file of diagrams.net.
pub fn render(scene: &Scene) -> String {
    render_pages(std::slice::from_ref(scene))
}

/// Renders the pages of a drawing, each as a page of one file.
pub fn render_pages(pages: &[Scene]) -> String {
    let mut out = "<mxfile>".to_owned();
    for scene in pages {
        out.push_str(&diagram(scene));
    }
    out.push_str("</mxfile>\n");
    out
}

fn diagram(scene: &Scene) -> String {
    let mut page = Page { out: String::new(), number: 0 };
    page.open(scene);
    for (frame, at) in scene.frames.iter().zip(0..) {
        let style = "rounded=1;arcSize=2;fillColor=#fcfcfd;dashed=1;strokeColor=#8c959f;";
        page.shape(&format!("f{at}"), "", style, "1", frame.rect, frame.rect);
        page.texts(&frame.texts, &frame.badges);
    }
    for (cloud, at) in scene.clouds.iter().zip(0..) {
        let style = "rounded=1;arcSize=50;fillColor=#eef4fb;strokeColor=#57606a;";
        page.shape(&format!("n{at}"), &cloud.text.text, style, "1", cloud.rect, cloud.rect);
    }
    for (device, at) in scene.boxes.iter().zip(0..) {
        let id = format!("d{at}");
        let (fill, line) = colors(device.mark);
        let dashed = if device.existing { "dashed=1;" } else { "" };
        let style = format!(
            "rounded=1;arcSize=3;container=1;collapsible=0;fillColor={fill};strokeColor={line};\
             {dashed}fontSize=10;"
        );
        // The words stand where they are laid out; the shape carries them for searching.
        let name = lines(device).join(" · ");
        page.object(&id, &device.id, &name, &style, "1", device.rect, device.rect);
        for (module, number) in device.modules.iter().zip(0..) {
            let (fill, line) = colors(module.mark);
            let style = format!("fillColor={fill};strokeColor={line};opacity=70;");
            let own = format!("{id}m{number}");
            page.shape(&own, "", &style, &id, module.rect, device.rect);
            page.inside(&module.texts, &module.badges, &id, device.rect);
        }
        page.inside(&device.texts, &device.badges, &id, device.rect);
        for (port, number) in device.ports.iter().zip(0..) {
            let (fill, line) = colors(port.mark);
            let style = format!("fillColor={fill};strokeColor={line};");
            let own = format!("{id}p{number}");
            page.object(&own, &port.id, port_name(&port.id), &style, &id, port.rect, device.rect);
            page.inside(&port.texts, &[], &id, device.rect);
        }
    }
    let names = Names::new(scene);
    for (cable, at) in scene.cables.iter().zip(0..) {
        let Some(ends) = names.of(cable) else { continue };
        let rects = ends.map(|end| match end {
            End::Port(device, port) => scene.boxes[device].ports[port].rect,
            End::Cloud(at) => scene.clouds[at].rect,
        });
        let ids = ends.map(|end| match end {
            End::Port(device, port) => format!("d{device}p{port}"),
            End::Cloud(at) => format!("n{at}"),
        });
        let (color, dashes) = stroke(cable.kind);
        let dashes: Vec<String> = dashes.iter().map(u32::to_string).collect();
        let dash = match dashes.is_empty() {
            true => String::new(),
            false => format!("dashed=1;dashPattern={};", dashes.join(" ")),
        };
        let (first, last) = match &cable.points[..] {
            [first, .., last] => (*first, *last),
            _ => continue,
        };
        let [exit, entry] = [("exit", rects[0], first), ("entry", rects[1], last)].map(anchor);
        let style = format!(
            "edgeStyle=orthogonalEdgeStyle;rounded=0;endArrow=none;html=0;strokeWidth=1.5;\
             strokeColor={color};{dash}{exit}{entry}"
        );
        let value = label(cable).unwrap_or_default();
        let inner = &cable.points[1..cable.points.len() - 1];
        page.edge(&format!("c{at}"), value, &style, &ids, inner);
    }
    for panel in &scene.panels {
        let id = page.next();
        page.shape(&id, "", "fillColor=none;strokeColor=#8c959f;", "1", panel.rect, panel.rect);
        page.texts(&panel.texts, &[]);
    }
    for entry in &scene.legend {
        page.texts(&entry.texts, &[]);
    }
    page.out.push_str("</root></mxGraphModel></diagram>");
    page.out
}

/// Where a line meets a shape, in parts of its width and height.
fn anchor((name, rect, at): (&str, Rect, Point)) -> String {
    let part = |at: i32, start: i32, length: i32| {
        let thousandths = (i64::from(at - start) * 1000 / i64::from(length.max(1))).clamp(0, 1000);
        format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
    };
    let (x, y) = (part(at.x, rect.x, rect.w), part(at.y, rect.y, rect.h));
    format!("{name}X={x};{name}Y={y};{name}Dx=0;{name}Dy=0;{name}Perimeter=0;")
}

struct Page {
    out: String,
    number: usize,
}

impl Page {
    fn next(&mut self) -> String {
        self.number += 1;
        format!("t{}", self.number)
    }

    fn open(&mut self, scene: &Scene) {
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.out,
            "<diagram name=\"{}\"><mxGraphModel grid=\"0\" page=\"1\" pageWidth=\"{}\" \
             pageHeight=\"{}\" math=\"0\"><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/>",
            Escaped(&scene.title),
            scene.width / 10,
            scene.height / 10
        );
    }

    /// A shape with the id of a component, which diagrams.net keeps with it.
    #[expect(clippy::too_many_arguments, reason = "a shape has as many")]
    fn object(
        &mut self,
        id: &str,
        component: &str,
        name: &str,
        style: &str,
        parent: &str,
        rect: Rect,
        within: Rect,
    ) {
        let _ = write!(
            self.out,
            "<object id=\"{id}\" label=\"\" component=\"{}\" name=\"{}\">",
            Escaped(component),
            Escaped(name)
        );
        self.cell(None, "", style, parent, rect, within);
        self.out.push_str("</object>\n");
    }

    fn shape(
        &mut self,
        id: &str,
        value: &str,
        style: &str,
        parent: &str,
        rect: Rect,
        within: Rect,
    ) {
        self.cell(Some(id), value, style, parent, rect, within);
        self.out.push('\n');
    }

    fn cell(
        &mut self,
        id: Option<&str>,
        value: &str,
        style: &str,
        parent: &str,
        rect: Rect,
        within: Rect,
    ) {
        let id = id.map_or(String::new(), |id| format!(" id=\"{id}\""));
        let value = match value {
            "" => String::new(),
            value => format!(" value=\"{}\"", Escaped(value)),
        };
        let (x, y) = match parent {
            "1" => (rect.x, rect.y),
            _ => (rect.x - within.x, rect.y - within.y),
        };
        let [x, y, w, h] = [x, y, rect.w, rect.h].map(tenths);
        let _ = write!(
            self.out,
            "<mxCell{id}{value} style=\"html=0;{style}\" vertex=\"1\" parent=\"{parent}\">\
             <mxGeometry x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" as=\"geometry\"/></mxCell>"
        );
    }

    fn texts(&mut self, texts: &[Text], badges: &[Badge]) {
        self.inside(texts, badges, "1", Rect::default());
    }

    /// Words where they are laid out, which move with the shape that they belong to.
    fn inside(&mut self, texts: &[Text], badges: &[Badge], parent: &str, within: Rect) {
        for badge in badges {
            let (fill, line) = colors(badge.mark);
            let id = self.next();
            let style = format!("fillColor={fill};strokeColor={line};");
            self.shape(&id, "", &style, parent, badge.rect, within);
        }
        for text in texts.iter().chain(badges.iter().map(|badge| &badge.text)) {
            let id = self.next();
            let style = format!(
                "text;align=center;verticalAlign=middle;spacing=0;whiteSpace=nowrap;\
                 connectable=0;fontFamily=Arial;fontSize={};fontStyle={};",
                tenths(text.size),
                u8::from(text.bold)
            );
            self.shape(&id, &text.text, &style, parent, text.bounds, within);
        }
    }

    fn edge(&mut self, id: &str, value: &str, style: &str, ends: &[String; 2], inner: &[Point]) {
        let [source, target] = ends;
        let _ = write!(
            self.out,
            "<mxCell id=\"{id}\" value=\"{}\" style=\"{style}\" edge=\"1\" parent=\"1\" \
             source=\"{source}\" target=\"{target}\"><mxGeometry relative=\"1\" as=\"geometry\">",
            Escaped(value)
        );
        if !inner.is_empty() {
            self.out.push_str("<Array as=\"points\">");
            for point in inner {
                let (x, y) = (tenths(point.x), tenths(point.y));
                let _ = write!(self.out, "<mxPoint x=\"{x}\" y=\"{y}\"/>");
            }
            self.out.push_str("</Array>");
        }
        self.out.push_str("</mxGeometry></mxCell>\n");
    }
}

/// Tenths of a point as points.
fn tenths(value: i32) -> String {
    super::svg::Points(value).to_string()
}
