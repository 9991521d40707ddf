// @ts-check
/** The page: reads what it carries, keeps the state in the address, and draws anew what a change moves. */

import { el, svg } from "./draw.js";
import { fromAddress, statable, toAddress, toYaml } from "./frame.js";
import { firstOver, frameOf, held, objectsOf, outcome, plainWish, rawShares, stancesOf, waysToFirst, weighable, weighedGroups } from "./model.js";
import { rangeText, say, scoreText, shareText, speak } from "./words.js";
import { blindView, cloud, finding, firstMap, firstWays, frameName, gradeText, gradient, hollow, joinName, nearestFrames, pair, Ranking, rankingKey, unitView, verdicts } from "./views.js";

/** @typedef {import("./model.js").Held} Held */
/** @typedef {import("./frame.js").Wish} Wish */

const JOINS = ["geometric", "harmonic", "minimum"];
const MAP_STEPS = 15;
/** Slow views wait until the reader pauses, so that a moved slider answers at once. */
const PAUSE = 200;

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
    this.data = data;
    this.nodes = weighable(data);
    this.ranking = new Ranking(data, (unit) => this.choose(unit));
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
    this.axes = ["across", "upwards"].map((name, k) => groups.find((id) => id === said.get(name)) ?? groups[k] ?? "").filter(Boolean);
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
    const address = toAddress(this.wish, { unit: this.unit.id, beside: this.other.id, across, upwards });
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
    const text = finding(this.data, this.made, this.frame);
    put("finding", text);
    this.ranking.update(this.made, this.frame);
    this.showWeights();
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => {
      this.write();
      this.showSlow();
      this.showFileNote();
      put("told", text);
    }, PAUSE);
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
    put("unit-title", unit.title, unit.draft && [". ", say("It rests on a draft.")].join(""), ...(unit.footnote ? [el("br"), unit.footnote] : []));
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
    put("ranking", this.ranking.element, rankingKey(data));
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

  /** @param {{unit?: import("./model.js").Unit, other?: import("./model.js").Unit, axes?: string[]}} seen */
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
  Object.assign(window, { explorer: { of: explorer, outcome, rangeText, scoreText, gradeText } });
  document.documentElement.classList.add("ready");
});
