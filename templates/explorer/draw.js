// @ts-check
/** Elements and small drawings. All text of the data goes in as text, never as markup. */

/** @typedef {Node|string|number|null|undefined|false} Child */
/** @typedef {{[name: string]: string|number|boolean|null|undefined|((event: Event) => void)}} Attributes */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element with attributes, listeners (`onclick`) and children.
 *
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...(Child|Child[])} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  return /** @type {HTMLElement} */ (filled(document.createElement(tag), attributes, children));
}

/**
 * Make an element of a drawing.
 *
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...(Child|Child[])} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  return /** @type {SVGElement} */ (filled(document.createElementNS(SVG, tag), attributes, children));
}

/**
 * @param {Element} element
 * @param {Attributes} attributes
 * @param {(Child|Child[])[]} children
 */
function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/**
 * Make a drawing with its name for those who hear the page.
 *
 * @param {number} width
 * @param {number} height
 * @param {string} name
 * @param {...(Child|Child[])} children
 */
export function drawing(width, height, name, ...children) {
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": name, class: "drawing" }, ...children);
}

/**
 * Make a table: a caption, heads, and rows whose first cell is the row's head.
 *
 * @param {string} caption
 * @param {string[]} heads
 * @param {(Child|Child[])[][]} rows
 * @param {string} [kind] a class; `numbers` sets all but the first column to the right
 * @returns {HTMLElement}
 */
export function table(caption, heads, rows, kind = "") {
  const head = el("tr", {}, ...heads.map((text) => el("th", { scope: "col" }, text)));
  const body = rows.map((cells) =>
    el("tr", {}, ...cells.map((cell, k) => el(k ? "td" : "th", k ? {} : { scope: "row" }, ...(Array.isArray(cell) ? cell : [cell]))))
  );
  const made = el("table", { class: kind }, el("caption", {}, caption), el("thead", {}, head), el("tbody", {}, ...body));
  return el("div", { class: "wide", role: "group", tabindex: "0", "aria-label": caption }, made);
}

/** A score with its range on a line from 0 to 1: the bar is the range, the dot the score. It is made once and moved. */
export class RangeLine {
  /** @param {number[]} edges where bands begin */
  constructor(edges) {
    this.bar = svg("rect", { y: 6, height: 6, class: "range" });
    this.dot = svg("circle", { cy: 9, r: 4.5 });
    const lines = edges.map((edge) => svg("line", { x1: along(edge), x2: along(edge), y1: 2, y2: 16, class: "edge" }));
    this.element = drawing(160, 18, "", ...lines, this.bar, this.dot);
  }

  /**
   * @param {{score: number, low: number, high: number}} result
   * @param {boolean} isFirm whether enough is assessed for the score to count
   * @param {string} name
   */
  move(result, isFirm, name) {
    this.element.setAttribute("aria-label", name);
    this.bar.setAttribute("x", along(result.low).toFixed(2));
    this.bar.setAttribute("width", Math.max(1, along(result.high) - along(result.low)).toFixed(2));
    this.dot.setAttribute("cx", along(Number.isNaN(result.score) ? 0 : result.score).toFixed(2));
    this.dot.setAttribute("class", Number.isNaN(result.score) ? "none" : isFirm ? "mark" : "mark open");
  }
}

/** @param {number} value */
function along(value) {
  return 4 + 152 * Math.min(1, Math.max(0, value));
}

/**
 * Keep text of a drawing from running over: cut it with an ellipsis.
 *
 * @param {string} text
 * @param {number} most
 */
export function cut(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
