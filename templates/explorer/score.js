// @ts-check
/**
 * The arithmetic of a score, as the evaluator's own: points of criteria, weights of a frame, and the rules of a tree
 * make node values, coverage, bounds, grades and ranks. It holds no text and touches no page, so that it can be held
 * against the evaluator's numbers, node by node.
 *
 * A number that is missing is NaN. Weights are local: what a node or a criterion weighs among its siblings.
 */

/**
 * @typedef {"arithmetic"|"geometric"|"harmonic"|"power"|"minimum"|"share-met"|"steps"|"net-sum"} Kind
 * @typedef {{points: number, of: "all"|"any"|number, reach: number}} Step
 * @typedef {{kind: Kind, least: number|null, exponent: number|null, metFrom: number|null, lowest: number, steps: Step[]}} Aggregation
 * @typedef {{share: number, by: "weight"|"count"}} LeastCoverage
 * @typedef {"renormalise"|"zero"|"redistribute"|"block"} Missing
 * @typedef {{id: string, nodes: number[], criteria: number[], aggregation: Aggregation, missing: Missing,
 *   least: LeastCoverage|null, shrinks: boolean, most: number}} Branch
 * @typedef {{branches: Branch[], criteria: string[], negative: boolean[]}} Tree
 * @typedef {{nodes: Float64Array, criteria: Float64Array}} Local
 * @typedef {{values: Float64Array, low: Float64Array, high: Float64Array, judgedLow: Float64Array,
 *   judgedHigh: Float64Array, covered: Uint8Array, applicable: Uint8Array}} Row
 * @typedef {{grade: string, from: number}} Band
 * @typedef {{tripped: number, best: string}} Cap
 * @typedef {{least: number, bands: Band[], caps: Cap[]}} Grading
 * @typedef {{tripped: number, open: number, doubtful: number}} Gates
 * @typedef {{grade: string|null, cause: "score"|"gates"|"coverage"|"range"|"no-weight", lowest: string, highest: string}} Grade
 * @typedef {{score: number, coverage: number, low: number, high: number, judgedLow: number, judgedHigh: number,
 *   hasWeight: boolean, grade: Grade, nodes: Float64Array, lows: Float64Array, highs: Float64Array,
 *   coverages: Float64Array, used: Float64Array}} Result
 */

export const DIGITS = 9;
const UNIT = 1e9;
const NOISE = 1e-12;
const NONE = new Float64Array();
/** @type {Missing[]} */
const MISSING = ["renormalise", "zero", "redistribute", "block"];
/** @type {Aggregation} */
const MEAN = { kind: "arithmetic", least: null, exponent: null, metFrom: null, lowest: 0, steps: [] };

/**
 * Round to nine decimals as the evaluator does: the nearest, and of two equally near the even one.
 *
 * @param {number} number
 * @returns {number}
 */
export function rounded(number) {
  if (!Number.isFinite(number)) return number;
  const scaled = number * UNIT;
  const behind = Math.abs(scaled - Math.trunc(scaled));
  // Far from halfway between two steps the nearest is plain to see; the exact form is slow.
  if (Math.abs(scaled) < 2 ** 40 && Math.abs(behind - 0.5) > 1e-3) return Math.round(scaled) / UNIT + 0;
  // Every number has an exact decimal form; toFixed takes the larger of two equally near ones.
  const exact = Math.abs(number).toFixed(60);
  const point = exact.indexOf(".");
  const isTie = /^50*$/.test(exact.slice(point + 1 + DIGITS));
  let made = Number(Math.abs(number).toFixed(DIGITS));
  if (isTie && Number(exact[point + DIGITS]) % 2 === 0) made = Number(exact.slice(0, point + 1 + DIGITS));
  return (number < 0 ? -made : made) + 0;
}

/**
 * Make one value of children's values; children with weight 0 are left out. NaN where no child has weight.
 *
 * @param {Aggregation} how
 * @param {number[]} values
 * @param {number[]} weights
 * @param {boolean[]} negative children that a net-sum takes away
 * @returns {number}
 */
