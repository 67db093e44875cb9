// What can be pointed at: each thing drawn says what it is, and each that a query is about leads to the query.

/** Return the words behind something drawn. */
const sayWhole = (parts) => parts.filter((part) => part !== null && part !== undefined && part !== "").join(" · ");

/**
 * Return a thing of a drawing, made to be pointed at. One with queries has a ring, is reached by Tab and opens its query; any other says
 * on a click where it stood.
 */
function marked(drawing, row, words, [x, y], size = 6) {
  const numbers = asked(row);
  const text = sayWhole([...words, row.is_quarantined ? say("in_quarantine") : "", placeOf(row)]);
  if (!numbers.length) {
    return shape("g", { class: "thing", onclick: () => showPlace(text) }, drawing, shape("title", {}, text));
  }
  const own = selected && numbers.includes(selected.query_no);
  const label = `${numbers.join(", ")}: ${text}`;
  const go = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    const place = numbers.indexOf(selected?.query_no);
    openQuery(queryOf.get(numbers[(place + 1) % numbers.length]), { stay: true });
    showPlace(text);
    [...document.querySelectorAll(".thing.asked")].find((mark) => mark.getAttribute("aria-label") === label)?.focus();
  };
  return shape(
    "g",
    { class: `thing asked${own ? " is-own" : ""}`, tabindex: "0", role: "button", "aria-label": label, onclick: go, onkeydown: go },
    drawing,
    shape("circle", { class: "ring", cx: x, cy: y, r: size + (own ? 3 : 1) }),
    own ? shape("path", { class: "pointer", d: `M${x} ${y - size - 4}l-5 -8h10z` }) : null,
    shape("title", {}, label),
  );
}

/** Say below the drawings where something stood. */
function showPlace(text) {
  const line = document.getElementById("pointed");
  if (line) fill(line, element("span", {}, text));
}

/** Return a sign for what lies beyond the edge of a drawing. */
function arrow(x, y, side) {
  const along = { left: "M4 -4l-7 4 7 4z", right: "M-4 -4l7 4 -7 4z", up: "M-4 4l4 -7 4 7z", down: "M-4 -4l4 7 4 -7z" }[side];
  return shape("path", { class: "beyond", d: along, transform: `translate(${x} ${y})` });
}
