// @ts-check
/**
 * A frame: what an actor counts, as shares over nodes, and factors on classes of criteria. From a frame come the local
 * weights that the arithmetic takes, the address that keeps the view, and the file that the command line reads.
 */

/**
 * @typedef {import("./score.js").Tree} Tree
 * @typedef {import("./score.js").Local} Local
 * @typedef {{[key: string]: string|boolean}} Where
 * @typedef {{where: Where, times: number}} Factor
 * @typedef {{[parent: string]: {[child: string]: number}|"by-criteria"}} Weights
 * @typedef {{weights: Weights, factors: Factor[], overrides: {[criterion: string]: number}, gates: "cap"|"ignore"}} Frame
 * @typedef {{id: string, traits: Where, alarm: boolean}} Weighed
 */

import { pathWeights } from "./score.js";

/** Siblings that all weigh less than this are brought up to at most 1: one over such a number is infinite. */
const TINY = 1e-200;

/**
 * Say what every node and criterion weighs among its siblings.
 *
 * A node without a stated weight weighs the sum of its criteria; a criterion weighs 1 times the factors and overrides
 * that touch it, times its stated number; an alarm weighs nothing.
 *
 * @param {Tree} tree
 * @param {Weighed[]} criteria
 * @param {Frame} frame
 * @returns {Local}
 */
export function localWeights(tree, criteria, frame) {
  const own = criteria.map((criterion) => factorOf(criterion, frame));
  const sums = new Float64Array(tree.branches.length);
  for (let at = tree.branches.length - 1; at >= 0; at--) {
    for (const c of tree.branches[at].criteria) sums[at] += own[c];
    for (const n of tree.branches[at].nodes) sums[at] += sums[n];
  }
  const local = { nodes: new Float64Array(tree.branches.length).fill(1), criteria: Float64Array.from(own) };
  for (const branch of tree.branches) {
    const entries = frame.weights[branch.id] ?? "by-criteria";
    const stated = (/** @type {string} */ id) => (entries === "by-criteria" ? undefined : entries[id]);
    for (const n of branch.nodes) local.nodes[n] = stated(tree.branches[n].id) ?? sums[n];
    for (const c of branch.criteria) local.criteria[c] *= stated(tree.criteria[c]) ?? 1;
    lift(local, branch.nodes, branch.criteria);
  }
  return local;
}

/**
 * Bring siblings that all weigh next to nothing up to at most 1.
 *
 * @param {Local} local
 * @param {number[]} nodes
 * @param {number[]} criteria
 */
function lift(local, nodes, criteria) {
  const most = Math.max(0, ...nodes.map((n) => local.nodes[n]), ...criteria.map((c) => local.criteria[c]));
  if (!(most > 0 && most < TINY)) return;
  for (const n of nodes) local.nodes[n] /= most;
  for (const c of criteria) local.criteria[c] /= most;
}

/**
 * @param {Weighed} criterion
 * @param {Frame} frame
 */
function factorOf(criterion, frame) {
  if (criterion.alarm) return 0;
  let product = 1;
  for (const { where, times } of frame.factors) {
    if (isIn(criterion, where)) product *= times;
  }
  return product * (frame.overrides[criterion.id] ?? 1);
}

/**
 * @param {Weighed} criterion
 * @param {Where} where
 */
function isIn(criterion, where) {
  return Object.entries(where).every(([key, value]) => criterion.traits[key] === value);
}

/**
 * What a reader has set: a preset, and what differs from it.
 *
 * @typedef {{preset: string, shares: {[node: string]: number}, stances: {[stance: string]: number},
 *   objects: {[object: string]: boolean}, countsIgnored: boolean, gates: ""|"cap"|"ignore", aggregation: string}} Wish
 * @typedef {{tree: Tree, weighed: Weighed[], stanceOf: (string|null)[], basis: string}} Ground
 */

/**
 * Make the frame of a wish: the preset's own while nothing is changed.
 *
 * @param {Ground} ground
 * @param {Frame} preset
 * @param {Wish} wish
 * @returns {Frame}
 */
