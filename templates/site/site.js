// @ts-check
"use strict";
// The search: every word must stand in the name, code, rubric or year; letters without their marks.
(() => {
  const box = /** @type {HTMLInputElement|null} */ (document.getElementById("q"));
  const list = document.getElementById("hits");
  const rows = /** @type {string[][]|undefined} */ (/** @type {any} */ (window).NAP_INDEX);
  if (!box || !list || !rows) return;
  const plain = (/** @type {string} */ text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");
  const items = rows.map(([href, text, more]) => ({ href, text, key: plain(`${text} ${more}`) }));
  box.addEventListener("input", () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    const found = words.length ? items.filter((item) => words.every((word) => item.key.includes(word))) : [];
    found.sort((a, b) => a.key.indexOf(words[0]) - b.key.indexOf(words[0]));
    list.replaceChildren(
      ...found.slice(0, 10).map((item) => {
        const line = document.createElement("li");
        const link = document.createElement("a");
        link.href = item.href;
        link.textContent = item.text;
        line.append(link);
        return line;
      })
    );
    if (words.length && !found.length) list.append(list.dataset.none ?? "");
  });
})();