export function combine(how, values, weights, negative) {
  if (how.kind === "net-sum") return netSum(how, values, weights, negative);
  let total = 0;
  for (const weight of weights) total += weight;
  if (!(total > 0)) return NaN;
  if (how.kind === "minimum") return Math.min(...values.filter((_, k) => weights[k] > 0));
  if (how.kind === "geometric" || (how.kind === "power" && how.exponent === 0)) {
    let sum = 0;
    for (let k = 0; k < values.length; k++) if (weights[k] > 0) sum += weights[k] * Math.log(Math.max(values[k], how.least ?? 0));
    return Math.exp(sum / total);
  }
  if (how.kind === "steps") return climbed(how.steps, values.filter((_, k) => weights[k] > 0));
  if (how.kind === "harmonic") return powerMean(-1, values, weights, total);
  if (how.kind === "power") return powerMean(how.exponent ?? 1, values, weights, total);
  if (how.kind !== "share-met" && how.kind !== "arithmetic") throw new Error(`no aggregation is called ${how.kind}`);
  let sum = 0;
  for (let k = 0; k < values.length; k++) {
    sum += weights[k] * (how.kind === "share-met" ? Number(reaches(values[k], how.metFrom ?? 0)) : values[k]);
  }
  return sum / total;
}

/**
 * Whether a value reaches another at nine digits, of two equally near steps the even one.
 *
 * @param {number} value
 * @param {number} least
 */
function reaches(value, least) {
  const scaled = value * UNIT;
  const near = Math.round(scaled);
  return (near - scaled === 0.5 && near % 2 !== 0 ? near - 1 : near) / UNIT >= rounded(least);
}

/**
 * The points of the last step up to which all hold; 0 before the first.
 *
 * @param {Step[]} steps
 * @param {number[]} values of the children with weight
 */
function climbed(steps, values) {
  let points = 0;
  for (const step of steps) {
    const count = values.filter((value) => reaches(value, step.reach)).length;
    if (count < (step.of === "all" ? values.length : step.of === "any" ? 1 : step.of)) break;
    points = step.points;
  }
  return points;
}

/**
 * The power mean, of values over their largest (or smallest), so that no power over- or underflows.
 *
 * @param {number} exponent
 * @param {number[]} values
 * @param {number[]} weights
 * @param {number} total
 */
function powerMean(exponent, values, weights, total) {
  const counted = values.filter((_, k) => weights[k] > 0);
  const unit = exponent > 0 ? Math.max(...counted, 0) : Math.min(...counted);
  if (!(unit > 0)) return 0;
  let sum = 0;
  for (let k = 0; k < values.length; k++) if (weights[k] > 0) sum += weights[k] * (values[k] / unit) ** exponent;
  return unit * (sum / total) ** (1 / exponent);
}

/**
 * @param {Aggregation} how
 * @param {number[]} values
 * @param {number[]} weights
 * @param {boolean[]} negative
 */
function netSum(how, values, weights, negative) {
  let [whole, plus, minus] = [0, 0, 0];
  for (let k = 0; k < values.length; k++) {
    if (negative[k]) minus += weights[k] * values[k];
    else {
      whole += weights[k];
      plus += weights[k] * values[k];
    }
  }
  return whole > 0 ? Math.max(plus / whole - minus / whole, how.lowest) : NaN;
}

/**
 * What nodes and criteria weigh among their siblings for one unit: a node that shrinks weighs `most` times the share of the
 * stated weight below it that applies, at most its whole weight.
 *
 * @param {Tree} tree
 * @param {Local} local
 * @param {Uint8Array} applicable
 * @returns {Local}
 */
export function weighing(tree, local, applicable) {
  if (!tree.branches.some((branch) => branch.shrinks)) return local;
  const nodes = local.nodes.slice();
  const shares = new Float64Array(nodes.length);
  const stated = new Float64Array(nodes.length);
  for (let at = nodes.length - 1; at >= 0; at--) {
    const branch = tree.branches[at];
    for (const c of branch.criteria) {
      stated[at] += local.criteria[c];
      if (applicable[c]) shares[at] += local.criteria[c];
    }
    for (const n of branch.nodes) {
      if (!(stated[n] > 0)) continue;
      stated[at] += local.nodes[n];
      shares[at] += local.nodes[n] * shares[n];
    }
    shares[at] = stated[at] > 0 ? shares[at] / stated[at] : 0;
    if (branch.shrinks) nodes[at] *= Math.min(1, branch.most * shares[at]);
  }
  return { nodes, criteria: local.criteria };
}

