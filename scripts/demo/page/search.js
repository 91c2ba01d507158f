// Search as you type: the newest question wins, and an older answer never overwrites a newer one.
import { ask } from "./cordon.js";
import { useKeyboard } from "./keyboard.js";
import { showAnswer, showChips, showEmpty, showRefusal, showWaiting } from "./view.js";

const debounceMs = 80;
const pageSize = 20;
const examples = [
  "retry a failed request",
  "read a file line by line",
  "wait for an element",
  "compare versions",
  "hash a password",
];

const box = document.getElementById("query");
box.focus(); // at once: what is typed while the configuration is on its way counts
const config = await (await fetch("config.json")).json();
const asked = { query: "", pack: undefined, page: 1, pageSize };
let running = new AbortController();
let timer;

async function search({ append = false } = {}) {
  clearTimeout(timer);
  running.abort();
  running = new AbortController();
  Object.assign(asked, { query: box.value.trim(), page: append ? asked.page + 1 : 1 });
  remember();
  if (!asked.query) return showStart();
  const { signal } = running;
  const start = performance.now();
  showWaiting();
  try {
    const answer = await ask(config, asked, signal);
    if (!signal.aborted) show(answer, performance.now() - start, append);
  } catch (error) {
    if (!signal.aborted) showRefusal(error);
  }
}

function show(answer, roundTripMs, append) {
  const { results, pagination } = answer;
  if (!asked.pack && !append) offer([...new Set(results.map((found) => found.package))].slice(0, 10));
  if (pagination.total > 0) return showAnswer(answer, roundTripMs, append);
  showEmpty(
    "Nothing found",
    `No section${asked.pack ? ` of ${asked.pack}` : ""} matches. Others that do:`,
    examples,
    retry,
  );
}

function showStart() {
  offer(config.packages);
  showEmpty(asked.pack ? `Search in ${asked.pack}` : "Type to search", "For instance:", examples, retry);
}

function offer(packages) {
  showChips(packages, asked.pack, (name) => {
    asked.pack = name === asked.pack ? undefined : name;
    offer(packages);
    search();
  });
}

function retry(query) {
  box.value = query;
  box.focus();
  search();
}

/** The address holds the search, so that it can be kept, shared and reloaded. */
function remember() {
  const { query, pack } = asked;
  const parameters = new URLSearchParams({ ...(query && { q: query }), ...(pack && { package: pack }) });
  history.replaceState(null, "", parameters.size ? `?${parameters}` : location.pathname);
}

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, debounceMs);
});
document.getElementById("form").addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
document.getElementById("more").addEventListener("click", () => search({ append: true }));
useKeyboard(box, document.getElementById("results"));

const parameters = new URLSearchParams(location.search);
box.value ||= parameters.get("q") ?? "";
asked.pack = parameters.get("package") ?? undefined;
const count = config.documents.toLocaleString("en");
document.getElementById("about").textContent =
  `Search ${count} sections of what the installed packages say of themselves.`;
offer(config.packages);
await search();
