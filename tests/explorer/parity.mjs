// Hold the page's arithmetic against the evaluator's. `compared` runs wherever the scripts do: in Node and in a browser.
// It tells how many numbers were compared, the largest difference, and the first that are too far apart.
const NEAR = 1e-12;

const numbers = (list) => Float64Array.from(list, (x) => (x === null ? NaN : x));
const rowOf = (held) => ({
  ...Object.fromEntries(["values", "low", "high", "judgedLow", "judgedHigh"].map((name) => [name, numbers(held[name])])),
  covered: Uint8Array.from(held.covered),
  applicable: Uint8Array.from(held.applicable),
});

export function compared(engine, localWeights, vectors) {
  const told = { numbers: 0, largest: 0, wrong: [] };
  function compare(place, ours, theirs) {
    for (let k = 0; k < theirs.length; k++) {
      const [a, b] = [ours[k], theirs[k] === null ? NaN : theirs[k]];
      const gap = Number.isNaN(a) && Number.isNaN(b) ? 0 : Math.abs(a - b);
      told.numbers += 1;
      if (gap > told.largest) told.largest = gap;
      if (!(gap <= NEAR) && told.wrong.length < 5) told.wrong.push(`${place}[${k}]: ${a}, not ${b}`);
    }
  }

  for (const world of vectors) {
    const { tree, weighed, grading, rows, least } = world.held;
    const units = rows.map((held) => ({ row: rowOf(held), gates: held.gates }));
    for (const [s, frame] of world.held.frames.entries()) {
      const local = localWeights(tree, weighed, frame);
      compare(`${world.name} frame ${s} local nodes`, local.nodes, world.local[s].nodes);
      compare(`${world.name} frame ${s} local criteria`, local.criteria, world.local[s].criteria);
      compare(`${world.name} frame ${s} void`, [engine.voidShare(tree, local)], [world.void[s]]);
      for (const [p, { row, gates }] of units.entries()) {
        const got = engine.score(tree, local, row, grading, gates, frame.gates === "cap", least);
        const want = world.results[s][p];
        const place = `${world.name} frame ${s} unit ${p}`;
        for (const name of ["nodes", "lows", "highs", "coverages", "used"]) compare(`${place} ${name}`, got[name], want[name]);
        const light = engine.score(tree, local, row, grading, gates, frame.gates === "cap", least, false);
        const parts = (of) => [of.score, of.coverage, of.low, of.high, ...of.nodes];
        compare(`${place} without used weights`, parts(light), parts(got));
        if (!want.summary) continue;
        const own = [got.score, got.coverage, got.low, got.high, got.judgedLow, got.judgedHigh];
        compare(`${place} summary`, own, want.summary);
        const grade = [got.grade.grade, got.grade.cause, got.grade.lowest, got.grade.highest].join();
        told.numbers += 1;
        if (grade !== want.grade && told.wrong.length < 5) told.wrong.push(`${place}: grade ${grade}, not ${want.grade}`);
      }
    }
  }
  return told;
}
