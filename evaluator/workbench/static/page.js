/** What the scripts of the workbench share: asking the server, and putting its answers in their places. */

const token = () => document.querySelector("meta[name=csrf]").content;

// What is sent again later: too much within a minute, and a server or a database that is away.
const LATER = [429, 502, 503, 504];

/**
 * Send JSON and return what came back: its status (0 where it is to be sent again later) and content.
 * @param {string} address
 * @param {object} content
 * @param {boolean} last  the page is going away: let it be sent all the same
 */
export async function post(address, content, last = false) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF": token() },
      body: JSON.stringify(content),
      credentials: "same-origin",
      keepalive: last,
    });
    const status = LATER.includes(answer.status) ? 0 : answer.status;
    return { status, content: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, content: {} };
  }
}

/** Put markup that the server made into an element; what is open there stays open. */
export function put(id, markup) {
  const place = document.getElementById(id);
  if (!place || markup === undefined) return;
  const open = new Set([...place.querySelectorAll("details[open]")].map((each) => each.id));
  place.innerHTML = markup;
  for (const each of place.querySelectorAll("details")) if (open.has(each.id)) each.open = true;
}

/** Tell the faults of a form, or that there are none. */
export function faults(found) {
  const list = document.getElementById("faults");
  list.replaceChildren(
    ...found.map(({ field, text }) => {
      const item = document.createElement("li");
      item.textContent = field ? `${field}: ${text}` : text;
      return item;
    }),
  );
}
