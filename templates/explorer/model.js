// @ts-check
/** What the page knows, and what a wish makes of it: every number that a view shows comes from here. */

import { pathWeights, places, rounded, score, totals, voidShare } from "./score.js";
import { framed, joined, localWeights } from "./frame.js";

/**
 * @typedef {import("./score.js").Result} Result
 * @typedef {import("./score.js").Row} Row
 * @typedef {import("./score.js").Tree} Tree
 * @typedef {import("./score.js").Gates} Gates
 * @typedef {import("./score.js").Grading} Grading
 * @typedef {import("./frame.js").Frame} Frame
 * @typedef {import("./frame.js").Wish} Wish
 * @typedef {{status: string, level: number|null, least: number|null, confidence: string, reason: string, evidence: string[],
 *   breached?: boolean}} Cell
 * @typedef {{where: string, source: string, url: string, note: string}} Passage
 * @typedef {{id: string, name: string, short: string, listed: string, title: string, draft: boolean, row: Row, gates: Gates,
 *   cells: Cell[], passages: {[id: string]: Passage}}} Unit
 * @typedef {{id: string, title: string, question: string, group: string, stance: string|null, object: string,
 *   levels: string[], tip: string, gate: boolean}} Question
 * @typedef {{id: string, title: string, actor: string, frame: Frame,
 *   cloud: {[node: string]: (number|null)[]}|null}} Preset
 * @typedef {{id: string, title: string, at: number}} Group
 * @typedef {{rubric: {id: string, version: string, title: string, sha256: string}, note: string, tree: Tree,
 *   weighed: import("./frame.js").Weighed[], stanceOf: (string|null)[], nodeTitles: string[], grading: Grading, least: number, void: number|null, top: number,
 *   beside: {name: string, alone: boolean, row: Row, gates: Gates}[],
 *   presets: Preset[], reference: string, groups: Group[], questions: Question[], units: Unit[], basis: string,
 *   near: string[], telling: import("./passing.js").Telling, words: {[english: string]: string}, lang: string}} Held
 * @typedef {{unit: Unit, result: Result, rank: number, reference: number, isFirm: boolean}} Standing
 * @typedef {{frame: Frame, tree: Tree, standings: Standing[], weights: {nodes: Float64Array, criteria: Float64Array},
 *   local: import("./score.js").Local}} Outcome
 */

/**
 * Read what the page carries, as it came from JSON.
 *
 * @param {any} raw
 * @returns {Held}
 */
export function held(raw) {
  const numbers = (/** @type {(number|null)[]} */ list) => Float64Array.from(list, (x) => (x === null ? NaN : x));
  for (const unit of [...raw.units, ...raw.beside]) {
    const { row } = unit;
    for (const name of ["values", "low", "high", "judgedLow", "judgedHigh"]) row[name] = numbers(row[name]);
    for (const name of ["covered", "applicable"]) row[name] = Uint8Array.from(row[name]);
  }
  return raw;
}

/**
 * The wish that is the reference: nothing changed.
 *
 * @param {Held} data
 * @param {string} [preset]
 * @returns {Wish}
 */
export function plainWish(data, preset = data.reference) {
  return {
    preset,
    shares: {},
    stances: Object.fromEntries(stancesOf(data).map((stance) => [stance, 1])),
    objects: Object.fromEntries(objectsOf(data).map((object) => [object, true])),
    countsIgnored: true,
    gates: "",
    aggregation: "",
  };
}

/** @param {Held} data @returns {string[]} */
export function stancesOf(data) {
  return [...new Set(data.stanceOf.filter((stance) => stance !== null))].map(String);
}

/** @param {Held} data @returns {string[]} */
export function objectsOf(data) {
  return [...new Set(data.questions.map((question) => question.object))].filter(Boolean);
}

/** @type {WeakMap<Held, boolean[]>} */
const askedOf = new WeakMap();

/**
 * Say of each branch whether the rubric asks anything below it that can have weight.
 *
 * @param {Held} data
 * @returns {boolean[]}
 */
function asked(data) {
  const known = askedOf.get(data);
  if (known) return known;
  const local = { nodes: new Float64Array(data.tree.branches.length).fill(1), criteria: Float64Array.from(data.weighed, (one) => Number(!one.alarm)) };
  const made = [...totals(data.tree, local, () => true)].map((sum) => sum > 0);
  askedOf.set(data, made);
  return made;
}

/**
 * The children of the node above that a reader can weigh against one another: those below which something is asked.
 *
 * @param {Held} data
 * @param {number} at
 * @returns {number[]} none for the root
 */
