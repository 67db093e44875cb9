// One query: what it asks, of what, with the text as it was sent, file and row.

/** Return the card of a query. */
function queryCard(query) {
  const marks = [
    element("span", { class: `mark is-${query.state}` }, say(query.state)),
    query.is_reopened
      ? element("span", { class: "mark reopened" }, say("reopened"))
      : query.is_new
        ? element("span", { class: "mark new" }, say("new"))
        : null,
    query.level ? element("span", { class: "mark" }, say(query.level === "reject" ? "quarantines" : "asks_only")) : null,
    query.days_open ? element("span", { class: "mark" }, say("days_open", query.days_open)) : null,
  ];
  const place = [query.source_file, query.sheet, query.source_row == null ? "" : `${say("row")} ${query.source_row}`]
    .filter(Boolean)
    .join(" · ");
  const before = query.answer
    ? say("said_before", say(query.answer)) + (query.until_day ? ` (${say("until_said", query.until_day)})` : "")
    : "";
  return element(
    "section",
    { class: "card", "aria-labelledby": "card-title" },
    element("h2", { id: "card-title", tabindex: "-1" }, query.query_no, " ", element("span", { class: "soft" }, query.rule), marks),
    element("p", { class: "problem" }, sentenceOf(query, "message")),
    query.hangs_on ? causeOf(query) : null,
    element(
      "dl",
      {},
      saidPairs([
        ["to_do", sentenceOf(query, "action")],
        ["arithmetic", query.arithmetic],
        ["could_change", query[`could_change_${language}`]],
        ["about", [query.table, query.entity].filter(Boolean).join(" · ")],
      ]),
    ),
    element(
      "div",
      { class: "sent" },
      element("div", { class: "soft" }, [say("as_sent"), place].filter(Boolean).join(" · ")),
      element("code", {}, query.raw || shownColumns(query)),
    ),
    wholeRow(query),
    before ? element("p", { class: "soft" }, before) : null,
  );
}

const saidPairs = (pairs) =>
  pairs.filter(([, text]) => text).flatMap(([key, text]) => [element("dt", {}, say(key)), element("dd", {}, text)]);

/** Return the way to the query of which this one is a consequence. */
function causeOf(query) {
  const cause = queryOf.get(query.hangs_on);
  const [begin, end] = say("answer_cause", "\n").split("\n");
  const way = cause
    ? element("button", { type: "button", class: "link", onclick: () => openQuery(cause) }, query.hangs_on)
    : query.hangs_on;
  return element("p", { class: "hint" }, begin, way, end);
}

/** Return every cell of the rows that the query is about, as they were sent. */
function wholeRow(query) {
  const rows = (drawingsOf(query.patient)?.rows ?? []).filter((row) => asked(row).includes(query.query_no));
  if (!rows.length) return null;
  const columns = shownColumns(query).split(", ");
  return rows.slice(0, 5).map((row) =>
    element(
      "details",
      { class: "whole-row" },
      element("summary", {}, `${say("whole_row")}: ${row.table} · ${placeOf(row)}`),
      element(
        "table",
        {},
        element(
          "tbody",
          {},
          row.cells.map(([name, cell]) =>
            element(
              "tr",
              { class: columns.includes(name) ? "is-asked" : null },
              element("th", { scope: "row" }, name),
              element("td", {}, cell),
            ),
          ),
        ),
      ),
    ),
  );
}
