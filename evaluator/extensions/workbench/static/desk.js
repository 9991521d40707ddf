/** The desk: every answer is kept within a second, its effect shown at once; all of it by keyboard. */

import { faults, get, post, put, reveal } from "./page.js";

const WAIT = 500; // after a keystroke; with the way there a draft is kept within a second
const AGAIN = 2000; // without a connection
const ANSWERS = { s: "silent", c: "contrary", n: "not-applicable", o: "no-occasion", x: "not-assessed" };
const PROVISION = ["article", "version", "since", "text_of", "extent"]; // asked of a question of law
const SURE = { h: "high", m: "medium", l: "low" };
const SHOWN = 8000; // how long a change shows itself
const WIDE = window.matchMedia("(min-width: 70rem)");
const BROAD = window.matchMedia("(min-width: 88rem)");

/** What this browser is set to: whether single letters are keys, whether a whole answer leads on. */
const settings = {
  get keys() { return localStorage.getItem("workbench:keys") !== "off"; },
  get goesOn() { return localStorage.getItem("workbench:goes-on") === "yes"; },
  set keys(on) { localStorage.setItem("workbench:keys", on ? "on" : "off"); },
  set goesOn(on) { localStorage.setItem("workbench:goes-on", on ? "yes" : "no"); },
};

/**
 * Work with the question that the page shows.
 * @param {AbortSignal} signal  ends what listens beyond the question itself
 * @returns what is to be waited for before the question goes
 */
