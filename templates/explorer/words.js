// @ts-check
/** Texts in the reader's language, and numbers as the reports print them. */

/** @type {{[english: string]: string}} */
let words = {};
let two = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
let whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/**
 * Take the texts of a language; what has none is said in English.
 *
 * @param {{[english: string]: string}} texts
 * @param {string} language
 */
export function speak(texts, language) {
  words = texts;
  two = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
}

/**
 * Say a text, with values filled in at `%(name)s`.
 *
 * @param {string} english
 * @param {{[name: string]: string|number}} [values]
 * @returns {string}
 */
export function say(english, values) {
  const text = words[english] || english;
  return values === undefined ? text : text.replace(/%\((\w+)\)s/g, (all, name) => String(values[name] ?? all));
}

/** @param {number} value @returns {string} */
export function scoreText(value) {
  return Number.isNaN(value) ? say("no score") : two.format(value);
}

/** @param {number} value @returns {string} */
export function shareText(value) {
  return Number.isNaN(value) ? "–" : `${whole.format(100 * value)} %`;
}

/**
 * @param {{low: number, high: number}} result
 * @returns {string}
 */
export function rangeText(result) {
  return `${scoreText(result.low)}–${scoreText(result.high)}`;
}
