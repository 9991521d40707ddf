// A form on one page: it asks, shows what it will hand over, and hands it over only when told. Nothing is requested, and
// what was answered lives in the history of this page alone: it outlives a reload, and is gone with the page.
const form = JSON.parse(document.getElementById("carried").textContent);
const main = document.getElementById("main");
const told = document.getElementById("told");
const LONGEST_LINK = 1900;
const KEPT_AFTER = 400; // browsers refuse a history that changes with each move of a slider
const kept = history.state?.form === `${form.id} ${form.version}` ? history.state : {};
const seed = kept.seed ?? crypto.getRandomValues(new Uint32Array(1))[0] % 1000000;
const points = { ...kept.points }; // by code; a code without an entry is blank, which is not 0
const ticked = Object.fromEntries(Object.entries(kept.ticked ?? {}).map(([node, codes]) => [node, new Set(codes)]));
let group = kept.group ?? "";
let at = -1;

const say = (text, values = {}) => (form.words[text] ?? text).replace(/%\((\w+)\)s/g, (_, name) => values[name]);
const random = mulberry(seed);
const lists = shuffled(form.pages.filter((page) => page.kind === "criteria"));
const dealt = new Set(lists.slice(0, form.dealt).map((page) => page.node));
const pages = form.pages
  .filter((page) => page.kind !== "criteria" || dealt.has(page.node))
  .flatMap((page) => {
    const own = { ...page, items: shuffled(page.items) };
    return page.kind === "areas" ? [own, { kind: "check", title: page.title, items: [] }] : [own];
  });

