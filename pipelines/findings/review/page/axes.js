// Days and numbers as places in a drawing, with round ticks.

const DAY = 86_400_000;
const timeOf = (day) => Date.parse(day);

/**
 * Return the axis of days of a patient: `at` gives the place of a day and `beyond` on which side a day lies that would stretch the axis.
 * What is in quarantine or asked about may lie anywhere, a century off; it does not decide how long the axis is.
 */
function dayAxis(days, asked_days, width) {
  const sure = (days.length ? days : asked_days).map(timeOf);
  const [first, last] = sure.length ? [Math.min(...sure), Math.max(...sure)] : [Date.now() - 365 * DAY, Date.now()];
  const room = Math.max(20 * DAY, (last - first) * 0.02);
  const near = asked_days.map(timeOf).filter((time) => time > first - 90 * DAY && time < last + 90 * DAY);
  const [from, to] = [Math.min(first, ...near) - room, Math.max(last, ...near) + room];
  const place = (time) => ((time - from) / (to - from)) * width;
  return {
    from,
    to,
    width,
    at: (day) => Math.min(width, Math.max(0, place(timeOf(day)))),
    beyond: (day) => (timeOf(day) < from ? -1 : timeOf(day) > to ? 1 : 0),
  };
}

/** Return the ticks of an axis of days: years, or months where it is short, as [place, text]. */
function dayTicks(axis, most) {
  const months = (axis.to - axis.from) / (30.44 * DAY);
  const step = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((each) => months / each <= most) ?? 600;
  const begin = new Date(axis.from);
  const ticks = [];
  for (let month = Math.ceil((begin.getUTCFullYear() * 12 + begin.getUTCMonth()) / step) * step; ; month += step) {
    const time = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (time > axis.to) return ticks;
    const day = new Date(time).toISOString().slice(0, 7);
    if (time >= axis.from) ticks.push([axis.at(`${day}-01`), step >= 12 ? day.slice(0, 4) : day]);
  }
}

/** Return an axis of numbers from below to above, linear or logarithmic; what lies beyond sticks to its edge and is said so. */
function numberAxis(low, high, height, isLog) {
  const scale = isLog ? Math.log10 : (value) => value;
  const [from, to] = [scale(low), scale(high)];
  const place = (value) => height - ((scale(value) - from) / (to - from || 1)) * height;
  return {
    at: (value) => Math.min(height, Math.max(0, isLog && value <= 0 ? height : place(value))),
    beyond: (value) => (value > high * (1 + 1e-9) ? 1 : value < low * (1 - 1e-9) && !(isLog && value <= 0) ? -1 : 0),
  };
}

/** Return round numbers within limits, about as many as said. */
function roundNumbers(low, high, count) {
  const rough = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((each) => each * power >= rough);
  const numbers = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-9; value += step) numbers.push(Number(value.toPrecision(6)));
  return numbers;
}

const inShort = (value) =>
  value === null || value === undefined ? "" : Number(Number(value).toPrecision(4)).toLocaleString("en", { useGrouping: false });