function start(signal) {
  const form = document.getElementById("answer");
  const { url, unit } = form.dataset;
  const state = document.getElementById("state");
  const kept = `workbench:${form.dataset.person}:${url}`; // a browser may serve several people

  let timer = 0;
  let busy = false;
  let waiting = false;
  let leading = false; // whether what waits to be kept leads on
  let chosen = null; // what the viewer has selected, until it is cited

  const field = (name) => form.querySelector(`[name="${name}"]`)?.value ?? "";
  const checked = (name) => form.querySelector(`[name="${name}"]:checked`)?.value ?? "";

  /** Return the answer as the server takes it. */
  function answer() {
    const said = checked("answer");
    const isLevel = /^\d+$/.test(said);
    return {
      status: isLevel ? (checked("least") ? "at-least" : "rated") : said || "not-assessed",
      level: isLevel ? said : "",
      confidence: checked("confidence"),
      evidence_ids: field("evidence_ids"),
      reason: field("reason"),
      searched: field("searched"),
      missing_for_next: field("missing_for_next"),
      ...Object.fromEntries(PROVISION.map((name) => [name, field(name)])),
      change: field("change"),
      draft: form.dataset.version,
    };
  }

  function tell(text, lost = false) {
    state.textContent = text;
    state.classList.toggle("lost", lost);
  }

  /** Keep the answer: one request at a time, the newest last; without a connection in this browser until there is one. */
  async function save(last = false, leads = false) {
    clearTimeout(timer);
    if (busy && !last) {
      waiting = true;
      leading ||= leads;
      return;
    }
    busy = true;
    const said = answer();
    keep(said);
    tell(form.dataset.saving);
    const { status, content } = await post(url, said, last);
    busy = false;
    if (status === 0) {
      tell(content.faults?.[0]?.text ?? form.dataset.lost, true); // a server that is there says why it took nothing
      timer = setTimeout(save, AGAIN);
      return;
    }
    faults(content.faults ?? [], content.login);
    if (status !== 200) {
      // Who is to log in stays with the question until then.
      tell(content.login ? form.dataset.ended : "", Boolean(content.login));
      return;
    }
    localStorage.removeItem(kept);
    form.dataset.version = content.version;
    put("list", content.list);
    put("effect", content.effect);
    put("passages", content.passages);
    put("onward", content.onward);
    put("next", content.next);
    put("said", content.said);
    tell(form.dataset.saved);
    if (waiting) {
      waiting = false;
      await save(false, leading || leads);
      leading = false;
    } else if (leads && settings.goesOn && content.isWhole) document.getElementById("next-open")?.click();
  }

  /** Keep in this browser what is typed, until the server has it. */
  function keep(said) {
    localStorage.setItem(kept, JSON.stringify(said));
  }

  function later() {
    keep(answer());
    tell(form.dataset.saving);
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  }

  /** Give back what an earlier page could not send. */
  function restore() {
    const text = localStorage.getItem(kept);
    if (!text) return;
    const said = JSON.parse(text);
    if (said.draft !== form.dataset.version) {
      localStorage.removeItem(kept);
      const typed = ["reason", "searched", "missing_for_next", ...PROVISION, "change"].filter((name) => said[name] && said[name] !== field(name));
      if (typed.length) faults([{ field: "", text: `${form.dataset.earlier} ${typed.map((name) => said[name]).join(" · ")}` }]);
      return;
    }
    const value = said.level || said.status;
    for (const each of form.querySelectorAll("[name=answer]")) each.checked = each.value === value;
    for (const each of form.querySelectorAll("[name=least]")) each.checked = said.status === "at-least";
    for (const each of form.querySelectorAll("[name=confidence]")) each.checked = each.value === said.confidence;
    for (const name of ["evidence_ids", "reason", "searched", "missing_for_next", ...PROVISION, "change"]) {
      const place = form.querySelector(`[name="${name}"]`);
      if (place) place.value = said[name] ?? "";
    }
    save();
  }

  function setCited(names) {
    document.getElementById("evidence_ids").value = [...new Set(names)].join(";");
    save();
  }

  const cited = () => field("evidence_ids").split(";").filter(Boolean);

  const choice = () => form.querySelector("[name=answer]:checked");
  const named = (input) => (input ? (input.closest(".level") ? `${input.value}${checked("least") ? "+" : ""}` : input.closest("label").innerText.replace(/^\s*\S\s+/, "").trim()) : "–");
  let before = named(choice());
  /** Show for some seconds that the answer changed, with the way back. */
  function shown() {
    const now = named(choice());
    if (now === before) return;
    const toast = document.getElementById("toast");
    toast.querySelector("span").textContent = form.dataset.changed.replace("{was}", before).replace("{now}", now);
    toast.hidden = false;
    clearTimeout(showing);
    showing = setTimeout(() => { toast.hidden = true; }, SHOWN);
    before = now;
  }
  let showing = 0;

  form.addEventListener("input", (event) => {
    if (!["radio", "checkbox"].includes(event.target.type)) return later();
    shown();
    return save(false, true);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    event.preventDefault();
    event.target.blur();
    document.getElementById("question-head").focus({ preventScroll: true });
    save(false, true);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("passages").addEventListener("click", (event) => {
    const way = event.target.closest?.("a[data-turn]");
    if (way && !event.ctrlKey && !event.metaKey && !event.shiftKey && turn(JSON.parse(way.dataset.turn))) event.preventDefault();
    const { uncite, known, edit: passage, withdraw } = event.target.closest?.("button")?.dataset ?? {};
    if (uncite) setCited(cited().filter((each) => each !== uncite));
    else if (known) setCited([...cited(), known]);
    else if (passage) edit(JSON.parse(passage));
    else if (withdraw) takeBack(withdraw);
  });
  document.getElementById("known")?.addEventListener("change", (event) => {
    event.stopPropagation();
    if (event.target.value) setCited([...cited(), event.target.value]);
    event.target.value = "";
  });
  document.getElementById("known")?.addEventListener("input", (event) => event.stopPropagation());
  window.addEventListener("pagehide", () => {
    if (state.textContent === form.dataset.saving) save(true);
  }, { signal });

  /** Take a passage back, from this answer and from every other in hand. @param {string} name */
  async function takeBack(name) {
    if (state.textContent === form.dataset.saving) await save();
    const { status, content } = await post(`${unit}/passages/${name}/withdraw`, {});
    faults(content.faults ?? [], content.login);
    if (status !== 200) return;
    localStorage.removeItem(kept);
    go(url);
  }

  const cite = document.getElementById("cite");
  const box = document.getElementById("cite-box");
  const whole = document.getElementById("chosen");
  let back = null; // what had the focus before something was cited
  /** Fill in the form to cite what the viewer has selected. */
  function take(detail) {
    chosen = detail;
    const text = (detail.parts ?? [detail]).map((part) => part.text ?? "").join(" … ").replace(/\s+/g, " ").trim();
    whole.textContent = text;
    whole.hidden = !text;
    cite.elements.source_id.value = viewer.dataset.source;
    cite.elements.locator.value = detail.page ? `p. ${detail.page}` : "";
    cite.elements.quote.value = text;
  }
  /** Fill in the form to edit a passage. @param {Record<string, string>} passage */
  function edit(passage) {
    back = document.activeElement;
    chosen = null;
    whole.hidden = true;
    for (const [name, value] of Object.entries(passage)) cite.elements[name].value = value;
    const told = document.getElementById("editing");
    told.textContent = told.dataset.text.replace("{id}", passage.evidence_id);
    told.hidden = false;
    box.open = true;
    cite.elements.note.focus();
  }
  /** Leave what was typed of a passage, or is edited. */
  function empty() {
    chosen = null;
    whole.hidden = true;
    document.getElementById("editing").hidden = true;
    for (const name of ["evidence_id", "locator", "note", "quote", "quote_lang"]) cite.elements[name].value = "";
  }
  /** Keep the passage, and give the focus back. */
  async function keepPassage() {
    const content = Object.fromEntries(new FormData(cite));
    if (chosen) content.selected = chosen.parts ?? [chosen];
    const { status, content: answered } = await post(`${url}/passage`, content);
    faults(answered.faults ?? [], answered.login);
    if (status !== 200) {
      if (status === 0) tell(answered.faults?.[0]?.text ?? form.dataset.lost, true);
      box.open = true;
      return false;
    }
    const isNew = !content.evidence_id;
    empty();
    box.open = false;
    viewer?.clear();
    viewer?.fetchMarks();
    if (!document.activeElement || box.contains(document.activeElement) || document.activeElement === document.body) (back?.isConnected ? back : document.getElementById("question-head")).focus({ preventScroll: true });
    if (isNew) setCited([...cited(), answered.evidence_id]);
    else save(); // its list is shown anew
    return true;
  }
  box.addEventListener("toggle", () => {
    if (!box.open && cite.elements.evidence_id.value) empty();
  });
  cite.addEventListener("submit", (event) => {
    event.preventDefault();
    keepPassage();
  });
  cite.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    event.preventDefault();
    cite.requestSubmit();
  });

  const viewer = document.getElementById("viewer");
  viewer?.addEventListener("cite", (event) => {
    back = document.activeElement;
    take(event.detail);
    showPane("question");
    box.open = true;
    cite.elements.note.focus();
  }, { signal });

  /** Cite what is selected in the plan as the ground of an answer; what is not there stays open. */
  async function ground() {
    if (!viewer?.picked.length) return;
    if (cite.elements.evidence_id.value) empty();
    take(viewer.parts());
    await keepPassage();
  }

  const found = document.getElementById("found-box");
  /** Ask for the passages that may answer, once for a question. */
  async function find() {
    finds = found.open;
    if (!found.open || found.dataset.asked) return;
    found.dataset.asked = "yes";
    const list = document.getElementById("found");
    list.textContent = list.dataset.looking;
    const { status, content } = await get(found.dataset.url);
    if (!list.isConnected) return; // another question has taken the place of this one
    if (status === 200) return void put("found", content.found);
    delete found.dataset.asked; // another opening asks again
    list.textContent = "";
    if (status === 0) tell(found.dataset.unread);
    else faults(content.faults ?? [], content.login);
  }
  found.addEventListener("toggle", find);
  found.addEventListener("click", (event) => {
    const { turn: shown, cite: taken, known } = event.target.closest?.("button")?.dataset ?? {};
    if (known) setCited([...cited(), known]);
    else if (taken !== undefined) bring(JSON.parse(taken));
    else if (shown !== undefined) turn(JSON.parse(shown));
  });
  /** Fill in the form with a passage that was found: its words, its place, and what it marks in the plan. @param {Place} found */
  function bring(found) {
    chosen = null;
    back = document.activeElement;
    box.open = true;
    whole.textContent = found.words;
    whole.hidden = !found.words;
    cite.elements.source_id.value = found.source;
    cite.elements.locator.value = found.place;
    cite.elements.quote.value = found.words;
    cite.elements[found.place ? "note" : "locator"].focus();
  }
  if (finds) found.open = true; // who had it open goes on with it

  async function undo() {
    const { status, content } = await post(`${unit}/undo`, { criterion: url.split("/").pop() });
    if (status === 200) {
      localStorage.removeItem(kept);
      go(content.go);
    } else faults(content.faults ?? [], content.login);
  }
  document.getElementById("undo").addEventListener("click", undo);
  document.getElementById("toast-undo").addEventListener("click", undo);

  const note = document.getElementById("note-form");
  note.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { status, content } = await post(`${url}/note`, { text: note.elements.text.value });
    faults(content.faults ?? [], content.login);
    if (status === 200) {
      note.elements.text.value = "";
      tell(note.dataset.done);
    }
  });

  async function check(name, value) {
    const wanted = form.querySelector(`[name="${name}"][value="${value}"]`);
    if (!wanted) return;
    wanted.checked = true;
    shown();
    if (name === "answer" && /^[1-9]$/.test(value)) await ground();
    showPane("question");
    if (value === "silent") {
      document.getElementById("more").open = true;
      document.getElementById("searched").focus();
    }
    save(false, true);
  }

  function step(by) {
    const links = [...document.querySelectorAll(".questions a")];
    const at = links.findIndex((link) => link.hasAttribute("aria-current"));
    links[at + by]?.click();
  }

  let stood = { at: 0, scroller: document.scrollingElement, focus: null };
  /** Open what stands below the question, and give the question back where it stood. @param {HTMLDetailsElement} box */
  function aside(box) {
    box.open = !box.open;
    if (box.open) {
      const scroller = WIDE.matches ? document.querySelector(".question") : document.scrollingElement;
      stood = { at: scroller.scrollTop, scroller, focus: document.activeElement };
      box.querySelector("summary").focus();
    } else {
      const { at, scroller, focus } = stood;
      (focus?.isConnected && focus !== document.body ? focus : document.getElementById("question-head")).focus({ preventScroll: true });
      scroller.scrollTop = at;
    }
  }

  const KEYS = {
    "+": () => form.querySelector("[name=least]")?.click(),
    r: () => document.getElementById("reason").focus(),
    e: () => {
      if (viewer?.picked.length) return void viewer.cite();
      back = document.activeElement;
      box.open = true;
      cite.elements.locator.focus();
    },
    ".": () => document.getElementById("next-open")?.click(),
    w: () => document.getElementById("worth-first")?.click(),
    j: () => step(1),
    k: () => step(-1),
    u: undo,
    p: () => {
      const toPlan = !document.activeElement?.closest("plan-viewer");
      showPane(toPlan ? "plan" : "question");
      (toPlan ? viewer?.querySelector(".pv-pages") : document.getElementById("question-head"))?.focus({ preventScroll: true });
    },
    q: () => document.querySelector("#side > summary").click(),
    f: () => aside(found),
    "?": () => aside(document.getElementById("keys")),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const { target, key } = event;
    if (key === "Escape") {
      const open = target.closest?.("#keys[open], #found-box[open]") ?? (target.matches?.("body, #question-head") ? document.querySelector("#keys[open], #found-box[open]") : null);
      return void (open ? aside(open) : target.blur?.());
    }
    const writes = target.closest?.("textarea, select") || (target.tagName === "INPUT" && !["radio", "checkbox"].includes(target.type));
    if (writes || !settings.keys) return;
    if (/^\d$/.test(key)) check("answer", key);
    else if (ANSWERS[key]) check("answer", ANSWERS[key]);
    else if (SURE[key]) check("confidence", SURE[key]);
    else if (KEYS[key]) {
      if ("ref?".includes(key)) showPane("question");
      KEYS[key]();
    }
    else if (viewer?.signs()[key]) viewer.signs()[key]();
    else return;
    event.preventDefault();
  }, { signal });

  for (const [id, name] of [["keys-on", "keys"], ["goes-on", "goesOn"]]) {
    const input = document.getElementById(id);
    input.checked = settings[name];
    input.addEventListener("change", () => {
      settings[name] = input.checked;
      quiet();
    });
  }
  quiet();

  // On a narrow screen the figures unfold at the end of the question, on a broad one over the plan: they cover no level.
  let folded = 0;
  document.querySelector(".foot").addEventListener("toggle", (event) => {
    if (WIDE.matches || event.target.id !== "effect-more") return;
    if (event.target.open) folded = window.scrollY;
    window.scrollTo(0, event.target.open ? document.body.scrollHeight : folded);
  }, true);
  enter();

  if (WIDE.matches) document.querySelector(".questions [aria-current]")?.scrollIntoView({ block: "nearest" });
  restore();
  const asked = decodeURIComponent(location.hash.slice(1));
  const edits = asked.startsWith("edit-") && [...document.querySelectorAll("[data-edit]")].find((each) => JSON.parse(each.dataset.edit).evidence_id === asked.slice(5));
  if (edits) edit(JSON.parse(edits.dataset.edit));
  else if (asked) reveal(asked);
  document.documentElement.classList.add("ready");

  /** Let what was typed be kept before another question takes the place of this one; return whether it is. */
  return async () => {
    if (state.textContent !== form.dataset.saving) return !state.classList.contains("lost");
    clearTimeout(timer);
    while (busy) await new Promise((done) => setTimeout(done, 20));
    if (state.textContent === form.dataset.saving) await save();
    return !state.classList.contains("lost");
  };
}