/**
 * Say of each branch whether some criterion that is there has weight on the whole path down to it.
 *
 * @param {Tree} tree
 * @param {Local} local
 * @param {(c: number) => boolean} isThere
 * @returns {Float64Array} the sum of the weights of the children that have weight below them; 0 for none
 */
export function totals(tree, local, isThere) {
  const sums = new Float64Array(tree.branches.length);
  for (let at = tree.branches.length - 1; at >= 0; at--) {
    const branch = tree.branches[at];
    for (const c of branch.criteria) if (isThere(c)) sums[at] += local.criteria[c];
    for (const n of branch.nodes) if (sums[n] > 0) sums[at] += local.nodes[n];
  }
  return sums;
}

/**
 * Weights of nodes and criteria at the root, without what is absent; the criteria's sum to 1, or to 0 without any.
 *
 * @param {Tree} tree
 * @param {Local} local
 * @param {(c: number) => boolean} isThere
 * @param {Float64Array} [sums] what `totals` gives for them
 * @returns {Local}
 */
export function pathWeights(tree, local, isThere, sums = totals(tree, local, isThere)) {
  const nodes = new Float64Array(tree.branches.length);
  const criteria = new Float64Array(tree.criteria.length);
  nodes[0] = Number(sums[0] > 0);
  for (const [at, branch] of tree.branches.entries()) {
    if (!(sums[at] > 0)) continue;
    const share = nodes[at] / sums[at];
    for (const n of branch.nodes) nodes[n] = sums[n] > 0 ? local.nodes[n] * share : 0;
    for (const c of branch.criteria) criteria[c] = isThere(c) ? local.criteria[c] * share : 0;
  }
  return { nodes, criteria };
}

/**
 * The share of the whole that a frame states for nodes below which nothing can have weight: what is void.
 *
 * @param {Tree} tree
 * @param {Local} local
 * @returns {number}
 */
export function voidShare(tree, local) {
  const sums = totals(tree, local, () => true);
  if (!(sums[0] > 0)) return 1;
  const shares = new Float64Array(tree.branches.length);
  shares[0] = 1;
  let lost = 0;
  for (const [at, branch] of tree.branches.entries()) {
    if (!(sums[at] > 0)) continue;
    let stated = 0;
    for (const n of branch.nodes) stated += local.nodes[n];
    for (const c of branch.criteria) stated += local.criteria[c];
    for (const n of branch.nodes) {
      shares[n] = (shares[at] * local.nodes[n]) / stated;
      if (!(sums[n] > 0)) lost += shares[n];
    }
  }
  return lost;
}

/**
 * @typedef {{values: number[], weights: number[], due: boolean[], have: boolean[], negative: boolean[]}} Children
 */

/**
 * Aggregate criterion values up the tree.
 *
 * @param {Tree} tree
 * @param {Local} local
 * @param {Float64Array} values points of each criterion, NaN where there are none
 * @param {Uint8Array} applicable
 * @param {Float64Array} living of each branch, what `totals` gives for the criteria that apply
 * @param {Float64Array[]} [kept] filled, where given, with the used weights of each branch's children: nodes first
 * @returns {Float64Array} node values, NaN where a node has none; the first is the total
 */
export function runTree(tree, local, values, applicable, living, kept) {
  const nodes = new Float64Array(tree.branches.length).fill(NaN);
  for (let at = tree.branches.length - 1; at >= 0; at--) {
    const branch = tree.branches[at];
    if (!kept && branch.aggregation.kind === "arithmetic" && branch.missing === "renormalise" && !branch.least) {
      nodes[at] = meanOfThoseThere(branch, local, values, applicable, living, nodes);
      continue;
    }
    const children = childrenOf(tree, branch, local, values, applicable, living, nodes);
    const weights = afterPolicy(branch, children);
    nodes[at] = combine(branch.aggregation, children.values, weights, children.negative);
    if (kept) kept[at] = Float64Array.from(weights);
  }
  if (!(totals(tree, local, (c) => applicable[c] > 0 && !Number.isNaN(values[c]))[0] > 0)) {
    nodes[0] = NaN;
    if (kept) kept[0].fill(0);
  }
  return nodes;
}

