// One patient on one sheet of paper: made anew before it is printed, with as many queries as fit.

const SHEET = { width: 710, height: 1030 };  // of A4 within its margins, in CSS pixels

/** Fill the sheet with the patient whose query is open. */
function fillSheet() {
  const sheet = document.getElementById("print");
  if (!selected?.patient || !drawingsOf(selected.patient)) {
    return fill(sheet, selected ? [queryCard(selected)] : []);
  }
  const { patient } = selected;
  const asks = queriesOf.get(patient);
  const table = element("tbody", {}, asks.map((query) => element("tr", {},
    element("td", {}, query.query_no), element("td", {}, query.rule), element("td", {}, say(query.state)),
    element("td", {}, [query.message, query.raw].filter(Boolean).join(" – ")),
    element("td", {}, [query.source_file, query.sheet, query.source_row].filter((part) => part !== null && part !== "").join(" · ")))));
  const more = element("p", { class: "soft" });
  const sums = sumsOf(patient, 226, 112).slice(0, 9);
  const results = resultsOf(patient, 113, 58, 30);
  fill(sheet,
    element("h1", {}, `${say("patient")} ${nameOf(patient)} `, element("span", { class: "soft" }, `${patient} · ${run.registry} · ${say("as_of")} ${run.as_of}`)),
    element("table", {}, table), more, timelineOf(patient, SHEET.width),
    sums.length ? element("div", { class: "panels" }, sums) : null,
    results.length ? element("div", { class: "panels" }, results) : null);
  sheet.classList.add("is-measured");
  const over = () => sheet.scrollHeight > SHEET.height;
  for (const [kind, least] of [["tbody > tr", 8], [".panels:last-child > svg", 12], ["tbody > tr", 1], [".panels > svg", 0]]) {
    const held = [...sheet.querySelectorAll(kind)];
    while (over() && held.length > least) {
      held.pop().remove();
      const left = asks.length - table.children.length;
      more.textContent = left ? say("and_more", left) : "";
    }
  }
  sheet.classList.remove("is-measured");
}

window.addEventListener("beforeprint", fillSheet);
window.addEventListener("afterprint", () => fill(document.getElementById("print")));
