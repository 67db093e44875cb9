// The patient behind a query: everybody's queries of the patient, timeline, sums and results, each query marked where it hurts.

const nameOf = (patient) => queriesOf.get(patient)?.find((query) => query.patient_number)?.patient_number ?? patient;

/** Return the view of the patient of a query, as wide as said. */
function patientView(query, width) {
  const { patient } = query;
  if (!patient) return element("section", { class: "patient" }, element("p", { class: "hint" }, say("no_patient")));
  const head = element(
    "h2",
    {},
    `${say("patient")} ${nameOf(patient)}`,
    element("span", { class: "soft" }, nameOf(patient) === patient ? "" : ` ${patient}`),
    element("button", { type: "button", id: "print-patient", class: "at-right", onclick: () => window.print() }, say("print")),
  );
  const list = element(
    "div",
    { class: "chips", role: "group", "aria-label": say("of_this_patient") },
    queriesOf.get(patient).map((other) => chipOf(other, query)),
  );
  if (!drawingsOf(patient)) {
    return element("section", { class: "patient" }, head, list, element("p", { class: "hint" }, say("not_drawn")));
  }
  const panel = Math.max(210, Math.floor((width - 24) / Math.max(1, Math.floor((width + 12) / 270)) - 12));
  const sums = sumsOf(patient, panel);
  const small = Math.max(130, Math.floor((width - 24) / Math.max(2, Math.floor((width + 12) / 180)) - 8));
  const results = resultsOf(patient, small, 86);
  return element(
    "section",
    { class: "patient" },
    head,
    list,
    element("h3", {}, say("timeline")),
    element("div", { class: "wide" }, timelineOf(patient, Math.max(560, width - 8))),
    withoutDay(patient),
    element("p", { id: "pointed", class: "pointed", "aria-live": "polite" }, say("results_key")),
    sums.length
      ? [element("h3", {}, say("sums")), element("p", { class: "soft key" }, say("sums_key")), element("div", { class: "panels" }, sums)]
      : null,
    results.length ? [element("h3", {}, say("results")), element("div", { class: "panels" }, results)] : null,
  );
}

/** Return a query of the patient as a chip that leads to it. */
function chipOf(other, query) {
  const attributes = {
    type: "button",
    class: `chip is-${other.state}`,
    title: sentenceOf(other, "message"),
    "aria-current": other === query ? "true" : null,
  };
  const go = () => {
    openQuery(other, { stay: true });
    document.querySelector(".chip[aria-current]")?.focus();
  };
  return element("button", { ...attributes, onclick: go }, other.query_no, " ", element("span", { class: "soft" }, other.rule));
}

/** Return the things that no day puts on the timeline, where a query is about them. */
function withoutDay(patient) {
  const rows = [
    ...drawing(patient, 0).filter((row) => !row.first_date && row.query_nos),
    ...drawing(patient, 1)
      .filter((row) => !row.day && row.query_nos)
      .map((row) => ({ ...row, lane: "results", label: row.panel, detail: inShort(row.value) })),
  ];
  if (!rows.length) return null;
  return element(
    "div",
    { class: "without-day" },
    element("span", { class: "soft" }, `${say("without_day")}: `),
    rows.map((row) =>
      element(
        "button",
        { type: "button", class: "chip", onclick: () => openQuery(queryOf.get(asked(row)[0]), { stay: true }) },
        [say(row.lane), row.label, row.detail, asked(row).join(" ")].filter(Boolean).join(" · "),
      ),
    ),
  );
}