/**
 * A weighted mean from which children without a value only leave: most nodes, so it makes no lists.
 *
 * @param {Branch} branch
 * @param {Local} local
 * @param {Float64Array} values
 * @param {Uint8Array} applicable
 * @param {Float64Array} living
 * @param {Float64Array} nodes
 */
function meanOfThoseThere(branch, local, values, applicable, living, nodes) {
  let [sum, total] = [0, 0];
  for (const n of branch.nodes) {
    if (!(living[n] > 0) || Number.isNaN(nodes[n])) continue;
    sum += local.nodes[n] * nodes[n];
    total += local.nodes[n];
  }
  for (const c of branch.criteria) {
    if (!applicable[c] || Number.isNaN(values[c])) continue;
    sum += local.criteria[c] * values[c];
    total += local.criteria[c];
  }
  return total > 0 ? sum / total : NaN;
}

/**
 * @param {Tree} tree
 * @param {Branch} branch
 * @param {Local} local
 * @param {Float64Array} values
 * @param {Uint8Array} applicable
 * @param {Float64Array} living
 * @param {Float64Array} nodes
 * @returns {Children}
 */
function childrenOf(tree, branch, local, values, applicable, living, nodes) {
  /** @type {Children} */
  const made = { values: [], weights: [], due: [], have: [], negative: [] };
  const add = (/** @type {number} */ value, /** @type {boolean} */ due, /** @type {number} */ weight, minus = false) => {
    const has = due && !Number.isNaN(value);
    made.values.push(has ? value : 0);
    made.have.push(has);
    made.due.push(due);
    made.weights.push(due ? weight : 0);
    made.negative.push(minus);
  };
  for (const n of branch.nodes) add(nodes[n], living[n] > 0, local.nodes[n]);
  for (const c of branch.criteria) add(values[c], applicable[c] > 0, local.criteria[c], tree.negative[c]);
  return made;
}

/**
 * Weights after the rule for missing children and the least coverage; all 0 where the node has no value.
 *
 * @param {Branch} branch
 * @param {Children} children
 * @returns {number[]}
 */
function afterPolicy(branch, children) {
  if (!MISSING.includes(branch.missing)) throw new Error(`no policy for missing values is called ${branch.missing}`);
  const { weights, due, have, negative } = children;
  const lacking = due.map((is, k) => is && !have[k]);
  if (!lacking.includes(true)) return weights;
  if (isTooLittle(branch.least, children)) return weights.map(() => 0);
  const kept = weights.map((weight, k) => (have[k] ? weight : 0));
  if (branch.missing === "block" && lacking.some((is, k) => is && weights[k] > 0)) return kept.map(() => 0);
  if (branch.missing === "zero") return weights;
  if (branch.missing === "redistribute") return spread(weights, have, lacking);
  if (branch.aggregation.kind === "net-sum") return scaledSides(weights, kept, negative);
  return kept;
}

/**
 * @param {number[]} weights
 * @param {boolean[]} have
 * @param {boolean[]} lacking
 */
function spread(weights, have, lacking) {
  const takes = weights.map((weight, k) => have[k] && weight > 0);
  const spare = weights.reduce((sum, weight, k) => sum + (lacking[k] ? weight : 0), 0);
  const part = spare / Math.max(takes.filter(Boolean).length, 1);
  return weights.map((weight, k) => (takes[k] ? weight + part : 0));
}

/**
 * Scale what is taken away and what is added each to its whole weight.
 *
 * @param {number[]} weights
 * @param {number[]} kept
 * @param {boolean[]} negative
 */
