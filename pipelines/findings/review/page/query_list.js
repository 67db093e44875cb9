// The list of queries: only the lines in sight are in the page, so that ten thousand scroll as ten do.

const LINE = 66; // height of one query in pixels, as the style has it
let listed = [];
let selected = null;

/** Return the list; `open` is called with a query that is chosen. */
function queryList(open) {
  const room = element("div", { class: "room", role: "presentation" });
  const list = element(
    "div",
    {
      id: "list",
      class: "list",
      role: "listbox",
      tabindex: "0",
      "aria-label": say("queries"),
      onscroll: () => draw(),
    },
    room,
  );

  function line(query, place) {
    const answer = given.get(query.query_no);
    const settled = { accepted: "✓", closed: "–" }[query.state] ?? "";
    const sign = answer ? (lackOf(query, answer) ? "◐" : "●") : settled;
    const marks = [query.is_reopened ? "reopened" : query.is_new && query.state !== "closed" ? "new" : null].filter(Boolean);
    const made = element(
      "div",
      {
        id: `line-${query.query_no}`,
        class: ["line", `is-${influenceOf(query)}`, query === selected ? "is-selected" : ""].join(" "),
        role: "option",
        "aria-selected": String(query === selected),
        "aria-posinset": place + 1,
        "aria-setsize": listed.length,
        onclick: () => open(query),
      },
      element(
        "div",
        { class: "line-head" },
        element("b", {}, query.query_no),
        element("span", { class: "rule" }, query.rule),
        element("span", {}, query.patient_number ?? (query.patient || query.source_file || "")),
        marks.map((mark) => element("span", { class: `mark ${mark}` }, say(mark))),
        element("span", { class: "sign" }, sign),
      ),
      element("div", { class: "line-text" }, sentenceOf(query, "message")),
      element(
        "div",
        { class: "line-foot" },
        [query.table, query.entity, query.hangs_on ? `← ${query.hangs_on}` : ""].filter(Boolean).join(" · "),
      ),
    );
    made.style.top = `${place * LINE}px`;
    return made;
  }

  function draw() {
    room.style.height = `${listed.length * LINE}px`;
    const first = Math.max(0, Math.floor(list.scrollTop / LINE) - 4);
    const last = Math.min(listed.length, first + Math.ceil((list.clientHeight || 800) / LINE) + 8);
    fill(
      room,
      listed.slice(first, last).map((query, place) => line(query, first + place)),
    );
    if (selected && document.getElementById(`line-${selected.query_no}`)) {
      list.setAttribute("aria-activedescendant", `line-${selected.query_no}`);
    } else list.removeAttribute("aria-activedescendant");
  }

  /** Scroll so far that the chosen query is in sight. */
  function follow() {
    const top = listed.indexOf(selected) * LINE;
    if (top < 0) return;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + LINE > list.scrollTop + list.clientHeight) list.scrollTop = top + LINE - list.clientHeight;
  }

  return {
    list,
    draw,
    follow,
    toTop: () => {
      list.scrollTop = 0;
    },
  };
}