export function framed(ground, preset, wish) {
  const { tree, weighed, stanceOf } = ground;
  /** @type {Frame} */
  const frame = { ...preset, weights: { ...preset.weights }, factors: [...preset.factors] };
  for (const [object, isCounted] of Object.entries(wish.objects)) if (!isCounted) frame.factors.push({ where: { object }, times: 0 });
  if (!wish.countsIgnored) frame.factors.push({ where: { [ground.basis]: "ignored" }, times: 0 });
  if (wish.gates) frame.gates = wish.gates;
  const local = localWeights(tree, weighed, frame);
  for (const branch of tree.branches) {
    const isMoved = branch.nodes.some((n) => tree.branches[n].id in wish.shares || (wish.stances[stanceOf[n] ?? ""] ?? 1) !== 1);
    if (!isMoved) continue;
    const entries = frame.weights[branch.id];
    /** @type {{[child: string]: number}} */
    const made = entries && entries !== "by-criteria" ? { ...entries } : {};
    // Shares are of 100; what is not stated beside one keeps its own part of 100.
    const total = branch.nodes.reduce((sum, n) => sum + local.nodes[n], 0);
    const times = total > 0 && branch.nodes.some((n) => tree.branches[n].id in wish.shares) ? 100 / total : 1;
    for (const n of branch.nodes) {
      const { id } = tree.branches[n];
      made[id] = (wish.shares[id] ?? times * local.nodes[n]) * (wish.stances[stanceOf[n] ?? ""] ?? 1);
    }
    frame.weights[branch.id] = made;
  }
  return frame;
}

/**
 * Put another way of joining values at every node that takes a weighted mean.
 *
 * @param {Tree} tree
 * @param {string} kind empty for the rubric's own
 * @returns {Tree}
 */
export function joined(tree, kind) {
  if (!kind) return tree;
  const how = { kind: /** @type {import("./score.js").Kind} */ (kind), least: null, exponent: null, metFrom: null, lowest: 0, steps: [] };
  return { ...tree, branches: tree.branches.map((b) => (b.aggregation.kind === "arithmetic" ? { ...b, aggregation: how } : b)) };
}

/**
 * Write a wish as the part of an address behind the mark, short while little is changed.
 *
 * @param {Wish} wish
 * @param {{[key: string]: string}} view what is looked at beside the frame
 * @returns {string}
 */
export function toAddress(wish, view) {
  const said = new URLSearchParams({ frame: wish.preset });
  for (const [node, share] of Object.entries(wish.shares)) said.set(`w.${node}`, String(share));
  for (const [stance, times] of Object.entries(wish.stances)) if (times !== 1) said.set(`s.${stance}`, String(times));
  for (const [object, isCounted] of Object.entries(wish.objects)) if (!isCounted) said.append("without", object);
  if (!wish.countsIgnored) said.append("without", "ignored");
  if (wish.gates) said.set("gates", wish.gates);
  if (wish.aggregation) said.set("join", wish.aggregation);
  for (const [key, value] of Object.entries(view)) if (value) said.set(key, value);
  return said.toString();
}

/**
 * Read a wish from an address; what it does not know or cannot be falls back to the reference.
 *
 * @param {string} address
 * @param {{presets: string[], reference: string, nodes: string[], stances: string[], objects: string[], joins: string[]}} known
 * @returns {Wish}
 */
export function fromAddress(address, known) {
  const said = new URLSearchParams(address);
  const number = (/** @type {string|null} */ text, /** @type {number} */ most) => {
    const read = text === null || text.trim() === "" ? NaN : Number(text);
    return read >= 0 && read <= most ? read : null;
  };
  const preset = said.get("frame") ?? "";
  /** @type {Wish} */
  const wish = {
    preset: known.presets.includes(preset) ? preset : known.reference,
    shares: {},
    stances: Object.fromEntries(known.stances.map((stance) => [stance, number(said.get(`s.${stance}`), 4) ?? 1])),
    objects: Object.fromEntries(known.objects.map((object) => [object, !said.getAll("without").includes(object)])),
    countsIgnored: !said.getAll("without").includes("ignored"),
    gates: /** @type {""|"cap"|"ignore"} */ (["cap", "ignore"].includes(said.get("gates") ?? "") ? said.get("gates") : ""),
    aggregation: known.joins.includes(said.get("join") ?? "") ? String(said.get("join")) : "",
  };
  for (const node of known.nodes) {
    const share = number(said.get(`w.${node}`), 100);
    if (share !== null) wish.shares[node] = share;
  }
  return wish;
}

/** What changes weights by no more than this changes none, for the command line too. */
const LEAST_EFFECT = 1e-12;

