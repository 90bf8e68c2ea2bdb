//! The drawing in a document of Word or WPS: shapes that can be moved and edited there, no picture.

use std::fmt::Write;

use super::svg::Escaped;
use super::{colors, stroke};
use crate::sheet::scene::{Anchor, Badge, Mark, Point, Rect, Sample, Scene, Text, Tone};

/// English metric units in a tenth of a point.
const EMU: i64 = 1270;

/// A drawing within a run, no larger than so many points.
///
/// `id` is the first of the numbers that the document's shapes have; the next free one comes back.
pub fn group(scene: &Scene, most: (i32, i32), id: u32) -> (String, u32) {
    let room = |most: i32, size: i32| f64::from(most) * 10.0 / f64::from(size.max(1));
    let scale = room(most.0, scene.width).min(room(most.1, scene.height)).min(1.0);
    let mut group = Group { out: String::new(), scale, id };
    let (w, h) = (group.emu(scene.width), group.emu(scene.height));
    let title = Escaped(&scene.title);
    let own = group.next();
    // Writing to a string cannot fail.
    let _ = write!(
        group.out,
        "<mc:AlternateContent><mc:Choice Requires=\"wpg\"><w:drawing>\
         <wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{w}\" cy=\"{h}\"/>\
         <wp:docPr id=\"{own}\" name=\"{title}\" descr=\"{title}\"/><wp:cNvGraphicFramePr/>\
         <a:graphic><a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup\">\
         <wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{w}\" cy=\"{h}\"/>\
         <a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"{w}\" cy=\"{h}\"/></a:xfrm></wpg:grpSpPr>"
    );
    group.scene(scene);
    let _ = write!(
        group.out,
        "</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>\
         <mc:Fallback><w:t>{title}</w:t></mc:Fallback></mc:AlternateContent>"
    );
    (group.out, group.id)
}

struct Group {
    out: String,
    scale: f64,
    id: u32,
}

impl Group {
    fn next(&mut self) -> u32 {
        self.id += 1;
        self.id
    }

    /// A length of the drawing on the paper.
    fn emu(&self, tenths: i32) -> i64 {
        // Lengths of drawings are far below what a float holds exactly.
        (f64::from(tenths) * self.scale).round() as i64 * EMU
    }

    fn scene(&mut self, scene: &Scene) {
        for frame in &scene.frames {
            self.rect(frame.rect, Some("#fcfcfd"), "#8c959f", 1.0, &[2, 3]);
            self.words(&frame.texts, &frame.badges);
        }
        for panel in &scene.panels {
            self.rect(panel.rect, None, "#8c959f", 0.8, &[]);
            for &y in &panel.rules {
                let ends = [panel.rect.x, panel.rect.right()].map(|x| Point { x, y });
                self.line(&ends, "#d0d7de", 0.6, &[]);
            }
            self.words(&panel.texts, &[]);
        }
        for entry in &scene.legend {
            let (rect, y) = (entry.rect, entry.rect.y + entry.rect.h / 2);
            let ends = [rect.x, rect.right()].map(|x| Point { x, y });
            match entry.sample {
                Sample::Cable(kind) => {
                    let (color, dashes) = stroke(kind);
                    self.line(&ends, color, 1.5, dashes);
                }
                Sample::Trace => self.line(&ends, "#00677f", 0.9, &[]),
                Sample::Box { mark, existing } => self.body(rect, mark, existing),
            }
            self.words(&entry.texts, &[]);
        }
        for cloud in &scene.clouds {
            self.rect(cloud.rect, Some("#eef4fb"), "#57606a", 1.0, &[]);
            self.text(&cloud.text);
        }
        for device in &scene.boxes {
            self.body(device.rect, device.mark, device.existing);
            self.words(&device.texts, &device.badges);
            for module in &device.modules {
                match module.mark {
                    Mark::None => self.rect(module.rect, Some("#e9edf1"), "#8c959f", 0.7, &[]),
                    mark => self.body(module.rect, mark, module.existing),
                }
                self.words(&module.texts, &module.badges);
            }
            for port in &device.ports {
                match port.mark {
                    Mark::None => self.rect(port.rect, Some("#ffffff"), "#57606a", 0.7, &[]),
                    mark => self.body(port.rect, mark, false),
                }
                self.words(&port.texts, &[]);
            }
        }
        for cable in &scene.cables {
            match cable.mark {
                Mark::None => self.line(&cable.points, "#ffffff", 4.4, &[]),
                Mark::TakeoverOnly => self.line(&cable.points, "#fcd77f", 5.2, &[]),
                Mark::SinglePoint => self.line(&cable.points, "#f9a8a3", 5.2, &[]),
            }
            let (color, dashes) = stroke(cable.kind);
            self.line(&cable.points, color, if cable.internal { 0.9 } else { 1.5 }, dashes);
        }
        for chip in scene.cables.iter().flat_map(|cable| &cable.chips) {
            self.badge(chip);
        }
    }

    fn words(&mut self, texts: &[Text], badges: &[Badge]) {
        texts.iter().for_each(|text| self.text(text));
        badges.iter().for_each(|badge| self.badge(badge));
    }

    fn badge(&mut self, badge: &Badge) {
        match badge.mark {
            Mark::None => self.rect(badge.rect, Some("#ffffff"), "#8c959f", 0.6, &[]),
            mark => self.body(badge.rect, mark, false),
        }
        self.text(&badge.text);
    }

