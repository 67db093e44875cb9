// The page as a whole: its head, the list and the view of what is chosen.

let list;
let counted;

function drawPage() {
  document.documentElement.lang = language;
  document.title = `${say("title")} · ${run.registry}`;
  const file = element("input", {
    id: "continue-file",
    type: "file",
    accept: ".csv,text/csv",
    class: "unseen",
    onchange: async (event) => {
      const [chosenFile] = event.target.files;
      if (chosenFile) continueWith(await chosenFile.text());
      event.target.value = "";
      showList();
      if (selected) openQuery(selected, { stay: true });
    },
  });
  const languages = element(
    "button",
    {
      type: "button",
      id: "language",
      lang: language === "en" ? "ko" : "en",
      onclick: () => {
        language = language === "en" ? "ko" : "en";
        drawPage();
      },
    },
    language === "en" ? "한국어" : "English",
  );
  const head = element(
    "header",
    { class: "head" },
    element(
      "div",
      {},
      element("h1", {}, say("title")),
      element("p", { class: "soft" }, `${run.registry} · ${say("as_of")} ${run.as_of} · ${run.run_id}`),
    ),
    element(
      "div",
      { class: "buttons" },
      run.is_answerable
        ? [
            element(
              "button",
              { type: "button", id: "save", class: "main", onclick: saveAnswers },
              say("save"),
              element("span", { id: "given-count" }),
            ),
            element("label", { class: "button", for: "continue-file" }, say("continue")),
            file,
          ]
        : null,
      languages,
    ),
  );
  counted = element("p", { id: "counted", class: "counted", "aria-live": "polite" });
  list = queryList((query) => openQuery(query));
  fill(
    document.getElementById("app"),
    head,
    run.is_answerable ? null : element("p", { class: "warning", role: "alert" }, say("not_answerable")),
    element("p", { id: "told", class: "told", role: "status" }),
    element(
      "main",
      {},
      element("section", { class: "left", "aria-label": say("queries") }, element("div", { id: "filters" }), counted, list.list),
      element("section", { id: "detail", class: "detail", "aria-label": say("title") }),
    ),
    element("footer", {}, element("p", {}, say("keys")), element("p", {}, say("offline"))),
  );
  showFilters();
  showList();
  openQuery(selected, { stay: true });
}

const showFilters = () =>
  fill(
    document.getElementById("filters"),
    filterControls((isAnew) => {
      if (isAnew) showFilters();
      showList(true);
    }),
  );

/** Show the queries that fit; with `fromTop` the list begins anew. */
function showList(fromTop = false) {
  listed = fittingQueries();
  counted.textContent = !queries.length
    ? say("no_queries")
    : listed.length
      ? say("shown_of", listed.length.toLocaleString("en"), queries.length.toLocaleString("en"))
      : say("nothing_found");
  if (fromTop) list.toTop();
  list.draw();
  showCount();
}

function showCount() {
  const count = document.getElementById("given-count");
  if (count) count.textContent = given.size ? ` (${given.size})` : "";
}

/** Open a query beside the list; without `stay` a narrow window shows it in the place of the list. */
function openQuery(query, { stay = false } = {}) {
  selected = query ?? null;
  list.follow();
  list.draw();
  const detail = document.getElementById("detail");
  if (!query) return fill(detail, element("p", { class: "hint" }, say("choose")));
  if (!stay) document.body.classList.add("is-open");
  keepAddress(query);
  const width = detail.clientWidth || document.body.clientWidth;
  const kept = () => {
    list.draw();
    showCount();
  };
  const scrolled = detail.dataset.patient === query.patient ? detail.scrollTop : 0;
  detail.dataset.patient = query.patient ?? "";
  fill(
    detail,
    element("button", { type: "button", id: "close", class: "close", onclick: backToList }, `← ${say("close")}`),
    element("div", { class: "query" }, queryCard(query), answerForm(query, kept)),
    patientView(query, width - 28),
  );
  detail.scrollTop = stay && scrolled > 0 && !detail.contains(document.activeElement) ? scrolled : detail.scrollTop;
  return undefined;
}

/** Put the query into the address, by which it is found again; a browser that is asked too often in a row refuses, and that is all right. */
function keepAddress(query) {
  try {
    history.replaceState(null, "", `#${query.query_no}`);
  } catch {
    return;
  }
}

const focusAnswer = () => document.querySelector("form.answer .choices button[aria-checked=true], form.answer .choices button")?.focus();

function backToList() {
  document.body.classList.remove("is-open");
  document.getElementById("list").focus();
  list.follow();
}

let waiting = 0;
window.addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    list.draw();
    if (selected) openQuery(selected, { stay: true });
  }, 150);
});
window.addEventListener("hashchange", () => {
  const query = queryOf.get(location.hash.slice(1));
  if (query && query !== selected) openQuery(query);
});

selected = queryOf.get(location.hash.slice(1)) ?? null;
drawPage();
if (selected) document.body.classList.add("is-open");
else if (listed.length && window.innerWidth > 900) openQuery(listed[0], { stay: true });
document.getElementById("list").focus();