export function siblingsOf(data, at) {
  const isAsked = asked(data);
  return (data.tree.branches.find((branch) => branch.nodes.includes(at))?.nodes ?? []).filter((n) => isAsked[n]);
}

/**
 * Groups that a reader can weigh against others.
 *
 * @param {Held} data
 * @returns {Group[]}
 */
export function weighedGroups(data) {
  return data.groups.filter((group) => siblingsOf(data, group.at).length > 1);
}

/**
 * Branches whose children a reader can weigh: the groups, and the nodes above them, where there are several.
 *
 * @param {Held} data
 * @returns {number[]}
 */
export function weighable(data) {
  const groups = new Set(data.groups.map((group) => group.at));
  const above = data.tree.branches.map((branch, at) => ({ branch, at }));
  const opened = new Set(groups);
  for (const { branch, at } of above.reverse()) if (branch.nodes.some((n) => opened.has(n))) opened.add(at);
  const nodes = data.tree.branches.flatMap((branch, at) => (opened.has(at) && !groups.has(at) ? branch.nodes.filter((n) => opened.has(n)) : []));
  return nodes.filter((n) => siblingsOf(data, n).length > 1 && siblingsOf(data, n).includes(n));
}

/**
 * The frame of a wish.
 *
 * @param {Held} data
 * @param {Wish} wish
 */
export function frameOf(data, wish) {
  const preset = data.presets.find((one) => one.id === wish.preset) ?? data.presets[0];
  return framed({ tree: data.tree, weighed: data.weighed, stanceOf: data.stanceOf, basis: data.basis }, preset.frame, wish);
}

/**
 * Score every unit under a frame, with places among those of which enough is assessed.
 *
 * @param {Held} data
 * @param {Frame} frame
 * @param {Tree} [tree]
 * @param {Standing[]} [reference] places to move from
 * @returns {Standing[]}
 */
export function standings(data, frame, tree = data.tree, reference = []) {
  const local = localWeights(data.tree, data.weighed, frame);
  const results = data.units.map((unit) => score(tree, local, unit.row, data.grading, unit.gates, frame.gates === "cap", data.least, false));
  const firm = results.map((result) => !Number.isNaN(result.score) && result.coverage >= data.grading.least);
  const several = firm.filter(Boolean).length > 1 && !isVoid(data, local);
  const ranks = places(results.map((result, k) => (firm[k] && several ? result.score : NaN)));
  return data.units.map((unit, k) => ({
    unit,
    result: results[k],
    rank: ranks[k],
    reference: reference[k]?.rank ?? 0,
    isFirm: firm[k],
  }));
}

/**
 * What scores are read beside, with its score under the frame; what is said `alone` has none.
 *
 * @param {Held} data
 * @param {Outcome} made
 * @returns {{name: string, alone: boolean, score: number}[]}
 */
export function beside(data, made) {
  const cap = made.frame.gates === "cap";
  return data.beside.map(({ name, alone, row, gates }) => ({ name, alone, score: score(made.tree, made.local, row, data.grading, gates, cap, data.least, false).score }));
}

/**
 * How much of what counts a unit answers at all, and its mean points there; NaN where the score is no sum.
 *
 * @param {Outcome} made
 * @param {Unit} unit
 * @param {Result} result
 * @returns {{breadth: number, depth: number}}
 */
export function reached(made, unit, result) {
  const isSum = made.tree.branches.every((branch) => branch.aggregation.kind === "arithmetic");
  if (!isSum || Number.isNaN(result.score)) return { breadth: NaN, depth: NaN };
  let breadth = 0;
  for (const [c, used] of result.used.entries()) if (unit.row.values[c] > 0) breadth += used;
  return { breadth: rounded(breadth), depth: breadth > 0 ? rounded(result.score / breadth) : NaN };
}

/**
 * Whether more of a frame lies where nothing is asked than the rubric allows for a place.
 *
 * @param {Held} data
 * @param {import("./score.js").Local} local
 */
export function isVoid(data, local) {
  return data.void !== null && rounded(voidShare(data.tree, local)) > data.void;
}

/**
 * All that follows from a wish.
 *
 * @param {Held} data
 * @param {Wish} wish
 * @returns {Outcome}
 */
export function outcome(data, wish) {
  const frame = frameOf(data, wish);
  const tree = joined(data.tree, wish.aggregation);
  const local = localWeights(data.tree, data.weighed, frame);
  const weights = pathWeights(data.tree, local, () => true);
  return { frame, tree, local, weights, standings: standings(data, frame, tree, referenceOf(data)) };
}

