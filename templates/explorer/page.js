// @ts-check
/** The page: reads what it carries, keeps the state in the address, and draws anew what a change moves. */

import { cut, el, svg } from "./draw.js";
import { fromAddress, statable, toAddress, toYaml } from "./frame.js";
import { among, effectiveShare, firstOver, frameOf, held, moves, objectsOf, outcome, plainWish, rawShares, stancesOf, turnOfFirst, waysToFirst, weighable, weighedGroups, withShare } from "./model.js";
import { Teller } from "./passing.js";
import { rangeText, say, scoreText, shareText, speak } from "./words.js";
import { besideLine, blindView, cloud, finding, firstMap, firstWays, frameName, gradeText, gradient, hollow, joinName, nearestFrames, pair, Ranking, rankingKey, unitView, verdicts } from "./views.js";

/** @typedef {import("./model.js").Held} Held */
/** @typedef {import("./frame.js").Wish} Wish */

const JOINS = ["geometric", "harmonic", "minimum"];
const MAP_STEPS = 15;
/** Slow views wait until the reader pauses, so that a moved slider answers at once. */
const PAUSE = 200;
/** Narrower windows begin with the weights folded away. */
const WIDE = 960;

/**
 * Unpack what the page carries: JSON, compressed, as base64.
 *
 * @returns {Promise<any>}
 */
