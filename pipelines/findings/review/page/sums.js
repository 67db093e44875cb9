// The sums of the target lesions: one drawing per course, criterion and reader, with what each sum is compared with.

const RIGHT = 52; // for the words of the limits, in pixels

/** Return the drawings of the sums, each of a width, the courses in the order of their first exam. */
function sumsOf(patient, width, height = 150) {
  const panels = new Map();
  for (const row of drawing(patient, 2)) {
    if (row.day) {
      const key = [row.course ?? "", row.criterion, row.reader ?? ""].join("\n");
      panels.set(key, [...(panels.get(key) ?? []), row]);
    }
  }
  const sorted = [...panels.values()].map((rows) => rows.sort((one, other) => (one.day < other.day ? -1 : 1)));
  const firstOf = (rows) =>
    sorted
      .filter((each) => each[0].course === rows[0].course)
      .map((each) => each[0].day)
      .sort()[0];
  const keyOf = (rows) => [firstOf(rows), rows[0].course, rows[0].criterion, rows[0].reader].join("\n");
  return sorted.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)).map((rows) => sumDrawing(rows, sorted, width, height));
}

function sumDrawing(rows, all, width, height) {
  const together = all.filter((each) => each[0].course === rows[0].course && each[0].criterion === rows[0].criterion).flat();
  const sure = together.filter((row) => !row.query_nos && !row.is_quarantined);
  const axis = dayAxis(
    (sure.length ? sure : together).map((row) => row.day),
    together.map((row) => row.day),
    width - 38 - RIGHT - 6,
  );
  const numbers = (sure.length ? sure : together)
    .flatMap((row) => [row.sum_mm, row.baseline_mm, row.pd_mm])
    .filter((value) => value !== null);
  const high = Math.max(10, ...numbers) * 1.1;
  const [top, below] = [30, height - 20];
  const scale = numberAxis(0, high, below - top);
  const x = (row) => 38 + axis.at(row.day);
  const y = (value) => top + scale.at(value);
  const base = rows.find((row) => row.baseline_mm !== null);
  const limits = rows.filter((row) => row.pd_mm !== null);
  const partial = rows.find((row) => row.pr_mm !== null);
  const gap = partial && limits.length ? y(limits.at(-1).pd_mm) - y(partial.pr_mm) : Infinity;
  const apart = Math.abs(gap) < 10 ? (10 - Math.abs(gap)) / 2 : 0; // the words of two limits that lie close stand apart
  const room = { baseline: 0, pr: gap > 0 ? -apart : apart, pd: gap > 0 ? apart : -apart };
  const parts = [
    shape("text", { class: "panel-title", x: 0, y: 10 }, [rows[0].reader, rows[0].course, rows[0].criterion].filter(Boolean).join(" · ")),
    roundNumbers(0, high, 3)
      .map((value) => [
        shape("line", { class: "grid", x1: 38, x2: width - RIGHT, y1: y(value), y2: y(value) }),
        shape("text", { class: "tick at-left", x: 33, y: y(value) + 3 }, value),
      ])
      .flat(),
    dayTicks(axis, width / 70).map(([place, text]) => shape("text", { class: "tick", x: 38 + place, y: height - 5 }, text)),
  ];
  if (base) {
    const line = (name, value, words) => [
      shape("line", { class: name, x1: 38, x2: width - RIGHT, y1: y(value), y2: y(value) }),
      shape("text", { class: `note ${name}-note`, x: width - RIGHT + 3, y: y(value) + 3 + room[name] }, words),
    ];
    parts.push(line("baseline", base.baseline_mm, ""), partial ? line("pr", partial.pr_mm, `PR ${inShort(partial.pr_mm)}`) : null);
  }
  if (limits.length) {
    const steps = limits.map((row, place) => {
      const next = limits[place + 1];
      return `${place ? "L" : "M"}${x(row)} ${y(row.pd_mm)}${next ? `L${x(next)} ${y(row.pd_mm)}` : `L${width - RIGHT} ${y(row.pd_mm)}`}`;
    });
    const last = limits.at(-1);
    parts.push(
      shape("path", { class: "pd", d: steps.join("") }),
      shape("text", { class: "note pd-note", x: width - RIGHT + 3, y: y(last.pd_mm) + 3 + room.pd }, `PD ${inShort(last.pd_mm)}`),
    );
  }
  const measured = rows.filter((row) => row.sum_mm !== null && !axis.beyond(row.day));
  const whole = measured.filter((row) => !row.is_quarantined);
  parts.push(shape("path", { class: "sum", d: whole.map((row, place) => `${place ? "L" : "M"}${x(row)} ${y(row.sum_mm)}`).join("") }));
  const nadir = whole.length ? whole.reduce((least, row) => (row.sum_mm < least.sum_mm ? row : least)) : null;
  if (nadir) parts.push(shape("text", { class: "nadir", x: x(nadir), y: y(nadir.sum_mm) + 15 }, "▽"));
  for (const row of measured) {
    const label = row.response ?? "";
    const over = scale.beyond(row.sum_mm);
    const words = [
      row.day,
      row.reader,
      `${inShort(row.sum_mm)} mm`,
      label,
      row.baseline_mm === null ? "" : `BL ${inShort(row.baseline_mm)}`,
      row.nadir_mm === null ? "" : `▽ ${inShort(row.nadir_mm)}`,
      row.detail,
    ];
    const dot = over
      ? arrow(x(row), y(row.sum_mm), "up")
      : shape("circle", {
          class: `dot small response-${RESPONSES.includes(label) ? label : "other"}${row.is_quarantined ? " hollow" : ""}`,
          cx: x(row),
          cy: y(row.sum_mm),
          r: 4,
        });
    parts.push(
      marked(
        shape(
          "g",
          {},
          dot,
          shape("text", { class: "note response-note", x: x(row), y: y(row.sum_mm) - 8 }, over ? `${label} ${inShort(row.sum_mm)}` : label),
        ),
        row,
        words,
        [x(row), y(row.sum_mm)],
        5,
      ),
    );
  }
  return shape(
    "svg",
    {
      class: "drawing panel",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "group",
      "aria-label": [rows[0].reader, rows[0].course, rows[0].criterion].filter(Boolean).join(" "),
    },
    parts.flat(2).filter(Boolean),
  );
}
