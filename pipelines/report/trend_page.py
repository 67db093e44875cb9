"""Draws what the releases came to, one after the other, as one page: rows, findings by rule, cohort and results. Counts only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.release.compare import key_numbers
from pipelines.release.record import read_record
from pipelines.report.html_page import render_page

MOST = 400  # releases that are drawn, the last ones
WIDTH, HEIGHT, EDGE = 260, 34, 4  # of a line, in pixels
Value = float | int | None


@dataclass(frozen=True)
class Line:
    """One number over the releases, the oldest first; None where a release does not have it."""

    name: str
    values: tuple[Value, ...]

    @property
    def known(self) -> list[float]:
        """The values that there are."""
        return [value for value in self.values if value is not None]

    @property
    def points(self) -> str:
        """The line as the points of an SVG polyline; a value that never moves is drawn in the middle."""
        low, high = min(self.known), max(self.known)
        step = (WIDTH - 2 * EDGE) / max(1, len(self.values) - 1)
        places = ((number, value) for number, value in enumerate(self.values) if value is not None)
        return " ".join(f"{EDGE + number * step:.1f},{_height(value, low, high):.1f}" for number, value in places)


def trend_page(made: Sequence[tuple[str, Path]]) -> str:
    """Return the page; `made` are the releases with the day on which each was made, the oldest first."""
    last = list(made)[-MOST:]
    sections = {title: [line for line in lines if line.known] for title, lines in _sections([folder for _, folder in last])}
    return render_page(
        "trend.html.j2",
        days=[day for day, _ in last],
        sections={title: lines for title, lines in sections.items() if lines},
        said=_said,
        width=WIDTH,
        height=HEIGHT,
    )


def _sections(folders: Sequence[Path]) -> Iterator[tuple[str, list[Line]]]:
    records = [_record(folder) for folder in folders]
    rows = [record.get("rows") or {} for record in records]
    findings = [record.get("findings") or {} for record in records]
    cohorts = [record.get("cohort") or {} for record in records]
    arms = [cohort.get("arms", {}) for cohort in cohorts]
    named = list(dict.fromkeys(arm for counts in arms for arm in counts))
    numbers = [{name: one["value"] for name, one in key_numbers(folder, named).items()} for folder in folders]
    yield "Rows", _lines(rows)
    totals = [
        sum(counts.values()) if record.get("findings") is not None else None for counts, record in zip(findings, records, strict=True)
    ]
    yield "Findings", [Line("all rules", tuple(totals)), *_lines(findings, missing=0)]
    yield "Cohort", [Line("patients", tuple(cohort.get("n") for cohort in cohorts)), *_lines(arms)]
    yield "Results", _lines(numbers)


def _lines(counts: Sequence[Mapping[str, Value]], missing: Value = None) -> list[Line]:
    """Return a line for each name that any release has."""
    names = dict.fromkeys(name for each in counts for name in each)
    return [Line(name, tuple(each.get(name, missing) for each in counts)) for name in names]


def _record(folder: Path) -> dict[str, Any]:
    try:
        return read_record(folder)
    except (OSError, ValueError, KeyError):  # one that is damaged has a gap in its place
        return {}


def _height(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)


def _said(value: Value) -> str:
    return "–" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:,.3g}"