/**
 * One unit's result with all its parts.
 *
 * @param {Held} data
 * @param {Outcome} made
 * @param {Unit} unit
 * @returns {Result}
 */
export function wholeResult(data, made, unit) {
  return score(made.tree, made.local, unit.row, data.grading, unit.gates, made.frame.gates === "cap", data.least);
}

/** Cells of a line of shares for each one of a side of the map. */
const LINE = 4;

/** @type {WeakMap<Held, Standing[]>} */
const references = new WeakMap();

/**
 * What the page holds, with some of its units alone.
 *
 * @param {Held} data
 * @param {string[]} ids
 * @returns {Held}
 */
export function among(data, ids) {
  return { ...data, units: data.units.filter((unit) => ids.includes(unit.id)) };
}

/**
 * Units that are ranked under the reference and under a wish, with where they stand under both, and the shares of
 * groups in what counts under the frame that the wish began from and under the wish.
 *
 * @param {Held} data
 * @param {Wish} wish
 * @param {Outcome} made
 * @returns {{marks: import("./passing.js").Mark[], shifts: import("./passing.js").Shift[]}}
 */
export function moves(data, wish, made) {
  const spot = (/** @type {Standing} */ { result }) => ({ score: result.score, low: result.low, high: result.high, grade: result.grade.grade ?? "" });
  const before = referenceOf(data);
  const marks = made.standings.flatMap((one, k) => (one.rank && before[k].rank ? [{ id: one.unit.id, name: one.unit.short, before: spot(before[k]), after: spot(one) }] : []));
  const local = localWeights(data.tree, data.weighed, frameOf(data, plainWish(data, wish.preset)));
  const { nodes } = pathWeights(data.tree, local, () => true);
  return { marks, shifts: data.groups.map((group) => ({ group: group.title, before: nodes[group.at], after: made.weights.nodes[group.at] })) };
}

/**
 * The share nearest to the present one at which another unit comes first, or none; steps of 1 %.
 *
 * @param {Held} data
 * @param {Wish} wish
 * @param {number} at
 */
export function turnOfFirst(data, wish, at) {
  const tree = joined(data.tree, wish.aggregation);
  const firsts = (/** @type {Wish} */ one) => standings(data, frameOf(data, one), tree).filter(({ rank }) => rank === 1).map(({ unit }) => unit.short).join(", ");
  const now = effectiveShare(data, wish, at);
  const own = firsts(wish);
  const steps = Array.from({ length: 101 }, (_, k) => k / 100).sort((a, b) => Math.abs(a - now) - Math.abs(b - now));
  for (const step of steps) {
    const names = firsts(withShare(data, wish, at, step));
    if (names && names !== own) return { share: step, names };
  }
  return null;
}

/**
 * What a node comes to among its siblings.
 *
 * @param {Held} data
 * @param {Wish} wish
 * @param {number} at
 */
export function effectiveShare(data, wish, at) {
  return sharesAmong(data, wish, at).get(at) ?? 0;
}

/** @param {Held} data @returns {Standing[]} */
export function referenceOf(data) {
  let known = references.get(data);
  if (!known) {
    known = standings(data, frameOf(data, plainWish(data)));
    references.set(data, known);
  }
  return known;
}

/**
 * Every preset's standing of one unit, from the one that weighs control least to the one that weighs it most.
 *
 * @param {Held} data
 * @param {Tree} tree
 * @returns {{preset: Preset, control: number, standings: Standing[]}[]}
 */
export function byPreset(data, tree) {
  const made = data.presets.map((preset) => {
    const local = localWeights(data.tree, data.weighed, preset.frame);
    const weights = pathWeights(data.tree, local, () => true).criteria;
    const control = data.questions.reduce((sum, question, c) => sum + (question.stance === "control" ? weights[c] : 0), 0);
    return { preset, control, standings: standings(data, preset.frame, tree) };
  });
  return made.sort((a, b) => a.control - b.control || a.preset.title.localeCompare(b.preset.title, "en"));
}

/**
 * The presets by their nearness to the present frame: the weight that lies elsewhere (half the sum of the differences of
 * the criteria's shares), the pairs of units that turn and the grades that change, and the criterion that gains and the
 * one that loses most. Without the preset that the frame still is.
 *
 * @param {Held} data
 * @param {Outcome} made
 * @param {string} [own] id of a preset to leave out
 * @returns {{preset: Preset, elsewhere: number, pairs: number, turned: number, graded: number, newGrades: number, more: string, less: string}[]}
 */
