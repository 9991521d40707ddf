/** What the scripts of the workbench share: asking the server, and putting its answers in their places. */

const token = () => document.querySelector("meta[name=csrf]")?.getAttribute("content") ?? "";

// What is sent again later: too much within a minute, and a server or a database that is away.
const LATER = [429, 502, 503, 504];

/**
 * Send JSON and return what came back: its status (0 where it is to be sent again later) and content.
 * @param {string} address
 * @param {object} content
 * @param {boolean} last  the page is going away: let it be sent all the same
 */
export const post = (address, content, last = false) =>
  ask(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF": token() },
    body: JSON.stringify(content),
    keepalive: last,
  });

/** Send a file whole and return what came back, as `post` does. @param {string} address @param {File} file */
export const send = (address, file) =>
  ask(address, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", Accept: "application/json", "X-CSRF": token() },
    body: file,
  });

/** Ask for JSON and return what came back, as `post` does. @param {string} address */
export const get = (address) => ask(address, { headers: { Accept: "application/json" } });

/**
 * @param {string} address
 * @param {RequestInit} request
 * @returns {Promise<{status: number, content: any}>}
 */
async function ask(address, request) {
  try {
    const answer = await fetch(address, { credentials: "same-origin", ...request });
    const status = LATER.includes(answer.status) ? 0 : answer.status;
    return { status, content: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, content: {} };
  }
}

/**
 * Put markup that the server made into an element; what is open there stays open.
 * @param {string} id
 * @param {string | undefined} markup
 */
export function put(id, markup) {
  const place = document.getElementById(id);
  if (!place || markup === undefined) return;
  const open = new Set([...place.querySelectorAll("details[open]")].map((each) => each.id));
  place.innerHTML = markup;
  for (const each of place.querySelectorAll("details")) if (open.has(each.id)) each.open = true;
}

// Where a fault of the server's name for a field is mended, if the form calls it otherwise.
/** @type {Record<string, string>} */
const NAMED = { level: "answer", status: "answer", evidence_ids: "known" };

/** Return the field of a form with a name, if the page shows one. @param {string} name @returns {HTMLElement | null} */
function fieldOf(name) {
  const known = NAMED[name] ?? name;
  return known ? document.querySelector(`[name="${CSS.escape(known)}"]:not([type=hidden]), #${CSS.escape(known)}`) : null;
}

/** Lead to a field, and open what it lies in. @param {string} name */
export function reveal(name) {
  const place = fieldOf(name);
  for (let each = place?.closest("details"); each; each = each.parentElement?.closest("details")) each.open = true;
  place?.focus();
}

/** Say a fault at its field too. @param {HTMLElement} place @param {string} name @param {string} text */
function mark(place, name, text) {
  const told = document.createElement("p");
  told.className = "fault";
  told.id = `fault-${name}`;
  told.dataset.fault = name;
  told.textContent = text;
  place.setAttribute("aria-invalid", "true");
  place.setAttribute("aria-describedby", told.id);
  (place.closest("fieldset > label") ?? place).after(told);
}

/**
 * Tell the faults of a form, or that there are none.
 * @param {{field: string, text: string, label?: string}[]} found
 * @param {string} [login]  where a person logs in whose session has ended; from there the way leads back here
 */
export function faults(found, login) {
  const list = document.getElementById("faults");
  for (const each of document.querySelectorAll("[data-fault]")) each.remove();
  for (const each of document.querySelectorAll("[aria-invalid]")) for (const name of ["aria-invalid", "aria-describedby"]) each.removeAttribute(name);
  list?.replaceChildren(
    ...found.map(({ field, label, text }) => {
      const item = document.createElement("li");
      const place = fieldOf(field);
      if (label && place) {
        const way = document.createElement("a");
        way.href = `#${field}`;
        way.textContent = label;
        way.addEventListener("click", (event) => {
          event.preventDefault();
          reveal(field);
        });
        item.append(way, `: ${text} `);
        mark(place, field, text);
      } else item.textContent = label ? `${label}: ${text} ` : `${text} `;
      if (login) {
        const link = document.createElement("a");
        link.href = `${login}?to=${encodeURIComponent(location.pathname)}`;
        link.textContent = list.dataset.login ?? login;
        item.append(link);
      }
      return item;
    }),
  );
}