/** Tell the page and its viewer whether single letters are keys. */
function quiet() {
  document.documentElement.classList.toggle("keyless", !settings.keys);
  const viewer = document.getElementById("viewer");
  if (viewer) viewer.isQuiet = !settings.keys;
}

// Where there is no room for all three beside each other, one is shown; each keeps its place.
const places = { question: 0, plan: 0, side: 0 };
let pane = "question";
/** @param {"question" | "plan" | "side"} name */
function showPane(name) {
  if (WIDE.matches || name === pane) return;
  places[pane] = window.scrollY;
  pane = name;
  layPanes();
  if (name === "plan") arrive(true);
  window.scrollTo(0, places[name]);
}
function layPanes() {
  document.body.dataset.pane = pane;
  // Beside plan and question there is room for the list on a broad screen; who folds or opens it finds it so again.
  const folded = localStorage.getItem("workbench:list") ?? (BROAD.matches ? "open" : "folded");
  document.getElementById("side").open = !WIDE.matches || folded === "open";
  for (const each of document.querySelectorAll("[data-pane]")) if (each.matches("button")) each.setAttribute("aria-pressed", String(each.dataset.pane === pane));
}
for (const each of document.querySelectorAll(".panes button")) each.addEventListener("click", () => showPane(each.dataset.pane));
WIDE.addEventListener("change", layPanes);
document.querySelector("#side > summary").addEventListener("click", () => { if (WIDE.matches) localStorage.setItem("workbench:list", document.getElementById("side").open ? "folded" : "open"); });
layPanes();

