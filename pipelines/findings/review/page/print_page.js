// One patient on one sheet of paper: made anew before it is printed, with as many queries as fit.

const SHEET = { width: 710, height: 1030 }; // of A4 within its margins, in CSS pixels

const LARGE = [232, 150, 172, 88]; // width and height of the drawing of a sum, and of a result: three and four beside each other
const SMALL = [232, 112, 113, 58];

/** Return the queries in lists of those that ask the same of different rows, for one line each. */
function alikeOf(held) {
  const lines = new Map();
  for (const query of held) {
    const key = [query.rule, query.message, query.state].join("\n");
    if (!lines.has(key)) lines.set(key, []);
    lines.get(key).push(query);
  }
  return [...lines.values()];
}

/** Fill the sheet with the patient whose query is open. */
function fillSheet() {
  const sheet = document.getElementById("print");
  if (!selected?.patient || !drawingsOf(selected.patient)) {
    return fill(sheet, selected ? [queryCard(selected)] : []);
  }
  const { patient } = selected;
  const lines = alikeOf(queriesOf.get(patient));
  const table = element(
    "tbody",
    {},
    lines.map(([query, ...others]) =>
      element(
        "tr",
        {},
        element("td", {}, query.query_no, others.length ? ` +${others.length}` : ""),
        element("td", {}, query.rule),
        element("td", {}, say(query.state)),
        element("td", {}, [sentenceOf(query, "message"), query.raw].filter(Boolean).join(" – ")),
        element("td", {}, [query.source_file, query.sheet, query.source_row].filter((part) => part !== null && part !== "").join(" · ")),
      ),
    ),
  );
  const more = element("p", { class: "soft" });
  const put = ([sumWidth, sumHeight, resultWidth, resultHeight]) =>
    fill(
      sheet,
      element(
        "h1",
        {},
        `${say("patient")} ${nameOf(patient)} `,
        element("span", { class: "soft" }, `${patient} · ${run.registry} · ${say("as_of")} ${run.as_of}`),
      ),
      element("table", {}, table),
      more,
      timelineOf(patient, SHEET.width),
      element("div", { class: "panels" }, sumsOf(patient, sumWidth, sumHeight).slice(0, 9)),
      element("div", { class: "panels" }, resultsOf(patient, resultWidth, resultHeight, 30)),
    );
  sheet.classList.add("is-measured");
  const over = () => sheet.scrollHeight > SHEET.height;
  put(LARGE);
  if (over()) put(SMALL);
  for (const [kind, least] of [
    ["tbody > tr", 8],
    [".panels:last-child > svg", 12],
    ["tbody > tr", 1],
    [".panels > svg", 0],
  ]) {
    const held = [...sheet.querySelectorAll(kind)];
    while (over() && held.length > least) {
      held.pop().remove();
      const left = lines.slice(table.children.length).flat().length;
      more.textContent = left ? say("and_more", left) : "";
    }
  }
  sheet.classList.remove("is-measured");
}

window.addEventListener("beforeprint", fillSheet);
window.addEventListener("afterprint", () => fill(document.getElementById("print")));
