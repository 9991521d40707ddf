// <plan-viewer src="..." kind="pdf|html|text" anchors="....json">: a source with its highlights, from which passages are cited.
//
// Events, which bubble: `cite` with detail {page, quads, text, before, after, parts}: a selection over two pages has a part
// for each, and the first is the detail itself; `anchor` with the anchor that was clicked; `ready` when the first page shows.
// Methods: show(anchor), showWords(anchor, tries), cite(), pick(words). Properties: marks (the anchors), picked, labels (texts of the controls).
// Boxes are left, bottom, right, top in points of the page of the PDF, before it is turned; HTML and text have none.
// Nothing here needs more than script-src, style-src, worker-src and connect-src 'self', and img-src 'self' blob: data:.

import { cellAround, linesOf } from "./cells.js";
import { betweenCells, nearestInCell, piecesOf, sentenceAt } from "./hand.js";
import { Flat, compared } from "./passage.js";

/**
 * What pdf.js gives is not declared here: its own declarations are not shipped.
 * @typedef {any} Pdf
 * @typedef {import("./passage.js").Span} Span
 * @typedef {[number, number, number, number]} Box  left, bottom, right, top in points, or left, top, width, height as shares
 * @typedef {{page: Page, spans: Span[]}} Pick  what is selected on a page
 * @typedef {{evidence_id: string, page?: number | null, quads?: Box[], boxes?: Box[], characters?: number, before?: string,
 *   after?: string, paradigms?: string[], titles?: string[], label?: string}} Anchor
 * @typedef {typeof ENGLISH} Labels
 * @typedef {{page: Page, caret: import("./hand.js").Caret, x: number, y: number, kept: Pick[], isMoving: boolean, at: MouseEvent}} Drag
 */

const HERE = new URL(".", import.meta.url);
const MOST_DRAWN = 8; // pages that stay drawn at once
const SHARPEST = 2; // dots of the screen for one of the page
const TEXT_MARGIN = 0.015; // share of a page's width that stays beside its text
const LEAST_TEXT = 0.6; // a text narrower than this share of its page is shown with some margin
const LEAST_MOVED = 3; // pixels that a hand moves before it selects
const ZOOMS = [0.5, 0.7, 0.85, 1, 1.2, 1.5, 2, 3, 4];
/** @type {Record<string, string>} */
const LETTERS = { migration: "M", "law-enforcement": "L", "human-rights": "R", economic: "E" };
// What a browser shows nobody; evaluator/anchors/pages.py has the same list.
const UNSEEN = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "HEAD", "SVG", "MATH", "IFRAME", "OBJECT", "TEXTAREA"]);
const KEPT = new Set("A ABBR ARTICLE ASIDE B BDI BDO BLOCKQUOTE BR CAPTION CITE CODE DD DEL DFN DIV DL DT EM FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR I INS LI MAIN MARK NAV OL P PRE Q S SECTION SMALL SPAN STRONG SUB SUP TABLE TBODY TD TFOOT TH THEAD TR U UL".split(" "));
const ATTRIBUTES = ["colspan", "rowspan", "lang", "dir"];
const ENGLISH = {
  document: "Document", pages: "Pages of the document", controls: "Controls of the document", page: "Page", of: "of {count}",
  previous: "Previous page", next: "Next page", smaller: "Smaller", larger: "Larger", earlier: "Previous highlight", later: "Next highlight",
  find: "Find words", cite: "Cite", highlight: "Evidence {id}: {paradigms}", none: "no paradigm", scan: "This page holds no text: a scan. Nothing can be cited from it before a text layer is put into the file (ocrmypdf).",
  picked: "Selected: {text}", absent: "These words are not in the document.", locked: "The file is locked by a password. Put a copy without one into the folder.",
  broken: "The file cannot be read as a PDF. Put a whole copy into the folder.", unread: "The document did not arrive ({status}). Try again.", lost: "This passage is not found in the document as it is now.",
  keys: "Keys: G and B next and previous highlight, Page Up and Page Down pages, = and - size, / find, Shift with arrows a word more or less, Enter cite, Esc nothing.",
};

/** @type {Promise<Pdf> | undefined} */
let library;
/** @returns {Promise<Pdf>} pdf.js, fetched once for all viewers of a page */
const pdfjs = () => (library ??= import(new URL("pdfjs/pdf.min.mjs", HERE).href).then((found) => {
  found.GlobalWorkerOptions.workerSrc = new URL("pdfjs/pdf.worker.min.mjs", HERE).href;
  return found;
}));

/** @param {string} text @param {Record<string, unknown>} values */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Partial<HTMLElementTagNameMap[T]>} properties
 * @param {Node[]} inside
 * @returns {HTMLElementTagNameMap[T]}
 */
const make = (tag, properties = {}, ...inside) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
};
/** @template {HTMLElement} E @param {E} element @param {string} text @param {string} key @returns {E} */
const label = (element, text, key = "") => {
  element.setAttribute("aria-label", text);
  element.title = key ? `${text} (${key})` : text;
  return element;
};

/** @type {WeakMap<Element, Anchor>} of which anchor a highlight is */
const ANCHOR_OF = new WeakMap();

