// What the page holds: the queries, the run, and of each patient what is drawn, read when the patient is opened.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const content = read("content");
const run = content.run;
let language = run.language;

/** Return a text of the page in the language that is shown, with {0}, {1} … filled in. */
function say(key, ...values) {
  const word = content.words[key];
  return word ? word[language].replace(/\{(\d)\}/g, (_, place) => values[place]) : key;
}

/** Return the queries as objects; a column comes as values, or as different texts and the number of each. */
function unpack(columns) {
  const whole = Object.entries(columns).map(([name, column]) => [
    name,
    Array.isArray(column) ? column : column.codes.map((code) => column.texts[code]),
  ]);
  const count = whole.length ? whole[0][1].length : 0;
  return Array.from({ length: count }, (_, row) => Object.fromEntries(whole.map(([name, values]) => [name, values[row]])));
}

const queries = unpack(content.queries);
const queryOf = new Map(queries.map((query) => [query.query_no, query]));
const queriesOf = new Map();
for (const query of queries) {
  if (!queriesOf.has(query.patient)) queriesOf.set(query.patient, []);
  queriesOf.get(query.patient).push(query);
}

const drawn = new Map(content.patients.map((patient, place) => [patient, place]));
const opened = new Map();

/** Return what is drawn of a patient, by table, as lists of objects; null where the page does not draw the patient. */
function drawingsOf(patient) {
  if (!drawn.has(patient)) return null;
  if (!opened.has(patient)) {
    const tables = read(`patient-${drawn.get(patient)}`);
    const named = ([name, rows]) => [
      name,
      rows.map((row) => Object.fromEntries(content.columns[name].map((column, place) => [column, row[place]]))),
    ];
    opened.clear(); // one patient at a time is in memory twice
    opened.set(patient, Object.fromEntries(Object.entries(tables).map(named)));
  }
  return opened.get(patient);
}

/** Return the rows of one of the drawings (timeline, results, sums), in the order in which the page knows them. */
const drawing = (patient, place) => drawingsOf(patient)?.[content.drawings[place]] ?? [];

const asked = (row) => (row.query_nos ? row.query_nos.split(" ").filter((number) => queryOf.has(number)) : []);

/** Return file, sheet and row of something drawn, in words. */
function placeOf(row) {
  if (!row.file_no) return "";
  const [file, sheet] = content.files[row.file_no - 1];
  return [file, sheet, row.source_row == null ? "" : `${say("row")} ${row.source_row}`].filter(Boolean).join(" · ");
}

/** Return a text in which control characters, and those that turn or hide text, are shown instead of obeyed. */
function visible(text) {
  return String(text)
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (sign) => String.fromCharCode(0x2400 + sign.charCodeAt(0)))
    .replace(
      /[\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0]/g,
      (sign) => `‹U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}›`,
    );
}

/** Return a sentence of the rule of a query, its message or its action, in the language that is shown. */
const sentenceOf = (query, name) => (language === "ko" ? query[`${name}_ko`] : null) ?? query[name] ?? "";

/** Return a column of the rules without what staging adds to its name. */
const shownColumns = (query) =>
  (query.columns ?? "")
    .split(", ")
    .map((name) => name.replace(/_status$/, ""))
    .join(", ");
