"""The trend page draws every number of the releases, the oldest first: rows, findings by rule, cohort, results."""

import json
import re

import pytest

from pipelines.release.listed import releases_made
from pipelines.report.trend_page import Line, trend_page
from tests.release.drawn_releases import three_nights


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ((0, 10), "4.0,30.0 256.0,4.0"),  # from the lower edge to the upper, 4 pixels from each side
        ((0, 5, 10), "4.0,30.0 130.0,17.0 256.0,4.0"),
        ((7, 7), "4.0,17.0 256.0,17.0"),  # never moves
        ((3,), "4.0,17.0"),
        ((0, None, 10), "4.0,30.0 256.0,4.0"),  # a release without the number is left out
    ],
)
def test_a_line_runs_from_its_lowest_to_its_highest(values, points):
    assert Line("rows", values).points == points


@pytest.fixture
def nights(tmp_path):
    zones = three_nights(tmp_path)
    numbers = [{"analysis": "os", "name": "median", "group": "a", "unit": "months", "value": 8.31211499, "role": "primary"}]
    path = zones.registry / "releases" / "2024-12-31-cccccccccccc" / "results" / "statistics.json"
    path.write_text(json.dumps({"numbers": numbers}))
    return zones


def rows(page):
    """Return the cells of each line of the page by its name: first, lowest, highest, before, last."""
    cells = [re.findall(r"<td>([^<]*)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", page, flags=re.S)]
    return {row[0]: row[1:] for row in cells if row}


def test_every_number_has_its_line(nights):
    page = trend_page(releases_made(nights.registry))
    assert "3 releases, 2024-12-30 to 2025-01-01" in page
    assert re.findall(r"<h2>(\w+)</h2>", page) == ["Rows", "Findings", "Cohort", "Results"]
    told = rows(page)
    assert told["read"] == ["1,200", "1,200", "1,200", "1,200", "1,200"]
    assert told["all rules"] == ["12", "2", "12", "12", "2"] and told["CP-007"] == ["10", "0", "10", "10", "0"]
    assert told["patients"] == ["30", "30", "1,234", "30", "1,234"] and told["b"] == ["10", "10", "10", "10", "–"]
    assert told["os: median, a"] == ["8.31", "8.31", "8.31", "–", "8.31"]
    assert page.count("<svg") == len(told) and page == trend_page(releases_made(nights.registry))


def test_one_release_is_a_trend_too_and_a_damaged_one_is_a_gap(nights):
    assert "1 release, 2024-12-30" in trend_page(releases_made(nights.registry)[:1])
    for name in ("record.json", "results.json"):
        (nights.registry / "releases" / "2024-12-30-bbbbbbbbbbbb" / name).write_text("{")
    assert rows(trend_page(releases_made(nights.registry)))["read"] == ["1,200", "1,200", "1,200", "–", "1,200"]
