//! What must hold of every drawing.

use std::collections::BTreeMap;

use haplan::sheet::scene::{CableLine, Point, PortBox, Rect, Scene, Text};
use haplan::topology::{CableId, DeviceKind, Topology};

/// Everything that is wrong with a drawing of a design.
pub fn check(scene: &Scene, topology: &Topology) -> Result<(), Vec<String>> {
    let mut faults = Vec::new();
    boxes(scene, &mut faults);
    texts(scene, &mut faults);
    cables(scene, &mut faults);
    complete(scene, topology, &mut faults);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Everything that is wrong with a view that shows only some of a design.
pub fn check_view(scene: &Scene) -> Result<(), Vec<String>> {
    let mut faults = Vec::new();
    boxes(scene, &mut faults);
    texts(scene, &mut faults);
    cables(scene, &mut faults);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Every frame: its name, its place, and the index of the frame that it stands in.
fn frames(scene: &Scene) -> Vec<(String, Rect, Option<usize>)> {
    let mut frames: Vec<(String, Rect, Option<usize>)> = Vec::new();
    // Sites and enclosures: what lies within one stands in it, unless another in it is nearer.
    let places = scene.frames.len();
    let around = |rect: &Rect, before: usize| {
        (0..before).rev().find(|&at| scene.frames[at].rect.contains(rect))
    };
    for (at, frame) in scene.frames.iter().enumerate() {
        frames.push((frame.id.clone(), frame.rect, around(&frame.rect, at)));
    }
    for (at, frame) in scene.frames.iter().enumerate() {
        for badge in &frame.badges {
            frames.push((format!("{} {}", frame.id, badge.text.text), badge.rect, Some(at)));
        }
    }
    for device in &scene.boxes {
        let own = frames.len();
        frames.push((device.id.clone(), device.rect, around(&device.rect, places)));
        for badge in &device.badges {
            frames.push((format!("{} {}", device.id, badge.text.text), badge.rect, Some(own)));
        }
        for module in &device.modules {
            let inner = frames.len();
            frames.push((module.id.clone(), module.rect, Some(own)));
            for badge in &module.badges {
                frames.push((
                    format!("{} {}", module.id, badge.text.text),
                    badge.rect,
                    Some(inner),
                ));
            }
        }
        for port in &device.ports {
            let within = device.modules.iter().position(|m| m.rect.overlaps(&port.rect));
            let parent = within.map_or(own, |module| {
                let id = &device.modules[module].id;
                frames.iter().position(|(other, _, _)| other == id).unwrap()
            });
            frames.push((port.id.clone(), port.rect, Some(parent)));
        }
    }
    frames.extend(scene.clouds.iter().map(|cloud| (cloud.id.clone(), cloud.rect, None)));
    frames.extend(scene.panels.iter().map(|panel| ("panel".to_owned(), panel.rect, None)));
    for cable in &scene.cables {
        frames.extend(
            cable.chips.iter().map(|chip| {
                (format!("chip of {}", cable.id), chip.rect, around(&chip.rect, places))
            }),
        );
    }
    frames
}

fn boxes(scene: &Scene, faults: &mut Vec<String>) {
    let sheet = Rect { x: 0, y: 0, w: scene.width, h: scene.height };
    let frames = frames(scene);
    let near = Near::new(frames.iter().map(|it| it.1));
    for (index, (name, rect, parent)) in frames.iter().enumerate() {
        if !sheet.contains(rect) {
            faults.push(format!("{name} leaves the sheet"));
        }
        if let Some(parent) = parent
            && !frames[*parent].1.contains(rect)
        {
            faults.push(format!("{name} leaves {}", frames[*parent].0));
        }
        for other in near.to(rect).filter(|&other| other > index) {
            let (other_name, other_rect, _) = &frames[other];
            let nested = ancestor(&frames, other, index) || ancestor(&frames, index, other);
            if !nested && rect.overlaps(other_rect) {
                faults.push(format!("{name} overlaps {other_name}"));
            }
        }
    }
}

/// Rectangles by place, so that a large drawing is not looked through for each of them: by how wide they are, then
/// from the left.
struct Near {
    rects: Vec<Rect>,
    widths: BTreeMap<u32, Vec<usize>>,
}

impl Near {
    fn new(rects: impl Iterator<Item = Rect>) -> Self {
        let rects: Vec<Rect> = rects.collect();
        let mut widths: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, rect) in rects.iter().enumerate() {
            widths.entry(rect.w.max(1).ilog2()).or_default().push(at);
        }
        for alike in widths.values_mut() {
            alike.sort_by_key(|&at| rects[at].x);
        }
        Self { rects, widths }
    }

    /// Those that have a point in common with a rectangle, edges included.
    fn to(&self, rect: &Rect) -> impl Iterator<Item = usize> {
        let rect = *rect;
        self.widths.iter().flat_map(move |(&width, alike)| {
            let widest = i32::try_from(2_i64 << width).unwrap_or(i32::MAX);
            let first = rect.x.saturating_sub(widest);
            let from = alike.partition_point(|&at| self.rects[at].x < first);
            alike[from..]
                .iter()
                .copied()
                .take_while(move |&at| self.rects[at].x <= rect.right())
                .filter(move |&at| {
                    let it = &self.rects[at];
                    it.right() >= rect.x && it.y <= rect.bottom() && rect.y <= it.bottom()
                })
        })
    }
}

fn ancestor(frames: &[(String, Rect, Option<usize>)], mut of: usize, wanted: usize) -> bool {
    while let Some(parent) = frames[of].2 {
        if parent == wanted {
            return true;
        }
        of = parent;
    }
    false
}

fn texts(scene: &Scene, faults: &mut Vec<String>) {
    let sheet = Rect { x: 0, y: 0, w: scene.width, h: scene.height };
    let texts: Vec<&Text> =
        scene.texts().into_iter().filter(|text| !text.text.is_empty()).collect();
    let near = Near::new(texts.iter().map(|text| text.bounds));
    for (index, text) in texts.iter().enumerate() {
        if !sheet.contains(&text.bounds) {
            faults.push(format!("\"{}\" is cut by the edge", text.text));
        }
        for other in near.to(&text.bounds).filter(|&other| other > index).map(|at| texts[at]) {
            if text.bounds.overlaps(&other.bounds) {
                faults.push(format!("\"{}\" overlaps \"{}\"", text.text, other.text));
            }
        }
    }
    for (name, rect, _) in frames(scene) {
        for text in near.to(&rect).map(|at| texts[at]) {
            if rect.overlaps(&text.bounds) && !rect.contains(&text.bounds) {
                faults.push(format!("\"{}\" crosses the border of {name}", text.text));
            }
        }
    }
    for device in &scene.boxes {
        let own = device.texts.iter().map(|text| (&device.rect, text));
        let modules =
            device.modules.iter().flat_map(|m| m.texts.iter().map(move |text| (&m.rect, text)));
        let ports =
            device.ports.iter().flat_map(|p| p.texts.iter().map(move |text| (&p.rect, text)));
        for (rect, text) in own.chain(modules).chain(ports) {
            if !text.text.is_empty() && !rect.contains(&text.bounds) {
                faults.push(format!("\"{}\" is not in its box", text.text));
            }
        }
        let inner = device.modules.iter().map(|module| (&module.id, &module.rect));
        let inner = inner.chain(device.ports.iter().map(|port| (&port.id, &port.rect)));
        for (id, rect) in inner {
            for text in device.texts.iter().filter(|text| text.bounds.overlaps(rect)) {
                faults.push(format!("\"{}\" runs into {id}", text.text));
            }
        }
    }
}

/// A segment as a rectangle without width.
fn segments(cable: &CableLine) -> Vec<(Point, Point)> {
    cable.points.windows(2).map(|pair| (pair[0].min(pair[1]), pair[0].max(pair[1]))).collect()
}

/// Whether a segment has a point within a rectangle, its edge not counted.
fn enters((a, b): (Point, Point), rect: &Rect) -> bool {
    a.x < rect.right() && rect.x < b.x && a.y < rect.bottom() && rect.y < b.y
        || a.x == b.x && rect.x < a.x && a.x < rect.right() && a.y < rect.bottom() && rect.y < b.y
        || a.y == b.y && rect.y < a.y && a.y < rect.bottom() && a.x < rect.right() && rect.x < b.x
}

fn cables(scene: &Scene, faults: &mut Vec<String>) {
    let mut all = Vec::new();
    let mut ports: BTreeMap<&str, Rect> = BTreeMap::new();
    for device in &scene.boxes {
        for PortBox { id, rect, .. } in &device.ports {
            ports.insert(id, *rect);
            if rect.y != device.rect.y && rect.bottom() != device.rect.bottom() {
                faults.push(format!("{id} is not on the edge of {}", device.id));
            }
        }
    }
    for cloud in &scene.clouds {
        ports.insert(&cloud.id, cloud.rect);
    }
    for (index, cable) in scene.cables.iter().enumerate() {
        if cable.points.len() < 2 {
            faults.push(format!("{} has no course", cable.id));
            continue;
        }
        let last = cable.points.len() - 1;
        for (end, (point, next)) in [
            (0, (cable.points[0], cable.points[1])),
            (1, (cable.points[last], cable.points[last - 1])),
        ] {
            let id = cable.ends[end].as_str();
            let meets = ports.get(id).is_some_and(|port| {
                port.x < point.x
                    && point.x < port.right()
                    && (point.y == port.y && next.y < point.y
                        || point.y == port.bottom() && next.y > point.y)
            });
            if !meets {
                faults.push(format!("{} does not end on {id}", cable.id));
            }
        }
        for segment in segments(cable) {
            if segment.0.x != segment.1.x && segment.0.y != segment.1.y {
                faults.push(format!("{} runs aslant", cable.id));
            }
            all.push((index, segment));
        }
    }
    let solid = scene.boxes.iter().map(|device| (&device.id, device.rect));
    let solid: Vec<_> =
        solid.chain(scene.clouds.iter().map(|cloud| (&cloud.id, cloud.rect))).collect();
    let boxes = Near::new(solid.iter().map(|it| it.1));
    let numbered = scene.cables.iter().enumerate();
    let chips: Vec<(usize, Rect)> =
        numbered.flat_map(|(at, it)| it.chips.iter().map(move |chip| (at, chip.rect))).collect();
    let labels = Near::new(chips.iter().map(|it| it.1));
    for (index, segment) in &all {
        let cable = &scene.cables[*index];
        let (a, b) = segment;
        let course = Rect { x: a.x, y: a.y, w: b.x - a.x, h: b.y - a.y };
        for (id, rect) in boxes.to(&course).map(|at| &solid[at]) {
            if enters(*segment, rect) {
                faults.push(format!("{} passes through {id}", cable.id));
            }
        }
        for frame in &scene.frames {
            let title = frame.texts.iter().map(|text| &text.bounds);
            let badges = frame.badges.iter().map(|badge| &badge.rect);
            for rect in title.chain(badges).filter(|rect| enters(*segment, rect)) {
                faults.push(format!("{} passes through the title at {}", cable.id, rect.x));
            }
        }
        for panel in scene.panels.iter().filter(|panel| enters(*segment, &panel.rect)) {
            faults.push(format!("{} passes through a panel at {}", cable.id, panel.rect.x));
        }
        for (other, rect) in labels.to(&course).map(|at| &chips[at]) {
            if other != index && enters(*segment, rect) {
                let of = &scene.cables[*other].id;
                faults.push(format!("{} passes through a label of {of}", cable.id));
            }
        }
    }
    all.sort_by_key(|(_, (a, b))| (a.x == b.x, if a.x == b.x { a.x } else { a.y }, *a));
    for (position, (index, (a, b))) in all.iter().enumerate() {
        for (other, (c, d)) in &all[position + 1..] {
            let upright = a.x == b.x;
            let line = |p: &Point| if upright { p.x } else { p.y };
            if (c.x == d.x) != upright || line(c) != line(a) {
                break;
            }
            let along = |p: &Point| if upright { p.y } else { p.x };
            if index != other && along(a) <= along(d) && along(c) <= along(b) {
                let names = (&scene.cables[*index].id, &scene.cables[*other].id);
                faults.push(format!("{} lies on {}", names.0, names.1));
            }
        }
    }
}

/// How often cables cross: pairs of a level and an upright piece of the lines of two different cables that have a
/// point in common. Cables that share a line count as one.
pub fn crossings(scene: &Scene) -> usize {
    let all: Vec<(usize, (Point, Point))> = scene
        .cables
        .iter()
        .enumerate()
        .flat_map(|(index, cable)| segments(cable).into_iter().map(move |segment| (index, segment)))
        .collect();
    let flat = |(a, b): &(Point, Point)| a.y == b.y;
    let mut upright: Vec<_> = all.iter().filter(|(_, segment)| !flat(segment)).collect();
    upright.sort_by_key(|(_, (a, _))| a.x);
    let mut count = 0;
    for (index, (left, right)) in all.iter().filter(|(_, segment)| flat(segment)) {
        let from = upright.partition_point(|(_, (a, _))| a.x < left.x);
        let within = upright[from..].iter().take_while(|(_, (a, _))| a.x <= right.x);
        count += within
            .filter(|(other, (a, b))| other != index && a.y <= left.y && left.y <= b.y)
            .count();
    }
    count
}

/// What a link is called: its label, else its ends.
pub fn name(topology: &Topology, id: CableId) -> String {
    let cable = &topology[id];
    let mut ends = cable.ends.map(|end| topology.port_id(end));
    ends.sort_by(|a, b| haplan::names::natural(a, b));
    cable.label.as_ref().map_or_else(|| ends.join("--"), ToString::to_string)
}

fn complete(scene: &Scene, topology: &Topology, faults: &mut Vec<String>) {
    let mut drawn: BTreeMap<&str, Vec<&CableLine>> = BTreeMap::new();
    for cable in &scene.cables {
        for link in &cable.links {
            drawn.entry(link).or_default().push(cable);
        }
    }
    // What stands for each port, and in which boxes each device is.
    let mut ports: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut boxes: BTreeMap<&str, usize> = BTreeMap::new();
    for device in &scene.boxes {
        for id in &device.stands_for {
            *boxes.entry(id).or_default() += 1;
        }
        for port in &device.ports {
            for id in &port.stands_for {
                ports.entry(id).or_default().push(&port.id);
            }
        }
    }
    for id in topology.cable_ids() {
        let cable = &topology[id];
        let name = name(topology, id);
        let lines = drawn.remove(name.as_str()).unwrap_or_default();
        let [line] = lines[..] else {
            faults.push(format!("{name} is not drawn once"));
            continue;
        };
        let ends = cable.ends.map(|end| topology.port_id(end));
        let mut ends: Vec<&str> =
            ends.iter().flat_map(|end| ports.get(end).into_iter().flatten().copied()).collect();
        ends.sort_unstable();
        let mut shown: Vec<&str> = line.ends.iter().map(String::as_str).collect();
        shown.sort_unstable();
        if ends != shown || line.internal != cable.internal {
            faults.push(format!("{name} joins {shown:?}"));
        }
    }
    faults.extend(drawn.keys().map(|name| format!("{name} is no cable of the design")));
    for port in &topology.ports {
        let name = topology.id(port.comp);
        if ports.get(name).map_or(0, Vec::len) != 1 {
            faults.push(format!("port {name} is not drawn once"));
        }
    }
    for (device, id) in topology.devices.iter().zip(topology.device_ids()) {
        let cabled = || topology.ports.iter().any(|it| it.device == id && it.cable.is_some());
        let wanted = match device.kind {
            DeviceKind::Panel => false,
            DeviceKind::Enclosure | DeviceKind::Outlet => cabled(),
            _ => true,
        };
        if boxes.get(topology.id(device.comp)) != wanted.then_some(&1) {
            faults.push(format!("{} is not drawn as it should be", device.name));
        }
    }
}

/// A drawing that is made bad in one way after another is always found out.
#[test]
fn the_check_sees_what_is_bad() {
    use haplan::sheet::scene::{Mark, TitleBlock, cabling};
    use haplan::words::Lang;

    let topology = super::read("small", &super::made::small());
    let good = cabling(&topology, &|_| Mark::None, &TitleBlock::default(), Lang::En);
    assert_eq!(check(&good, &topology), Ok(()));
    type Harm = fn(&mut Scene);
    let harms: [(&str, Harm); 12] = [
        ("overlaps", |s| s.boxes[0].rect = s.boxes[1].rect),
        ("leaves", |s| s.boxes[0].ports[0].rect.x -= 5000),
        ("is cut by the edge", |s| s.width = s.panels[0].texts[0].bounds.x + 5),
        ("overlaps \"", |s| s.boxes[0].texts[1].bounds = s.boxes[0].texts[0].bounds),
        ("crosses the border of", |s| s.boxes[0].texts[0].bounds.w += 3000),
        ("runs into", |s| s.boxes[0].texts[0].bounds = s.boxes[0].ports[0].rect),
        ("does not end on", |s| s.cables[0].points[0].y += 10),
        ("runs aslant", |s| s.cables[0].points[1].x += 10),
        ("passes through", |s| {
            let rect = s.boxes[0].rect;
            s.cables[0].points[1] = Point { x: rect.x + 1, y: rect.y - 100 };
            s.cables[0].points.insert(2, Point { x: rect.x + 1, y: rect.bottom() + 100 });
        }),
        ("lies on", |s| s.cables[0].points = s.cables[1].points.clone()),
        ("is not drawn once", |s| drop(s.cables.remove(0))),
        ("is no cable", |s| s.cables[0].links[0].push('x')),
    ];
    for (fault, harm) in harms {
        let mut scene = good.clone();
        harm(&mut scene);
        let faults = check(&scene, &topology).unwrap_err();
        assert!(faults.iter().any(|found| found.contains(fault)), "{fault}: {faults:#?}");
    }
}
