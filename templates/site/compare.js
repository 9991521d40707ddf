// @ts-check
"use strict";
// Two units of one rubric, question by question, and under every frame: who is ahead where ranges part, those first.
(() => {
  const held = /** @type {any} */ (window).NAP_SCORES;
  const pick = ["one", "other"].map((id) => /** @type {HTMLSelectElement} */ (document.getElementById(id)));
  const place = document.getElementById("found");
  if (!held || !place || !pick[0] || !pick[1]) return;
  const said = place.dataset;
  const number = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const fill = (/** @type {string|undefined} */ text, /** @type {{[name: string]: unknown}} */ values) =>
    (text ?? "").replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
  const ids = Object.keys(held.units).sort((a, b) => held.units[a][1].localeCompare(held.units[b][1], document.documentElement.lang));

  /** @param {string} tag @param {...(string|Node)} children */
  function el(tag, ...children) {
    const made = document.createElement(tag);
    made.append(...children);
    return made;
  }

  /** @param {string} tag @param {string} name @param {string} text */
  function told(tag, name, text) {
    const made = el(tag, text);
    made.className = name;
    return made;
  }

  /** Two rows over a scale in per cent, the first above: from the lowest to the highest, with a dot at the score.
   * @param {(number|null)[][]} pair score, lowest and highest of each, from 0 to 1 */
  function bar(pair) {
    const place = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(place, "svg");
    /** @param {string} tag @param {{[name: string]: string|number}} given */
    const mark = (tag, given) => {
      const made = document.createElementNS(place, tag);
      for (const [name, value] of Object.entries(given)) made.setAttribute(name, String(value));
      svg.append(made);
    };
    for (const [name, value] of Object.entries({ class: "wide", width: "100%", height: 26, "aria-hidden": "true" })) svg.setAttribute(name, String(value));
    const cent = (/** @type {number} */ part) => `${Math.round(1000 * part) / 10}%`;
    pair.forEach(([score, low, high], k) => {
      const y = 6 + 14 * k;
      mark("rect", { class: "ground", y: y - 1, width: "100%", height: 2 });
      if (score === null) return;
      mark("rect", { class: k ? "second" : "range", x: cent(low ?? score), y: y - 3, width: cent((high ?? score) - (low ?? score)), height: 6 });
      mark("circle", { class: k ? "second" : "range", cx: cent(score), cy: y, r: 5 });
    });
    return svg;
  }

  /** @param {HTMLSelectElement} select @param {string[]} names @param {string} chosen */
  function offer(select, names, chosen) {
    select.replaceChildren(...names.map((id) => new Option(`${held.units[id][1]} · ${held.rubrics[held.units[id][0]]}`, id, false, id === chosen)));
  }

  function show() {
    const [a, b] = pick.map((select) => held.units[select.value]);
    if (!a || !b) {
      place?.replaceChildren(el("p", said.alone ?? ""));
      return;
    }
    const frames = held.frames[a[0]];
    const rows = frames.map((/** @type {string} */ frame, /** @type {number} */ k) => ({ frame, x: a[2][k], y: b[2][k] }));
    const both = rows.filter((/** @type {any} */ row) => row.x[0] !== null && row.y[0] !== null && row.x[0] !== row.y[0]);
    const firm = (/** @type {any} */ row) => row.x[1] > row.y[2] || row.y[1] > row.x[2];
    const lines = [a, b].map((unit, way) => {
      const won = both.filter((/** @type {any} */ row) => (row.x[0] > row.y[0]) === (way === 0));
      return told("p", "lead", fill(said.ahead, { name: unit[1], all: frames.length, firm: won.filter(firm).length }));
    });
    const parted = both.filter(firm).length;
    if (parted < rows.length) lines.push(el("p", fill(said.even, { count: rows.length - parted })));
    const wide = (/** @type {any} */ row) => row.x[0] === null || row.y[0] === null ? -1 : Math.abs(row.x[0] - row.y[0]);
    const sure = (/** @type {any} */ row) => both.includes(row) && firm(row);
    rows.sort((/** @type {any} */ p, /** @type {any} */ q) => Number(sure(q)) - Number(sure(p)) || wide(q) - wide(p));
    const cell = (/** @type {any} */ one) => {
      const [score, low, high, grade] = one;
      if (score === null) return said.none ?? "";
      const range = low === high ? "" : ` (${fill(said.range, { low: number.format(low), high: number.format(high) })})`;
      return `${number.format(score)}${range} ${held.bands[grade] ?? grade}`;
    };
    const [frame, gap, ranges] = (said.heads ?? "").split("|");
    const body = rows.map((/** @type {any} */ row) => {
      const apart = row.x[0] === null || row.y[0] === null ? "–" : number.format(row.x[0] - row.y[0]);
      return [row.frame, cell(row.x), cell(row.y), apart, sure(row) ? said.firm ?? "" : said.open ?? "", bar([row.x, row.y])];
    });
    place?.replaceChildren(...lines, ...answers(a, b), key(a, b), tabled([frame, a[1], b[1], gap, ranges], body, 4));
  }

  /** Which row of each bar is whose. @param {any} a @param {any} b */
  const key = (a, b) => told("p", "key", fill(said.bars, { first: a[1], second: b[1] }));

  /** What two units answer differently, the widest apart first. @param {any} a @param {any} b */
  function answers(a, b) {
    const both = held.questions[a[0]]
      .map((/** @type {any} */ asked, /** @type {number} */ k) => ({ asked, x: a[3][k], y: b[3][k] }))
      .filter((/** @type {any} */ row) => row.x !== null && row.y !== null);
    if (!both.length) return [];
    const apart = (/** @type {any} */ row) => Math.abs(row.x - row.y) / row.asked[1];
    const rows = both.filter(apart).sort((/** @type {any} */ p, /** @type {any} */ q) => apart(q) - apart(p));
    const [title, question] = (said.asked ?? "").split("|");
    const level = (/** @type {number} */ one, /** @type {any} */ row) => fill(said.level, { level: one, top: row.asked[1] });
    const body = rows.map((/** @type {any} */ row) => [row.asked[0], level(row.x, row), level(row.y, row), bar([[row.x / row.asked[1]], [row.y / row.asked[1]]])]);
    const told = [el("h2", title), el("p", fill(said.differs, { all: both.length, count: rows.length }))];
    return rows.length ? [...told, key(a, b), tabled([question, a[1], b[1]], body, 2)] : told;
  }

  /** A table whose last cell is a bar. @param {string[]} heads @param {(string|Element)[][]} rows @param {number} last */
  function tabled(heads, rows, last) {
    const body = rows.map(([first, ...rest]) => {
      const cells = rest.map((text) => el("td", text));
      cells.forEach((one, k) => { one.dataset.head = k < Math.min(3, last) ? heads[k + 1] : ""; });
      cells[last].className = "bar";
      cells[last].setAttribute("aria-hidden", "true");
      return el("tr", el("th", first), ...cells);
    });
    const whole = el("table", el("thead", el("tr", ...heads.map((text) => el("th", text)), told("td", "bar", ""))), el("tbody", ...body));
    whole.className = "compared";
    const table = el("div", whole);
    table.className = "scroll";
    table.tabIndex = 0;
    table.setAttribute("role", "group");
    table.setAttribute("aria-label", heads.slice(0, 3).join(", "));
    return table;
  }

  /** @param {string} second */
  function renew(second) {
    const rubric = held.units[pick[0].value][0];
    const like = ids.filter((id) => held.units[id][0] === rubric && id !== pick[0].value);
    offer(pick[1], like, like.includes(second) ? second : like[0]);
    show();
  }

  function read() {
    const known = (/** @type {string|undefined} */ text) => (text ?? "").split(",").filter((id) => ids.includes(id));
    const named = known(location.hash.slice(1).replace(/%2C/gi, ","));
    const asked = named.length ? named : known(said.first);
    offer(pick[0], ids, asked[0] ?? ids[0]);
    renew(asked[1] ?? "");
  }
  pick[0].addEventListener("change", () => renew(pick[1].value));
  pick[1].addEventListener("change", show);
  for (const select of pick) {
    select.addEventListener("change", () => {
      try {
        history.replaceState(null, "", `#${pick.map((one) => one.value).join(",")}`);
      } catch {
        // Some browsers keep no address of a file.
      }
    });
  }
  window.addEventListener("hashchange", read);
  read();
})();