/**
 * Where a passage stands.
 * @typedef {{name: string, source: string, place: string, words: string}} Place
 */
const FIRST_WORDS = [40, 12, 6]; // by which a passage is looked for on its page, where its whole text is not found
let isThere = false; // whether the document in the viewer has come
/** @type {Place | null} */
let due = null; // the passage to be shown once the plan is seen

/** Show a passage in the viewer and mark it; return whether its source is here. @param {Place} place */
function turn(place, isAsked = true) {
  const viewer = document.getElementById("viewer");
  const tab = document.querySelector(`.tab[data-source="${CSS.escape(place.source)}"]`);
  if (!viewer || (viewer.dataset.source !== place.source && !tab)) return false;
  if (isAsked) showPane("plan");
  due = place;
  if (viewer.dataset.source !== place.source) tab.click();
  else if (isThere) arrive(isAsked);
  return true;
}

/** Show the passage that is due, if the plan is seen; who did not ask for it keeps the focus. */
async function arrive(isAsked = false) {
  const viewer = document.getElementById("viewer");
  if (!due || !viewer || !isThere || (!WIDE.matches && pane !== "plan")) return;
  const { name, source, place, words } = due;
  due = null;
  const page = Number(/p\. (\d+)/.exec(place)?.[1] ?? 0) || null;
  const known = name && viewer.marks.find((each) => each.evidence_id === name);
  const split = words.split(/\s+/);
  const tries = [words, ...FIRST_WORDS.filter((many) => many < split.length).map((many) => split.slice(0, many).join(" "))].filter(Boolean);
  if (known) await viewer.show(known, isAsked);
  else if (page || !viewer.isPaged) await viewer.showWords({ evidence_id: name, page, label: `${name} ${source}, ${place}`.trim() }, tries, isAsked);
  if (isAsked) viewer.querySelector(".pv-pages")?.focus({ preventScroll: true });
}
document.getElementById("viewer")?.addEventListener("ready", () => {
  isThere = true;
  arrive();
});

