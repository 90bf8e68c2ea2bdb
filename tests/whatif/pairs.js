// Judges pairs of faults of some designs with the evaluator of the page and writes what it finds into the page: for
// each first component one number that stands for all its answers, or, for the rows asked for, the answers themselves.
"use strict";

const asked = JSON.parse(document.getElementById("asked").textContent);
const found = asked.map(({ rows, seconds, spell }, place) => {
  const design = JSON.parse(document.getElementById("design-" + place).textContent);
  const { judge } = whatIf(design);
  const answers = (set) => judge(set).services.map(({ effect, state, node, paths }) =>
    [effect, state, node === null ? 0 : node + 1, paths === null ? 0 : paths + 1]);
  return rows.map((a) => {
    const others = [a, ...(seconds ?? design.components.keys())].filter((b, i) => i === 0 || b > a);
    if (spell) return others.map((b) => answers([a, b]));
    let hash = 0x811c9dc5;
    for (const b of others) {
      for (const it of answers([b, a]).flat()) hash = Math.imul(hash ^ it, 0x01000193) >>> 0;
    }
    return hash;
  });
});
const out = document.createElement("pre");
out.id = "found";
out.textContent = "BEGIN" + JSON.stringify(found) + "END";
document.body.append(out);
