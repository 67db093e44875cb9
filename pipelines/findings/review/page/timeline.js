// The timeline of a patient: one lane per kind of thing, one below the other, over the same days.

const LANES = ["milestones", "lines", "cycles", "doses", "procedures", "exams", "visits", "toxicity", "contacts"];
const MILESTONES = ["diagnosis", "index", "progression", "death"];
const SPANS = ["lines", "cycles", "toxicity"];
const MOST_ROWS = { milestones: 4, lines: 8, cycles: 3, toxicity: 6 }; // of lanes whose things have words and lie over each other
const LETTER = 5.4; // about so wide, in pixels
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
  for (const lane of lanesOf(rows, axis)) {
    parts.push(shape("text", { class: "lane", x: 0, y: y + 12 }, lane.words));
    parts.push(shape("line", { class: "rule-line", x1: LEFT, x2: width - 14, y1: y + lane.height, y2: y + lane.height }));
    for (const [row, place] of lane.placed) parts.push(thingOf(row, axis, y + place * ROW + ROW / 2));
    y += lane.height;
  }
  const ticks = dayTicks(axis, width / 90).map(([place, text]) => [
    shape("line", { class: "grid", x1: LEFT + place, x2: LEFT + place, y1: 14, y2: y }),
    shape("text", { class: "tick", x: LEFT + place, y: 10 }, text),
  ]);
  const index = rows.find((row) => row.lane === "index");
  const line = index
    ? shape("line", { class: "index-line", x1: LEFT + axis.at(index.first_date), x2: LEFT + axis.at(index.first_date), y1: 14, y2: y })
    : null;
  return shape(
    "svg",
    { class: "drawing", viewBox: `0 0 ${width} ${y + 4}`, width, height: y + 4, role: "group", "aria-label": say("timeline") },
    ticks.flat(),
    line,
    parts,
  );
}

/** Return the lanes that hold anything, each with its height and the place of each of its things. */
function lanesOf(rows, axis) {
  const lanes = [];
  const add = (name, words, held) => {
    if (!held.length) return;
    const placed = MOST_ROWS[name] ? stackedIn(held, axis, MOST_ROWS[name]) : held.map((row) => [row, 0]);
    lanes.push({ words, placed, height: (Math.max(...placed.map(([, place]) => place)) + 1) * ROW + 4 });
  };
  for (const name of LANES) {
    if (name !== "exams") {
      add(
        name,
        say(name),
        rows.filter((row) => (name === "milestones" ? MILESTONES.includes(row.lane) : row.lane === name)),
      );
    } else {
      const read = rows.filter((row) => row.lane === "exams" || row.lane === "lesions");
      for (const track of [...new Set(read.map((row) => row.track ?? "?"))].sort()) {
        const held = read.filter((row) => (row.track ?? "?") === track);
        add(
          name,
          `${say("exams")} ${track}`,
          held.sort((one, other) => (one.lane < other.lane ? -1 : one.lane > other.lane ? 1 : 0)),
        );
      }
    }
  }
  return lanes;
}

/** Return the words beside a thing. */
function wordsOf(row, axis) {
  const lane = MILESTONES.includes(row.lane) ? (row.lane === "death" ? "†" : say(row.lane)) : (row.label ?? "");
  return axis.beyond(row.first_date) ? `${lane} ${row.first_date}` : lane;
}

/** Return things with words one below the other where they would lie over each other, in at most so many rows. */
function stackedIn(held, axis, most) {
  const ends = [];
  return [...held]
    .sort((one, other) => (one.first_date < other.first_date ? -1 : 1))
    .map((row) => {
      const [begin, end] = extentOf(row, axis);
      const free = ends.findIndex((reached) => reached < begin);
      const place = free >= 0 ? free : ends.length < most ? ends.length : ends.indexOf(Math.min(...ends));
      ends[place] = end + 6;
      return [row, place];
    });
}

/** Return from where to where a thing with its words goes; words that would leave the drawing stand before it. */
function extentOf(row, axis) {
  const [begin, end] = [axis.at(row.first_date), axis.at(row.last_date ?? row.first_date)];
  const long = wordsOf(row, axis).length * LETTER + 12;
  if (end - begin > long) return [begin, end];
  return end + long > axis.width ? [begin - long, end] : [begin, end + long];
}

const RESPONSES = ["CR", "PR", "SD", "PD", "NE", "ND", "BL"];

/** Return one thing of the timeline with its mark. */
function thingOf(row, axis, y) {
  const x = LEFT + axis.at(row.first_date);
  const side = axis.beyond(row.first_date);
  const days = row.last_date && row.last_date !== row.first_date ? `${row.first_date} – ${row.last_date}` : row.first_date;
  const words = [days, MILESTONES.includes(row.lane) ? say(row.lane) : "", row.track, row.label, row.detail];
  const hollow = row.is_quarantined ? " hollow" : "";
  const drawn = side
    ? [arrow(x, y, side < 0 ? "left" : "right"), besides(wordsOf(row, axis), x - 2, x + 2, y, axis)]
    : drawnThing(row, axis, x, y, hollow);
  return marked(shape("g", {}, drawn), row, words, [x, y], 7);
}

/** Return words beside a thing that goes from x to end: within it if they fit, else behind it, or before it at the edge. */
function besides(words, x, end, y, axis) {
  const long = words.length * LETTER;
  if (end - x > long + 12) return shape("text", { class: "note within", x: x + 4, y: y + 4 }, words);
  const isAtEdge = end + long + 12 > LEFT + axis.width;
  return shape("text", { class: "note", x: isAtEdge ? x - 10 : end + 6, y: y + 4, "text-anchor": isAtEdge ? "end" : "start" }, words);
}

function drawnThing(row, axis, x, y, hollow) {
  if (SPANS.includes(row.lane)) {
    const end = Math.max(x + 4, LEFT + axis.at(row.last_date ?? row.first_date));
    const grade = row.lane === "toxicity" ? Number(/G(\d)$/.exec(row.label ?? "")?.[1] ?? 0) : 0;
    return [
      shape("rect", { class: `span of-${row.lane}${grade >= 3 ? " grave" : ""}${hollow}`, x, y: y - 5, width: end - x, height: 10, rx: 2 }),
      besides(wordsOf(row, axis), x, end, y, axis),
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
      besides(wordsOf(row, axis), x - 5, x + 5, y, axis),
    ];
  }
  return [shape("rect", { class: `tick-mark of-${row.lane}${hollow}`, x: x - 2, y: y - 6, width: 4, height: 12, rx: 1 })];
}
