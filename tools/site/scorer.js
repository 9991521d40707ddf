/* The search of the guide: what is written for a task or explains it comes before tables of reference, which hold every word. */
var REFERENCE = ["api", "audit", "commands", "files", "frames", "gallery", "genindex", "glossary-sr", "groups-measured",
  "law-and-practice-criteria", "law-and-practice-periods", "licences", "py-modindex"];
var Scorer = {
  score: ([page, title, anchor, descr, score]) => score - (REFERENCE.includes(page) ? 12 : page === "README" ? 1 : 0),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: {0: 15, 1: 5, 2: -5},
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
