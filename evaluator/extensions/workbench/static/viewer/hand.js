// What a hand selects on a page: from the nearest line at each end, and between them the column or the cells that the eye sees.

import { cellAround } from "./cells.js";

const WORD_GAP = 1.1; // pieces of a line nearer than so many of its heights belong together
const SHARED = 0.3; // share of the narrower of two pieces that lies above or below the other, in one column
const LEVEL = 0.5; // share of the lower of two pieces that is level with the other, on one line

/**
 * @typedef {import("./passage.js").Span} Span
 * @typedef {import("./passage.js").Flat} Flat
 * @typedef {{left: number, top: number, right: number, bottom: number}} Rect  in pixels of the screen
 * @typedef {Rect & {node: Text, start: number, end: number}} Piece  a piece of text, with its place in the text of the page
 * @typedef {{piece: Piece, at: number}} Caret  a place in the text of the page
 */

/** @param {Flat} flat @returns {Piece[]} the pieces of text of a page that are seen */
export const piecesOf = (flat) =>
  flat.nodes.flatMap(({ node, start, end }) => {
    if (!node.data.trim()) return [];
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    return right - left > 0.5 && bottom - top > 0.5 ? [{ node, start, end, left, top, right, bottom }] : [];
  });

/** @param {number} at @param {number} from @param {number} to how far a place lies outside of a stretch */
const outside = (at, from, to) => Math.max(from - at, at - to, 0);

/**
 * @param {Piece[]} pieces
 * @param {number} x
 * @param {number} y
 * @returns {Caret | null} the place in the text that is nearest to a point: first by lines, then along the line
 */
export function nearest(pieces, x, y) {
  if (!pieces.length) return null;
  const off = Math.min(...pieces.map((piece) => outside(y, piece.top, piece.bottom)));
  const level = pieces.filter((piece) => outside(y, piece.top, piece.bottom) <= off + (piece.bottom - piece.top) / 4);
  const piece = level.reduce((a, b) => (outside(x, b.left, b.right) < outside(x, a.left, a.right) ? b : a));
  return { piece, at: piece.start + along(piece, x) };
}

/** @param {Piece} piece @param {number} x @returns {number} the place in a piece whose edge is nearest to x */
function along({ node, left, right }, x) {
  if (x <= left) return 0;
  if (x >= right) return node.data.length;
  const range = document.createRange();
  /** @param {number} at */
  const edge = (at) => {
    range.setStart(node, 0);
    range.setEnd(node, at);
    return range.getBoundingClientRect().right;
  };
  let [low, high] = [0, node.data.length];
  while (low < high) {
    const at = (low + high) >> 1;
    if ((at ? edge(at) : left) + edge(at + 1) < 2 * x) low = at + 1;
    else high = at;
  }
  return low;
}

/** @param {Rect} a @param {Rect} b whether two pieces stand on one line */
const isLevel = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) >= LEVEL * Math.min(a.bottom - a.top, b.bottom - b.top);
/** @param {Rect} a @param {Rect} b whether two pieces stand above each other in one column */
const isUnder = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) >= SHARED * Math.min(a.right - a.left, b.right - b.left);
/** @param {Rect} a @param {Rect} b whether two pieces are neighbours on one line */
const isBeside = (a, b) => isLevel(a, b) && Math.max(a.left, b.left) - Math.min(a.right, b.right) <= WORD_GAP * Math.min(a.bottom - a.top, b.bottom - b.top);

/** @param {Piece[]} pieces @param {Caret} caret @returns {Caret} a place of an earlier measuring, in pieces as they are measured now */
const known = (pieces, { piece, at }) => ({ piece: pieces.find(({ node }) => node === piece.node) ?? piece, at });

/**
 * @param {Piece[]} pieces
 * @param {Caret} from
 * @param {Caret} to
 * @returns {Span[]} the parts of the text between two places, as the eye sees them: along a line, or down a column; where the
 *   two stand in different columns, in the order of the text
 */
