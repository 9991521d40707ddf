// The text of a page as one string over its nodes: what is selected, whole words of it, where it stands on the page.
// Texts are compared as evaluator/anchors/comparable.py compares them.

/** @type {Record<string, string>} */
const ALIKE = { "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "–": "-", "—": "-" };
const DROPPED = /[\s\-\u2010\u2011\u2212\p{Cc}\p{Cf}\p{Cs}\p{Cn}]/gu;
const HYPHEN = /[\p{L}\p{N}][-\u2010\u00ad]$/u;
const CONTEXT = 16;
const LONGEST = 48;
const BLOCKS = new Set(["ADDRESS", "ARTICLE", "ASIDE", "BLOCKQUOTE", "BR", "CAPTION", "DD", "DIV", "DL", "DT", "FIGURE", "FOOTER", "H1", "H2", "H3", "H4", "H5", "H6", "HEADER", "HR", "LI", "MAIN", "NAV", "OL", "P", "PRE", "SECTION", "TABLE", "TD", "TH", "TR", "UL"]);

/** @param {string} text @returns {string} the text without blanks, hyphens, ligatures and marks of typesetting */
export const compared = (text) => text.normalize("NFKD").replace(/[‘’‚‛ʼ“”„‟–—]/g, (sign) => ALIKE[sign]).replace(DROPPED, "");

/** A text as it is compared, with the place in the text that each character comes from. */
export class Folded {
  /** @param {string} text */
  constructor(text) {
    const parts = [];
    /** @type {number[]} */
    this.at = [];
    let at = 0;
    for (const sign of text) {
      const part = compared(sign);
      parts.push(part);
      for (let n = 0; n < part.length; n += 1) this.at.push(at);
      at += sign.length;
    }
    this.text = parts.join("");
    this.length = text.length;
  }

  /** @param {number} start @param {number} end @returns {Span} the span in the text of two places in the compared text */
  span(start, end) {
    return [this.at[start], this.at[end - 1] + 1];
  }
}

/** @typedef {[number, number]} Span  from a place in a text up to another */

/** The text nodes below an element as one string; lines and blocks end in a line feed. */
export class Flat {
  /** @param {Element} container */
  constructor(container) {
    this.container = container;
    /** @type {{node: Text, start: number, end: number}[]} */
    this.nodes = [];
    /** @type {string[]} */
    const parts = [];
    /** @type {Folded | undefined} */
    this.known = undefined;
    let length = 0;
    /** @param {string} text */
    const add = (text) => { parts.push(text); length += text.length; };
    const walk = document.createTreeWalker(container, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (node instanceof Text) {
        this.nodes.push({ node, start: length, end: length + node.data.length });
        add(node.data);
      } else if (node instanceof Element && BLOCKS.has(node.tagName)) add("\n");
    }
    this.text = parts.join("");
  }

  get folded() {
    this.known ??= new Folded(this.text);
    return this.known;
  }

  /** @param {Range} range @returns {Span | null} the part of the text inside a range of the document */
  inside(range) {
    const found = this.nodes.filter(({ node }) => range.intersectsNode(node));
    if (!found.length) return null;
    const [first, last] = [found[0], found[found.length - 1]];
    const start = first.node === range.startContainer ? first.start + range.startOffset : first.start;
    const end = last.node === range.endContainer ? last.start + range.endOffset : last.end;
    return start < end && this.text.slice(start, end).trim() ? [start, end] : null;
  }

  /** @param {Span} span @returns {DOMRect[]} the boxes of a span on the screen, one for each piece of a line */
  boxes([start, end]) {
    return this.nodes.flatMap(({ node, start: from, end: to }) => {
      const [a, b] = [Math.max(start, from), Math.min(end, to)];
      if (a >= b || !this.text.slice(a, b).trim()) return [];
      const range = document.createRange();
      range.setStart(node, a - from);
      range.setEnd(node, b - from);
      return [...range.getClientRects()].filter((box) => box.width >= 0.5 && box.height >= 0.5);
    });
  }

  /** @param {Span} span @returns {Span} the span grown to whole words; a word that a line cuts is one word */
  whole([start, end]) {
    const { text } = this;
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    /** @param {number} at */
    const joins = (at) => text[at] === "\n" && HYPHEN.test(text.slice(Math.max(0, at - 2), at)) && /\p{Ll}/u.test(text[at + 1] ?? "");
    while (start > 0 && (!/\s/.test(text[start - 1]) || joins(start - 1))) start -= 1;
    while (end < text.length && (!/\s/.test(text[end]) || joins(end))) end += 1;
    return [start, end];
  }

  /** @param {Span[]} spans @returns {Span[]} the spans grown to whole words, those that only blanks part as one */
  wholes(spans) {
    /** @type {Span[]} */
    const found = [];
    for (const [start, end] of spans.map((span) => this.whole(span))) {
      const last = found[found.length - 1];
      if (last && (start <= last[1] || !this.text.slice(last[1], start).trim())) last[1] = Math.max(last[1], end);
      else if (start < end) found.push([start, end]);
    }
    return found;
  }

  /** @param {number} start @param {number} end @returns {{before: string, after: string}} the words around, of about 16 characters */
  around(start, end) {
    /** @param {string[]} words */
    const enough = (words) => {
      let count = 0;
      return words.filter((word) => count < CONTEXT && (count += compared(word).length, true));
    };
    const before = this.text.slice(Math.max(0, start - 400), start).split(/\s+/).filter(Boolean).reverse();
    const after = this.text.slice(end, end + 400).split(/\s+/).filter(Boolean);
    return { before: enough(before).reverse().join(" ").slice(-LONGEST), after: enough(after).join(" ").slice(0, LONGEST) };
  }

  /** @param {string} words @param {number} from @returns {Span | null} where a text stands, at or after a place of the compared text */
  find(words, from = 0) {
    const wanted = compared(words);
    const at = wanted ? this.folded.text.indexOf(wanted, from) : -1;
    return at < 0 ? null : this.folded.span(at, at + wanted.length);
  }

  /** @param {string} before @param {number} characters @param {string} after @returns {Span | null} where so many characters stand between the words around them */
  between(before, characters, after) {
    const { text } = this.folded;
    const [left, right] = [compared(before), compared(after)];
    for (let at = left ? text.indexOf(left) : 0; at >= 0; at = left ? text.indexOf(left, at + 1) : -1) {
      const start = at + left.length;
      if (start + characters <= text.length && text.startsWith(right, start + characters)) return this.folded.span(start, start + characters);
    }
    return null;
  }
}