    /// A box in the colours of its mark.
    fn body(&mut self, rect: Rect, mark: Mark, existing: bool) {
        let (fill, line) = colors(mark);
        let width = if mark == Mark::None { 1.1 } else { 1.6 };
        self.rect(rect, Some(fill), line, width, if existing { &[5, 3] } else { &[] });
    }

    fn rect(&mut self, rect: Rect, fill: Option<&str>, line: &str, width: f64, dashes: &[u32]) {
        self.open(rect);
        self.out.push_str("<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>");
        match fill {
            Some(color) => self.fill(color),
            None => self.out.push_str("<a:noFill/>"),
        }
        self.pen(line, width, dashes);
        self.out.push_str("</wps:spPr><wps:bodyPr/></wps:wsp>");
    }

    fn line(&mut self, points: &[Point], color: &str, width: f64, dashes: &[u32]) {
        let Some(first) = points.first() else { return };
        let start = Rect { x: first.x, y: first.y, w: 0, h: 0 };
        let around = points.iter().fold(start, |rect, point| {
            let (x, y) = (rect.x.min(point.x), rect.y.min(point.y));
            let (right, bottom) = (rect.right().max(point.x), rect.bottom().max(point.y));
            Rect { x, y, w: right - x, h: bottom - y }
        });
        self.open(around);
        let (w, h) = (self.emu(around.w), self.emu(around.h));
        let _ = write!(
            self.out,
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/>\
             <a:pathLst><a:path w=\"{w}\" h=\"{h}\" fill=\"none\">"
        );
        for (point, at) in points.iter().zip(0..) {
            let verb = if at == 0 { "moveTo" } else { "lnTo" };
            let (x, y) = (self.emu(point.x - around.x), self.emu(point.y - around.y));
            let _ = write!(self.out, "<a:{verb}><a:pt x=\"{x}\" y=\"{y}\"/></a:{verb}>");
        }
        self.out.push_str("</a:path></a:pathLst></a:custGeom><a:noFill/>");
        self.pen(color, width, dashes);
        self.out.push_str("</wps:spPr><wps:bodyPr/></wps:wsp>");
    }

    fn text(&mut self, text: &Text) {
        // A little wider than measured, since the reader's font may be: the anchor stays where it is.
        let spare = text.bounds.w / 8 + 20;
        let bounds = match text.anchor {
            Anchor::Start => Rect { w: text.bounds.w + spare, ..text.bounds },
            Anchor::Middle => {
                Rect { x: text.bounds.x - spare / 2, w: text.bounds.w + spare, ..text.bounds }
            }
        };
        self.open(bounds);
        self.out.push_str(
            "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>\
             </wps:spPr><wps:txbx><w:txbxContent><w:p><w:pPr><w:pStyle w:val=\"Drawn\"/>",
        );
        if text.anchor == Anchor::Middle {
            self.out.push_str("<w:jc w:val=\"center\"/>");
        }
        let bold = if text.bold { "<w:b/>" } else { "" };
        let color = match text.tone {
            Tone::Ink | Tone::Marked(Mark::None) => "1F2328",
            Tone::Muted => "59636E",
            Tone::Marked(Mark::TakeoverOnly) => "7A4700",
            Tone::Marked(Mark::SinglePoint) => "A40E14",
        };
        // Sizes are in half points.
        let size = (f64::from(text.size) * self.scale / 5.0).round().max(2.0);
        let _ = write!(
            self.out,
            "</w:pPr><w:r><w:rPr>{bold}<w:color w:val=\"{color}\"/><w:sz w:val=\"{size}\"/></w:rPr>\
             <w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:txbxContent></wps:txbx>\
             <wps:bodyPr wrap=\"none\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"ctr\"><a:noAutofit/>\
             </wps:bodyPr></wps:wsp>",
            Escaped(&text.text)
        );
    }

    /// A shape up to its place.
    fn open(&mut self, rect: Rect) {
        let [x, y, w, h] = [rect.x, rect.y, rect.w, rect.h].map(|it| self.emu(it));
        let id = self.next();
        let _ = write!(
            self.out,
            "<wps:wsp><wps:cNvPr id=\"{id}\" name=\"{id}\"/><wps:cNvSpPr/><wps:spPr><a:xfrm>\
             <a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{w}\" cy=\"{h}\"/></a:xfrm>"
        );
    }

    fn fill(&mut self, color: &str) {
        let color = color.trim_start_matches('#');
        let _ = write!(self.out, "<a:solidFill><a:srgbClr val=\"{color}\"/></a:solidFill>");
    }

    /// The line around or along a shape; widths and dashes are in points.
    fn pen(&mut self, color: &str, width: f64, dashes: &[u32]) {
        let points = width * self.scale;
        let _ = write!(self.out, "<a:ln w=\"{}\">", (points * 12_700.0).round());
        self.fill(color);
        if !dashes.is_empty() {
            self.out.push_str("<a:custDash>");
            for pair in dashes.chunks_exact(2) {
                // In thousandths of a percent of the line's width.
                let [dash, gap] =
                    [pair[0], pair[1]].map(|it| (f64::from(it) / width * 100_000.0).round());
                let _ = write!(self.out, "<a:ds d=\"{dash}\" sp=\"{gap}\"/>");
            }
            self.out.push_str("</a:custDash>");
        }
        self.out.push_str("<a:round/></a:ln>");
    }
}
