//! The graph of a drawing, for others to lay out: boxes with their tiers, sizes and ports, and lines.

use std::collections::BTreeMap;

use haplan::sheet::scene::{Rect, Scene};
use serde_json::{Value, json};

use super::check;

/// What `tests/crossings/measure.mjs` reads. A box is `fixed` if cards or controllers hold ports of it in their
/// order.
pub fn json(scene: &Scene) -> Value {
    let solid = || {
        let boxes = scene.boxes.iter().map(|it| (it.id.clone(), it.rect, !it.modules.is_empty()));
        boxes.chain(scene.clouds.iter().map(|it| (it.id.clone(), it.rect, false)))
    };
    let mut tiers: Vec<i32> = solid().map(|(_, rect, _)| rect.y).collect();
    tiers.sort_unstable();
    tiers.dedup();
    // Every line has a port of its own, as it has on the drawing.
    let mut ports: Vec<Vec<Value>> = solid().map(|_| Vec::new()).collect();
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for (device, at) in scene.boxes.iter().zip(0..) {
        owners.extend(device.ports.iter().map(|port| (port.id.as_str(), at)));
    }
    owners
        .extend(scene.clouds.iter().zip(scene.boxes.len()..).map(|(it, at)| (it.id.as_str(), at)));
    let rects: Vec<Rect> = solid().map(|(_, rect, _)| rect).collect();
    let mut edges = Vec::new();
    for (cable, number) in scene.cables.iter().zip(0..) {
        let points = [cable.points[0], cable.points[cable.points.len() - 1]];
        let mut ends = Vec::new();
        for (end, point) in points.into_iter().enumerate() {
            let at = owners[cable.ends[end].as_str()];
            let id = format!("{number}.{end}");
            let side = if point.y == rects[at].y { "NORTH" } else { "SOUTH" };
            ports[at].push(json!({"id": id, "side": side, "x": point.x - rects[at].x}));
            ends.push((rects[at].y, id));
        }
        // From the upper end to the lower.
        ends.sort();
        edges.push(json!([number.to_string(), ends[0].1, ends[1].1]));
    }
    let nodes: Vec<Value> = solid()
        .zip(ports)
        .enumerate()
        .map(|(number, ((_, rect, fixed), ports))| {
            let tier = tiers.partition_point(|&y| y < rect.y);
            json!({"id": format!("n{number}"), "tier": tier, "width": rect.w, "height": rect.h,
                   "fixed": fixed, "ports": ports})
        })
        .collect();
    json!({"nodes": nodes, "edges": edges, "crossings": check::crossings(scene)})
}