/** A page of the document: where it is, what is drawn of it. A document without pages is one. */
class Page {
  /** @param {number | null} number @param {number} width @param {number} height */
  constructor(number, width, height) {
    this.number = number;
    this.width = width;
    this.height = height;
    /** @type {HTMLElement | null} */
    this.words = null;
    /** @type {HTMLCanvasElement | null} */
    this.canvas = null;
    /** @type {HTMLCanvasElement | null} */
    this.painted = null;
    /** @type {Flat | null} */
    this.known = null;
    /** @type {import("./cells.js").Lines | null} */
    this.lines = null;
    /** @type {Promise<void> | null} */
    this.reading = null;
    /** @type {Promise<void> | null} */
    this.drawing = null;
    /** @type {Pdf} */
    this.pdf = null;
    /** @type {Pdf} */
    this.task = null;
    /** @type {Pdf} */
    this.viewport = null;
    /** @type {string | undefined} */
    this.plain = undefined;
    this.sharp = 0;
    this.box = make("section", { className: "pv-page" });
    this.marks = make("div", { className: "pv-marks" });
    this.box.append(this.marks);
    this.size(width, height);
  }

  /** @param {number} width @param {number} height */
  size(width, height) {
    this.width = width;
    this.box.style.setProperty("--pv-w", String(width));
    this.box.style.setProperty("--pv-h", String(height));
  }

  get flat() {
    if (!this.words) throw new Error("a page that is not drawn has no text");
    this.known ??= new Flat(this.words);
    return this.known;
  }

  /** @param {Span} span @returns {Box[]} the boxes of a span in points of the page */
  quads(span) {
    const page = this.box.getBoundingClientRect();
    const scale = page.width / this.viewport.width;
    return this.flat.boxes(span).map((box) => {
      const [x0, y0] = this.viewport.convertToPdfPoint((box.left - page.left) / scale, (box.bottom - page.top) / scale);
      const [x1, y1] = this.viewport.convertToPdfPoint((box.right - page.left) / scale, (box.top - page.top) / scale);
      return /** @type {Box} */ ([Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)].map((n) => Math.round(n * 100) / 100));
    });
  }

  /** @param {Box} box @returns {Box} left, top, width, height of a box in points, as shares of the page shown */
  share([left, bottom, right, top]) {
    const [a, b] = [this.viewport.convertToViewportPoint(left, top), this.viewport.convertToViewportPoint(right, bottom)];
    const [wide, high] = [this.viewport.width, this.viewport.height];
    return [Math.min(a[0], b[0]) / wide, Math.min(a[1], b[1]) / high, Math.abs(b[0] - a[0]) / wide, Math.abs(b[1] - a[1]) / high];
  }

  /** @param {Box} box @returns {Box} the same of left, top, right, bottom from the upper left corner of the page */
  shareFromTop([left, top, right, bottom]) {
    const { width, height } = this.viewport;
    return [left / width, top / height, (right - left) / width, (bottom - top) / height];
  }

  /** @param {Span} span @returns {Box[]} the boxes of a span on the screen, as shares of the page shown */
  shares(span) {
    const page = this.box.getBoundingClientRect();
    return this.flat.boxes(span).map((box) => [(box.left - page.left) / page.width, (box.top - page.top) / page.height, box.width / page.width, box.height / page.height]);
  }

  /** @param {MouseEvent} event @returns {[number, number]} */
  point(event) {
    const page = this.box.getBoundingClientRect();
    const scale = page.width / this.viewport.width;
    return this.viewport.convertToPdfPoint((event.clientX - page.left) / scale, (event.clientY - page.top) / scale);
  }
}

