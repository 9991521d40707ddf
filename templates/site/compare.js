// @ts-check
"use strict";
// Two units of one rubric under every frame: who is ahead where, the widest differences first, and what is firm.
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
      return told("p", "lead", fill(said.ahead, { name: unit[1], count: won.length, all: frames.length, firm: won.filter(firm).length }));
    });
    if (both.length < rows.length) lines.push(el("p", fill(said.even, { count: rows.length - both.length })));
    const wide = (/** @type {any} */ row) => row.x[0] === null || row.y[0] === null ? -1 : Math.abs(row.x[0] - row.y[0]);
    rows.sort((/** @type {any} */ p, /** @type {any} */ q) => wide(q) - wide(p));
    const cell = (/** @type {any} */ one) => {
      const [score, low, high, grade] = one;
      if (score === null) return said.none ?? "";
      const range = low === high ? "" : ` (${fill(said.range, { low: number.format(low), high: number.format(high) })})`;
      return `${number.format(score)}${range} ${held.bands[grade] ?? grade}`;
    };
    const [frame, gap, sure] = (said.heads ?? "").split("|");
    const head = el("tr", ...[frame, a[1], b[1], gap, sure].map((text) => el("th", text)));
    const body = rows.map((/** @type {any} */ row) => {
      const apart = row.x[0] === null || row.y[0] === null ? "–" : number.format(row.x[0] - row.y[0]);
      const cells = [cell(row.x), cell(row.y), apart, firm(row) ? said.firm ?? "" : said.open ?? ""].map((text) => el("td", text));
      cells.forEach((one, k) => { one.dataset.head = [a[1], b[1], gap, ""][k]; });
      return el("tr", el("th", row.frame), ...cells);
    });
    const whole = el("table", el("thead", head), el("tbody", ...body));
    whole.className = "compared";
    const table = el("div", whole);
    table.className = "scroll";
    table.tabIndex = 0;
    table.setAttribute("role", "group");
    table.setAttribute("aria-label", `${a[1]}, ${b[1]}`);
    place?.replaceChildren(...lines, table);
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
