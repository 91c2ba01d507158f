// What is on the page. Data only ever enters as text, never as HTML.

const at = (id) => document.getElementById(id);
const [list, chips, status, more, notice, empty] = ["results", "packages", "status", "more", "notice", "empty"].map(at);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export const showWaiting = () => list.classList.add("stale");

function clear() {
  list.classList.remove("stale");
  for (const section of [notice, empty, more]) section.hidden = true;
}

/** @param append whether the answer is a further page, to stand below what is shown */
export function showAnswer({ results, pagination, stage_statistics }, roundTripMs, append) {
  clear();
  const items = results.map(resultItem);
  if (append) list.append(...items);
  else list.replaceChildren(...items);
  if (append) items[0]?.firstChild.focus();
  more.hidden = list.children.length >= pagination.total;
  const times = [
    `${stage_statistics.total_time_ms.toFixed(1)} ms on the server`,
    `${roundTripMs.toFixed(1)} ms round trip`,
  ];
  status.textContent = [`${pagination.total} best sections`, ...times].join(" · ");
}

function resultItem(found) {
  const link = element("a", { href: found.url, target: "_blank", rel: "noopener noreferrer" });
  link.append(
    element("h2", {}, ...marked(found, "title")),
    element("p", { class: "path" }, `${found.package} · ${found.path}`),
    element("p", { class: "text" }, ...marked(found, "text")),
  );
  return element("li", {}, link);
}

/** A field as the server highlighted it, or its beginning. */
function marked(found, field) {
  const highlight = found._highlights?.find((each) => each.field === field);
  if (!highlight) return [String(found[field] ?? "").slice(0, 300)];
  return highlight.segments.map(({ text, match }) => (match ? element("mark", {}, text) : text));
}

/** Names to choose from, the chosen one marked. */
export function showChips(names, chosen, onChoose) {
  const all = chosen && !names.includes(chosen) ? [chosen, ...names] : names;
  chips.replaceChildren(...all.map((name) => button(name, () => onChoose(name), name === chosen)));
}

function button(text, onClick, isPressed) {
  const made = element("button", { type: "button" }, text);
  if (isPressed !== undefined) made.setAttribute("aria-pressed", isPressed);
  made.addEventListener("click", onClick);
  return made;
}

/** Nothing to list: says why, and offers examples. */
export function showEmpty(title, text, examples, onChoose) {
  clear();
  list.replaceChildren();
  status.textContent = "";
  empty.hidden = false;
  at("empty-title").textContent = title;
  at("empty-text").textContent = text;
  at("examples").replaceChildren(...examples.map((example) => button(example, () => onChoose(example))));
}

export function showRefusal({ title, message }) {
  clear();
  list.replaceChildren();
  status.textContent = "";
  notice.hidden = false;
  at("notice-title").textContent = title ?? "Something went wrong";
  at("notice-text").textContent = message;
}
