// @ts-check
/** The views: each takes what the model made and gives an element. No view computes a score. */

import { cut, drawing, el, RangeLine, svg, table } from "./draw.js";
import { beside, blindSpot, byPreset, isVoid, neighboursOf, reached, siblingsOf, wholeResult } from "./model.js";
import { voidShare } from "./score.js";
import { rangeText, say, scoreText, shareText } from "./words.js";

/**
 * @typedef {import("./model.js").Held} Held
 * @typedef {import("./model.js").Outcome} Outcome
 * @typedef {import("./model.js").Standing} Standing
 * @typedef {import("./model.js").Unit} Unit
 */

/** Rows that a long list begins with. */
const FIRST_ROWS = 15;

/**
 * The name of the present frame: the preset's, marked where something was moved, and with how parts are joined where
 * that is not as the rubric says.
 *
 * @param {Held} data
 * @param {{preset: string, aggregation: string}} wish
 * @param {boolean} isMoved
 */
export function frameName(data, wish, isMoved) {
  const title = data.presets.find((preset) => preset.id === wish.preset)?.title ?? wish.preset;
  if (!isMoved) return title;
  const own = say("your frame, begun from %(frame)s", { frame: title });
  return wish.aggregation ? say("%(frame)s, parts joined by %(join)s", { frame: own, join: joinName(wish.aggregation) }) : own;
}

/** @param {string} kind */
export function joinName(kind) {
  const names = { geometric: say("geometric mean"), harmonic: say("harmonic mean"), minimum: say("the weakest part") };
  return names[/** @type {keyof typeof names} */ (kind)] ?? say("as the rubric says");
}

/**
 * Where the members of the group that was asked lie, with the share set now; nothing for another frame.
 *
 * @param {(number|null)[]|undefined} ends lower end of nine tenths and of the half, upper end of the half and of nine tenths
 * @param {number} now
 */
