// @ts-check
/**
 * What a reader did to the weights, and who passed whom: the rules of `evaluator/extensions/explorer/passing.py`, with the messages
 * that the page carries from there. Shares are of what counts; only units ranked under both frames are compared.
 */

import { rounded } from "./score.js";

/**
 * @typedef {{score: number, low: number, high: number, grade: string}} Spot
 * @typedef {{id: string, name: string, before: Spot, after: Spot}} Mark
 * @typedef {{group: string, before: number, after: number}} Shift
 * @typedef {{messages: {[key: string]: string}, bands: string[], even: number, named: number, grades: number, many: number}} Telling
 * @typedef {{marks: Mark[], was: number[], now: number[], over: number[][]}} Scene
 */

export class Teller {
  /** @param {Telling} telling */
  constructor(telling) {
    this.telling = telling;
  }

  /**
   * @param {string} key
   * @param {{[name: string]: string|number}} [values]
   */
  fill(key, values = {}) {
    return this.telling.messages[key].replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
  }

  /** @param {string[]} names */
  names(names) {
    const { named } = this.telling;
    return this.joined(names.length > named ? [...names.slice(0, named - 1), this.fill("more", { count: names.length - named + 1 })] : names);
  }

  /** @param {string[]} some */
  joined(some) {
    return some.length === 1 ? some[0] : this.fill("and", { names: some.slice(0, -1).join(", "), last: some[some.length - 1] });
  }

  /**
   * What the reader did: another frame (none without a name), weights moved from it, or both.
   *
   * @param {Shift[]} shifts
   * @param {string} frame
   * @param {string} reference
   * @param {boolean} moved
   */
  deed(shifts, frame, reference, moved) {
    const looked = frame ? this.fill("looked", { frame, reference }) : "";
    if (!moved) return looked;
    const then = looked ? "then_" : "";
    const most = this.most(shifts);
    let told = this.fill(`${then}changed`);
    if (most) {
      told = this.fill(then + (most.after > most.before ? "raised" : "lowered"), { group: most.group, before: share(most.before), after: share(most.after) });
      if (this.others(shifts, most)) told = this.fill("others", { deed: told });
    }
    return looked ? this.fill("looked_and", { looked, moved: told }) : told;
  }

  /** @param {Shift[]} shifts */
  most(shifts) {
    const far = (/** @type {Shift} */ one) => rounded(Math.abs(one.after - one.before));
    const rose = (/** @type {Shift} */ one) => Number(one.after > one.before);
    const most = shifts.reduce((best, one) => (!best || far(one) - far(best) > 0 || (far(one) === far(best) && rose(one) > rose(best)) ? one : best), /** @type {Shift|null} */ (null));
    return most && far(most) >= this.telling.even ? most : null;
  }

  /**
   * @param {Shift[]} shifts
   * @param {Shift} most
   */
  others(shifts, most) {
    const rest = 1 - most.before;
    const scale = rest > 0 ? (1 - most.after) / rest : 1;
    return shifts.some((one) => one !== most && rounded(Math.abs(one.after - one.before * scale)) > this.telling.even);
  }

  /**
   * The headline, and what is told below it.
   *
   * @param {string} deed
   * @param {Mark[]} marks
   * @param {string[]} pins
   * @returns {[string, string]}
   */
  told(deed, marks, pins) {
    if (marks.length < 2) return [`${deed}. ${this.fill("too_few")}.`, ""];
    const scene = this.scene(marks);
    const at = pins.map((pin) => marks.findIndex((mark) => mark.id === pin)).find((k) => k >= 0);
    const subject = at ?? this.subject(scene);
    const line = at !== undefined ? this.pinned(scene, at) : scene.over[subject].length ? this.passes(scene, subject) : this.fill("nobody");
    return [`${deed}. ${line}.`, this.below(scene, subject).join(" ")];
  }

  /**
   * @param {Mark[]} marks
   * @returns {Scene}
   */
  scene(marks) {
    const places = (/** @type {number[]} */ scores) => scores.map((score) => 1 + scores.filter((other) => rounded(other) > rounded(score)).length);
    const [was, now] = [places(marks.map((mark) => mark.before.score)), places(marks.map((mark) => mark.after.score))];
    const { even } = this.telling;
    const passed = (/** @type {Mark} */ one, /** @type {Mark} */ other) => rounded(other.before.score - one.before.score) > even && rounded(one.after.score - other.after.score) > even;
    const over = marks.map((one) => byPlace(now, marks.flatMap((other, v) => (passed(one, other) ? [v] : []))));
    return { marks, was, now, over };
  }

