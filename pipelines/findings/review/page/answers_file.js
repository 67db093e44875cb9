// The file of answers: the columns of the workbook that goes out, as a CSV file that `make answers` reads, and this page again.

const CELL_OF = { query: (query) => query.query_no, fingerprint: (query) => query.fingerprint };
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Return a cell as a spreadsheet takes it for text, with the apostrophe that reading it back takes away. */
const asText = (cell) => (FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell);
const asTyped = (cell) => (cell.startsWith("'") && asText(cell.slice(1)) === cell ? cell.slice(1) : cell);

const quoted = (cell) => `"${asText(cell).replace(/"/g, '""')}"`;

/** Return the file of all answers, complete or not, in the order of the list. */
function answersAsCsv() {
  const names = Object.keys(content.saved);
  const lines = queries
    .filter((query) => given.has(query.query_no))
    .map((query) => names.map((name) => quoted(CELL_OF[name]?.(query) ?? given.get(query.query_no)[name].trim())).join(","));
  return `\ufeff${[names.map((name) => quoted(content.saved[name])).join(","), ...lines].join("\r\n")}\r\n`;
}

/** Save the answers as a file of the browser's downloads, and say which of them will be refused. */
function saveAnswers() {
  if (!given.size) return tell(say("nothing_to_save"));
  const name = `answers_${run.run_id}.csv`;
  const address = URL.createObjectURL(new Blob([answersAsCsv()], { type: "text/csv" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  unsaved = false;
  const lacking = [...given].filter(([number, answer]) => lackOf(queryOf.get(number), answer)).map(([number]) => number);
  return tell(say("saved", given.size, name), lacking.length ? ` ${say("saved_some", lacking.join(", "))}` : "");
}

/** Return the rows of a CSV text as lists of cells. */
function rowsOf(text) {
  const rows = [[]];
  for (const [, cell, bare, end] of text.replace(/^\ufeff/, "").matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(cell === undefined ? bare : cell.replace(/""/g, '"'));
    if (end === "") break;
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.some(Boolean));
}

/** Take over the answers of a file that was saved here; those about another value by now are left out, and counted. */
function continueWith(text) {
  const [titles = [], ...rows] = rowsOf(text);
  const places = Object.fromEntries(Object.entries(content.saved).map(([name, title]) => [name, titles.indexOf(title)]));
  if (Object.values(places).some((place) => place < 0)) return tell(say("no_answers_file"));
  let taken = 0;
  for (const row of rows) {
    const cell = (name) => asTyped(row[places[name]] ?? "");
    const query = queryOf.get(cell("query"));
    if (!query || query.fingerprint !== cell("fingerprint") || !isAnswerable(query)) continue;
    given.set(query.query_no, Object.fromEntries(FIELDS.map((name) => [name, cell(name)])));
    Object.assign(remembered, { by: cell("by") });
    taken += 1;
  }
  return tell(say("continued", taken, rows.length - taken));
}

window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
