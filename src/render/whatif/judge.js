// Judges sets of faults by a design's gates, as `haplan faults --fail` does. It knows nothing of the page.
// What the document means stands in docs/whatif.md.
"use strict";

const EFFECTS = ["none", "degraded", "failover", "outage", "split-brain", "data-loss"];

function whatIf(design) {
  const components = design.components.length;
  const inputs = components + design.remember.length;
  const size = inputs + design.gates.length;
  // By signal: the gate, the gates that read it, and where the loop begins and ends that it is in.
  const gates = [], loops = [];
  const readers = Array.from({ length: size }, () => []);
  design.gates.forEach(([kind, ...of], place) => {
    const least = kind === "atleast" ? of.shift() : kind === "and" ? of.length : 1;
    gates[inputs + place] = { not: kind === "not", least, of };
    of.forEach((signal) => readers[signal].push(inputs + place));
  });
  design.loops.forEach((loop) => {
    for (let gate = loop[0]; gate < loop[1]; gate++) loops[gate] = loop;
  });

  function holds({ not, least, of }, value) {
    if (not) return 1 - value[of[0]];
    let sum = 0;
    for (const signal of of) sum += value[signal];
    return sum < least ? 0 : 1;
  }

  // Brings the gates up to date that are open, and those behind them.
  function settle(value, open) {
    const set = (gate, now) => {
      if (value[gate] === now) return false;
      value[gate] = now;
      for (const reader of readers[gate]) open[reader] = 1;
      return true;
    };
    for (let gate = inputs; gate < size; gate++) {
      if (!open[gate]) continue;
      const [from, to] = loops[gate] ?? [gate, gate + 1];
      // The least fixed point of a loop: nothing holds at first, then whatever follows from what does.
      for (let each = from; loops[gate] && each < to; each++) set(each, 0);
      for (let more = true; more; more = more && loops[gate]) {
        more = false;
        for (let each = from; each < to; each++) more = set(each, holds(gates[each], value)) || more;
      }
      gate = to - 1;
    }
    return value;
  }

  const intact = settle(new Uint8Array(size).fill(1, 0, components), new Uint8Array(size).fill(1));
  const known = new Map();

  // What is known of a set, kept in mind for the sets that contain it.
  function know(set) {
    const key = set.join();
    if (!known.has(key)) known.set(key, { ...judge(set), holds: null });
    return known.get(key);
  }

  // What happens when these components have failed, by their numbers, in whatever order they did: for each service
  // the worst `effect` on the way and the `state` in the end, by their places in EFFECTS, the node and its paths.
  function judge(faults) {
    const set = [...new Set(faults)].sort((a, b) => a - b);
    const before = set.map((fault) => know(set.filter((other) => other !== fault)));
    const past = new Set(before.flatMap((it) => [...it.past]));
    const [value, open] = [intact.slice(), new Uint8Array(size)];
    for (const signal of [...set, ...past]) {
      value[signal] = signal < components ? 0 : 1;
      for (const reader of readers[signal]) open[reader] = 1;
    }
    settle(value, open);
    design.remember.forEach((signal, place) => value[signal] && past.add(components + place));
    const services = design.services.map((service, place) => {
      const found = state(service, value);
      return { ...found, effect: Math.max(found.state, ...before.map((it) => it.services[place].effect)) };
    });
    return { services, past, holds: (signal) => value[signal] === 1 };
  }

  // The state of a service: the worst of what it comes to with each node that may be taken for the home.
  function state({ homes, nodes, keeps, counted }, value) {
    const rank = (node) => node ?? nodes.length;
    const all = homes.map((home) => {
      const [, name, node] = home.outcomes.find(([signal]) => value[signal]);
      return { home, node, state: EFFECTS.indexOf(value[home.lost] ? "data-loss" : name) };
    });
    const worst = all.reduce((a, b) => (b.state - a.state || rank(a.node) - rank(b.node)) > 0 ? b : a);
    if (!value[keeps]) worst.state = Math.max(worst.state, EFFECTS.indexOf("degraded"));
    const lists = worst.node === null ? [[]] : worst.home.nodes[worst.node].paths;
    const paths = lists.map((list) => list.reduce((sum, signal) => sum + value[signal], 0));
    return { ...worst, paths: counted && paths.length ? Math.min(...paths) : null };
  }

  return { judge };
}
