// How many crossings elkjs makes of the graphs of our drawings: see docs/development.md.
//
//   node measure.mjs FOLDER > figures.yaml
//
// FOLDER holds a JSON file for each drawing, as `HAPLAN_GRAPHS=FOLDER cargo test --test scene crossings` writes
// them: nodes with their tier, size and ports, and edges from port to port. elkjs lays them out anew.
//
// What counts as a crossing is what tests/scene/check.rs counts: a pair of a level and an upright piece of the
// lines of two different cables that have a point in common. A line is counted for as many cables as it has on the
// drawing, which is one: cables that share a line on the drawing share an edge here.
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const ELK = require("elkjs/lib/elk.bundled.js");
const { version } = require("elkjs/package.json");

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.partitioning.activate": "true",
  "elk.layered.crossingMinimization.strategy": "LAYER_SWEEP",
  "elk.layered.thoroughness": "7",
  "elk.randomSeed": "1",
};

/// A graph of ours as elkjs wants it. Ports of a device with cards stand as ours do, since cards keep the order
/// of their ports; those of all others are ordered by elkjs, on the side where ours are.
function graph(drawing) {
  const children = drawing.nodes.map((node) => ({
    id: node.id,
    width: node.width,
    height: node.height,
    layoutOptions: {
      "elk.partitioning.partition": String(node.tier),
      "elk.portConstraints": node.fixed ? "FIXED_POS" : "FIXED_SIDE",
    },
    ports: node.ports.map((port) => ({
      id: port.id,
      x: port.x,
      y: port.side === "NORTH" ? 0 : node.height,
      width: 0,
      height: 0,
      layoutOptions: { "elk.port.side": port.side },
    })),
  }));
  const edges = drawing.edges.map(([id, source, target]) => ({
    id,
    sources: [source],
    targets: [target],
  }));
  return { id: "root", layoutOptions: OPTIONS, children, edges };
}

/// The pieces of all lines: level ones by height, upright ones by place.
function crossings(laid) {
  const level = [];
  const upright = [];
  for (const edge of laid.edges) {
    for (const { startPoint, bendPoints = [], endPoint } of edge.sections ?? []) {
      // Sums of fractions differ in their last digits.
      const points = [startPoint, ...bendPoints, endPoint].map(({ x, y }) => ({
        x: Math.round(x * 1000) / 1000,
        y: Math.round(y * 1000) / 1000,
      }));
      for (let at = 1; at < points.length; at++) {
        const [a, b] = [points[at - 1], points[at]];
        if (a.x === b.x && a.y === b.y) continue;
        if (a.y === b.y) {
          level.push([edge.id, Math.min(a.x, b.x), Math.max(a.x, b.x), a.y]);
        } else if (a.x === b.x) {
          upright.push([edge.id, Math.min(a.y, b.y), Math.max(a.y, b.y), a.x]);
        } else {
          throw new Error(`${edge.id} runs aslant: ${JSON.stringify(points)}`);
        }
      }
    }
  }
  upright.sort((a, b) => a[3] - b[3]);
  let count = 0;
  for (const [id, left, right, y] of level) {
    let low = 0;
    for (let high = upright.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (upright[middle][3] < left) low = middle + 1;
      else high = middle;
    }
    for (; low < upright.length && upright[low][3] <= right; low++) {
      const [other, top, bottom] = upright[low];
      if (other !== id && top <= y && y <= bottom) count++;
    }
  }
  return count;
}

const folder = process.argv[2];
const lines = [
  "# Written by measure.mjs; see docs/development.md.",
  `elkjs: ${version}`,
  "options:",
  ...Object.entries(OPTIONS).map(([key, value]) => `  ${key}: ${value}`),
  "crossings:",
];
for (const file of readdirSync(folder).sort().filter((name) => name.endsWith(".json"))) {
  const drawing = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const start = Date.now();
  const laid = await new ELK().layout(graph(drawing));
  if (laid.edges.length !== drawing.edges.length) throw new Error(`${file}: an edge is lost`);
  const count = crossings(laid);
  lines.push(`  ${file.slice(0, -5)}: ${count}`);
  process.stderr.write(`${file} ${count} of ours ${drawing.crossings}, ${Date.now() - start} ms\n`);
}
process.stdout.write(lines.join("\n") + "\n");