/**
 * Put a frame as a file may state it, with the same weights: the command line refuses siblings that all weigh nothing,
 * a factor on criteria that the rubric has not, and an override that changes no weight.
 *
 * @param {Tree} tree
 * @param {Weighed[]} criteria
 * @param {Frame} frame
 * @returns {Frame|null} null where nothing has weight, for no file can say that
 */
export function statable(tree, criteria, frame) {
  const local = localWeights(tree, criteria, frame);
  const weigh = (/** @type {Frame} */ of) => pathWeights(tree, localWeights(tree, criteria, of), () => true).criteria;
  const stated = weigh(frame);
  if (!stated.some((weight) => weight > 0)) return null;
  const weights = { ...frame.weights };
  for (const branch of tree.branches) {
    const entries = weights[branch.id];
    // A file that states one child states all; a criterion that hangs beside nodes weighs 1.
    if (entries && entries !== "by-criteria") weights[branch.id] = { ...Object.fromEntries(branch.criteria.map((c) => [tree.criteria[c], 1])), ...entries };
  }
  for (let at = tree.branches.length - 1; at > 0; at--) {
    const { id } = tree.branches[at];
    const entries = weights[id];
    if (!entries || entries === "by-criteria" || Object.values(entries).some((count) => count > 0)) continue;
    // Nothing below it has weight, so it may as well weigh nothing itself.
    weights[id] = "by-criteria";
    const parent = tree.branches.find((branch) => branch.nodes.includes(at)) ?? tree.branches[0];
    const above = weights[parent.id];
    const known = above && above !== "by-criteria" ? above : Object.fromEntries([...parent.nodes.map((n) => [tree.branches[n].id, local.nodes[n]]), ...parent.criteria.map((c) => [tree.criteria[c], 1])]);
    weights[parent.id] = { ...known, [id]: 0 };
  }
  const factors = frame.factors.filter(({ where }) => criteria.some((criterion) => isIn(criterion, where)));
  let made = { ...frame, weights, factors };
  for (const criterion of Object.keys(frame.overrides)) {
    const { [criterion]: _, ...overrides } = made.overrides;
    const without = { ...made, overrides };
    if (weigh(without).every((weight, c) => Math.abs(weight - stated[c]) <= LEAST_EFFECT)) made = without;
  }
  return made;
}

/**
 * Write a frame as a weighting file that the command line reads.
 *
 * @param {Frame} frame what `statable` gives
 * @param {{id: string, rubric: string, title: string, actor: string, note: string, remarks?: string[]}} head remarks
 *   stand at the top for those who open the file
 * @returns {string}
 */
export function toYaml(frame, head) {
  const text = (/** @type {string} */ of) => JSON.stringify(of);
  const ground = `origin: modelled, ground: ${text(head.note)}`;
  const lines = (head.remarks ?? []).map((remark) => `# ${remark}`);
  lines.push(`id: ${head.id}`, `rubric: ${head.rubric}`, `titles: {en: ${text(head.title)}}`, `actor: ${text(head.actor)}`);
  lines.push(`gates: ${frame.gates}`, "weights:");
  for (const [parent, entries] of Object.entries(frame.weights)) {
    if (entries === "by-criteria") lines.push(`  ${parent}: by-criteria`);
    else {
      lines.push(`  ${parent}:`);
      for (const [child, count] of Object.entries(entries)) lines.push(`    ${child}: {count: ${yamlNumber(count)}, ${ground}}`);
    }
  }
  if (lines[lines.length - 1] === "weights:") lines[lines.length - 1] = "weights: {}";
  if (frame.factors.length) lines.push("factors:");
  for (const { where, times } of frame.factors) {
    const said = Object.entries(where).map(([key, value]) => `${key}: ${value}`).join(", ");
    lines.push(`  - {where: {${said}}, times: ${yamlNumber(times)}, ${ground}}`);
  }
  const overrides = Object.entries(frame.overrides);
  if (overrides.length) lines.push("overrides:");
  for (const [criterion, times] of overrides) lines.push(`  - {criterion: ${criterion}, times: ${yamlNumber(times)}, ${ground}}`);
  return `${lines.join("\n")}\n`;
}

/**
 * YAML reads 1e-7 as text: a power of ten needs its point and its sign.
 *
 * @param {number} number
 */
function yamlNumber(number) {
  const text = String(number);
  return text.includes("e") && !text.includes(".") ? text.replace("e", ".0e") : text;
}
