// The cells of ruled tables: lines and thin boxes that a page draws, and the cell around a point. In points of the page.

const THIN = 2.5; // a filled box so thin is a line
const SLACK = 2; // a line may stop so short of the next
const SHORTEST = 4;

/**
 * @typedef {{at: number, from: number, to: number}} Line
 * @typedef {{across: Line[], upright: Line[]}} Lines
 * @typedef {[number, number, number, number, number, number]} Matrix
 * @typedef {[number, number]} Point
 */

/**
 * @param {{fnArray: number[], argsArray: any[]}} list  the operators of a page, as pdf.js lists them
 * @param {Record<string, number>} ops  their numbers
 * @returns {Lines} the level and upright lines of a page
 */
export function linesOf({ fnArray, argsArray }, ops) {
  /** @type {Lines} */
  const lines = { across: [], upright: [] };
  /** @type {Matrix} */
  let matrix = [1, 0, 0, 1, 0, 0];
  /** @type {Matrix[]} */
  const kept = [];
  for (let n = 0; n < fnArray.length; n += 1) {
    const args = argsArray[n];
    if (fnArray[n] === ops.save) kept.push(matrix);
    else if (fnArray[n] === ops.restore) matrix = kept.pop() ?? matrix;
    else if (fnArray[n] === ops.transform) matrix = times(matrix, args);
    else if (fnArray[n] === ops.paintFormXObjectBegin && args[0]) { kept.push(matrix); matrix = times(matrix, args[0]); }
    else if (fnArray[n] === ops.paintFormXObjectEnd) matrix = kept.pop() ?? matrix;
    else if (fnArray[n] === ops.constructPath && args[0] !== ops.endPath) segments(args[1]?.[0], matrix, lines);
  }
  return lines;
}

/** @param {Matrix} m @param {Matrix} by @returns {Matrix} */
const times = (m, [a, b, c, d, e, f]) => [
  m[0] * a + m[2] * b, m[1] * a + m[3] * b, m[0] * c + m[2] * d, m[1] * c + m[3] * d,
  m[0] * e + m[2] * f + m[4], m[1] * e + m[3] * f + m[5],
];

/**
 * Add the straight pieces of a path: 0 moves, 1 draws a line, 2 and 3 curves, 4 closes.
 * @param {ArrayLike<number> | undefined} path
 * @param {Matrix} m
 * @param {Lines} lines
 */
function segments(path, m, lines) {
  if (!path) return;
  /** @param {number} x @param {number} y @returns {Point} */
  const place = (x, y) => [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
  /** @type {Point} */
  let here = [0, 0];
  let first = here;
  for (let n = 0; n < path.length;) {
    const kind = path[n];
    if (kind === 0) { here = first = place(path[n + 1], path[n + 2]); n += 3; }
    else if (kind === 1) { const next = place(path[n + 1], path[n + 2]); add(here, next, lines); here = next; n += 3; }
    else if (kind === 2) { here = place(path[n + 5], path[n + 6]); n += 7; }
    else if (kind === 3) { here = place(path[n + 3], path[n + 4]); n += 5; }
    else { add(here, first, lines); here = first; n += 1; }
  }
}

/** @param {Point} from @param {Point} to @param {Lines} lines */
function add([x0, y0], [x1, y1], lines) {
  const [wide, high] = [Math.abs(x1 - x0), Math.abs(y1 - y0)];
  if (wide >= SHORTEST && high < THIN / 2) lines.across.push({ at: (y0 + y1) / 2, from: Math.min(x0, x1), to: Math.max(x0, x1) });
  if (high >= SHORTEST && wide < THIN / 2) lines.upright.push({ at: (x0 + x1) / 2, from: Math.min(y0, y1), to: Math.max(y0, y1) });
}

/**
 * @param {Lines} lines
 * @param {number} x
 * @param {number} y
 * @returns {[number, number, number, number] | null} left, bottom, right, top of the cell around a point, where four lines stand around it
 */
export function cellAround({ across, upright }, x, y) {
  /** @param {Line[]} lines @param {number} place @param {number} other @returns {Point | null} */
  const near = (lines, place, other) => {
    const beside = lines.filter((line) => line.from - SLACK <= other && other <= line.to + SLACK).map((line) => line.at);
    const below = beside.filter((at) => at <= place);
    const above = beside.filter((at) => at > place);
    return below.length && above.length ? [Math.max(...below), Math.min(...above)] : null;
  };
  const [level, sides] = [near(across, y, x), near(upright, x, y)];
  return level && sides ? [sides[0], level[0], sides[1], level[1]] : null;
}