function scaledSides(weights, kept, negative) {
  const sum = (/** @type {number[]} */ of, /** @type {boolean} */ side) =>
    of.reduce((total, weight, k) => total + (negative[k] === side ? weight : 0), 0);
  const factor = new Map([true, false].map((side) => [side, sum(kept, side) > 0 ? sum(weights, side) / sum(kept, side) : 0]));
  return kept.map((weight, k) => weight * (factor.get(negative[k]) ?? 0));
}

/**
 * @param {LeastCoverage|null} least
 * @param {Children} children
 */
function isTooLittle(least, children) {
  if (!least) return false;
  let [whole, here] = [0, 0];
  for (const [k, weight] of children.weights.entries()) {
    const size = least.by === "weight" ? weight : Number(weight > 0);
    whole += size;
    if (children.have[k]) here += size;
  }
  return here < least.share * whole - 1e-12;
}

/**
 * The share of applicable weight below each node whose cells are covered; NaN where nothing applies.
 *
 * @param {Tree} tree
 * @param {Local} local
 * @param {Row} row
 * @param {Float64Array} living
 */
function coverages(tree, local, row, living) {
  return runTree(plainTree(tree), local, Float64Array.from(row.covered), row.applicable, living);
}

/** @type {WeakMap<Tree, Tree>} */
const plainTrees = new WeakMap();

/**
 * @param {Tree} tree
 * @returns {Tree}
 */
function plainTree(tree) {
  let plain = plainTrees.get(tree);
  if (!plain) {
    const branches = tree.branches.map((b) => ({ ...b, aggregation: MEAN, missing: /** @type {Missing} */ ("renormalise"), least: null }));
    plain = { ...tree, branches };
    plainTrees.set(tree, plain);
  }
  return plain;
}

/**
 * Multiply down the tree the shares among siblings that made the score; 0 below a node without a value.
 *
 * @param {Tree} tree
 * @param {Float64Array} nodes
 * @param {Float64Array[]} kept
 * @returns {Local}
 */
export function usedWeights(tree, nodes, kept) {
  const used = { nodes: new Float64Array(nodes.length), criteria: new Float64Array(tree.criteria.length) };
  used.nodes[0] = Number(!Number.isNaN(nodes[0]));
  for (const [at, branch] of tree.branches.entries()) {
    const total = kept[at].reduce((sum, weight) => sum + weight, 0);
    const above = Number.isNaN(nodes[at]) || !(total > 0) ? 0 : used.nodes[at] / total;
    for (const [k, n] of branch.nodes.entries()) used.nodes[n] = kept[at][k] * above;
    for (const [k, c] of branch.criteria.entries()) used.criteria[c] = kept[at][branch.nodes.length + k] * above;
  }
  return used;
}

/**
 * The grade whose band a score reaches, gates apart.
 *
 * @param {Grading} grading
 * @param {number} score
 */
export function band(grading, score) {
  const falling = [...grading.bands].sort((a, b) => b.from - a.from);
  return (falling.find((step) => rounded(score) >= step.from) ?? falling[falling.length - 1]).grade;
}

/**
 * The grade after the cap for so many tripped gates; the last line of caps holds for more.
 *
 * @param {Grading} grading
 * @param {string} grade
 * @param {number} tripped
 */
export function capped(grading, grade, tripped) {
  const order = [...grading.bands].sort((a, b) => b.from - a.from).map((step) => step.grade);
  const line = grading.caps.filter((cap) => cap.tripped <= tripped).sort((a, b) => b.tripped - a.tripped)[0];
  return line ? order[Math.max(order.indexOf(grade), order.indexOf(line.best))] : grade;
}

/**
 * Score one plan or state under one frame.
 *
 * @param {Tree} tree
 * @param {Local} frame what nodes and criteria weigh where all apply
 * @param {Row} row
 * @param {Grading} grading
 * @param {Gates} gates
 * @param {boolean} cap whether tripped gates cap the grade
 * @param {number} [least] the least value that the whole may have: 0, or -1 where a net-sum may go under 0
 * @param {boolean} [isWhole] with used weights, coverage of every node and the judgement interval, which a ranking of
 *   many does without
 * @returns {Result}
 */
