// Laboratory results as small multiples: one drawing per test over the days of the patient, with the limits of normal.

const WIDE_RANGE = 30; // highest over lowest result, from which on a scale is logarithmic

/** Return the drawings of the results, those with a query first, each of a size; `most` limits how many. */
function resultsOf(patient, width, height, most = Infinity) {
  const panels = new Map();
  for (const row of drawing(patient, 1)) {
    if (!panels.has(row.panel)) panels.set(row.panel, []);
    panels.get(row.panel).push(row);
  }
  const axis = axisOf(patient, width - 12);
  const isAsked = (rows) => rows.some((row) => row.query_nos);
  return [...panels]
    .sort(([one, rows], [other, others]) => isAsked(others) - isAsked(rows) || others.length - rows.length || (one < other ? -1 : 1))
    .slice(0, most)
    .map(([name, rows]) => resultDrawing(name, rows, axis, width, height));
}

function resultDrawing(name, rows, axis, width, height) {
  const [top, below] = [17, height - 4];
  const unit = rows.find((row) => row.unit)?.unit ?? "";
  const known = rows.filter((row) => row.value !== null);
  const sure = known.filter((row) => !row.query_nos && !row.is_quarantined);
  const limits = rows
    .flatMap((row) => [row.lower_limit, row.upper_limit])
    .filter((value) => value !== null)
    .sort((one, other) => one - other);
  const typical = (name_of) => {
    const values = rows
      .map((row) => row[name_of])
      .filter((value) => value !== null)
      .sort((one, other) => one - other);
    return values.length ? values[Math.floor(values.length / 2)] : null;
  };
  const [lower, upper] = [typical("lower_limit"), typical("upper_limit")];
  const values = [
    ...(sure.length ? sure : known).map((row) => row.value),
    ...[lower, upper].filter((value) => value !== null && limits.length),
  ];
  let [low, high] = values.length ? [Math.min(...values), Math.max(...values)] : [0, 1];
  const positive = values.filter((value) => value > 0);
  const isLog = positive.length > 0 && high / Math.min(...positive) > WIDE_RANGE && high > 0;
  if (isLog) [low, high] = [Math.min(...positive) / 1.3, high * 1.3];
  else {
    const room = (high - low || Math.abs(high) || 1) * 0.08;
    [low, high] = [low - room, high + room];
  }
  const scale = numberAxis(low, high, below - top, isLog);
  const y = (value) => top + scale.at(value);
  const x = (row) => 6 + axis.at(row.day);
  const placed = rows.filter((row) => row.day).sort((one, other) => (one.day < other.day ? -1 : 1));
  const line = placed.filter((row) => row.value !== null && !row.is_quarantined && !axis.beyond(row.day));
  const last = line.at(-1);
  const parts = [
    shape("rect", { class: "panel-ground", x: 6, y: top, width: width - 12, height: below - top }),
    lower !== null || upper !== null
      ? shape("rect", {
          class: "normal",
          x: 6,
          width: width - 12,
          y: upper === null ? top : y(upper),
          height: Math.max(1, (lower === null ? below : y(lower)) - (upper === null ? top : y(upper))),
        })
      : null,
    shape("text", { class: "panel-title", x: 2, y: 11 }, name, shape("tspan", { class: "unit" }, unit ? `  ${unit}` : "")),
    last
      ? shape(
          "text",
          { class: "tick at-left newest", x: width - 6, y: 11 },
          `${last.sign && last.sign !== "=" ? last.sign : ""}${inShort(last.value)}`,
        )
      : null,
    shape("path", {
      class: "course",
      d: line.map((row, place) => `${place ? "L" : "M"}${x(row).toFixed(1)} ${y(row.value).toFixed(1)}`).join(""),
    }),
  ];
  for (const row of placed) {
    const value = row.value === null ? null : `${row.sign && row.sign !== "=" ? row.sign : ""}${inShort(row.value)}`;
    const [side, over] = [axis.beyond(row.day), row.value === null ? 0 : scale.beyond(row.value)];
    const isOut =
      row.value !== null &&
      ((row.upper_limit !== null && row.value > row.upper_limit) || (row.lower_limit !== null && row.value < row.lower_limit));
    const at = [x(row), row.value === null ? below - 4 : y(row.value)];
    const dot =
      side || over || row.value === null
        ? arrow(...at, side ? (side < 0 ? "left" : "right") : over > 0 ? "up" : "down")
        : shape("circle", {
            class: `result${isOut ? " out" : ""}${row.is_quarantined ? " hollow" : ""}`,
            cx: at[0].toFixed(1),
            cy: at[1].toFixed(1),
            r: 2.2,
          });
    const limit = row.lower_limit === null && row.upper_limit === null ? "" : `${inShort(row.lower_limit)}–${inShort(row.upper_limit)}`;
    parts.push(marked(dot, row, [name, row.day, value === null ? "?" : `${value} ${unit}`, limit], at, 4));
  }
  return shape(
    "svg",
    { class: "drawing panel", viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": `${name} ${unit}` },
    parts.filter(Boolean),
  );
}
