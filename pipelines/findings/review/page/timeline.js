// The timeline of a patient: one lane per kind of thing, one below the other, over the same days.

const LANES = ["milestones", "lines", "cycles", "doses", "procedures", "exams", "visits", "adverse_events", "contacts"];
const MILESTONES = ["diagnosis", "index", "progression", "death"];
const SPANS = ["lines", "cycles", "adverse_events"];
const MOST_ROWS = { lines: 8, adverse_events: 5, cycles: 2 };
const ROW = 17;
const LEFT = 118;

/** Return the axis of days of a patient for drawings of a width. */
function axisOf(patient, width) {
  const sure = [];
  const uncertain = [];
  for (const row of drawing(patient, 0)) {
    for (const day of [row.first_date, row.last_date]) {
      if (day && row.lane !== "diagnosis") (row.is_quarantined || row.query_nos ? uncertain : sure).push(day);
    }
  }
  return dayAxis(sure, uncertain, width);
}

/** Return the timeline as a drawing of a width, or null for a patient without one. */
function timelineOf(patient, width) {
  const rows = drawing(patient, 0).filter((row) => row.first_date);
  if (!rows.length) return null;
  const axis = axisOf(patient, width - LEFT - 14);
  const parts = [];
  let y = 20;
  for (const lane of lanesOf(rows)) {
    parts.push(shape("text", { class: "lane", x: 0, y: y + 12 }, lane.words));
    parts.push(shape("line", { class: "rule-line", x1: LEFT, x2: width - 14, y1: y + lane.height, y2: y + lane.height }));
    for (const [row, place] of lane.placed(axis)) parts.push(thingOf(row, axis, y + place * ROW + ROW / 2));
    y += lane.height;
  }
  const ticks = dayTicks(axis, width / 90).map(([place, text]) => [
    shape("line", { class: "grid", x1: LEFT + place, x2: LEFT + place, y1: 14, y2: y }),
    shape("text", { class: "tick", x: LEFT + place, y: 10 }, text),
  ]);
  const index = rows.find((row) => row.lane === "index");
  const line = index ? shape("line", { class: "index-line", x1: LEFT + axis.at(index.first_date), x2: LEFT + axis.at(index.first_date), y1: 14, y2: y }) : null;
  return shape("svg", { class: "drawing", viewBox: `0 0 ${width} ${y + 4}`, width, height: y + 4, role: "group", "aria-label": say("timeline") }, ticks.flat(), line, parts);
}

/** Return the lanes that hold anything, each with its height and the place of each of its things. */
function lanesOf(rows) {
  const lanes = [];
  const add = (words, held, name) => {
    if (!held.length) return;
    const height = SPANS.includes(name) ? MOST_ROWS[name] : 1;
    const rowCount = SPANS.includes(name) ? Math.min(height, stackedIn(held).rows) : 1;
    const placed = (axis) => (SPANS.includes(name) ? stackedIn(held, axis).placed.map(([row, place]) => [row, place % rowCount]) : held.map((row) => [row, 0]));
    lanes.push({ words, height: rowCount * ROW + 4, placed });
  };
  for (const name of LANES) {
    const held = rows.filter((row) => (name === "milestones" ? MILESTONES.includes(row.lane) : row.lane === name));
    if (name !== "exams") add(say(name), held, name);
    else {
      const read = rows.filter((row) => row.lane === "exams" || row.lane === "lesions");
      for (const track of [...new Set(read.map((row) => row.track ?? "?"))].sort()) {
        add(`${say("exams")} ${track}`, read.filter((row) => (row.track ?? "?") === track).sort((one) => (one.lane === "exams" ? -1 : 1)), name);
      }
    }
  }
  return lanes;
}

/** Return spans one below the other where they lie over each other, and how many rows that takes. */
function stackedIn(held) {
  const ends = [];
  const placed = [...held].sort((one, other) => (one.first_date < other.first_date ? -1 : 1)).map((row) => {
    const free = ends.findIndex((end) => end < row.first_date);
    const place = free < 0 ? ends.length : free;
    ends[place] = new Date(timeOf(row.last_date ?? row.first_date) + (row.lane === "cycles" ? 0 : 75 * DAY)).toISOString().slice(0, 10);
    return [row, place];
  });
  return { rows: ends.length, placed };
}

const RESPONSES = ["CR", "PR", "SD", "PD", "NE", "ND", "BL"];

/** Return one thing of the timeline with its mark. */
function thingOf(row, axis, y) {
  const x = LEFT + axis.at(row.first_date);
  const side = axis.beyond(row.first_date);
  const days = row.last_date && row.last_date !== row.first_date ? `${row.first_date} – ${row.last_date}` : row.first_date;
  const words = [days, MILESTONES.includes(row.lane) ? say(row.lane) : "", row.track, row.label, row.detail];
  const hollow = row.is_quarantined ? " hollow" : "";
  const drawn = side ? [arrow(x, y, side < 0 ? "left" : "right"), shape("text", { class: "note", x: x - side * 8, y: y + 4, "text-anchor": side < 0 ? "start" : "end" }, MILESTONES.includes(row.lane) ? `${say(row.lane)} ${row.first_date}` : row.first_date)] : drawnThing(row, axis, x, y, hollow);
  return marked(shape("g", {}, drawn), row, words, [x, y], 7);
}

function drawnThing(row, axis, x, y, hollow) {
  if (SPANS.includes(row.lane)) {
    const end = LEFT + axis.at(row.last_date ?? row.first_date);
    const grade = row.lane === "adverse_events" ? Number(/G(\d)$/.exec(row.label ?? "")?.[1] ?? 0) : 0;
    return [
      shape("rect", { class: `span of-${row.lane}${grade >= 3 ? " grave" : ""}${hollow}`, x, y: y - 5, width: Math.max(4, end - x), height: 10, rx: 2 }),
      shape("text", { class: "note", x: Math.max(x, 0) + 3 + (end - x < 60 ? Math.max(4, end - x) : 0), y: y + 4 }, row.label ?? ""),
    ];
  }
  if (row.lane === "exams") {
    const label = row.label ?? "?";
    return [
      shape("circle", { class: `dot response-${RESPONSES.includes(label) ? label : "other"}${hollow}`, cx: x, cy: y, r: 8 }),
      shape("text", { class: "response", x, y: y + 3 }, label.slice(0, 2)),
    ];
  }
  if (row.lane === "lesions") return [shape("rect", { class: "lesion", x: x - 4, y: y - 4, width: 8, height: 8 })];
  if (MILESTONES.includes(row.lane)) {
    return [
      shape("path", { class: `milestone of-${row.lane}${hollow}`, d: `M${x} ${y - 6}l6 6 -6 6 -6 -6z` }),
      shape("text", { class: "note", x: x + 9, y: y + 4 }, row.lane === "death" ? "†" : say(row.lane)),
    ];
  }
  return [shape("rect", { class: `tick-mark of-${row.lane}${hollow}`, x: x - 2, y: y - 6, width: 4, height: 12, rx: 1 })];
}