export function score(tree, frame, row, grading, gates, cap, least = 0, isWhole = true) {
  const local = weighing(tree, frame, row.applicable);
  /** @type {Float64Array[]|undefined} */
  const kept = isWhole ? [] : undefined;
  const sums = totals(tree, local, (c) => row.applicable[c] > 0);
  const nodes = runTree(tree, local, row.values, row.applicable, sums, kept);
  const run = (/** @type {Float64Array} */ end) => runTree(tree, local, end, row.applicable, sums);
  const ends = [run(row.low), run(row.high)];
  if (isWhole) {
    ends.push(isSame(row.low, row.judgedLow) ? ends[0] : run(row.judgedLow));
    ends.push(isSame(row.high, row.judgedHigh) ? ends[1] : run(row.judgedHigh));
  }
  const applied = pathWeights(tree, local, (c) => row.applicable[c] > 0, sums).criteria;
  let covered = 0;
  for (let c = 0; c < applied.length; c++) covered += applied[c] * row.covered[c];
  const at = (/** @type {number} */ k, /** @type {number} */ none) => (Number.isNaN(ends[k][0]) ? none : rounded(ends[k][0]));
  const used = kept ? usedWeights(tree, nodes, kept).criteria : NONE;
  const told = nodes.map((value, k) => within(value, ends[0][k], ends[1][k]));
  const result = {
    score: rounded(told[0]),
    coverage: rounded(covered),
    low: at(0, least),
    high: at(1, 1),
    judgedLow: isWhole ? at(2, least) : NaN,
    judgedHigh: isWhole ? at(3, 1) : NaN,
    hasWeight: sums[0] > 0,
    nodes: told,
    lows: ends[0],
    highs: ends[1],
    coverages: isWhole ? coverages(tree, local, row, sums) : NONE,
    used,
  };
  const isOutside = Number.isNaN(told[0]) && !Number.isNaN(nodes[0]);
  return { ...result, grade: gradeOf(grading, result, gates, cap, isOutside) };
}

/**
 * A score, NaN where it lies outside of its range at nine digits; one that equals an end but for noise is that end.
 *
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function within(value, low, high) {
  if (rounded(low) <= rounded(value) && rounded(value) <= rounded(high)) return value;
  const nearest = Math.min(Math.max(value, low), high);
  return Math.abs(nearest - value) <= NOISE ? nearest : NaN;
}

/**
 * @param {Float64Array} one
 * @param {Float64Array} other
 */
function isSame(one, other) {
  for (let k = 0; k < one.length; k++) if (one[k] !== other[k]) return false;
  return true;
}

/**
 * @param {Grading} grading
 * @param {{score: number, coverage: number, low: number, high: number, hasWeight: boolean}} result
 * @param {Gates} gates
 * @param {boolean} cap
 * @param {boolean} isOutside whether there is no score because what is rated gives a mean outside of the range
 * @returns {Grade}
 */
function gradeOf(grading, result, gates, cap, isOutside) {
  const tripped = cap ? gates.tripped : 0;
  const maybe = tripped + (cap ? gates.open : 0);
  const isEnough = result.coverage >= grading.least;
  const alone = isEnough && !Number.isNaN(result.score) ? band(grading, result.score) : null;
  const given = alone === null ? null : capped(grading, alone, tripped);
  const without = isEnough && isOutside ? "range" : "coverage";
  const cause = given === null ? without : given === alone ? "score" : "gates";
  return {
    grade: given,
    cause: result.hasWeight ? cause : "no-weight",
    lowest: capped(grading, band(grading, result.low), maybe),
    highest: capped(grading, band(grading, result.high), tripped),
  };
}

/**
 * Places by scores: 1 is best, equal ones share the better place, 0 for those that take none.
 *
 * @param {number[]} scores rounded to nine decimals; NaN for one that takes no place
 * @returns {number[]}
 */
export function places(scores) {
  const steps = scores.map((one) => (Number.isNaN(one) ? NaN : Math.round(one * UNIT)));
  return steps.map((own) => (Number.isNaN(own) ? 0 : 1 + steps.filter((other) => other > own).length));
}