export function cloud(ends, now) {
  if (!ends) return "";
  const [least, low, high, most] = ends;
  const bar = (/** @type {number|null} */ from, /** @type {number|null} */ to, /** @type {string} */ name) => from !== null && to !== null && svg("rect", { class: name, x: 100 * from, width: Math.max(100 * (to - from), 0.6), y: name === "tenths" ? 2.5 : 0.5, height: name === "tenths" ? 1 : 5 });
  const drawn = svg("svg", { class: "cloud", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" }, bar(least, most, "tenths"), bar(low, high, "half"), svg("rect", { class: "now", x: 100 * now - 0.4, width: 0.8, y: 0, height: 6 }));
  const told = say("half of those asked: %(low)s to %(high)s of the whole", { low: shareText(low ?? 0), high: shareText(high ?? 0) });
  return el("div", {}, drawn, el("span", { class: "key" }, told));
}

/** @param {Standing} one */
export function gradeText(one) {
  const { grade } = one.result;
  if (!one.result.hasWeight) return say("nothing that applies has weight");
  if (grade.grade === null) return say("not graded (%(low)s to %(high)s)", { low: grade.lowest, high: grade.highest });
  return grade.cause === "gates" ? say("%(grade)s, capped by a safeguard", { grade: grade.grade }) : grade.grade;
}

/**
 * The finding: who comes first, by how much, and whether that is sure.
 *
 * @param {Held} data
 * @param {Outcome} made
 * @param {string} frame
 * @returns {string}
 */
export function finding(data, made, frame) {
  const ranked = made.standings.filter((one) => one.rank > 0).sort((a, b) => a.rank - b.rank);
  const firm = made.standings.filter((one) => one.isFirm);
  if (made.standings.every((one) => !one.result.hasWeight)) return say("Under %(frame)s nothing has weight, so there is no score.", { frame });
  if (isVoid(data, made.local)) return say("Under %(frame)s %(share)s of the weight lies where nothing is asked, so it gives no place; the ranges are the result.", { frame, share: shareText(voidShare(data.tree, made.local)) });
  if (ranked.length < 2) {
    return firm.length
      ? say("Under %(frame)s one unit is assessed far enough for a score; none can be ranked.", { frame })
      : say("Under %(frame)s no unit is assessed far enough for a score; the ranges are the result.", { frame });
  }
  const first = ranked.filter((one) => one.rank === 1);
  const names = first.map((one) => one.unit.name).join(", ");
  const next = ranked.find((one) => one.rank > 1);
  const [best] = first;
  const score = scoreText(best.result.score);
  const lead = first.length > 1
    ? say("Under %(frame)s these share the first place of %(count)s that can be ranked, with %(score)s: %(names)s.", { frame, names, count: ranked.length, score })
    : say("Under %(frame)s %(names)s comes first of %(count)s that can be ranked, with %(score)s.", { frame, names, count: ranked.length, score });
  const parts = [lead];
  if (next) {
    const isSure = best.result.low > next.result.high;
    parts.push(
      isSure
        ? say("What is not assessed cannot change that against %(next)s.", { next: next.unit.name })
        : say("What is not assessed could change that: the ranges of %(first)s and %(next)s overlap.", { first: best.unit.name, next: next.unit.name })
    );
  }
  const moved = ranked.filter((one) => one.reference > 0 && one.reference !== one.rank).length;
  const reference = data.presets.find((preset) => preset.id === data.reference)?.title ?? "";
  if (frame !== reference) parts.push(say("Against %(reference)s %(moved)s of %(count)s change their place.", { reference, moved, count: ranked.length }));
  return parts.join(" ");
}

/**
 * @param {Standing} one
 */
function movement(one) {
  if (!one.rank || !one.reference) return "–";
  const by = one.reference - one.rank;
  return by > 0 ? say("up %(places)s", { places: by }) : by < 0 ? say("down %(places)s", { places: -by }) : say("same");
}

/**
 * Every unit: rank where it may have one, score, range, coverage, grade, and the way from the reference.
 *
 * The rows are made once; a move of the frame only writes what is new into them and puts them in order.
 */
export class Ranking {
  /**
   * @param {Held} data
   * @param {(unit: Unit) => void} choose
   * @param {(unit: Unit) => void} pin
   */
  constructor(data, choose, pin) {
    this.data = data;
    const heads = [say("Country"), say("Rank"), say("Against the reference"), say("Score"), say("Range"), say("Assessed"), say("Grade"), say("Range, 0 to 1"), say("Pin")];
    const rows = data.units.map((unit) => [el("button", { type: "button", class: "link", onclick: () => choose(unit) }, unit.draft ? say("%(name)s (draft)", { name: unit.listed }) : unit.listed), ...heads.slice(1).map(() => "")]);
    this.element = table("", heads, rows, "ranking");
    this.body = /** @type {HTMLElement} */ (this.element.querySelector("tbody"));
    this.rows = [...this.body.children];
    const edges = data.grading.bands.map((band) => band.from).filter((edge) => edge > 0);
    this.lines = this.rows.map(() => new RangeLine(edges));
    this.stars = data.units.map((unit) => el("button", { type: "button", class: "pin", "aria-label": say("Pin %(name)s", { name: unit.name }), onclick: () => pin(unit) }, ""));
    for (const [k, row] of this.rows.entries()) {
      row.children[7].append(this.lines[k].element);
      row.children[8].append(this.stars[k]);
    }
    this.keys = data.units.map((unit) => plainText(`${unit.name} ${unit.id}`));
    this.unranked = el("ul", {});
    this.below = el("details", { hidden: true }, el("summary", {}, ""), this.unranked);
    this.cells = this.rows.map((row) => [...row.children]);
    /** @type {string[][]} */
    this.written = this.rows.map(() => []);
    /** @type {string[]} */
    this.ends = this.rows.map(() => "");
    /** @type {number[]} */
    this.order = [];
  }

  /**
   * @param {Outcome} made
   * @param {string} frame
   * @param {{pins: Unit[], find: string, isAll: boolean}} shown
   * @returns {number} how many rows are folded away
   */
  update(made, frame, shown) {
    const title = say("Scores under %(frame)s", { frame });
    this.element.setAttribute("aria-label", title);
    /** @type {HTMLElement} */ (this.element.querySelector("caption")).textContent = title;
    for (const [k, one] of made.standings.entries()) this.write(k, one);
    const order = made.standings.map((_, k) => k).sort((a, b) => {
      const [x, y] = [made.standings[a], made.standings[b]];
      return (x.rank || Infinity) - (y.rank || Infinity) || y.result.high - x.result.high || a - b;
    });
    const pins = shown.pins.map((unit) => this.data.units.indexOf(unit));
    order.sort((a, b) => Number(pins.includes(b)) - Number(pins.includes(a)));
    if (order.some((k, place) => this.order[place] !== k)) this.body.append(...order.map((k) => this.rows[k]));
    this.order = order;
    this.showRanked(made, shown.find);
    return this.fold(made, pins, shown);
  }

  /**
   * Fold away what is not looked for, what has no rank while others have one, and what comes after the first rows.
   *
   * @param {Outcome} made
   * @param {number[]} pins
   * @param {{find: string, isAll: boolean}} shown
   */
  fold(made, pins, { find, isAll }) {
    const words = plainText(find).split(/\s+/).filter(Boolean);
    const hasRanks = made.standings.some((one) => one.rank > 0);
    let [seen, folded] = [0, 0];
    for (const k of this.order) {
      const isPinned = pins.includes(k);
      const isMeant = words.every((word) => this.keys[k].includes(word)) && (!hasRanks || made.standings[k].rank > 0);
      const isShown = isPinned || (isMeant && (isAll || words.length > 0 || seen < FIRST_ROWS));
      if (isMeant && !isPinned) seen += 1;
      if (isMeant && !isShown) folded += 1;
      /** @type {HTMLElement} */ (this.rows[k]).hidden = !isShown;
      this.rows[k].classList.toggle("pinned", isPinned);
      this.stars[k].setAttribute("aria-pressed", String(isPinned));
      this.stars[k].textContent = isPinned ? "★" : "☆";
    }
    return folded;
  }

  /**
   * Who is not ranked, and why, below those who are.
   *
   * @param {Outcome} made
   * @param {string} find
   */
  showRanked(made, find) {
    const without = made.standings.filter((one) => one.rank === 0);
    this.below.hidden = !without.length || without.length === made.standings.length;
    if (this.below.hidden) return;
    const least = shareText(this.data.grading.least);
    const text = say("Not ranked: %(count)s, as a rank needs %(least)s of the weight assessed and a score within its range", { count: without.length, least });
    /** @type {HTMLElement} */ (this.below.firstElementChild).textContent = text;
    const lines = without.filter((one) => plainText(one.unit.name).includes(plainText(find)));
    this.unranked.replaceChildren(...lines.map((one) => el("li", {}, say("%(name)s: %(share)s assessed, range %(range)s", { name: one.unit.name, share: shareText(one.result.coverage), range: rangeText(one.result) }))));
  }

  /**
   * @param {number} k
   * @param {Standing} one
   */
  write(k, one) {
    const { result } = one;
    const score = one.isFirm ? scoreText(result.score) : Number.isNaN(result.score) ? "–" : `(${scoreText(result.score)})`;
    const texts = [one.rank ? String(one.rank) : say("not ranked"), movement(one), score, rangeText(result), shareText(result.coverage), gradeText(one)];
    const [cells, before] = [this.cells[k], this.written[k]];
    for (const [c, text] of texts.entries()) if (before[c] !== text) cells[c + 1].textContent = text;
    this.written[k] = texts;
    const ends = `${result.low}|${result.high}|${result.score}`;
    if (this.ends[k] === ends) return;
    this.ends[k] = ends;
    const name = say("%(name)s: %(score)s, range %(range)s", { name: one.unit.name, score: scoreText(result.score), range: texts[3] });
    this.lines[k].move(result, one.isFirm, name);
  }
}

/**
 * Text without marks on letters and in small letters, for a search.
 *
 * @param {string} text
 */
export function plainText(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");
}

/** @param {Held} data */
export function rankingKey(data) {
  return el("p", { class: "key" }, say("In brackets: less than %(least)s of the weight is assessed, so there is no grade and no rank, and the range is the result. The bar is the range that what is not assessed leaves open; the dot is the score.", { least: shareText(data.grading.least) }));
}

/**
 * One unit under every frame: a strip of grades.
 *
 * @param {Held} data
 * @param {Outcome} made
 * @param {Unit} unit
 */
export function verdicts(data, made, unit) {
  const own = byPreset(data, made.tree).map(({ preset, standings }) => ({ preset, one: standings[data.units.indexOf(unit)] }));
  const falling = own.sort((a, b) => b.one.result.high - a.one.result.high);
  const boxes = falling.map(({ preset, one }) =>
    el("li", { class: one.isFirm ? "firm" : "open" }, el("strong", {}, one.result.grade.grade ?? rangeText(one.result)), el("span", {}, preset.title), el("span", { class: "muted" }, one.isFirm ? scoreText(one.result.score) : say("%(share)s assessed", { share: shareText(one.result.coverage) })))
  );
  return el("ul", { class: "strip" }, ...boxes);
}

/** @param {Held} data */
export function hollow(data) {
  return say("A hollow dot: less than %(least)s of the weight is assessed.", { least: shareText(data.grading.least) });
}

/**
 * Scores along the frames, from the one that weighs control least to the one that weighs it most.
 *
 * @param {Held} data
 * @param {Outcome} made
 * @param {Unit} unit
 */
export function gradient(data, made, unit) {
  const [wide, high, left, foot] = [720, 260, 34, 20];
  const frames = byPreset(data, made.tree);
  const x = (/** @type {number} */ k) => left + 8 + ((wide - left - 150) * k) / Math.max(1, frames.length - 1);
  const y = (/** @type {number} */ value) => 8 + (high - foot - 8) * (1 - Math.max(0, Math.min(1, value)));
  const shown = [unit, ...data.units.filter((other) => other !== unit)].slice(0, 12);
  const lines = shown.map((one, k) => {
    const at = data.units.indexOf(one);
    const points = frames.map(({ standings }, f) => ({ f, one: standings[at] })).filter((point) => !Number.isNaN(point.one.result.score));
    const path = points.map((point, p) => `${p ? "L" : "M"}${x(point.f).toFixed(1)},${y(point.one.result.score).toFixed(1)}`).join("");
    const last = points[points.length - 1];
    return svg("g", { class: k ? "line" : "line chosen" }, svg("path", { d: path || "M0,0" }), ...points.map((point) => svg("circle", { cx: x(point.f), cy: y(point.one.result.score), r: k ? 2 : 3, class: point.one.isFirm ? "" : "open" })), !k && last && svg("text", { x: x(last.f) + 8, y: y(last.one.result.score) + 4 }, cut(one.name, 20)));
  });
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((value) => [svg("line", { x1: left, x2: wide - 140, y1: y(value), y2: y(value), class: "edge" }), svg("text", { x: 2, y: y(value) + 4 }, scoreText(value))]);
  const hasControl = frames.some(({ control }) => control > 0);
  const name = hasControl
    ? say("%(name)s under %(count)s frames, in order of the weight they give to control", { name: unit.name, count: frames.length })
    : say("%(name)s under %(count)s frames", { name: unit.name, count: frames.length });
  const rows = frames.map(({ preset, control, standings }) => {
    const one = standings[data.units.indexOf(unit)];
    return [preset.title, ...(hasControl ? [shareText(control)] : []), one.isFirm ? scoreText(one.result.score) : Number.isNaN(one.result.score) ? "–" : `(${scoreText(one.result.score)})`, rangeText(one.result), gradeText(one)];
  });
  return [
    drawing(wide, high, name, ...grid, ...lines.reverse(), hasControl && svg("text", { x: left, y: high - 4 }, say("least weight on control")), hasControl && svg("text", { x: wide - 150, y: high - 4, "text-anchor": "end" }, say("most weight on control"))),
    el("p", { class: "key" }, hollow(data)),
    shown.length < data.units.length && el("p", { class: "key" }, say("Drawn are %(name)s and the first %(others)s others of the list.", { name: unit.name, others: shown.length - 1 })),
    el("details", {}, el("summary", {}, say("The numbers behind the drawing")), table(name, [say("Frame"), ...(hasControl ? [say("Weight on control")] : []), say("Score"), say("Range"), say("Grade")], rows)),
  ];
}

/**
 * Whose eyes these are: the frames nearest to the present one and furthest from it.
 *
 * @param {Held} data
 * @param {Outcome} made
 * @param {string} frame
 * @param {string} own id of the preset that the frame still is, else empty
 */
export function nearestFrames(data, made, frame, own) {
  const found = neighboursOf(data, made, own);
  if (!found.length || made.standings.every((one) => !one.result.hasWeight)) return [el("p", {}, say("There is no other frame to compare with."))];
  const named = found.slice(0, 3).map(({ preset, elsewhere }) => say("%(frame)s (%(share)s)", { frame: preset.title, share: shareText(elsewhere) })).join(", ");
  const last = found[found.length - 1];
  const lead = found.length > 3
    ? say("Nearest to %(frame)s: %(near)s; furthest: %(far)s (%(share)s). In brackets: the weight that lies elsewhere.", { frame, near: named, far: last.preset.title, share: shareText(last.elsewhere) })
    : say("Nearest to %(frame)s: %(near)s. In brackets: the weight that lies elsewhere.", { frame, near: named });
  const parts = (/** @type {number} */ part, /** @type {number} */ of) => (of ? say("%(part)s of %(all)s", { part, all: of }) : "–");
  const rows = found.map((one) => [one.preset.title, shareText(one.elsewhere), parts(one.turned, one.pairs), parts(one.newGrades, one.graded), one.more || "–", one.less || "–"]);
  const heads = [say("Frame"), say("Weight that lies elsewhere"), say("Pairs that turn"), say("Other grade"), say("It gives most more to"), say("It gives most less to")];
  return [el("p", {}, lead), el("details", {}, el("summary", {}, say("Every frame by its nearness")), table(say("Frames by their nearness to %(frame)s", { frame }), heads, rows, "stack"))];
}

/**
 * Who comes first over the shares of two groups.
 *
 * @param {{x: string, y: string, cells: {first: string|null, isThere: boolean}[][]}} map rows from the top
 */
export function firstMap(map) {
  const isStrip = map.cells.length === 1;
  const [left, side] = [40, 300];
  const step = side / map.cells[0].length;
  const high = isStrip ? 28 : step;
  const named = [...new Set(map.cells.flat().map((cell) => cell.first))].filter((name) => name !== null);
  const cells = map.cells.flatMap((row, r) =>
    row.map((cell, c) => svg("rect", { x: left + c * step, y: 6 + r * high, width: step + 0.3, height: high + 0.3, class: !cell.isThere ? "not-there" : cell.first === null ? "first-none" : `first-${named.indexOf(cell.first) % 8}` }))
  );
  const there = map.cells.flat().filter((cell) => cell.isThere);
  const counts = named.map((name) => [String(name), shareText(there.filter((cell) => cell.first === name).length / there.length)]);
  const keys = named.map((name, k) => el("li", {}, el("span", { class: `swatch first-${k % 8}` }), String(name)));
  const bottom = high * map.cells.length;
  const axis = (/** @type {string} */ group) => say("%(group)s: %(least)s to %(most)s", { group: cut(group, 30), least: shareText(0), most: shareText(1) });
  const text = named.length
    ? say("First over all shares of %(x)s and %(y)s: %(names)s", { x: map.x, y: map.y, names: counts.map(([name, share]) => `${name} ${share}`).join(", ") })
    : say("No unit can be ranked at any shares of %(x)s and %(y)s", { x: map.x, y: map.y });
  return [
    drawing(left + side + 4, bottom + 40, text, ...cells, svg("text", { x: left, y: bottom + 34 }, axis(map.x)), !isStrip && svg("text", { x: 14, y: bottom + 6, transform: `rotate(-90 14 ${bottom + 6})` }, axis(map.y))),
    el("ul", { class: "swatches" }, ...keys),
    el("p", { class: "key" }, `${text}.`),
  ];
}

/**
 * One unit down to criterion, level, reason and passage.
 *
 * @param {Held} data
 * @param {Outcome} made
 * @param {Unit} unit
 */
export function unitView(data, made, unit) {
  const result = wholeResult(data, made, unit);
  const { breadth, depth } = reached(made, unit, result);
  const answers = breadth > 0 && el("p", {}, say("Answers %(share)s of what counts, at %(depth)s of %(top)s on average.", { share: shareText(breadth), depth: (depth * data.top).toFixed(data.top > 1 ? 1 : 2), top: data.top }));
  const groups = data.groups.map((group) => {
    const asked = data.questions.map((question, c) => ({ question, c })).filter(({ question }) => question.group === group.id);
    const rows = asked.map(({ question, c }) => {
      const cell = unit.cells[c];
      return [
        [question.title, question.gate && el("span", { class: "gate" }, cell.breached ? say("safeguard, breached") : say("safeguard"))],
        [cell.least !== null ? say("level %(level)s or more of %(top)s", { level: cell.least, top: question.levels.length - 1 }) : cell.level === null ? statusWord(cell.status) : say("level %(level)s of %(top)s", { level: cell.level, top: question.levels.length - 1 }), cell.confidence === "low" && el("span", { class: "muted" }, " (", say("low confidence"), ")")],
        shareText(made.weights.criteria[c]),
        shareText(result.used[c]),
        why(question, cell, unit),
      ];
    });
    const score = result.nodes[group.at];
    const head = Number.isNaN(result.lows[group.at]) ? say("%(group)s: nothing that applies has weight", { group: group.title }) : say("%(group)s: %(score)s, range %(low)s–%(high)s", { group: group.title, score: scoreText(score), low: scoreText(result.lows[group.at]), high: scoreText(result.highs[group.at]) });
    const heads = [say("Criterion"), say("What was found"), say("Weight"), say("Of the score"), say("Why")];
    return el("details", {}, el("summary", {}, head), table(group.title, heads, rows, "stack"));
  });
  return answers ? [answers, ...groups] : groups;
}

/**
 * What the scores are read beside, under the frame; nothing where there is none.
 *
 * @param {Held} data
 * @param {Outcome} made
 */
export function besideLine(data, made) {
  const values = beside(data, made)
    .filter(({ alone, score }) => alone || !Number.isNaN(score))
    .map(({ name, alone, score }) => (alone ? name : `${name}: ${scoreText(score)}`));
  return values.length ? say("To read the scores beside: %(values)s.", { values: values.join("; ") }) : "";
}

/** @param {string} status */
function statusWord(status) {
  const words = {
    "at-least": say("at least"),
    "not-assessed": say("not assessed"),
    "not-applicable": say("does not apply"),
    "no-occasion": say("no occasion for it"),
    disputed: say("disputed"),
    silent: say("silent"),
    contrary: say("contrary"),
    rated: say("rated"),
  };
  return words[/** @type {keyof typeof words} */ (status)] ?? status;
}

/**
 * @param {import("./model.js").Question} question
 * @param {import("./model.js").Cell} cell
 * @param {Unit} unit
 */
function why(question, cell, unit) {
  const stated = cell.level ?? cell.least;
  const passages = cell.evidence.flatMap((id) => (unit.passages[id] ? [unit.passages[id]] : []));
  const places = passages.map((passage) => el("li", {}, passage.note, " ", linkOr(passage.url, passage.source), passage.where && `, ${passage.where}`));
  return el(
    "div",
    {},
    stated !== null && question.levels[stated] && el("p", { class: "muted" }, question.levels[stated]),
    cell.reason && el("p", {}, cell.reason),
    places.length > 0 && el("ul", {}, ...places)
  );
}

/**
 * A text that leads to an address of the web; any other address is none, for a click must never run what data say.
 *
 * @param {string} address
 * @param {string} text
 */
function linkOr(address, text) {
  return /^https?:\/\//i.test(address) ? el("a", { href: address, rel: "noreferrer" }, text) : text;
}

/**
 * Two units, criterion by criterion, the widest weighed gap first.
 *
 * @param {Held} data
 * @param {Outcome} made
 * @param {Unit} a
 * @param {Unit} b
 */
export function pair(data, made, a, b) {
  const gaps = data.questions.map((question, c) => ({ question, c, gap: made.weights.criteria[c] * (a.row.values[c] - b.row.values[c]) }));
  const known = gaps.filter(({ gap }) => !Number.isNaN(gap)).sort((x, y) => Math.abs(y.gap) - Math.abs(x.gap));
  const apart = known.filter(({ gap }) => gap !== 0);
  const rows = apart.map(({ question, c, gap }) => [question.title, scoreText(a.row.values[c]), scoreText(b.row.values[c]), shareText(made.weights.criteria[c]), say("%(points)s points of 100", { points: `${gap > 0 ? "+" : gap < 0 ? "−" : ""}${scoreText(100 * Math.abs(gap))}` })]);
  return [
    el("p", {}, say("%(count)s criteria have a value in both; in %(apart)s of them the values differ and have weight.", { count: known.length, apart: apart.length })),
    apart.length > 0 && table(say("%(a)s and %(b)s, the widest weighed gap first", { a: a.name, b: b.name }), [say("Criterion"), a.name, b.name, say("Weight"), say("Weighed gap")], rows),
    apart.length > 0 && el("p", { class: "key" }, say("The weighed gap is the weight times the difference. It equals points of the score only if everything is assessed and parts are joined by weighted means.")),
  ];
}

/**
 * What the TIP Report looks at and what it ignores, under this frame.
 *
 * @param {Held} data
 * @param {Outcome} made
 * @param {Unit} unit
 */
export function blindView(data, made, unit) {
  const parts = blindSpot(data, made, unit);
  const names = { assessed: say("looked at"), partly: say("looked at in part"), ignored: say("ignored"), "": say("not said") };
  if (data.questions.every((question) => !question.tip)) return [];
  const rows = parts.filter((one) => one.part || one.weight > 0).map((one) => [names[/** @type {keyof typeof names} */ (one.part)], shareText(one.weight), shareText(one.covered), scoreText(one.score)]);
  const ignored = parts[2].weight;
  return [
    el("p", {}, say("%(share)s of the weight of this frame is on what the TIP Report ignores.", { share: shareText(ignored) })),
    table(say("Seen and not seen by the TIP Report: %(name)s", { name: unit.name }), [say("The TIP Report"), say("Weight"), say("Assessed"), say("Score there")], rows),
  ];
}

/**
 * @param {Held} data
 * @param {import("./model.js").Group} group
 */
function siblingNames(data, group) {
  return siblingsOf(data, group.at).map((n) => data.nodeTitles[n]).join(", ");
}

/**
 * What would have to be true for a unit to come first.
 *
 * @param {Held} data
 * @param {Outcome} made
 * @param {Unit} unit
 * @param {{group: import("./model.js").Group, from: number, to: number}[]} ways
 */
export function firstWays(data, made, unit, ways) {
  const one = made.standings[data.units.indexOf(unit)];
  if (!one.rank) return el("p", {}, say("%(name)s has no rank under this frame: %(share)s of the weight is assessed, and a rank needs %(least)s.", { name: unit.name, share: shareText(one.result.coverage), least: shareText(data.grading.least) }));
  const frames = byPreset(data, made.tree).filter(({ standings }) => standings[data.units.indexOf(unit)].rank === 1);
  const lines = [
    one.rank === 1 && el("li", {}, say("It comes first under this frame already.")),
    ...ways.filter((way) => one.rank !== 1 && way.to !== way.from).map((way) => el("li", {}, say("if %(group)s weighed %(to)s among %(siblings)s in place of %(from)s, the others in proportion", { group: way.group.title, to: shareText(way.to), from: shareText(way.from), siblings: siblingNames(data, way.group) }))),
    frames.length > 0 && el("li", {}, say("under these frames: %(frames)s", { frames: frames.map(({ preset }) => preset.title).join(", ") })),
  ].filter(Boolean);
  if (lines.length) return el("div", {}, el("p", {}, say("%(name)s would come first:", { name: unit.name })), el("ul", {}, ...lines));
  return el("p", {}, say("%(name)s comes first under no shipped frame, and at no share of one group alone.", { name: unit.name }));
}
