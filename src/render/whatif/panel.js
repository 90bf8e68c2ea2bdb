// The panel: what was clicked fails, services and drawing show what becomes of them.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const byId = (id) => document.getElementById(id);
  const design = JSON.parse(byId("whatif-design").textContent);
  const words = JSON.parse(byId("whatif-words").textContent);
  const { judge } = whatIf(design);
  const intact = judge([]);
  const numbers = new Map(design.components.map((id, number) => [id, number]));
  // A cable in pieces fails by its first one.
  const find = (id) => numbers.get(id) ?? numbers.get(id + "#1");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  let failed = [];
  let only = null;

  // What of the drawing can fail, an uplink by its port; a cable is down with either of its ports.
  const shapes = [];
  for (const group of document.querySelectorAll("svg [data-id]")) {
    const { id, from, to } = group.dataset;
    const number = find(id) ?? find(from) ?? find(to);
    if (number === undefined) continue;
    group.dataset.wi = number;
    shapes.push({ group, number, needs: [number, find(from), find(to)].filter((it) => it !== undefined) });
    group.setAttribute("role", "button");
    if (group.matches(".device, .cable")) group.setAttribute("tabindex", "0");
    const wire = group.querySelector(":scope > .wire");
    if (wire) {
      const hit = wire.cloneNode();
      hit.setAttribute("class", "wi-hit");
      group.append(hit);
    }
  }

  function cross(group) {
    const wire = group.querySelector(":scope > .wire");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    let box = (group.querySelector(":scope > rect") ?? group).getBBox();
    if (wire) {
      const middle = wire.getPointAtLength(wire.getTotalLength() / 2);
      box = { x: middle.x - 6, y: middle.y - 6, width: 12, height: 12 };
    }
    const [x, y, right, bottom] = [box.x, box.y, box.x + box.width, box.y + box.height];
    path.setAttribute("class", "wi-x");
    path.setAttribute("d", `M${x} ${y}L${right} ${bottom}M${right} ${y}L${x} ${bottom}`);
    group.append(path);
  }

  // The components that working ways of the services cross, at the nodes that run them.
  function carrying(result) {
    const found = new Set();
    result.services.forEach(({ node, home }, place) => {
      if (node === null || (only !== null && only !== place)) return;
      for (const [signal, components] of home.nodes[node].carries) {
        if (result.holds(signal)) components.forEach((component) => found.add(component));
      }
    });
    return found;
  }

  function paint(result) {
    const [now, before] = [carrying(result), carrying(intact)];
    const plain = failed.length === 0 && only === null;
    for (const { group, number, needs } of shapes) {
      const is = failed.includes(number);
      const down = !is && !needs.every((it) => result.holds(design.works[it]));
      group.classList.toggle("wi-failed", is);
      group.classList.toggle("wi-down", down);
      const [carries, lost] = [now.has(number), before.has(number) && !now.has(number)];
      group.classList.toggle("wi-carries", !plain && !is && !down && carries);
      group.classList.toggle("wi-lost", !is && lost);
      group.classList.toggle("wi-idle", !plain && !is && !carries && !lost);
      group.setAttribute("aria-pressed", is);
      group.querySelector(":scope > .wi-x")?.remove();
      if (is) cross(group);
    }
  }

  function cell(row, text, effect) {
    const it = row.insertCell();
    it.textContent = text;
    if (effect !== undefined) it.className = "wi-e" + effect;
    return it;
  }

  // Where there are many services, those that are hit hardest come first.
  function tell(result) {
    const places = [...design.services.keys()];
    if (places.length > 8) places.sort((a, b) => result.services[b].effect - result.services[a].effect || a - b);
    byId("whatif-services").replaceChildren(...places.map((place) => {
      const service = design.services[place];
      const row = document.createElement("tr");
      const { effect, state, node, paths } = result.services[place];
      const name = document.createElement("button");
      name.type = "button";
      name.textContent = service.name;
      name.title = fill(words.only, { service: service.name });
      name.setAttribute("aria-pressed", only === place);
      name.onclick = () => { only = only === place ? null : place; show(); };
      cell(row, "").append(name);
      const [worst, last] = [words.effects[effect], words.effects[state]];
      cell(row, state === effect ? worst : fill(words.then, { effect: worst, state: last }), effect);
      cell(row, node === null ? words.nobody : service.nodes[node]);
      const all = intact.services[place].paths;
      cell(row, paths === null ? "–" : paths === all ? paths : fill(words.of, { now: paths, all }));
      return row;
    }));
  }

  function show() {
    const many = failed.length > words.most;
    byId("whatif-note").textContent = many ? words.too_many : "";
    byId("whatif-failed").replaceChildren(...failed.map((number) => {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.textContent = design.components[number] + " ×";
      chip.title = fill(words.restore, { component: design.components[number] });
      chip.onclick = () => toggle(number);
      return chip;
    }));
    if (failed.length === 0) byId("whatif-failed").textContent = words.nothing;
    byId("whatif-services").hidden = many;
    if (many) return;
    const result = judge(failed);
    tell(result);
    paint(result);
  }

  function fail(numbers) {
    failed = numbers;
    const ids = failed.map((it) => encodeURIComponent(design.components[it])).join();
    history.replaceState(null, "", ids ? "#fail=" + ids : location.pathname + location.search);
    show();
  }

  function toggle(number) {
    fail(failed.includes(number) ? failed.filter((it) => it !== number) : [...failed, number]);
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  // An address that ends in #fail=ID,ID leads to that state.
  function follow() {
    if (!location.hash.startsWith("#fail=")) return show();
    const ids = location.hash.slice(6).split(",").filter(Boolean).map(decoded);
    failed = [...new Set(ids.map(find).filter((it) => it !== undefined))];
    show();
    const unknown = ids.find((id) => find(id) === undefined);
    if (unknown) byId("whatif-note").textContent = fill(words.unknown, { component: unknown });
  }

  const closest = (target) => target.closest?.("svg [data-wi]");
  document.addEventListener("click", ({ target }) => {
    const group = closest(target);
    if (group) toggle(Number(group.dataset.wi));
  });
  document.addEventListener("keydown", (event) => {
    const group = closest(event.target);
    if (!group || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    toggle(Number(group.dataset.wi));
  });
  byId("whatif-add").addEventListener("change", ({ target }) => {
    const id = target.value.trim();
    if (find(id) !== undefined) toggle(find(id));
    else byId("whatif-note").textContent = id && fill(words.unknown, { component: id });
    target.value = "";
  });
  byId("whatif-reset").addEventListener("click", () => { only = null; fail([]); });
  byId("whatif-ids").append(...design.components.map((id) => new Option(id)));
  window.addEventListener("hashchange", () => location.hash.startsWith("#fail=") && follow());
  byId("whatif").hidden = false;
  follow();
});
