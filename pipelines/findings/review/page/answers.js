// The answers that are typed: kept in the page alone until they are saved as a file.

const FIELDS = ["answer", "field", "new_value", "comment", "by", "date", "until"];
const given = new Map();
let unsaved = false;
const remembered = { by: "", date: "" };

const today = () => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
};

/** Return the field of a query about one cell alone, which need not be chosen then. */
function onlyField(query) {
  const sent = [...(query.raw ?? "").matchAll(/(?:^|; )(\w+)=/g)].map((found) => found[1]);
  return sent.length === 1 && query.staged_row_key && fieldsOf(query).includes(sent[0]) ? sent[0] : "";
}

/** Return which fields of the row of a query a value can be given for. */
const fieldsOf = (query) => content.fields[query.staged_table] ?? [];

/** Return what is typed for a query so far, or how its form begins. */
function answerOf(query) {
  const begun = { answer: "", field: onlyField(query), new_value: "", comment: "", until: "" };
  return given.get(query.query_no) ?? { ...begun, by: remembered.by, date: remembered.date || today() };
}

/** Keep what is typed for a query; nothing at all is no answer. */
function keepAnswer(query, answer) {
  if (!answer.answer && !answer.new_value && !answer.comment) given.delete(query.query_no);
  else given.set(query.query_no, answer);
  Object.assign(remembered, { by: answer.by, date: answer.date === today() ? "" : answer.date });
  unsaved = given.size > 0;
}

/** Return the day of a text as it is read back: 2024-03-31, 2024.3.31., 20240331, 2024년 3월 31일; "" for any other. */
function dayOf(text) {
  const found = /^(\d{4})(?:\s*[-./]\s*|\s*년\s*)(\d{1,2})(?:\s*[-./]\s*|\s*월\s*)(\d{1,2})\s*[.일]?$|^(\d{4})(\d{2})(\d{2})$/.exec(
    text.trim(),
  );
  if (!found) return "";
  const [year, month, day] = found.slice(1).filter(Boolean).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : "";
}

/** Return what an answer still lacks, as a key of the words; "" for a complete one. It is what reading the file back refuses. */
function lackOf(query, answer) {
  const day = dayOf(answer.date);
  if (!answer.answer) return answer.new_value ? "value_without" : "lacks_answer";
  if (answer.answer === content.value) {
    if (!query.staged_row_key) return "no_one_row";
    if (!fieldsOf(query).includes(answer.field)) return "lacks_field";
    if (!answer.new_value.trim()) return "lacks_value";
  } else if (answer.new_value.trim()) return "value_without";
  if (answer.answer === content.right && query.level === "reject" && !query.may_be_right) return "cannot_be_right";
  if (!answer.by.trim()) return "lacks_by";
  if (!day || day > today()) return "lacks_date";
  if (answer.until.trim() && (!dayOf(answer.until) || dayOf(answer.until) < day)) return "bad_until";
  return "";
}

const isAnswerable = (query) => run.is_answerable && query.state !== "closed";