async function carried() {
  const text = document.getElementById("carried")?.textContent?.trim() ?? "";
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

/** @param {string} stance */
function stanceTitle(stance) {
  const titles = { control: say("control"), protection: say("protection"), structural: say("structural") };
  return titles[/** @type {keyof typeof titles} */ (stance)] ?? stance;
}

/** @param {string} object */
function objectTitle(object) {
  const titles = { plan: say("count what the plan promises"), law: say("count what the law says"), practice: say("count what is done in practice") };
  return titles[/** @type {keyof typeof titles} */ (object)] ?? object;
}

class Explorer {
  /** @param {Held} data */
  constructor(data) {
    this.whole = data;
    this.data = data;
    this.nodes = weighable(data);
    this.teller = new Teller(data.telling);
    this.ranking = new Ranking(data, (unit) => this.choose(unit), (unit) => this.pin(unit));
    /** @type {import("./model.js").Unit[]} */
    this.pins = [];
    this.isAll = false;
    this.find = "";
    this.lead = data.groups[0];
    this.said = "";
    /** @type {Wish} */
    this.wish = plainWish(data);
    this.unit = data.units[0];
    this.other = data.units[1] ?? data.units[0];
    /** @type {string[]} */
    this.axes = [];
    /** @type {number|undefined} */
    this.waiting = undefined;
    this.read();
  }

  /** Take the state from the address. */
  read() {
    const given = new URLSearchParams(location.hash.slice(1));
    this.holdGroup(given.get("g") === "all" || !this.hasNear ? "" : "near");
    const { data } = this;
    this.wish = fromAddress(location.hash.slice(1), {
      presets: data.presets.map((preset) => preset.id),
      reference: data.reference,
      nodes: this.nodes.map((n) => data.tree.branches[n].id),
      stances: stancesOf(data),
      objects: objectsOf(data),
      joins: JOINS,
    });
    const said = new URLSearchParams(location.hash.slice(1));
    const find = (/** @type {string|null} */ id) => data.units.find((unit) => unit.id === id);
    this.unit = find(said.get("unit")) ?? data.units[0];
    this.other = find(said.get("beside")) ?? data.units.find((unit) => unit !== this.unit) ?? this.unit;
    const groups = weighedGroups(data).map((group) => group.id);
    const asked = (given.get("pin") ?? "").split(",").filter(Boolean);
    this.pins = asked.flatMap((id) => data.units.find((unit) => unit.id === id || unit.id.startsWith(`${id}-`)) ?? []);
    this.lead = weighedGroups(data).find((group) => group.id === given.get("lead")) ?? weighedGroups(data).at(-1) ?? data.groups[0];
    this.axes = ["across", "upwards"].map((name, k) => groups.find((id) => id === said.get(name)) ?? groups[k] ?? "").filter(Boolean);
  }

  get hasNear() {
    return this.whole.near.length > 1 && this.whole.near.length < this.whole.units.length;
  }

  /**
   * Hold the units of the own region, or all of them.
   *
   * @param {string} group
   */
  holdGroup(group) {
    const data = group === "near" ? among(this.whole, this.whole.near) : this.whole;
    if (data.units.length === this.data.units.length) return;
    this.data = data;
    this.ranking = new Ranking(data, (unit) => this.choose(unit), (unit) => this.pin(unit));
  }

  /** @param {import("./model.js").Unit} unit */
  pin(unit) {
    this.pins = this.pins.includes(unit) ? this.pins.filter((one) => one !== unit) : [unit, ...this.pins];
    this.show();
    this.ranking.stars[this.data.units.indexOf(unit)].focus();
  }

  get isMoved() {
    const plain = plainWish(this.data, this.wish.preset);
    return JSON.stringify(plain) !== JSON.stringify(this.wish);
  }

  get frame() {
    return frameName(this.data, this.wish, this.isMoved);
  }

  /** Keep the state in the address, without a step of the history for each move of a slider. */
  write() {
    const [across = "", upwards = ""] = this.axes;
    const pin = this.pins.map((unit) => unit.id).join(",");
    const g = this.hasNear && this.data === this.whole ? "all" : "";
    const lead = this.lead?.id ?? "";
    const address = toAddress(this.wish, { unit: this.unit.id, beside: this.other.id, across, upwards, pin, g, lead });
    history.replaceState(null, "", `#${address}`);
  }

  /** @param {Partial<Wish>} change */
  change(change) {
    this.wish = { ...this.wish, ...change };
    this.show();
  }

  /** Draw what depends on the frame; the address and slow views after a pause. */
  show() {
    this.made = outcome(this.data, this.wish);
    const [text, more] = this.happened();
    this.said = text;
    put("finding", text);
    put("below", more);
    this.showRanking();
    this.showWeights();
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => {
      this.write();
      this.showSlow();
      this.showFileNote();
      this.showTurn();
      put("told", text);
    }, PAUSE);
  }

  /** What the reader did and who passed whom; under the reference, who comes first. */
  happened() {
    const { data, made, wish } = this;
    if (!made) return ["", ""];
    const isOther = wish.preset !== data.reference;
    const now = finding(data, made, this.frame);
    const { marks, shifts } = moves(data, wish, made);
    if ((!isOther && !this.isMoved) || marks.length < 2) return [now, ""];
    const title = (/** @type {string} */ id) => data.presets.find((preset) => preset.id === id)?.title ?? id;
    const deed = this.teller.deed(shifts, isOther ? title(wish.preset) : "", title(data.reference), this.isMoved);
    const told = this.teller.told(deed, marks, this.pins.map((unit) => unit.id));
    // How parts are joined is said first, for it is in no frame that can be taken along.
    return wish.aggregation ? [now, told.join(" ")] : told;
  }

  /** Where nobody passes anybody: the share at which first place changes. */
  showTurn() {
    const { data, made, wish, lead } = this;
    if (!made || !lead || !this.said.includes(data.telling.messages.nobody)) return;
    const turn = turnOfFirst(data, wish, lead.at);
    if (turn) put("below", say("First place changes where %(group)s has %(share)s: then it is %(names)s.", { group: lead.title, share: shareText(turn.share), names: turn.names }));
  }

  showRanking() {
    if (!this.made) return;
    const folded = this.ranking.update(this.made, this.frame, { pins: this.pins, find: this.find, isAll: this.isAll });
    put("beside", besideLine(this.data, this.made));
    byId("rest").hidden = folded === 0;
    put("rest", say("Show the other %(count)s", { count: folded }));
  }

  /** @param {import("./model.js").Unit} unit */
  choose(unit) {
    this.unit = unit;
    /** @type {HTMLSelectElement} */ (byId("unit")).value = unit.id;
    this.show();
    byId("unit-head").focus();
  }

  /** Views of one unit, and those that score many frames. */
  showSlow() {
    const { data, made, unit, other } = this;
    if (!made) return;
    put("unit-title", unit.title, unit.draft && [". ", say("It rests on a draft.")].join(""));
    put("near", ...nearestFrames(data, made, this.frame, this.isMoved ? "" : this.wish.preset));
    put("verdicts", verdicts(data, made, unit), this.wish.aggregation !== "" && el("p", { class: "key" }, say("Here every frame joins parts by %(join)s.", { join: joinName(this.wish.aggregation) })));
    put("gradient", ...gradient(data, made, unit));
    put("criteria", ...unitView(data, made, unit));
    put("pair", ...(data.units.length > 1 && other !== unit ? pair(data, made, unit, other) : [el("p", {}, say("Choose another unit to compare with."))]));
    put("blind", ...blindView(data, made, unit));
    put("map", ...this.map());
    put("ways", el("button", { type: "button", onclick: () => this.showWays() }, say("Look for ways to come first")));
  }

  /** Who comes first over the shares of two groups. */
  map() {
    const { data } = this;
    const [x, y] = this.axes.map((id) => data.groups.find((group) => group.id === id) ?? data.groups[0]);
    if (!x || !y) return [el("p", {}, say("This rubric has no groups to weigh."))];
    if (x === y) return [el("p", {}, say("Choose two different groups."))];
    return firstMap({ x: x.title, y: y.title, cells: firstOver(data, this.wish, x, y, MAP_STEPS) });
  }

  /** Look for shares under which the unit comes first: many scores, so only when asked. */
  showWays() {
    const { data, made, unit } = this;
    if (made) put("ways", firstWays(data, made, unit, waysToFirst(data, this.wish, unit.id)));
  }

  /** Raw numbers and what they come to, beside each slider. */
  showWeights() {
    const { data, made } = this;
    if (!made) return;
    if (this.lead) {
      const own = effectiveShare(data, this.wish, this.lead.at);
      const input = /** @type {HTMLInputElement} */ (byId("lead"));
      if (document.activeElement !== input) input.value = String(Math.round(100 * own));
      const text = say("%(share)s of what counts", { share: shareText(made.weights.nodes[this.lead.at]) });
      input.setAttribute("aria-valuetext", text);
      put("v-lead", text);
    }
    for (const n of this.nodes) {
      const { id } = data.tree.branches[n];
      const input = /** @type {HTMLInputElement} */ (byId(`w-${id}`));
      const raw = rawShares(data, this.wish, n).get(n) ?? 0;
      if (document.activeElement !== input) input.value = String(Math.round(raw));
      put(`c-${id}`, cloud(data.presets.find((preset) => preset.id === this.wish.preset)?.cloud?.[id], made.weights.nodes[n]));
      put(`v-${id}`, say("%(raw)s raw, %(share)s of the whole", { raw: Math.round(raw), share: shareText(made.weights.nodes[n]) }));
    }
    for (const stance of stancesOf(data)) {
      const share = data.questions.reduce((sum, question, c) => sum + (question.stance === stance ? made.weights.criteria[c] : 0), 0);
      put(`v-s-${stance}`, say("times %(times)s, %(share)s of the whole", { times: this.wish.stances[stance], share: shareText(share) }));
    }
  }

  /** Make the controls once for a wish. */
  controls() {
    const { data } = this;
    const options = (/** @type {{id: string, title: string}[]} */ list, /** @type {string} */ chosen) => list.map(({ id, title }) => el("option", { value: id, selected: id === chosen }, title));
    put("ranking", this.ranking.element, this.ranking.below, el("p", { class: "key", id: "beside" }, ""), rankingKey(data));
    byId("nearby").hidden = !this.hasNear;
    put("group", ...options([{ id: "near", title: say("the %(count)s of the region", { count: this.whole.near.length }) }, { id: "all", title: say("all %(count)s", { count: this.whole.units.length }) }], this.hasNear && data !== this.whole ? "near" : "all"));
    byId("leading").hidden = !this.lead || weighedGroups(data).length === 0;
    put("lead-group", ...options(weighedGroups(data).map(({ id, title }) => ({ id, title })), this.lead?.id ?? ""));
    put("preset", ...options(data.presets, this.wish.preset));
    const units = data.units.map((unit) => ({ id: unit.id, title: unit.name.endsWith(unit.id) ? unit.name : `${unit.name}, ${unit.id}` }));
    put("unit", ...options(units, this.unit.id));
    put("beside", ...options(units, this.other.id));
    put("join", ...options(["", ...JOINS].map((id) => ({ id, title: joinName(id) })), this.wish.aggregation));
    byId("rule-gates").hidden = !data.questions.some((question) => question.gate);
    byId("some-shares").hidden = this.nodes.length === 0;
    byId("some-stances").hidden = stancesOf(data).length === 0;
    put("gates", ...options([{ id: "", title: say("as the frame says") }, { id: "cap", title: say("cap the grade") }, { id: "ignore", title: say("are ignored") }], this.wish.gates));
    put("shares", ...this.nodes.map((n) => this.slider(`w-${data.tree.branches[n].id}`, `v-${data.tree.branches[n].id}`, data.nodeTitles[n], 0, 100, 1, (value) => this.share(n, value))));
    put("stances", ...stancesOf(data).map((stance) => this.slider(`s-${stance}`, `v-s-${stance}`, stanceTitle(stance), 0, 4, 0.25, (value) => this.change({ stances: { ...this.wish.stances, [stance]: value } }), this.wish.stances[stance])));
    put("objects", ...objectsOf(data).map((object) => this.box(objectTitle(object), this.wish.objects[object], (isOn) => this.change({ objects: { ...this.wish.objects, [object]: isOn } }))), data.questions.some((question) => question.tip) && this.box(say("count what the TIP Report ignores"), this.wish.countsIgnored, (isOn) => this.change({ countsIgnored: isOn })));
    const groups = weighedGroups(data).map(({ id, title }) => ({ id, title }));
    for (const [k, id] of ["axis-x", "axis-y"].entries()) put(id, ...options(groups, this.axes[k] ?? ""));
  }

  /**
   * Set one raw share; its siblings keep theirs, which from now on are stated.
   *
   * @param {number} n
   * @param {number} value
   */
  share(n, value) {
    const { data } = this;
    const shares = { ...this.wish.shares };
    for (const [k, raw] of rawShares(data, this.wish, n)) shares[data.tree.branches[k].id] = raw;
    shares[data.tree.branches[n].id] = value;
    this.change({ shares });
  }

  /**
   * @param {string} id
   * @param {string} told
   * @param {string} title
   * @param {number} least
   * @param {number} most
   * @param {number} step
   * @param {(value: number) => void} moved
   * @param {number} [value]
   */
  slider(id, told, title, least, most, step, moved, value = 0) {
    const input = el("input", { type: "range", id, min: least, max: most, step, value, "aria-describedby": told, oninput: (event) => moved(Number(/** @type {HTMLInputElement} */ (event.target).value)) });
    return el("div", { class: "slider" }, el("label", { for: id }, title), input, el("div", { id: told.replace("v-", "c-") }), el("output", { id: told, for: id }, ""));
  }

  /**
   * @param {string} title
   * @param {boolean} isOn
   * @param {(isOn: boolean) => void} moved
   */
  box(title, isOn, moved) {
    return el("label", { class: "box" }, el("input", { type: "checkbox", checked: isOn, onchange: (event) => moved(/** @type {HTMLInputElement} */ (event.target).checked) }), title);
  }

  /** Listen to what stands in the page. */
  listen() {
    const chosen = (/** @type {string} */ id, /** @type {(value: string) => void} */ then) => byId(id).addEventListener("change", (event) => then(/** @type {HTMLSelectElement} */ (event.target).value));
    chosen("preset", (preset) => {
      this.wish = plainWish(this.data, preset);
      this.controls();
      this.show();
    });
    chosen("join", (aggregation) => this.change({ aggregation }));
    chosen("gates", (gates) => this.change({ gates: /** @type {Wish["gates"]} */ (gates) }));
    chosen("unit", (id) => this.see({ unit: this.data.units.find((unit) => unit.id === id) }));
    chosen("beside", (id) => this.see({ other: this.data.units.find((unit) => unit.id === id) }));
    for (const [k, id] of ["axis-x", "axis-y"].entries()) chosen(id, (group) => this.see({ axes: this.axes.map((axis, a) => (a === k ? group : axis)) }));
    byId("lead").addEventListener("input", (event) => {
      if (!this.lead) return;
      const share = Number(/** @type {HTMLInputElement} */ (event.target).value) / 100;
      this.change(withShare(this.data, this.wish, this.lead.at, share));
    });
    chosen("lead-group", (id) => this.see({ lead: this.data.groups.find((group) => group.id === id) }));
    chosen("group", (group) => {
      this.holdGroup(group);
      const stay = (/** @type {import("./model.js").Unit} */ unit) => this.data.units.includes(unit);
      this.pins = this.pins.filter(stay);
      if (!stay(this.unit)) this.unit = this.data.units[0];
      if (!stay(this.other)) this.other = this.data.units[1] ?? this.unit;
      this.controls();
      this.show();
    });
    byId("find").addEventListener("input", (event) => {
      this.find = /** @type {HTMLInputElement} */ (event.target).value;
      this.showRanking();
    });
    byId("rest").addEventListener("click", () => {
      this.isAll = true;
      this.showRanking();
    });
    byId("copy").addEventListener("click", () => this.copy());
    byId("picture").addEventListener("click", () => this.picture().toBlob((blob) => blob && saveBlob("explorer.png", blob)));
    byId("reset").addEventListener("click", () => {
      this.wish = plainWish(this.data);
      this.controls();
      this.show();
    });
    byId("save-csv").addEventListener("click", () => save("scores.csv", "text/csv", this.csv()));
    byId("save-yaml").addEventListener("click", () => save("own-frame.yaml", "text/yaml", this.yaml()));
    byId("save-svg").addEventListener("click", () => save("frames.svg", "image/svg+xml", this.svg()));
    byId("save-png").addEventListener("click", () => this.png());
    window.addEventListener("hashchange", () => {
      this.read();
      this.controls();
      this.show();
    });
  }

  /** The sentence and the address that opens it, to paste elsewhere. */
  async copy() {
    this.write();
    const text = `${this.said} ${location.href}`;
    try {
      await navigator.clipboard.writeText(text);
      put("copied", say("Copied."));
    } catch {
      const area = /** @type {HTMLTextAreaElement} */ (el("textarea", { class: "copy", readonly: true, rows: 4, "aria-label": say("Copy this") }));
      area.value = text;
      put("copied", area);
      area.select();
    }
  }

  /** The sentence, the order and the ranges as a picture for networks. */
  picture() {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1200, 630];
    const pen = canvas.getContext("2d");
    if (!pen) return canvas;
    const draw = (/** @type {string} */ fill, /** @type {string} */ font) => Object.assign(pen, { fillStyle: fill, font });
    draw("#fff", "");
    pen.fillRect(0, 0, 1200, 630);
    draw("#17324d", "700 30px system-ui, sans-serif");
    let y = 56;
    for (const line of wrapped(pen, this.said, 1100)) {
      pen.fillText(line, 50, y);
      y += 38;
    }
    const ranked = (this.made?.standings ?? []).filter((one) => one.rank > 0).sort((a, b) => a.rank - b.rank);
    const order = [...ranked.filter((one) => this.pins.includes(one.unit)), ...ranked.filter((one) => !this.pins.includes(one.unit))].slice(0, 12);
    const step = Math.min(36, (575 - y) / Math.max(order.length, 1));
    for (const [k, { unit, result, rank }] of order.entries()) {
      const base = y + step * (k + 0.7);
      draw("#1b2733", `${Math.min(21, step * 0.7)}px system-ui, sans-serif`);
      pen.fillText(`${rank}.  ${cut(unit.short, 28)}`, 50, base);
      pen.fillText(`${scoreText(result.score)}  ${result.grade.grade ?? ""}`, 420, base);
      draw("#9db4c8", "");
      pen.fillRect(760 + 390 * result.low, base - step * 0.35, Math.max(2, 390 * (result.high - result.low)), 6);
      draw("#17324d", "");
      pen.beginPath();
      pen.arc(760 + 390 * result.score, base - step * 0.35 + 3, 6, 0, 7);
      pen.fill();
    }
    draw("#55606b", "18px system-ui, sans-serif");
    pen.fillText(`NAP Evaluator · ${byId("status").textContent?.trim() ?? ""}`, 50, 608, 1100);
    return canvas;
  }

  /** @param {{unit?: import("./model.js").Unit, other?: import("./model.js").Unit, axes?: string[], lead?: import("./model.js").Group}} seen */
  see(seen) {
    Object.assign(this, Object.fromEntries(Object.entries(seen).filter(([, value]) => value)));
    this.show();
  }

  /** Say what the file is for and what it cannot hold. */
  showFileNote() {
    const isSavable = this.yaml() !== "";
    /** @type {HTMLButtonElement} */ (byId("save-yaml")).disabled = !isSavable;
    const place = say("The YAML file goes into %(folder)s of your own library; with --weighting own-frame the command line then makes the same scores.", { folder: `rubrics/${this.data.rubric.id}/weightings` });
    const joins = say("The file does not say how parts are joined. The command line joins them as the rubric says, so its scores will differ from these.");
    put("file-note", isSavable ? place : say("Nothing has weight under this frame, so there is no frame to save."), isSavable && this.wish.aggregation !== "" && ` ${joins}`);
  }

  /** The ranking as CSV; its first line names the frame, and every row carries it. */
  csv() {
    const cell = (/** @type {string|number} */ value) => {
      // A spreadsheet takes these at the head of a cell for a formula.
      const text = /^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value);
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const heads = ["unit_id", "name", "frame", "weights", "rubric", "score", "low", "high", "coverage", "grade", "rank", "rank_reference", "draft"];
    const number = (/** @type {number} */ value) => (Number.isNaN(value) ? "" : value);
    const address = toAddress(this.wish, {});
    const rows = (this.made?.standings ?? []).map(({ unit, result, rank, reference }) => [unit.id, unit.name, this.frame, address, `${this.data.rubric.id} ${this.data.rubric.version}`, number(result.score), result.low, result.high, result.coverage, result.grade.grade ?? "", rank || "", reference || "", unit.draft ? "yes" : "no"]);
    return [heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  }

  /** The frame as a file for `--weighting`; empty where nothing has weight, for no file can say that. */
  yaml() {
    const { data, wish } = this;
    const frame = statable(data.tree, data.weighed, frameOf(data, wish));
    if (!frame) return "";
    const note = `set in the explorer, begun from ${wish.preset}`;
    const remarks = [
      `Put this file into rubrics/${data.rubric.id}/weightings/own-frame.yaml of your own library, and run there:`,
      `evaluator score ${this.unit.id} --rubric ${data.rubric.id} --weighting own-frame`,
    ];
    if (wish.aggregation) remarks.push(`Not in this file: on the page parts were joined otherwise (${wish.aggregation}); the command line joins them as the rubric says.`);
    return toYaml(frame, { id: "own-frame", rubric: data.rubric.id, title: `Own frame, begun from ${wish.preset}`, actor: "the reader", note, remarks });
  }

  /** What the drawing of frames shows: it holds every shipped frame, so it names these and not the reader's own. */
  drawnLines() {
    const { data, wish } = this;
    const joins = wish.aggregation ? say("Here every frame joins parts by %(join)s.", { join: joinName(wish.aggregation) }) : "";
    const name = byId("gradient").querySelector("svg")?.getAttribute("aria-label") ?? this.unit.name;
    return [`${name}.`, [joins, hollow(data), `${data.rubric.title} ${data.rubric.version}.`].filter(Boolean).join(" ")];
  }

  /** The drawing of frames as a file, with what it shows and its styles inside. */
  svg() {
    const drawn = byId("gradient").querySelector("svg");
    if (!drawn) return "";
    const copy = /** @type {SVGElement} */ (drawn.cloneNode(true));
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
    style.textContent = ".edge{stroke:#bbb}.line path{fill:none;stroke:#999}.line.chosen path{stroke:#124;stroke-width:2.5}circle{fill:#124}.open{fill:#fff;stroke:#124}text{font:11px sans-serif}.said{font-size:10px}";
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    const lines = this.drawnLines();
    title.textContent = [this.unit.title, ...lines].join(" ");
    copy.setAttribute("viewBox", "0 0 720 300");
    copy.append(...lines.map((line, k) => svg("text", { x: 2, y: 276 + 16 * k, class: "said" }, line)));
    copy.prepend(title, style);
    return new XMLSerializer().serializeToString(copy);
  }

  /** The same drawing as a picture. */
  png() {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [1440, 600];
      const pen = canvas.getContext("2d");
      if (!pen) return;
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, 1440, 600);
      canvas.toBlob((blob) => blob && saveBlob("frames.png", blob));
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(this.svg().replace("<svg", '<svg width="1440" height="600"'))}`;
  }
}

/**
 * Lines of a text that keep to a width.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} most
 */
function wrapped(pen, text, most) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && pen.measureText(longer).width <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}

/**
 * @param {string} id
 * @param {...(Node|string|false)} children
 */
function put(id, ...children) {
  byId(id).replaceChildren(...children.filter((child) => child !== false));
}

/**
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
function save(name, type, text) {
  saveBlob(name, new Blob([text], { type }));
}

/**
 * @param {string} name
 * @param {Blob} blob
 */
function saveBlob(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = /** @type {HTMLAnchorElement} */ (el("a", { href: address, download: name }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

carried().then((raw) => {
  const data = held(raw);
  speak(data.words, data.lang);
  const explorer = new Explorer(data);
  explorer.controls();
  explorer.listen();
  explorer.show();
  if (window.innerWidth < WIDE) /** @type {HTMLDetailsElement} */ (byId("more-weights")).open = false;
  Object.assign(window, { explorer: { of: explorer, outcome, rangeText, scoreText, gradeText } });
  document.documentElement.classList.add("ready");
});
