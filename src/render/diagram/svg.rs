//! SVG of a laid-out drawing: self-contained, light on paper, dark where the reader's screen is.

use std::fmt::Write;

use crate::sheet::scene::{
    Anchor, Badge, CableKind, CableLine, DeviceBox, FrameBox, LegendEntry, Mark, Panel, PortBox,
    Rect, Sample, Scene, Text, Tone,
};
use crate::words::Lang;

const FONTS: &str = "Arial, 'DejaVu Sans', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', \
                     'Microsoft YaHei', 'PingFang SC', SimHei, sans-serif";

const STYLE: &str = "\
.paper{fill:#ffffff}\
.dev{fill:#f6f8fa;stroke:#57606a;stroke-width:1.1}\
.mod{fill:#e9edf1;stroke:#8c959f;stroke-width:.7}\
.port{fill:#ffffff;stroke:#57606a;stroke-width:.7}\
.cloud{fill:#eef4fb;stroke:#57606a;stroke-width:1}\
.tag{fill:#ffffff;stroke:#8c959f;stroke-width:.6}\
.panel{fill:none;stroke:#8c959f;stroke-width:.8}\
.rule{stroke:#d0d7de;stroke-width:.6}\
.old{stroke-dasharray:5 2.5}\
.sp{fill:#ffe3e0;stroke:#c4161c;stroke-width:2}\
.to{fill:#fff2cf;stroke:#b26a00;stroke-width:1.5}\
.tag.sp,.tag.to,.port.sp,.port.to{stroke-width:1.1}\
text{fill:#1f2328}\
text.mute{fill:#59636e}\
text.t-sp{fill:#a40e14}\
text.t-to{fill:#7a4700}\
.case{fill:none;stroke:#ffffff;stroke-width:4.4}\
.halo{fill:none;stroke-width:5.2;stroke-linejoin:round}\
.halo.h-sp{stroke:#f9a8a3}\
.halo.h-to{stroke:#fcd77f}\
.wire{fill:none;stroke-width:1.5;stroke-linejoin:round}\
.wire.in{stroke-width:.9}\
.frame{fill:#fcfcfd;stroke:#8c959f;stroke-width:1;stroke-dasharray:1.5 3}\
.frame.f-sp{stroke:#c4161c}\
.frame.f-to{stroke:#b26a00}\
.k-f0{stroke:#0550ae}\
.k-f1{stroke:#d1540a;stroke-dasharray:7 3}\
.k-f2{stroke:#1a7f37;stroke-dasharray:7 2 1.5 2}\
.k-f3{stroke:#8250df;stroke-dasharray:3 2}\
.k-fc{stroke:#00677f}\
.k-sas{stroke:#7a3ea8;stroke-width:2}\
.k-clients{stroke:#1a7f37;stroke-dasharray:4 2}\
.k-heart{stroke:#bf3989;stroke-dasharray:1.5 2}\
.k-s0{stroke:#0a7d8c;stroke-dasharray:7 2 1.5 2}\
.k-s1{stroke:#9a5b00;stroke-dasharray:7 2 1.5 2 1.5 2}\
.k-repl{stroke:#8250df;stroke-dasharray:6 2 1.5 2}\
.k-serial{stroke:#57606a;stroke-dasharray:1.5 1.5}\
.k-mgmt{stroke:#6e7781;stroke-dasharray:2 3}\
.k-eth{stroke:#57606a;stroke-dasharray:4 2}\
.k-up{stroke:#1a7f37;stroke-width:2.4}";

/// Only what differs from the light one.
const DARK: &str = "\
.paper{fill:#0d1117}\
.dev{fill:#161b22;stroke:#8b949e}\
.mod{fill:#21262d;stroke:#6e7681}\
.port{fill:#0d1117;stroke:#8b949e}\
.cloud{fill:#121d2f;stroke:#8b949e}\
.tag{fill:#0d1117;stroke:#6e7681}\
.panel{stroke:#6e7681}\
.frame{fill:#0f141b;stroke:#6e7681}\
.frame.f-sp{stroke:#ff7b72}\
.frame.f-to{stroke:#e3a42b}\
.rule{stroke:#30363d}\
.sp{fill:#4b1113;stroke:#ff7b72}\
.to{fill:#3d2c05;stroke:#e3a42b}\
text{fill:#e6edf3}\
text.mute{fill:#9da7b1}\
text.t-sp{fill:#ffb1ab}\
text.t-to{fill:#f2cc60}\
.case{stroke:#0d1117}\
.halo.h-sp{stroke:#8e2723}\
.halo.h-to{stroke:#6d4c07}\
.k-f0{stroke:#6cb6ff}\
.k-fc{stroke:#4fc3d9}\
.k-f1{stroke:#ffa657}\
.k-f2,.k-clients,.k-up{stroke:#56d364}\
.k-f3,.k-sas,.k-repl{stroke:#d2a8ff}\
.k-heart{stroke:#f778ba}\
.k-s0{stroke:#56d4dd}\
.k-s1{stroke:#e0b060}\
.k-mgmt,.k-eth,.k-serial{stroke:#9da7b1}";