export function between(pieces, from, to) {
  if (from.piece === to.piece) return from.at === to.at ? [] : [order(from.at, to.at)];
  const isLine = isLevel(from.piece, to.piece);
  const isTurned = isLine ? to.piece.left < from.piece.left : to.piece.top < from.piece.top;
  const [first, last] = isTurned ? [to, from] : [from, to];
  if (isLine) return joined(pieces.filter((piece) => isLevel(piece, first.piece) && piece.left >= first.piece.left && piece.right <= Math.max(last.piece.right, first.piece.right)), first, last);
  const here = pieces.filter((piece) => middle(piece) >= first.piece.top && middle(piece) <= last.piece.bottom);
  const column = reached(here, first.piece);
  if (!column.has(last.piece)) return [order(from.at, to.at)];
  const kept = [...column].filter((piece) => !(isLevel(piece, first.piece) && piece.left < first.piece.left) && !(isLevel(piece, last.piece) && piece.left > last.piece.left));
  return joined(kept, first, last);
}

/** @param {Rect} piece */
const middle = (piece) => (piece.top + piece.bottom) / 2;
/** @param {number} a @param {number} b @returns {Span} */
const order = (a, b) => [Math.min(a, b), Math.max(a, b)];

/** @param {Piece[]} pieces @param {Piece} first @returns {Set<Piece>} the pieces that neighbours on lines and in columns lead to */
function reached(pieces, first) {
  const lines = [...pieces].sort((a, b) => middle(a) - middle(b));
  const found = new Set([first]);
  const waiting = [first];
  for (let piece = waiting.pop(); piece; piece = waiting.pop()) {
    const here = piece;
    for (const other of lines) {
      if (!found.has(other) && (isBeside(here, other) || (!isLevel(here, other) && isUnder(here, other)))) {
        found.add(other);
        waiting.push(other);
      }
    }
  }
  return found;
}

/** @param {Piece[]} pieces @param {Caret} first @param {Caret} last @returns {Span[]} the parts of pieces, without what lies before the first place and behind the last */
function joined(pieces, first, last) {
  /** @type {Span[]} */
  const parts = pieces.map((piece) => [piece === first.piece ? first.at : piece.start, piece === last.piece ? last.at : piece.end]);
  return parts.filter(([start, end]) => start < end).sort((a, b) => a[0] - b[0]);
}

/**
 * @typedef {(rect: Rect) => Point} Place  the middle of a rectangle of the screen in points of the page
 * @typedef {import("./cells.js").Point} Point
 * @typedef {[number, number, number, number]} Cell  left, bottom, right, top of a cell of a ruled table, in points of the page
 */

/**
 * @param {Piece[]} pieces
 * @param {import("./cells.js").Lines | null} lines
 * @param {number} x
 * @param {number} y
 * @param {Place} place
 * @param {Point} point  the point itself in points of the page
 * @returns {Caret | null} as `nearest`, but of the cell of a ruled table around the point, where a text stands in it
 */
export function nearestInCell(pieces, lines, x, y, place, point) {
  const cell = lines && cellAround(lines, ...point);
  const inside = cell ? pieces.filter((piece) => isIn(cell, place(piece))) : [];
  return nearest(inside.length ? inside : pieces, x, y);
}

/**
 * @param {Piece[]} pieces
 * @param {import("./cells.js").Lines | null} lines
 * @param {Caret} begun
 * @param {Caret} ended
 * @param {Place} place
 * @returns {Span[]} as `between`, but inside the cell where both places stand in one, and whole cells where they stand in two
 */
export function betweenCells(pieces, lines, begun, ended, place) {
  const [from, to] = [known(pieces, begun), known(pieces, ended)];
  const [one, other] = [from, to].map(({ piece }) => (lines ? cellAround(lines, ...place(piece)) : null));
  if (!one || !other) return between(pieces, from, to);
  /** @type {Cell} */
  const area = [Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.max(one[2], other[2]), Math.max(one[3], other[3])];
  const inside = pieces.filter((piece) => isIn(area, place(piece)));
  if (String(one) === String(other)) return between(inside, from, to);
  return inside.map((piece) => [piece.start, piece.end]);
}

/** @param {Cell} cell @param {Point} point */
const isIn = ([left, bottom, right, top], [x, y]) => x >= left && x <= right && y >= bottom && y <= top;

const ENDS = /[.!?…]["”’)]?\s+(?=["“(]?[\p{Lu}\d])/gu;
const LONGEST = 1200;

/** @param {string} text @param {number} at @returns {Span} the sentence around a place of a text */
export function sentenceAt(text, at) {
  const from = Math.max(0, at - LONGEST);
  let start = from;
  for (const end of text.slice(from, at + LONGEST).matchAll(ENDS)) {
    const next = from + end.index + end[0].length;
    if (next > at) return [start, next];
    start = next;
  }
  return [start, Math.min(text.length, at + LONGEST)];
}