// The generator of the seed, so that the order of every form can be made again from the seed in its answer.
function mulberry(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled(things) {
  const found = [...things];
  for (let last = found.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [found[last], found[other]] = [found[other], found[last]];
  }
  return found;
}

function make(name, set = {}, ...inside) {
  const one = document.createElement(name);
  for (const [key, value] of Object.entries(set)) {
    if (key in one && key !== "list") one[key] = value;
    else one.setAttribute(key, value);
  }
  one.append(...inside.filter((part) => part !== null && part !== ""));
  return one;
}

const method = () => form.groups[group]?.method ?? "points";
const paragraph = (text, name = "") => make("p", { className: name }, text);
const button = (text, act, name = "") => make("button", { type: "button", className: name, onclick: act }, text);

let keeping = 0;
function keep() {
  clearTimeout(keeping);
  const chosen = Object.fromEntries(Object.entries(ticked).map(([node, codes]) => [node, [...codes]]));
  history.replaceState({ form: `${form.id} ${form.version}`, seed, points, ticked: chosen, group, at }, "");
}
main.addEventListener("change", keep);
main.addEventListener("click", keep);
main.addEventListener("input", () => {
  clearTimeout(keeping);
  keeping = setTimeout(keep, KEPT_AFTER);
});

// How many times the first is worth the last is asked of who gave two of them points, and of nobody else.
const isAsked = (page) => page?.kind !== "check" || pages[pages.indexOf(page) - 1].items.filter((item) => points[item.code]).length > 1;

function go(to) {
  at = isAsked(pages[to]) ? to : to + (to < at ? -1 : 1);
  main.replaceChildren(...(at < 0 ? start() : at < pages.length ? asked(pages[at]) : end()).filter(Boolean));
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
  keep();
}

function start() {
  const choice = make("select", { id: "group", onchange: (event) => { group = event.target.value; } },
    make("option", { value: "" }, say("I do not say")),
    ...Object.entries(form.groups).map(([id, one]) => make("option", { value: id, selected: id === group }, one.label)));
  return [
    make("h1", {}, form.title),
    paragraph(say("A few short pages. Stop wherever you like: what you have answered counts. There is no right answer.")),
    paragraph(say("No name is asked; please write none. Answers are put together with those of others, and nothing is printed of a group of fewer than five. Nothing leaves this device unless you send it, and what you answered is kept only until you close this page.")),
    paragraph(say("Skip what you do not want to judge. You may stop, and need not say why.")),
    make("p", {}, make("label", { htmlFor: "group" }, say("I belong to")), " ", choice),
    steps(),
    Object.keys(points).length ? button(say("Empty this form"), empty) : "",
  ];
}

function empty(event) {
  event.stopPropagation(); // nothing is kept of this click
  clearTimeout(keeping);
  history.replaceState(null, "");
  location.reload();
}

function steps() {
  const more = at < pages.length;
  return make("nav", { "aria-label": say("Pages") },
    more ? button(at < 0 ? say("Begin") : say("Next"), () => go(at + 1), "main") : "",
    at >= 0 ? button(say("Back"), () => go(at - 1)) : "",
    more && at >= 0 ? button(say("Stop here"), () => go(pages.length)) : "");
}

function asked(page) {
  const audience = form.groups[group]?.audience ?? form.audience;
  const head = [paragraph(say("Page %(page)s of %(pages)s", { page: at + 1, pages: pages.length }), "step"), make("h1", {}, page.title)];
  if (page.kind === "check") return [...head, ...check(), steps()];
  const question = page.questions[audience] ?? page.questions[""];
  const body = page.kind === "criteria" && form.lists === "tick" ? ticks(page) : weighed(page.items, page);
  return [...head, paragraph(question), ...body, paragraph(say("Blank is not 0: leave blank what you do not want to judge."), "note"), steps()];
}

// Items with points, or with beads on cards; each change paints the shares of its page alone.
function weighed(items, page) {
  const beads = method() === "beads";
  const paints = [];
  const left = paragraph("", "note");
  const paint = () => {
    const sum = items.reduce((all, item) => all + (points[item.code] ?? 0), 0);
    for (const one of paints) one(sum);
    if (beads) left.textContent = say("%(beads)s beads left", { beads: form.beads - sum });
  };
  const boxes = items.map((item) => box(item, page, beads ? beadRow : pointRow, items, paints, paint));
  paint();
  return beads ? [left, ...boxes] : boxes;
}

function box(item, page, row, items, paints, paint) {
  const share = make("span", { className: "share", id: `share-${item.code}` });
  const parts = row(item, items, paints, paint, share);
  const words = item.worst
    ? [paragraph(say("At its worst: %(words)s", { words: item.worst }), "end"), paragraph(say("At its best: %(words)s", { words: item.best }), "end")]
    : [item.best ? make("details", {}, make("summary", {}, say("What is meant")), paragraph(item.best, "end")) : ""];
  return make("div", { className: "item" }, make("label", { htmlFor: `points-${item.code}` }, item.label), ...words, make("div", { className: "row" }, ...parts, share));
}

function pointRow(item, items, paints, paint, share) {
  const number = make("input", { type: "number", id: `points-${item.code}`, min: 0, max: 100, step: 1, inputMode: "numeric", "aria-describedby": share.id });
  const slider = make("input", { type: "range", min: 0, max: 100, step: 5, "aria-label": say("%(item)s, slider", { item: item.label }) });
  number.value = points[item.code] ?? "";
  slider.value = points[item.code] ?? 0;
  const set = (text) => {
    if (text === "") delete points[item.code];
    else points[item.code] = Math.max(0, Math.min(100, Math.round(Number(text))));
    paint();
  };
  slider.oninput = () => { number.value = slider.value; set(slider.value); };
  number.oninput = () => { slider.value = number.value || 0; set(number.value); };
  number.onchange = () => { number.value = points[item.code] ?? ""; };
  paints.push((sum) => {
    const own = points[item.code];
    slider.className = own === undefined ? "blank" : "";
    share.textContent = own === undefined ? say("not judged") : sum ? say("%(share)s of this page", { share: `${Math.round((100 * own) / sum)} %` }) : "";
  });
  return [slider, number];
}

function beadRow(item, items, paints, paint, share) {
  const number = make("input", { type: "number", id: `points-${item.code}`, min: 0, max: form.beads, step: 1, inputMode: "numeric", "aria-describedby": share.id });
  const set = (wanted) => {
    const others = items.reduce((all, one) => all + (one.code === item.code ? 0 : points[one.code] ?? 0), 0);
    if (Number.isNaN(wanted)) delete points[item.code];
    else points[item.code] = Math.max(0, Math.min(form.beads - others, Math.round(wanted)));
    number.value = points[item.code] ?? "";
    paint();
  };
  number.value = points[item.code] ?? "";
  number.oninput = () => set(number.value === "" ? NaN : Number(number.value));
  const step = (by, name) => make("button", { type: "button", className: "bead", "aria-label": name, onclick: () => set((points[item.code] ?? 0) + by) }, by > 0 ? "+" : "−");
  paints.push(() => { share.textContent = "●".repeat(points[item.code] ?? 0); });
  return [step(-1, say("%(item)s, one bead less", { item: item.label })), number, step(1, say("%(item)s, one bead more", { item: item.label }))];
}

function ticks(page) {
  const chosen = (ticked[page.node] ??= new Set());
  const place = make("div", {});
  const rest = { code: page.rest, label: say("Each of those that you did not tick"), worst: "", best: "" };
  const list = make("fieldset", {}, make("legend", {}, say("Tick up to %(most)s", { most: form.most })));
  const again = () => {
    const items = page.items.filter((item) => chosen.has(item.code));
    place.replaceChildren(...(items.length ? weighed([...items, rest], page) : []));
    for (const one of list.querySelectorAll("input")) one.disabled = !one.checked && chosen.size >= form.most;
  };
  for (const item of page.items) {
    const tick = make("input", { type: "checkbox", checked: chosen.has(item.code) });
    tick.onchange = () => {
      if (tick.checked) chosen.add(item.code);
      else { chosen.delete(item.code); delete points[item.code]; }
      again();
    };
    list.append(make("label", { className: "tick" }, tick, make("span", {}, make("span", { className: "name" }, item.label), item.best)));
  }
  again();
  return [list, place];
}

function check() {
  const number = make("input", { type: "number", id: "times", min: 1, max: 1000, step: 1, inputMode: "numeric" });
  number.value = points[form.check] ?? "";
  number.oninput = () => {
    if (number.value === "") delete points[form.check];
    else points[form.check] = Math.max(1, Math.min(1000, Math.round(Number(number.value))));
  };
  return [make("div", { className: "item" }, make("label", { htmlFor: "times" }, form.checkQuestion), make("div", { className: "row" }, number, make("span", {}, say("times"))))];
}

const answer = () => JSON.stringify({ survey: form.id, version: form.version, group, method: method(), order: seed, points });

// What was answered, in words: each thing that was judged, with its points, as the pages have them.
function given() {
  const named = pages.flatMap((page) => [...page.items, ...(page.rest ? [{ code: page.rest, label: `${page.title}: ${say("Each of those that you did not tick")}` }] : [])]);
  const lines = named.filter((item) => item.code in points).map((item) => make("li", {}, `${item.label}: ${points[item.code]}`));
  if (form.check in points) lines.push(make("li", {}, `${form.checkQuestion} ${points[form.check]}`));
  const whose = form.groups[group]?.label ?? say("I do not say");
  return make("ul", { id: "given" }, make("li", {}, `${say("I belong to")} ${whose}`), ...lines);
}

function end() {
  const text = answer();
  if (!Object.keys(points).length) return [make("h1", {}, say("Nothing is answered yet")), paragraph(say("There is nothing to hand over.")), button(say("To the first page"), () => go(-1), "main")];
  const tell = (said) => { told.textContent = said; note.textContent = said; };
  const note = paragraph("", "note");
  const link = `mailto:?subject=${encodeURIComponent(form.id)}&body=${encodeURIComponent(text)}`;
  const save = () => {
    const name = `${form.id}-${seed}.json`;
    const place = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    make("a", { href: place, download: name }).click();
    tell(say("Saved as %(name)s, where your browser keeps what it saves.", { name }));
  };
  const copy = async () => {
    try { await navigator.clipboard.writeText(text); tell(say("Copied.")); }
    catch { shown.parentElement.open = true; getSelection().selectAllChildren(shown); tell(say("Marked: copy it with the keys or the menu of your device.")); }
  };
  const shown = make("pre", { id: "answer" }, text);
  return [
    make("h1", {}, say("Thank you. Now hand it over")),
    paragraph(say("This is everything that is handed over. Read it first.")),
    given(),
    make("details", {}, make("summary", {}, say("The same as a machine reads it")), shown),
    paragraph(say("Save it or copy it, and give or send it to whoever gave you this form. Until then nobody has it.")),
    make("div", { className: "buttons" }, button(say("Save as a file"), save, "main"), button(say("Copy"), copy), link.length < LONGEST_LINK ? button(say("Write an e-mail"), () => { location.href = link; }) : ""),
    note,
    paragraph(say("An e-mail shows your address to whoever opens it; the file shows none.")),
    steps(),
    button(say("Empty this form"), empty),
  ];
}

go(Math.min(kept.at ?? -1, pages.length));