/** @param {string} className @param {Box} share */
const placed = (className, [left, top, width, height]) => {
  const box = make("div", { className });
  Object.assign(box.style, { left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` });
  return box;
};

export class PlanViewer extends HTMLElement {
  static observedAttributes = ["src", "kind", "anchors", "labels"];

  constructor() {
    super();
    /** @type {Labels} */
    this.labels = { ...ENGLISH };
    /** @type {Page[]} */
    this.pages = [];
    /** @type {Page[]} those that are drawn, the newest last */
    this.drawn = [];
    /** @type {Anchor[]} */
    this.anchors = [];
    /** @type {Pick[]} */
    this.picked = [];
    /** @type {Anchor | null} */
    this.shown = null;
    /** @type {Promise<void> | null} */
    this.due = null;
    /** @type {IntersectionObserver | undefined} */
    this.watch = undefined;
    /** @type {ResizeObserver | undefined} */
    this.resized = undefined;
    /** @type {Pdf} */
    this.loading = null;
    /** @type {Pdf} */
    this.pdf = null;
    // The controls; `build` makes them anew with their words.
    this.isBuilt = false;
    this.number = make("input");
    this.count = make("span");
    this.search = make("input");
    this.citing = make("button");
    /** @type {HTMLElement[]} */
    this.paging = [];
    this.bar = make("div");
    this.said = make("p");
    this.hand = make("blockquote");
    this.scroller = make("div");
    this.isPaged = true;
    this.selecting = () => this.selected();
    this.zoom = 1;
    this.room = 600;
    this.isFitted = false;
    this.share = 1; // how much of the width of a page its text takes, at most
    this.isQuiet = false; // whether single signs are no keys
    /** @type {Drag | null} */
    this.drag = null;
    this.turn = 0; // counts the documents opened: what an earlier one still does is dropped
  }

  connectedCallback() {
    if (!document.querySelector("link[data-plan-viewer]")) {
      const link = make("link", { rel: "stylesheet", href: new URL("viewer.css", HERE).href });
      link.dataset.planViewer = "";
      document.head.append(link);
    }
    this.build();
    this.begin();
  }

  disconnectedCallback() {
    this.turn += 1;
    this.watch?.disconnect();
    this.resized?.disconnect();
    this.loading?.destroy();
    document.removeEventListener("selectionchange", this.selecting);
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (name === "labels" && now) this.labels = { ...ENGLISH, ...JSON.parse(now) };
    if (!this.isConnected || !this.isBuilt || before === now) return;
    if (name === "labels") this.build();
    if (name === "anchors") this.fetchMarks();
    else this.begin();
  }

  /** Open the document once, however many attributes change together. */
  begin() {
    this.due ??= Promise.resolve().then(() => { this.due = null; return this.open(); });
  }

  build() {
    this.isBuilt = true;
    const { labels } = this;
    /** @param {keyof Labels} name @param {string} sign @param {string} key @param {() => unknown} act */
    const button = (name, sign, key, act) => {
      const made = label(make("button", { type: "button", textContent: sign }), labels[name], key);
      made.addEventListener("click", act);
      return made;
    };
    this.number = label(make("input", { type: "number", min: "1", value: "1" }), labels.page);
    this.number.addEventListener("change", () => this.go(Number(this.number.value)));
    this.count = make("span");
    this.search = label(make("input", { type: "search", placeholder: labels.find }), labels.find, "/");
    this.search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); this.pick(this.search.value); }
      event.stopPropagation();
    });
    this.citing = button("cite", labels.cite, "Enter", () => this.cite());
    this.citing.className = "pv-cite";
    this.citing.disabled = true;
    this.citing.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    this.paging = [button("previous", "‹", "Page Up", () => this.go(this.current - 1)), this.number, this.count, button("next", "›", "Page Down", () => this.go(this.current + 1)), button("smaller", "−", "-", () => this.size(-1)), button("larger", "+", "=", () => this.size(1))];
    this.bar = label(make("div", { className: "pv-bar" }, ...this.paging, button("earlier", "◂", "B", () => this.step(-1)), button("later", "▸", "G", () => this.step(1)), this.search, this.citing), labels.controls);
    this.bar.setAttribute("role", "group");
    this.bar.removeAttribute("title");
    this.said = make("p", { className: "pv-said" });
    this.said.setAttribute("role", "status");
    this.scroller = label(make("div", { className: "pv-pages", tabIndex: 0 }), labels.pages);
    this.scroller.setAttribute("role", "region");
    this.scroller.removeAttribute("title");
    this.scroller.setAttribute("aria-description", labels.keys);
    this.hand = make("blockquote", { className: "pv-hand", hidden: true });
    this.replaceChildren(this.bar, this.said, this.scroller, this.hand);
    this.scroller.addEventListener("keydown", (event) => this.key(event));
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.scroller.addEventListener("dblclick", (event) => this.cell(event));
    this.scroller.addEventListener("click", (event) => this.clicked(event));
    this.scroller.addEventListener("mousedown", (event) => this.grip(event));
    this.scroller.addEventListener("mouseover", (event) => { const page = this.pageAt(event); if (page?.pdf) this.readLines(page); });
    this.scroller.addEventListener("copy", (event) => this.copy(event));
    document.removeEventListener("selectionchange", this.selecting);
    document.addEventListener("selectionchange", this.selecting);
    this.resized?.disconnect();
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(this.scroller);
  }

  /** @param {string} text */
  tell(text, isFault = false) {
    this.said.textContent = text;
    this.said.className = isFault ? "pv-said pv-alert" : "pv-said";
    this.said.setAttribute("role", isFault ? "alert" : "status");
  }

  // The document

  async open() {
    const turn = (this.turn += 1);
    this.watch?.disconnect();
    this.loading?.destroy();
    this.loading = this.pdf = null;
    this.pages = [];
    this.isFitted = false;
    this.share = 1;
    this.clear();
    this.tell("");
    this.scroller.replaceChildren();
    const source = this.getAttribute("src");
    if (!source) return;
    const address = new URL(source, document.baseURI).href;
    this.isPaged = (this.getAttribute("kind") ?? "pdf") === "pdf";
    for (const control of this.paging) control.hidden = !this.isPaged && !/[−+]/.test(control.textContent ?? "");
    try {
      await (this.isPaged ? this.openPdf(address, turn) : this.openFlow(address, turn));
    } catch (thrown) {
      const error = /** @type {Error & {status?: number}} */ (thrown);
      if (turn !== this.turn) return;
      /** @type {Record<string, keyof Labels>} */
      const words = { PasswordException: "locked", InvalidPDFException: "broken", FormatError: "broken" };
      const status = error.status ?? error.message;
      this.tell(filled(this.labels[words[error.name] ?? "unread"], { status }), true);
      return;
    }
    if (turn !== this.turn) return;
    await this.fetchMarks();
    this.dispatchEvent(new CustomEvent("ready", { bubbles: true }));
  }

  /** @param {string} address @param {number} turn */
  async openPdf(address, turn) {
    const { getDocument } = await pdfjs();
    // Scripts and forms of the document stay off; decoders of pictures run as plain script.
    this.loading = getDocument({ url: address, enableXfa: false, useWasm: false, wasmUrl: new URL("pdfjs/wasm/", HERE).href, disableAutoFetch: true, verbosity: 0 });
    const pdf = await this.loading.promise;
    if (turn !== this.turn) return;
    this.pdf = pdf;
    const first = await pdf.getPage(1);
    const { width, height } = first.getViewport({ scale: 1 });
    this.count.textContent = filled(this.labels.of, { count: pdf.numPages });
    this.number.max = String(pdf.numPages);
    this.pages = Array.from({ length: pdf.numPages }, (_, n) => this.paged(new Page(n + 1, width, height)));
    this.fit();
    this.scroller.replaceChildren(...this.pages.map((page) => page.box));
    await this.draw(this.pages[0]);
    if (turn !== this.turn) return;
    this.watch = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) if (isIntersecting && target instanceof HTMLElement) this.draw(this.pages[Number(target.dataset.page) - 1]);
    }, { root: this.scroller, rootMargin: "60% 0px" });
    for (const page of this.pages) this.watch.observe(page.box);
  }

  /** @param {Page} page */
  paged(page) {
    page.box.dataset.page = String(page.number);
    page.box.setAttribute("aria-label", `${this.labels.page} ${page.number}`);
    return page;
  }

  /** Draw a page, its unseen text and its highlights; pages far away are taken down. @param {Page} page @returns {Promise<void>} */
  draw(page) {
    if (!this.isPaged) return Promise.resolve();
    page.drawing ??= this.drawNow(page).catch((error) => {
      page.drawing = null;
      if (error.name !== "RenderingCancelledException" && this.pages.includes(page)) throw error;
    });
    return page.drawing;
  }

  /** @param {Page} page */
  async drawNow(page) {
    const { TextLayer } = await pdfjs();
    const { pdf } = this;
    page.pdf ??= await pdf.getPage(page.number);
    if (pdf !== this.pdf) return;
    page.viewport = page.pdf.getViewport({ scale: 1 });
    page.size(page.viewport.width, page.viewport.height);
    page.canvas = make("canvas");
    page.canvas.setAttribute("aria-hidden", "true");
    page.words = make("div", { className: "pv-text" });
    await this.paint(page);
    await new TextLayer({ textContentSource: page.pdf.streamTextContent(), container: page.words, viewport: page.viewport }).render();
    if (pdf !== this.pdf) return;
    page.known = null;
    page.box.replaceChildren(page.canvas, page.words, page.marks);
    if (!page.flat.text.trim()) page.box.append(make("p", { className: "pv-none", textContent: this.labels.scan }));
    this.drawn = [...(this.drawn ?? []).filter((other) => other !== page && this.pages.includes(other)), page];
    this.fitText(page);
    this.mark(page);
    this.takeDown();
  }

  takeDown() {
    /** @param {Page} page */
    const far = (page) => Math.abs((page.number ?? 1) - this.current);
    while (this.drawn.length > MOST_DRAWN) {
      const page = this.drawn.reduce((a, b) => (far(b) > far(a) ? b : a));
      if (this.picked.some((pick) => pick.page === page)) return;
      this.drawn = this.drawn.filter((other) => other !== page);
      page.task?.cancel();
      page.drawing = page.known = page.canvas = page.words = page.lines = null;
      page.pdf.cleanup();
      page.pdf = null;
      page.marks.replaceChildren();
      page.box.replaceChildren(page.marks);
    }
  }

  /** Paint the picture of a page as sharp as its size asks for. @param {Page} page */
  async paint(page) {
    const scale = this.scaleOf(page) * Math.min(SHARPEST, window.devicePixelRatio || 1);
    if (page.sharp === scale && page.painted === page.canvas) return;
    page.task?.cancel();
    const viewport = page.pdf.getViewport({ scale });
    const canvas = make("canvas", { width: Math.floor(viewport.width), height: Math.floor(viewport.height) });
    canvas.setAttribute("aria-hidden", "true");
    page.task = page.pdf.render({ canvas, viewport });
    await page.task.promise;
    if (page.canvas?.isConnected) page.canvas.replaceWith(canvas);
    page.canvas = page.painted = canvas;
    page.sharp = scale;
  }

  /** @param {string} address @param {number} turn */
  async openFlow(address, turn) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw Object.assign(new Error(), { status: answer.status });
    const text = decoded(new Uint8Array(await answer.arrayBuffer()), this.getAttribute("kind"));
    if (turn !== this.turn) return;
    const page = new Page(null, 0, 0);
    page.box.classList.add("pv-flow");
    page.words = this.getAttribute("kind") === "html" ? cleaned(text) : make("pre", { className: "pv-plain", textContent: text });
    page.words.classList.add("pv-words");
    page.box.prepend(page.words);
    this.pages = [page];
    this.drawn = [page];
    this.scroller.replaceChildren(page.box);
    this.fit();
  }

  // Size and place

  /** The text of a page is as wide as the pane, but no larger than half as large again; then the size that was chosen counts. @param {Page} page */
  scaleOf(page) {
    return Math.min(1.5, this.room / page.width / this.share) * this.zoom;
  }

  get current() {
    return Number(this.number.value) || 1;
  }

  /** Tell the pages how wide the pane is, and paint anew what is drawn. */
  fit() {
    if (!this.isPaged) {
      this.scroller.style.fontSize = `${this.zoom}rem`;
      for (const page of this.pages) this.mark(page);
      return;
    }
    const edges = getComputedStyle(this.scroller);
    const room = this.scroller.clientWidth - parseFloat(edges.paddingLeft || "0") - parseFloat(edges.paddingRight || "0");
    this.room = Math.max(120, room || 600);
    this.scroller.style.setProperty("--pv-room", String(this.room));
    this.scroller.style.setProperty("--pv-zoom", String(this.zoom));
    this.scroller.style.setProperty("--pv-text", String(this.share));
    const [first] = this.drawn ?? [];
    if (!this.isFitted && first?.words?.isConnected) this.fitText(first);
    for (const page of this.drawn ?? []) if (page.pdf && page.canvas) this.paint(page).catch(() => {});
  }

  /** Let the widest text of the pages that were drawn, and not their margins, take the width of the pane. @param {Page} page */
  fitText(page) {
    const box = page.box.getBoundingClientRect();
    const pieces = piecesOf(page.flat);
    if (!pieces.length || !box.width) return; // the pane is not shown yet: it is measured once it is
    const left = Math.min(...pieces.map((piece) => piece.left)) - box.left;
    const right = Math.max(...pieces.map((piece) => piece.right)) - box.left;
    const margin = Math.max(0, Math.min(left, box.width - right) / box.width - TEXT_MARGIN);
    const share = Math.max(LEAST_TEXT, 1 - 2 * margin, this.isFitted ? this.share : 0);
    if (this.isFitted && share - this.share < TEXT_MARGIN) return;
    this.isFitted = true;
    this.share = share;
    const top = this.scroller.scrollTop / (this.scroller.scrollHeight || 1);
    this.fit();
    this.scroller.scrollTop = top * this.scroller.scrollHeight;
    this.middle();
  }

  /** Show the middle of pages that are wider than the pane. */
  middle() {
    this.scroller.scrollLeft = (this.scroller.scrollWidth - this.scroller.clientWidth) / 2;
  }

  /** @param {number} step */
  size(step) {
    const at = ZOOMS.indexOf(this.zoom);
    const top = this.scroller.scrollTop / (this.scroller.scrollHeight || 1);
    this.zoom = ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at + step))];
    this.fit();
    this.scroller.scrollTop = top * this.scroller.scrollHeight;
    this.middle();
    for (const page of this.drawn ?? []) this.mark(page);
  }

  /** @param {number} number */
  async go(number) {
    const page = this.pages[Math.min(this.pages.length, Math.max(1, Math.round(number) || 1)) - 1];
    if (!page) return;
    this.scroller.scrollTop = page.box.offsetTop - this.scroller.offsetTop * (this.scroller.offsetParent === page.box.offsetParent ? 1 : 0);
    this.number.value = String(page.number ?? 1);
    await this.draw(page);
  }

  scrolled() {
    if (!this.isPaged || !this.pages.length) return;
    const middle = this.scroller.scrollTop + this.scroller.clientHeight / 3;
    let [low, high] = [0, this.pages.length - 1];
    while (low < high) {
      const at = (low + high + 1) >> 1;
      if (this.pages[at].box.offsetTop <= middle) low = at;
      else high = at - 1;
    }
    this.number.value = String(low + 1);
  }

  // Highlights

  async fetchMarks() {
    const address = this.getAttribute("anchors");
    if (!address) return;
    const turn = this.turn;
    const answer = await fetch(new URL(address, document.baseURI), { credentials: "same-origin" });
    if (!answer.ok) { this.tell(filled(this.labels.unread, { status: answer.status }), true); return; }
    const found = await answer.json();
    if (turn === this.turn) this.marks = Array.isArray(found) ? found : found.anchors;
  }

  get marks() {
    return this.anchors;
  }

  /** @param {Anchor[]} anchors */
  set marks(anchors) {
    this.anchors = [...anchors].sort((a, b) => (a.page ?? 0) - (b.page ?? 0) || (b.quads?.[0]?.[3] ?? 0) - (a.quads?.[0]?.[3] ?? 0));
    for (const page of this.drawn ?? []) this.mark(page);
  }

  /** @param {Page} page */
  of(page) {
    return this.anchors.filter((anchor) => (anchor.page ?? null) === page.number);
  }

  /** @param {Page} page @param {Anchor} anchor @returns {Box[]} */
  sharesOf(page, anchor) {
    if (anchor.quads?.length) return anchor.quads.map((quad) => page.share(quad));
    if (anchor.boxes?.length) return anchor.boxes.map((box) => page.shareFromTop(box));
    const span = page.number === null && page.flat.between(anchor.before ?? "", anchor.characters ?? 0, anchor.after ?? "");
    return span ? page.shares(span) : [];
  }

  /** Draw the highlights of a page, and what is selected on it, anew. @param {Page} page */
  mark(page) {
    if (!page.words?.isConnected) return;
    const made = this.of(page).map((anchor) => {
      const shares = this.sharesOf(page, anchor);
      const paradigms = anchor.paradigms ?? [];
      const mark = make("div", { className: "pv-mark", tabIndex: -1 }, ...shares.map((share) => placed("pv-box", share)));
      mark.setAttribute("role", "note");
      mark.setAttribute("aria-label", anchor.label ?? filled(this.labels.highlight, { id: anchor.evidence_id, paradigms: (anchor.titles ?? paradigms).join(", ") || this.labels.none }));
      if (paradigms.length) mark.dataset.paradigm = paradigms[0];
      mark.classList.toggle("pv-shown", anchor === this.shown);
      if (shares.length) {
        const letter = make("span", { className: "pv-letter", textContent: paradigms.map((name) => LETTERS[name] ?? "•").join("") || "•" });
        Object.assign(letter.style, { left: `${Math.max(shares[0][0], 0.03) * 100}%`, top: `${shares[0][1] * 100}%` });
        mark.append(letter);
      }
      ANCHOR_OF.set(mark, anchor);
      return mark;
    });
    const picks = this.picked.filter((pick) => pick.page === page).flatMap((pick) => pick.spans.flatMap((span) => page.shares(span)));
    page.marks.replaceChildren(...made, ...picks.map((share) => placed("pv-picked", share)));
  }

  /** Scroll to an anchor and let it stand out. An anchor that is not among the marks joins them. @param {Anchor} anchor @param {boolean} takesFocus */
  async show(anchor, takesFocus = true) {
    const known = this.anchors.find((other) => other === anchor || (other.evidence_id === anchor.evidence_id && other.page === anchor.page && String(other.quads) === String(anchor.quads)));
    if (!known) this.marks = [...this.anchors, anchor];
    this.shown = known ?? anchor;
    const page = this.pages[(anchor.page ?? 1) - 1];
    if (!page) return false;
    if (this.isPaged) await this.go(anchor.page ?? 1);
    // A change of size while a page is drawn ends the drawing: it is drawn again, not told as lost.
    for (let n = 0; this.isPaged && n < 5 && !page.words?.isConnected; n += 1) await this.draw(page);
    for (const other of this.drawn ?? []) this.mark(other);
    const mark = /** @type {HTMLElement[]} */ ([...page.marks.children]).find((each) => ANCHOR_OF.get(each) === this.shown);
    const box = mark?.querySelector(".pv-box");
    if (mark && anchor.boxes?.length === 0) { // it speaks of a page, and of no place on it
      if (takesFocus) this.scroller.focus({ preventScroll: true });
      this.tell(mark.getAttribute("aria-label") ?? "");
      return true;
    }
    if (!mark || !box) { this.tell(this.labels.lost, true); return false; }
    box.scrollIntoView({ block: "start", inline: "nearest" }); // its style leaves room above
    if (takesFocus) mark.focus({ preventScroll: true });
    this.tell(mark.getAttribute("aria-label") ?? "");
    return true;
  }

  /**
   * Mark words where they stand on a page and show them; where none of them is found, the page.
   * @param {Anchor} anchor
   * @param {string[]} tries  the words, the best first
   * @param {boolean} takesFocus  whether who asked goes on in the document
   */
  async showWords(anchor, tries, takesFocus = true) {
    const page = this.pages[(anchor.page ?? 1) - 1];
    if (!page) return false;
    for (let n = 0; n < 5 && !page.words?.isConnected; n += 1) await this.draw(page);
    const span = page.words?.isConnected ? tries.map((words) => page.flat.find(words)).find(Boolean) : null;
    if (!span) return this.show({ ...anchor, boxes: [] }, takesFocus);
    if (this.isPaged) return this.show({ ...anchor, quads: page.quads(page.flat.whole(span)) }, takesFocus);
    return this.show({ ...anchor, page: null, characters: compared(page.flat.text.slice(...span)).length, ...page.flat.around(...span) }, takesFocus);
  }

  /** Show the next or previous highlight in the order of the pages. @param {number} by */
  step(by) {
    if (!this.anchors.length) return;
    const at = this.shown ? this.anchors.indexOf(this.shown) : -1;
    const nearest = by > 0 ? this.anchors.findIndex((anchor) => (anchor.page ?? 1) >= this.current) : this.anchors.findLastIndex((anchor) => (anchor.page ?? 1) <= this.current);
    const next = at < 0 ? Math.max(0, nearest) : (at + by + this.anchors.length) % this.anchors.length;
    this.show(this.anchors[next]);
  }

  /** @param {Event} event */
  pageAt(event) {
    const box = event.target instanceof Element ? event.target.closest(".pv-page") : null;
    return this.pages.find((page) => page.box === box);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const page = this.pageAt(event);
    if (!page?.words?.isConnected || !getSelection()?.isCollapsed) return;
    /** @param {Element} box */
    const inside = (box) => { const b = box.getBoundingClientRect(); return b.left <= event.clientX && event.clientX <= b.right && b.top <= event.clientY && event.clientY <= b.bottom; };
    const mark = [...page.marks.querySelectorAll(".pv-mark")].find((each) => [...each.querySelectorAll(".pv-box")].some(inside));
    if (mark) this.dispatchEvent(new CustomEvent("anchor", { bubbles: true, detail: ANCHOR_OF.get(mark) }));
  }

  // Selection

  /**
   * Begin a selection by the mouse. A browser selects by the order of a page's text, and loses the words where a hand begins
   * beside them; here both ends are the places nearest to the hand, and between them is what the eye sees.
   * @param {MouseEvent} event
   */
  grip(event) {
    const page = this.pageAt(event);
    if (event.button || !this.isPaged || !page?.words?.isConnected) return;
    const caret = this.caret(page, event);
    if (!caret) return;
    event.preventDefault();
    this.scroller.focus({ preventScroll: true });
    getSelection()?.removeAllRanges();
    this.drag = { page, caret, x: event.clientX, y: event.clientY, kept: event.ctrlKey || event.metaKey ? this.picked : [], isMoving: false, at: event };
    const moved = (/** @type {MouseEvent} */ at) => this.moved(at);
    const ended = () => {
      window.removeEventListener("mousemove", moved);
      if (this.drag?.isMoving) this.reach();
      this.drag = null;
      this.showHand();
    };
    window.addEventListener("mousemove", moved);
    window.addEventListener("mouseup", ended, { once: true });
  }

  /** @param {MouseEvent} event */
  moved(event) {
    const { drag } = this;
    if (!drag) return;
    drag.at = event;
    if (!drag.isMoving && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < LEAST_MOVED) return;
    if (!drag.isMoving) requestAnimationFrame(() => this.follow());
    drag.isMoving = true;
  }

  /** Select up to where the hand is, and scroll where it leaves the pane. */
  follow() {
    if (!this.drag) return;
    const { top, bottom } = this.scroller.getBoundingClientRect();
    const { clientY } = this.drag.at;
    this.scroller.scrollTop += Math.max(0, clientY - bottom) / 4 - Math.max(0, top - clientY) / 4;
    this.reach();
    requestAnimationFrame(() => this.follow());
  }

  /** Select from where the hand began to where it is. */
  reach() {
    const { drag } = this;
    const page = drag && this.pageNear(drag.at);
    const caret = page && this.caret(page, drag.at);
    if (!drag || !page || !caret) return;
    const [first, last] = (drag.page.number ?? 1) <= (page.number ?? 1) ? [drag, { page, caret }] : [{ page, caret }, drag];
    const spansOf = (/** @type {Page} */ each) => {
      if (first.page === last.page) return betweenCells(piecesOf(each.flat), each.lines, first.caret, last.caret, this.placeOn(each));
      if (each === first.page) return [/** @type {Span} */ ([first.caret.at, each.flat.text.length])];
      return [/** @type {Span} */ ([0, each === last.page ? last.caret.at : each.flat.text.length])];
    };
    const pages = this.pages.slice(this.pages.indexOf(first.page), this.pages.indexOf(last.page) + 1).filter((each) => each.words?.isConnected);
    const picks = pages.map((each) => ({ page: each, spans: each.flat.wholes(spansOf(each)) }));
    this.choose([...drag.kept, ...picks.filter(({ spans }) => spans.length)]);
  }

  /** @param {Page} page @param {MouseEvent} event */
  caret(page, event) {
    return nearestInCell(piecesOf(page.flat), page.lines, event.clientX, event.clientY, this.placeOn(page), page.point(event));
  }

  /** @param {Page} page @returns {import("./hand.js").Place} */
  placeOn(page) {
    const box = page.box.getBoundingClientRect();
    const scale = box.width / page.viewport.width;
    return ({ left, right, top, bottom }) => page.viewport.convertToPdfPoint(((left + right) / 2 - box.left) / scale, ((top + bottom) / 2 - box.top) / scale);
  }

  /** @param {MouseEvent} event @returns {Page | undefined} the drawn page at a place of the screen, or the nearest one */
  pageNear(event) {
    const off = (/** @type {Page} */ page) => {
      const { top, bottom } = page.box.getBoundingClientRect();
      return Math.max(top - event.clientY, event.clientY - bottom, 0);
    };
    const drawn = (this.drawn ?? []).filter((page) => page.words?.isConnected);
    return drawn.length ? drawn.reduce((a, b) => (off(b) < off(a) ? b : a)) : undefined;
  }

  /** @param {ClipboardEvent} event */
  copy(event) {
    if (!this.picked.length || !getSelection()?.isCollapsed) return;
    event.clipboardData?.setData("text/plain", this.picked.map((pick) => this.textOf(pick)).join("\n"));
    event.preventDefault();
  }

  selected() {
    const selection = getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!this.scroller.contains(range.commonAncestorContainer)) return;
    const picks = [];
    for (const page of this.drawn ?? []) {
      if (!page.words?.isConnected || !range.intersectsNode(page.words)) continue;
      const span = page.flat.inside(range);
      if (span) picks.push({ page, spans: this.inCell(page, page.flat.whole(span)) });
    }
    if (picks.length) this.choose(picks.sort((a, b) => (a.page.number ?? 1) - (b.page.number ?? 1)));
  }

  /** Keep to the cell of a table where a selection begins and ends in one: the order of a page's text often leaves it. @param {Page} page @param {Span} span @returns {Span[]} */
  inCell(page, span) {
    const { lines } = page;
    if (!lines) { this.readLines(page); return [span]; }
    const boxes = page.quads(span);
    /** @param {Box} box @returns {[number, number]} */
    const middle = (box) => [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    const cells = [boxes[0], boxes[boxes.length - 1]].filter(Boolean).map((box) => cellAround(lines, ...middle(box)));
    if (!cells[0] || String(cells[0]) !== String(cells[1])) return [span];
    return this.spansIn(page, cells[0], span);
  }

  /** @param {Page} page @param {Box} cell @param {Span} span @returns {Span[]} */
  spansIn(page, [left, bottom, right, top], [start, end]) {
    /** @type {Span[]} */
    const spans = [];
    for (const { start: from, end: to } of page.flat.nodes) {
      const [a, b] = [Math.max(start, from), Math.min(end, to)];
      if (a >= b) continue;
      const [box] = page.quads([a, b]);
      if (!box) continue;
      const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
      if (x < left || x > right || y < bottom || y > top) continue;
      const last = spans[spans.length - 1];
      if (last && !page.flat.text.slice(last[1], a).trim()) last[1] = b;
      else spans.push([a, b]);
    }
    return spans.length ? spans : [[start, end]];
  }

  /** @param {Page} page */
  async readLines(page) {
    if (!this.isPaged || page.lines || page.reading) return page.reading;
    const { OPS } = await pdfjs();
    page.reading = page.pdf.getOperatorList().then((/** @type {any} */ list) => { page.lines = linesOf(list, OPS); page.reading = null; });
    return page.reading;
  }

  /** Take the whole cell of a table, or the sentence. @param {MouseEvent} event */
  async cell(event) {
    const page = this.pageAt(event);
    if (!page?.words?.isConnected || !this.isPaged) return;
    const [x, y] = page.point(event);
    const caret = this.caret(page, event);
    await this.readLines(page);
    const cell = page.lines && cellAround(page.lines, x, y);
    const whole = /** @type {Span} */ ([0, page.flat.text.length]);
    const spans = cell ? this.spansIn(page, cell, whole) : [whole];
    const isCell = cell && !(spans.length === 1 && String(spans[0]) === String(whole));
    if (!isCell && !caret) return;
    this.choose([{ page, spans: isCell || !caret ? spans : [page.flat.whole(sentenceAt(page.flat.text, caret.at))] }]);
  }

  /** @param {Pick[]} picks */
  choose(picks) {
    const before = this.picked;
    this.picked = picks;
    for (const page of new Set([...before, ...picks].map((pick) => pick.page))) this.mark(page);
    this.citing.disabled = !picks.length;
    const text = picks.map((pick) => this.textOf(pick)).join(" ");
    this.tell(picks.length ? filled(this.labels.picked, { text: text.length > 160 ? `${text.slice(0, 100)} … ${text.slice(-50)}` : text }) : "");
    this.showHand(text);
  }

  /** Show what is selected in full, once the hand lets go. */
  showHand(text = this.picked.map((pick) => this.textOf(pick)).join(" … ")) {
    this.hand.textContent = text;
    this.hand.hidden = !text || Boolean(this.drag);
  }

  clear() {
    this.choose([]);
    this.shown = null;
  }

  /** @param {Pick} pick */
  textOf({ page, spans }) {
    return spans.map(([start, end]) => page.flat.text.slice(start, end)).join(" ").replace(/(\p{L})[-\u2010\u00ad]\s*\n\s*(?=\p{Ll})/gu, "$1").replace(/\s+/g, " ").trim();
  }

  /** Make the selection a word longer or shorter, so that a passage is chosen by keyboard alone. @param {number} by */
  grow(by) {
    const pick = this.picked[this.picked.length - 1];
    if (!pick) return;
    const { text } = pick.page.flat;
    const [start, end] = [pick.spans[0][0], pick.spans[pick.spans.length - 1][1]];
    const rest = by > 0 ? /^\s*\S+/.exec(text.slice(end, end + 400)) : /\s+\S+\s*$/.exec(text.slice(start, end));
    if (!rest) return;
    const span = pick.page.flat.whole([start, by > 0 ? end + rest[0].length : end - rest[0].length]);
    this.choose([...this.picked.slice(0, -1), { page: pick.page, spans: [span] }]);
  }

  /** Find words from the present place on, and select them. @param {string} words */
  async pick(words) {
    if (!compared(words)) return false;
    const turn = this.turn;
    const last = this.picked[this.picked.length - 1];
    const from = last ? this.pages.indexOf(last.page) : this.current - 1;
    for (let n = 0; n <= this.pages.length; n += 1) {
      const page = this.pages[(from + n) % this.pages.length];
      if (!(await this.mayHold(page, words))) continue;
      await this.draw(page);
      if (turn !== this.turn) return false;
      const after = n === 0 && last ? compared(page.flat.text.slice(0, last.spans[0][0])).length + 1 : 0;
      const span = page.flat.find(words, after);
      if (!span) continue;
      if (this.isPaged) await this.go(page.number ?? 1);
      getSelection()?.removeAllRanges();
      this.choose([{ page, spans: [page.flat.whole(span)] }]);
      page.marks.querySelector(".pv-picked")?.scrollIntoView({ block: "center", inline: "nearest" });
      this.scroller.focus({ preventScroll: true });
      return true;
    }
    this.tell(this.labels.absent, true);
    return false;
  }

  /** @param {Page} page @param {string} words */
  async mayHold(page, words) {
    if (!this.isPaged) return true;
    page.plain ??= compared((await (await this.pdf.getPage(page.number)).getTextContent()).items.map((/** @type {{str: string}} */ item) => item.str).join(""));
    return page.plain.includes(compared(words));
  }

  /** What is selected, as the event `cite` tells it. */
  parts() {
    const parts = this.picked.map((pick) => {
      const { page, spans } = pick;
      return { page: page.number, quads: this.isPaged ? spans.flatMap((span) => page.quads(span)) : [], text: this.textOf(pick), ...page.flat.around(spans[0][0], spans[spans.length - 1][1]) };
    });
    return { ...parts[0], parts };
  }

  /** Tell of the selection by the event `cite`. */
  cite() {
    const detail = this.parts();
    if (detail.parts.length) this.dispatchEvent(new CustomEvent("cite", { bubbles: true, detail }));
    return detail.parts;
  }

  /** @returns {Record<string, () => unknown>} what single signs do; no page that rates by keys uses one of them otherwise */
  signs() {
    return { g: () => this.step(1), b: () => this.step(-1), "/": () => this.search.select(), "=": () => this.size(1), "-": () => this.size(-1) };
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    /** @type {Record<string, () => unknown>} */
    const acts = { Enter: () => this.cite(), Escape: () => { getSelection()?.removeAllRanges(); this.clear(); } };
    if (!this.isQuiet) Object.assign(acts, this.signs());
    if (this.isPaged) Object.assign(acts, { PageDown: () => this.go(this.current + 1), PageUp: () => this.go(this.current - 1), Home: () => this.go(1), End: () => this.go(this.pages.length) });
    if (event.shiftKey) Object.assign(acts, { ArrowRight: () => this.grow(1), ArrowLeft: () => this.grow(-1) });
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || (event.key.startsWith("Arrow") && !this.picked.length)) return;
    event.preventDefault();
    act();
  }
}

/** @param {Uint8Array} bytes @param {string | null} kind @returns {string} the text of bytes: UTF-8, else the encoding that a page declares, else that of old Windows */
function decoded(bytes, kind) {
  const declared = kind === "html" && /<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(new TextDecoder("windows-1252").decode(bytes.subarray(0, 1024)));
  for (const name of ["utf-8", ...(declared ? [declared[1]] : [])]) {
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes);
    } catch { /* the next one */ }
  }
  return new TextDecoder("windows-1252").decode(bytes);
}

/** @param {string} text @returns {HTMLElement} a page of HTML made anew from the elements that carry text, without addresses, styles and scripts */
function cleaned(text) {
  /** @param {Node} from @param {HTMLElement} into */
  const copy = (from, into) => {
    for (const node of from.childNodes) {
      if (node instanceof Text) into.append(node.data);
      else if (node instanceof Element && !UNSEEN.has(node.tagName.toUpperCase())) {
        const name = node.tagName.toUpperCase();
        const made = document.createElement(KEPT.has(name) ? (name === "A" ? "span" : name.toLowerCase()) : "div");
        for (const attribute of ATTRIBUTES) if (node.hasAttribute(attribute)) made.setAttribute(attribute, node.getAttribute(attribute) ?? "");
        copy(node, made);
        into.append(made);
      }
    }
    return into;
  };
  // The policy of the page holds for what is parsed too, and would complain of styles though none is ever applied.
  const plain = text.replace(/<(\/?)style\b/gi, "<$1script").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-off="));
  const parsed = new DOMParser().parseFromString(plain, "text/html");
  return copy(parsed.body, make("div", { lang: parsed.documentElement.lang }));
}

customElements.define("plan-viewer", PlanViewer);
