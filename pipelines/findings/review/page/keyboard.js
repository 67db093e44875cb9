// The keys: in the list they go from query to query; where somebody types they do what they always do.

/** Open the next query of the list, or the one before. */
function step(by) {
  if (!listed.length) return;
  const place = listed.indexOf(selected);
  openQuery(listed[Math.min(listed.length - 1, Math.max(0, place < 0 ? 0 : place + by))], { stay: true });
}

const isTyping = (target) => Boolean(target.matches?.("input, textarea, select"));

window.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    step(1);
    return focusAnswer();
  }
  if (event.key === "Escape") return backToList();
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) {
    if (event.target.id === "search" && (event.key === "Enter" || event.key === "ArrowDown")) {
      event.preventDefault();
      document.getElementById("list").focus();
      if (!listed.includes(selected)) step(0);
    }
    return undefined;
  }
  const inList = event.target.id === "list" || event.target === document.body;
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    "/": () => document.getElementById("search").focus(),
    p: () => window.print(),
    ...(inList
      ? {
          ArrowDown: () => step(1),
          ArrowUp: () => step(-1),
          PageDown: () => step(8),
          PageUp: () => step(-8),
          Home: () => step(-Infinity),
          End: () => step(Infinity),
          Enter: () => {
            openQuery(selected ?? listed[0]);
            focusAnswer();
          },
        }
      : {}),
  };
  const answer = /^[1-4]$/.test(event.key) ? document.querySelector("form.answer") : null;
  if (answer) keys[event.key] = () => answer.pick(Number(event.key) - 1);
  if (!keys[event.key]) return undefined;
  event.preventDefault();
  return keys[event.key]();
});