/** Turn the plan to the first passage that the question cites. */
function enter() {
  for (const way of document.querySelectorAll("#passages .passages:first-child [data-turn]")) if (turn(JSON.parse(way.dataset.turn), false)) return;
  due = null;
}

let finds = false; // whether the passages that may answer stand open
let ending = new AbortController();
let leave = start(ending.signal);

/** Show another question in the place of this one: the document stays open where it is. */
async function go(address, isBack = false) {
  if (!(await leave())) return; // without a connection the answer stays where it is, and is sent again
  const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!answer) return;
  const next = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const question = next && next.querySelector(".question");
  if (!question) return void location.assign(address);
  document.documentElement.classList.remove("ready");
  ending.abort();
  document.getElementById("list").replaceWith(next.getElementById("list"));
  document.querySelector(".question").replaceWith(question);
  document.title = next.title;
  places.question = 0;
  if (pane === "question" && !WIDE.matches) window.scrollTo(0, 0);
  showPane("question");
  if (!isBack) history.pushState({}, "", answer.url);
  ending = new AbortController();
  leave = start(ending.signal);
  document.getElementById("question-head").focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("main a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !/\/rate\/[^/]+$/.test(link.pathname)) return;
  event.preventDefault();
  go(link.href);
});
window.addEventListener("popstate", () => go(location.href, true));

const documents = document.querySelectorAll(".tab[data-source]");
for (const tab of documents) {
  tab.addEventListener("click", () => {
    const viewer = document.getElementById("viewer");
    for (const each of documents) each.setAttribute("aria-pressed", String(each === tab));
    if (!viewer || viewer.dataset.source === tab.dataset.source) return;
    isThere = false;
    const { unit } = document.getElementById("answer").dataset;
    viewer.dataset.source = tab.dataset.source;
    viewer.setAttribute("kind", tab.dataset.kind);
    viewer.setAttribute("src", `${unit}/documents/${tab.dataset.source}`);
    viewer.setAttribute("anchors", `${unit}/anchors.json?source=${encodeURIComponent(tab.dataset.source)}`);
  });
}
