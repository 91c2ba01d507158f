/** `/` leads to the box, arrows walk through box and results, Escape leads back. */
export function useKeyboard(box, list) {
  const move = (step) => {
    const stops = [box, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1) };
  const keysOutside = { "/": () => box.select(), Escape: () => box.focus() };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key] ?? (document.activeElement === box ? undefined : keysOutside[event.key]);
    if (!act) return;
    event.preventDefault();
    act();
  });
}