/// The drawing as an SVG document.
pub fn render(scene: &Scene) -> String {
    let mut svg = Svg { out: String::new() };
    svg.document(scene);
    svg.out
}

struct Svg {
    out: String,
}

/// Writing to a string cannot fail.
macro_rules! put {
    ($svg:expr, $($arg:tt)*) => {{ let _ = write!($svg.out, $($arg)*); }};
}

impl Svg {
    fn document(&mut self, scene: &Scene) {
        let (w, h) = (Points(scene.width), Points(scene.height));
        let lang = match scene.lang {
            Lang::En => "en",
            Lang::Zh => "zh-Hans",
        };
        put!(self, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}pt\" height=\"{h}pt\" ");
        put!(self, "viewBox=\"0 0 {w} {h}\" xml:lang=\"{lang}\" font-family=\"{FONTS}\">\n");
        put!(self, "<title>{}</title>\n", Escaped(&scene.title));
        put!(self, "<style>{STYLE}");
        put!(self, "@media screen and (prefers-color-scheme:dark){{{DARK}}}</style>\n");
        self.rect("paper", Rect { x: 0, y: 0, w: scene.width, h: scene.height }, 0);
        self.out.push('\n');
        for frame in &scene.frames {
            self.frame(frame);
        }
        for panel in &scene.panels {
            self.panel(panel);
        }
        for entry in &scene.legend {
            self.legend(entry);
        }
        for cloud in &scene.clouds {
            put!(self, "<g class=\"network\" data-id=\"{}\">", Escaped(&cloud.id));
            self.rect("cloud", cloud.rect, cloud.rect.h / 2);
            self.text(&cloud.text);
            self.out.push_str("</g>\n");
        }
        for device in &scene.boxes {
            self.device(device);
        }
        for cable in &scene.cables {
            self.cable(cable);
        }
        for chip in scene.cables.iter().flat_map(|cable| &cable.chips) {
            self.badge(chip, 40);
            self.out.push('\n');
        }
        self.out.push_str("</svg>\n");
    }

    fn open(&mut self, class: &str, id: &str) {
        let id = Escaped(id);
        put!(self, "<g class=\"{class}\" data-id=\"{id}\"><title>{id}</title>");
    }

    fn frame(&mut self, frame: &FrameBox) {
        self.open("place", &frame.id);
        let mark = match frame.mark {
            Mark::None => "",
            Mark::TakeoverOnly => " f-to",
            Mark::SinglePoint => " f-sp",
        };
        self.rect(&format!("frame{mark}"), frame.rect, 80);
        for text in &frame.texts {
            self.text(text);
        }
        for badge in &frame.badges {
            self.badge(badge, 25);
        }
        self.out.push_str("</g>\n");
    }

    fn device(&mut self, device: &DeviceBox) {
        self.open("device", &device.id);
        let old = if device.existing { " old" } else { "" };
        self.rect(&format!("dev{}{old}", class(device.mark)), device.rect, 50);
        for text in &device.texts {
            self.text(text);
        }
        for badge in &device.badges {
            self.badge(badge, 25);
        }
        self.out.push('\n');
        for module in &device.modules {
            self.open("module", &module.id);
            let old = if module.existing { " old" } else { "" };
            self.rect(&format!("mod{}{old}", class(module.mark)), module.rect, 30);
            for text in &module.texts {
                self.text(text);
            }
            for badge in &module.badges {
                self.badge(badge, 25);
            }
            self.out.push_str("</g>\n");
        }
        for port in &device.ports {
            self.port(port);
        }
        self.out.push_str("</g>\n");
    }

    fn port(&mut self, port: &PortBox) {
        self.open("pin", &port.id);
        self.rect(&format!("port{}", class(port.mark)), port.rect, 20);
        for text in &port.texts {
            self.text(text);
        }
        self.out.push_str("</g>\n");
    }

    fn cable(&mut self, cable: &CableLine) {
        let mut path = String::new();
        for (index, point) in cable.points.iter().enumerate() {
            let command = if index == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{command}{} {}", Points(point.x), Points(point.y));
        }
        let [from, to] = cable.ends.each_ref().map(|end| Escaped(end));
        let id = Escaped(&cable.id);
        put!(self, "<g class=\"cable\" data-id=\"{id}\" data-from=\"{from}\" data-to=\"{to}\">");
        put!(self, "<title>{from} -- {to}</title>");
        match cable.mark {
            Mark::None => put!(self, "<path class=\"case\" d=\"{path}\"/>"),
            Mark::TakeoverOnly => put!(self, "<path class=\"halo h-to\" d=\"{path}\"/>"),
            Mark::SinglePoint => put!(self, "<path class=\"halo h-sp\" d=\"{path}\"/>"),
        }
        let thin = if cable.internal { " in" } else { "" };
        put!(self, "<path class=\"wire {}{thin}\" d=\"{path}\"/></g>\n", kind(cable.kind));
    }

    fn legend(&mut self, entry: &LegendEntry) {
        match entry.sample {
            Sample::Cable(cable) => {
                let y = Points(entry.rect.y + entry.rect.h / 2);
                let (from, to) = (Points(entry.rect.x), Points(entry.rect.right()));
                put!(self, "<path class=\"wire {}\" d=\"M{from} {y}L{to} {y}\"/>", kind(cable));
            }
            Sample::Trace => {
                let y = Points(entry.rect.y + entry.rect.h / 2);
                let (from, to) = (Points(entry.rect.x), Points(entry.rect.right()));
                put!(self, "<path class=\"wire k-fc in\" d=\"M{from} {y}L{to} {y}\"/>");
            }
            Sample::Box { mark, existing } => {
                let old = if existing { " old" } else { "" };
                self.rect(&format!("dev{}{old}", class(mark)), entry.rect, 25);
            }
        }
        for text in &entry.texts {
            self.text(text);
        }
        self.out.push('\n');
    }

    fn panel(&mut self, panel: &Panel) {
        self.rect("panel", panel.rect, 0);
        let (from, to) = (Points(panel.rect.x), Points(panel.rect.right()));
        for &rule in &panel.rules {
            let y = Points(rule);
            put!(self, "<path class=\"rule\" d=\"M{from} {y}L{to} {y}\"/>");
        }
        for text in &panel.texts {
            self.text(text);
        }
        self.out.push('\n');
    }

    fn badge(&mut self, badge: &Badge, round: i32) {
        self.rect(&format!("tag{}", class(badge.mark)), badge.rect, round);
        self.text(&badge.text);
    }

    fn rect(&mut self, class: &str, rect: Rect, round: i32) {
        let [x, y, w, h] = [rect.x, rect.y, rect.w, rect.h].map(Points);
        put!(self, "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"");
        if round > 0 {
            put!(self, " rx=\"{}\"", Points(round));
        }
        self.out.push_str("/>");
    }

    fn text(&mut self, text: &Text) {
        let (x, y, size) = (Points(text.at.x), Points(text.at.y), Points(text.size));
        put!(self, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"");
        if text.anchor == Anchor::Middle {
            self.out.push_str(" text-anchor=\"middle\"");
        }
        if text.bold {
            self.out.push_str(" font-weight=\"bold\"");
        }
        match text.tone {
            Tone::Ink | Tone::Marked(Mark::None) => {}
            Tone::Muted => self.out.push_str(" class=\"mute\""),
            Tone::Marked(Mark::TakeoverOnly) => self.out.push_str(" class=\"t-to\""),
            Tone::Marked(Mark::SinglePoint) => self.out.push_str(" class=\"t-sp\""),
        }
        put!(self, ">{}</text>", Escaped(&text.text));
    }
}

fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::None => "",
        Mark::TakeoverOnly => " to",
        Mark::SinglePoint => " sp",
    }
}

fn kind(kind: CableKind) -> &'static str {
    match kind {
        CableKind::Fabric(rank) | CableKind::Power(rank) => {
            ["k-f0", "k-f1", "k-f2", "k-f3"][rank % 4]
        }
        CableKind::FibreChannel => "k-fc",
        CableKind::Sas => "k-sas",
        CableKind::Clients => "k-clients",
        CableKind::Heartbeat => "k-heart",
        CableKind::Storage(rank) => ["k-s0", "k-s1"][rank % 2],
        CableKind::Management => "k-mgmt",
        CableKind::Replication => "k-repl",
        CableKind::Ethernet => "k-eth",
        CableKind::Serial => "k-serial",
        CableKind::Uplink => "k-up",
    }
}

/// Tenths of a point as points.
#[derive(Clone, Copy)]
pub(super) struct Points(pub i32);

impl std::fmt::Display for Points {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, tenth) = (self.0.abs() / 10, self.0.abs() % 10);
        let sign = if self.0 < 0 { "-" } else { "" };
        match tenth {
            0 => write!(f, "{sign}{whole}"),
            _ => write!(f, "{sign}{whole}.{tenth}"),
        }
    }
}

/// Text as XML wants it, in content and in attributes; characters that XML has not are left out.
#[derive(Clone, Copy)]
pub(in crate::render) struct Escaped<'a>(pub &'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\t' | '\n' | '\r' => f.write_char(' ')?,
                '\u{fffe}' | '\u{ffff}' => {}
                c if c.is_control() => {}
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