export function neighboursOf(data, made, own = "") {
  const mine = made.weights.criteria;
  const found = data.presets.filter((preset) => preset.id !== own).map((preset) => {
    const weights = pathWeights(data.tree, localWeights(data.tree, data.weighed, preset.frame), () => true).criteria;
    const gains = [...weights].map((weight, c) => weight - mine[c]);
    const most = (/** @type {number} */ way) => gains.reduce((best, gain, c) => (way * gain > way * gains[best] + 1e-9 ? c : best), 0);
    const name = (/** @type {number} */ way) => (way * gains[most(way)] > 1e-9 ? data.questions[most(way)].title : "");
    const elsewhere = gains.reduce((sum, gain) => sum + Math.abs(gain), 0) / 2;
    return { preset, elsewhere, ...turnsBetween(made.standings, standings(data, preset.frame, made.tree)), more: name(1), less: name(-1) };
  });
  return found.sort((a, b) => a.elsewhere - b.elsewhere);
}

/**
 * @param {Standing[]} before
 * @param {Standing[]} after
 */
function turnsBetween(before, after) {
  const both = before.map((one, k) => [one.rank, after[k].rank]).filter(([a, b]) => a > 0 && b > 0);
  let turned = 0;
  for (const [k, [a, b]] of both.entries()) for (const [c, d] of both.slice(k + 1)) turned += Number((a - c) * (b - d) < 0);
  const grades = before.map((one, k) => [one.result.grade.grade, after[k].result.grade.grade]).filter(([a, b]) => a !== null && b !== null);
  return { pairs: (both.length * (both.length - 1)) / 2, turned, graded: grades.length, newGrades: grades.filter(([a, b]) => a !== b).length };
}

/**
 * The smallest share of one group among its siblings, all else in proportion, from which a unit comes first; steps of 1 %.
 *
 * @param {Held} data
 * @param {Wish} wish
 * @param {string} unitId
 * @returns {{group: Group, from: number, to: number}[]} groups that can do it, the smallest change first
 */
export function waysToFirst(data, wish, unitId) {
  const tree = joined(data.tree, wish.aggregation);
  const found = [];
  for (const group of weighedGroups(data)) {
    const now = sharesAmong(data, wish, group.at).get(group.at);
    if (now === undefined) continue;
    const steps = Array.from({ length: 101 }, (_, k) => k).sort((a, b) => Math.abs(a / 100 - now) - Math.abs(b / 100 - now));
    const to = steps.find((step) => isFirst(data, tree, withShare(data, wish, group.at, step / 100), unitId));
    if (to !== undefined) found.push({ group, from: now, to: to / 100 });
  }
  return found.sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from));
}

/**
 * @param {Held} data
 * @param {Tree} tree
 * @param {Wish} wish
 * @param {string} unitId
 */
function isFirst(data, tree, wish, unitId) {
  return standings(data, frameOf(data, wish), tree).some((one) => one.rank === 1 && one.unit.id === unitId);
}

/**
 * @param {Held} data
 * @param {Wish} wish
 * @param {number} at
 */
function stanceTimes(data, wish, at) {
  return wish.stances[data.stanceOf[at] ?? ""] ?? 1;
}

/**
 * Raw shares of 100 among siblings, before stances multiply them.
 *
 * @param {Held} data
 * @param {Wish} wish
 * @param {number} at
 * @returns {Map<number, number>}
 */
export function rawShares(data, wish, at) {
  const local = localWeights(data.tree, data.weighed, frameOf(data, { ...wish, stances: {} })).nodes;
  const siblings = siblingsOf(data, at);
  // Where one is stated, the others are of 100 already.
  const isStated = siblings.some((n) => data.tree.branches[n].id in wish.shares);
  const total = isStated ? 100 : siblings.reduce((sum, n) => sum + local[n], 0);
  return new Map(siblings.map((n) => [n, total > 0 ? (100 * local[n]) / total : 0]));
}

/**
 * What a node and its siblings come to among themselves; those that can have no weight under the wish are left out.
 *
 * @param {Held} data
 * @param {Wish} wish
 * @param {number} at
 * @returns {Map<number, number>}
 */
function sharesAmong(data, wish, at) {
  const local = localWeights(data.tree, data.weighed, frameOf(data, wish));
  const sums = totals(data.tree, local, () => true);
  const siblings = siblingsOf(data, at).filter((n) => sums[n] > 0 && stanceTimes(data, wish, n) > 0);
  const total = siblings.reduce((sum, n) => sum + local.nodes[n], 0);
  return new Map(siblings.map((n) => [n, total > 0 ? local.nodes[n] / total : 0]));
}