  /** @param {Scene} scene */
  subject({ marks, was, now, over }) {
    const all = marks.map((_, k) => k);
    const gains = all.filter((k) => now[k] === 1 && was[k] > 1 && over[k].length);
    const some = marks.length > this.telling.many && gains.length ? gains : all;
    return [...some].sort((a, b) => over[b].length - over[a].length || now[a] - now[b] || a - b)[0];
  }

  /**
   * @param {Scene} scene
   * @param {number} subject
   */
  passes(scene, subject) {
    const { marks, was, now } = scene;
    const over = scene.over[subject];
    const sharing = marks.flatMap((_, k) => (k !== subject && now[k] === now[subject] ? [k] : []));
    const values = { name: marks[subject].name, over: this.listed(scene, over), place: now[subject], all: marks.length, before: was[subject], sharing: sharing.length ? this.listed(scene, sharing) : "" };
    const told = this.fill(sharing.length ? "passes_shared" : now[subject] === 1 ? "passes_first" : "passes", values);
    const firm = over.filter((v) => marks[subject].after.low > marks[v].after.high).length;
    if (!firm) return this.fill("none_firm", { told });
    return firm === over.length ? told : this.fill("some_firm", { told, firm, count: over.length });
  }

  /**
   * @param {Scene} scene
   * @param {number} k
   */
  pinned(scene, k) {
    const mark = scene.marks[k];
    const by = passedBy(scene, k);
    const told = scene.over[k].length
      ? this.fill("pin_passes", { name: mark.name, over: this.listed(scene, scene.over[k]) })
      : by.length
        ? this.fill("pin_passed", { name: mark.name, by: this.listed(scene, by) })
        : this.fill("pin_stays", { name: mark.name });
    const [before, after] = [mark.before.grade, mark.after.grade];
    const grade = before === after ? this.fill("grade_stays", { grade: after }) : this.fill("grade_moves", { before, after });
    return this.fill("pin_place", { told, before: scene.was[k], after: scene.now[k], all: scene.marks.length, grade });
  }

  /**
   * @param {Scene} scene
   * @param {number} subject
   */
  below(scene, subject) {
    const { marks, was, now } = scene;
    const said = [];
    const others = marks.map((_, k) => k).filter((k) => k !== subject);
    const counts = marks.map(() => 0);
    for (const passed of scene.over) for (const v of passed) counts[v] += 1;
    const lost = others.sort((a, b) => counts[b] - counts[a] || now[b] - now[a] || a - b)[0];
    const times = counts[lost];
    if (times > 1) said.push(this.fill("lost", { name: marks[lost].name, count: times, before: was[lost], after: now[lost] }));
    const [firsts, first] = [now, was].map((places) => places.flatMap((place, k) => (place === 1 ? [k] : [])));
    if (firsts.join() !== first.join() && firsts.join() !== String(subject)) {
      const names = this.listed(scene, firsts);
      said.push(firsts.length === 1 ? this.fill("first", { name: names }) : this.fill("first_shared", { names }));
    }
    return [...said, this.verdicts(scene)];
  }

  /** @param {Scene} scene */
  verdicts({ marks }) {
    const { bands, grades } = this.telling;
    const far = (/** @type {Mark} */ mark) => Math.abs(bands.indexOf(mark.after.grade) - bands.indexOf(mark.before.grade));
    const moved = marks.filter((mark) => mark.before.grade !== mark.after.grade).sort((a, b) => far(b) - far(a) || marks.indexOf(a) - marks.indexOf(b));
    if (!moved.length) return this.fill("no_verdict");
    const named = moved.slice(0, grades).map((mark) => this.fill("one_verdict", { name: mark.name, before: mark.before.grade, after: mark.after.grade }));
    if (moved.length > grades) named.push(this.fill("more", { count: moved.length - grades }));
    return this.fill("verdicts", { count: moved.length, all: marks.length, named: this.joined(named) });
  }

  /**
   * @param {Scene} scene
   * @param {number[]} at
   */
  listed(scene, at) {
    return this.names(at.map((k) => scene.marks[k].name));
  }
}

/** @param {number} value */
function share(value) {
  return `${Math.floor(100 * value + 0.5)} %`;
}

/**
 * @param {number[]} now
 * @param {number[]} at
 */
function byPlace(now, at) {
  return at.sort((a, b) => now[a] - now[b] || a - b);
}

/**
 * @param {Scene} scene
 * @param {number} k
 */
function passedBy({ over, now }, k) {
  return byPlace(now, over.flatMap((passed, u) => (passed.includes(k) ? [u] : [])));
}
