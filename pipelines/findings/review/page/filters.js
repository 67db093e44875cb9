// Which queries the list shows: filters and a search over everything that a query says.

const EVERY = "";
const STATES = {
  asks: (query) => query.state === "open" || query.state === "answered",
  open: (query) => query.state === "open",
  answered: (query) => query.state === "answered",
  accepted: (query) => query.state === "accepted",
  cancelled: (query) => query.state === "cancelled",
  closed: (query) => query.state === "closed",
  answered_here: (query) => given.has(query.query_no),
};
const CHANGES = {
  new: (query) => query.is_new && query.state !== "closed",
  reopened: (query) => query.is_reopened,
  causes: (query) => !query.hangs_on,
};
const INFLUENCES = ["others", "cohort", "result", "primary", "waiting"];
const influenceOf = (query) => INFLUENCES[query.influence ?? 0];
const BEGIN = { state: "asks", change: EVERY, influence: EVERY, rule: EVERY, source: EVERY, table: EVERY };
const chosen = { ...BEGIN };
let sought = "";

const SOUGHT = [
  "query_no",
  "patient_number",
  "patient",
  "rule",
  "message",
  "message_ko",
  "raw",
  "arithmetic",
  "entity",
  "source_file",
  "table",
  "columns",
];
const textOf = queries.map((query) =>
  SOUGHT.map((name) => query[name] ?? "")
    .join("\n")
    .toLowerCase(),
);

/** Return the queries that fit, in the order of their influence; every word that is sought must stand somewhere. */
function fittingQueries() {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const state = STATES[chosen.state];
  const change = CHANGES[chosen.change];
  return queries.filter(
    (query, place) =>
      (!state || state(query)) &&
      (!change || change(query)) &&
      (!chosen.influence || influenceOf(query) === chosen.influence) &&
      (!chosen.rule || query.rule === chosen.rule) &&
      (!chosen.source || (query.source ?? "") === chosen.source) &&
      (!chosen.table || query.table === chosen.table) &&
      words.every((word) => textOf[place].includes(word)),
  );
}

/** Return what can be chosen for a filter: keys of words, or the values that there are, with how many queries have each. */
function choicesOf(name) {
  const count = (fits) => queries.reduce((sum, query) => sum + (fits(query) ? 1 : 0), 0);
  if (name === "state") return Object.entries(STATES).map(([key, fits]) => [key, say(key), count(fits)]);
  if (name === "change") return Object.entries(CHANGES).map(([key, fits]) => [key, say(key), count(fits)]);
  if (name === "influence") {
    return [...INFLUENCES].reverse().map((key) => [key, say(key), count((query) => influenceOf(query) === key)]);
  }
  const counts = new Map();
  for (const query of queries) counts.set(query[name] ?? "", (counts.get(query[name] ?? "") ?? 0) + 1);
  counts.delete("");
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([value, number]) => [value, value, number]);
}

/** Return the search and the filters as controls that show the list anew. */
function filterControls(showAgain) {
  const search = element("input", {
    id: "search",
    type: "search",
    placeholder: say("search"),
    "aria-label": say("search"),
    value: sought,
    autocomplete: "off",
    oninput: (event) => {
      sought = event.target.value;
      showAgain();
    },
  });
  const select = (name) => {
    const options = choicesOf(name).filter(([key, , number]) => number > 0 || key === chosen[name] || key === "answered_here");
    const control = element(
      "select",
      {
        id: `filter-${name}`,
        onchange: (event) => {
          chosen[name] = event.target.value;
          showAgain();
        },
      },
      element("option", { value: EVERY }, say("all")),
      options.map(([key, words, number]) =>
        element("option", { value: key }, key === "answered_here" ? words : `${words} (${number.toLocaleString("en")})`),
      ),
    );
    control.value = chosen[name];
    return element("label", { class: "filter" }, element("span", {}, say(name)), control);
  };
  const clear = element(
    "button",
    {
      type: "button",
      id: "clear-filters",
      onclick: () => {
        Object.assign(chosen, BEGIN, { state: EVERY });
        sought = "";
        showAgain(true);
      },
    },
    say("clear_filters"),
  );
  return element(
    "form",
    { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
    search,
    Object.keys(BEGIN).map(select),
    clear,
  );
}