/**
 * Give one node a share among its siblings and leave the others in proportion.
 *
 * @param {Held} data
 * @param {Wish} wish
 * @param {number} at
 * @param {number} share
 * @returns {Wish}
 */
export function withShare(data, wish, at, share) {
  return withShares(data, wish, at, new Map([[at, share]]));
}

/**
 * Give some of a node's siblings shares, and leave the others in proportion.
 *
 * @param {Held} data
 * @param {Wish} wish
 * @param {number} at
 * @param {Map<number, number>} given
 * @returns {Wish}
 */
function withShares(data, wish, at, given) {
  const among = sharesAmong(data, wish, at);
  const others = [...among.keys()].filter((n) => !given.has(n));
  const rest = 1 - [...given.values()].reduce((sum, one) => sum + one, 0);
  const total = others.reduce((sum, n) => sum + (among.get(n) ?? 0), 0);
  const shares = { ...wish.shares };
  for (const n of among.keys()) {
    const own = given.get(n) ?? Math.max(0, rest) * (total > 0 ? (among.get(n) ?? 0) / total : 1 / others.length);
    // The stance multiplies what is stated.
    shares[data.tree.branches[n].id] = (100 * own) / stanceTimes(data, wish, n);
  }
  return { ...wish, shares };
}

/**
 * Who comes first over the shares of two groups, at the middle of each of so many steps from 0 to 1; what they leave
 * goes to their siblings in proportion. Two groups under different nodes take any two shares; two that are all that
 * there is share one line, which is one row.
 *
 * @param {Held} data
 * @param {Wish} wish
 * @param {Group} x across
 * @param {Group} y upwards
 * @param {number} steps
 * @returns {{first: string|null, isThere: boolean}[][]} rows from the top; there is no cell where shares pass 1
 */
export function firstOver(data, wish, x, y, steps) {
  const tree = joined(data.tree, wish.aggregation);
  const sharing = sharesAmong(data, wish, x.at);
  const isTogether = siblingsOf(data, x.at).includes(y.at);
  const isPossible = x !== y && sharing.has(x.at) && sharesAmong(data, wish, y.at).has(y.at);
  const cell = (/** @type {number} */ sx, /** @type {number} */ sy) => {
    const rest = 1 - sx - sy;
    const isThere = isPossible && (!isTogether || (sharing.size > 2 ? rest > -1e-9 : Math.abs(rest) < 1e-9));
    if (!isThere) return { first: null, isThere };
    const given = isTogether
      ? withShares(data, wish, x.at, new Map([[x.at, sx], [y.at, sy]]))
      : withShare(data, withShare(data, wish, x.at, sx), y.at, sy);
    const firsts = standings(data, frameOf(data, given), tree).filter((one) => one.rank === 1);
    return { first: firsts.length ? firsts.map((one) => one.unit.name).join(", ") : null, isThere };
  };
  if (isTogether && isPossible && sharing.size === 2) {
    return [Array.from({ length: LINE * steps }, (_, k) => (k + 0.5) / (LINE * steps)).map((sx) => cell(sx, 1 - sx))];
  }
  const middles = Array.from({ length: steps }, (_, k) => (k + 0.5) / steps);
  return [...middles].reverse().map((sy) => middles.map((sx) => cell(sx, sy)));
}

/**
 * How much of the weight lies on what the TIP Report looks at, in part, or ignores, or of which the rubric does not say,
 * and what a unit scores on each.
 *
 * @param {Held} data
 * @param {Outcome} made
 * @param {Unit|null} unit
 * @returns {{part: string, weight: number, covered: number, score: number}[]}
 */
export function blindSpot(data, made, unit) {
  return ["assessed", "partly", "ignored", ""].map((part) => {
    let [weight, here, points, covered] = [0, 0, 0, 0];
    for (const [c, question] of data.questions.entries()) {
      if (question.tip !== part) continue;
      const own = made.weights.criteria[c];
      weight += own;
      if (!unit || !unit.row.applicable[c]) continue;
      covered += unit.row.covered[c] ? own : 0;
      if (Number.isNaN(unit.row.values[c])) continue;
      here += own;
      points += own * unit.row.values[c];
    }
    return { part, weight, covered: weight > 0 ? covered / weight : NaN, score: here > 0 ? points / here : NaN };
  });
}
