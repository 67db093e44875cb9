"""Two releases are compared: what moved in tables, findings and results, and by which inputs; nobody is named."""

import json
import re

import polars as pl
import pytest

from pipelines.__main__ import main
from pipelines.release.compare import compare_releases, compare_tables
from pipelines.release.comparison_in_words import lines_of_comparison, moved_by, said
from pipelines.report.release_difference import release_difference_page
from tests.release.drawn_releases import three_nights

A, B, C = "2024-12-29-aaaaaaaaaaaa", "2024-12-30-bbbbbbbbbbbb", "2024-12-31-cccccccccccc"
BEFORE = """
    row_key  patient_id  arm  os_days  source_row
    P1       HCCP1       a    100      1
    P2       HCCP2       a    200      2
    P3       HCCP3       b    -        3
    P4       HCCP4       b    400      4
"""
AFTER = """
    row_key  patient_id  arm  os_days  source_row
    P1       HCCP1       a    100      11
    P2       HCCP2       b    200      12
    P3       HCCP3       b    300      13
    P5       HCCP5       b    500      14
"""  # P1 stands elsewhere in its file; P2 has another arm, P3 a time; P4 has gone, P5 has come
NUMBERS = [
    ("table_2", "ORR.percent", "a", "%", 20.0, 25.0, "primary"),
    ("table_2", "ORR.lower", "a", "%", 10.0, 12.0, "primary"),
    ("os", "median", "a", "months", 12.5, None, "primary"),
    ("os", "median", "b", "months", 8.0, 8.0, "primary"),
    ("table_3", "univariate.b.hazard_ratio", "arms", "", 0.5, 0.75, "primary"),
    ("table_2_confirmed", "ORR.percent", "a", "%", 1.0, 2.0, "sensitivity"),  # stands beside the results, and is none
    ("table_1", "sex.percent", "a", "%", 1.0, 2.0, "primary"),  # has no interval: no result
]


def drawn(text):
    head, *rows = (line.split() for line in text.strip().splitlines())
    frame = pl.DataFrame([[None if cell == "-" else cell for cell in row] for row in rows], schema=head, orient="row")
    return frame.with_columns(pl.col("os_days", "source_row").cast(pl.Int64))


@pytest.fixture
def nights(tmp_path):
    zones = three_nights(tmp_path)
    for place, name in enumerate((B, C)):
        folder = zones.registry / "releases" / name
        (folder / "cohort").mkdir()
        drawn((BEFORE, AFTER)[place]).write_parquet(folder / "cohort" / "patients.parquet")
        drawn(BEFORE).drop("arm").write_parquet(folder / "cohort" / "arms.parquet")
        numbers = [
            {"analysis": analysis, "name": number, "group": group, "unit": unit, "value": values[place], "role": role}
            for analysis, number, group, unit, *values, role in NUMBERS
        ]
        (folder / "results" / "statistics.json").write_text(json.dumps({"numbers": numbers}))
    return zones


def compared(zones, before=B, after=C):
    return compare_releases(zones.registry / "releases" / before, zones.registry / "releases" / after)


def test_rows_come_go_and_change_by_their_keys(nights):
    (arms, patients) = compared(nights).tables
    assert not arms.is_moved and (arms.before, arms.after) == (4, 4)
    assert (patients.came, patients.gone, patients.changed, patients.patients) == (1, 1, 2, 4)
    assert patients.columns == {"arm": 1, "os_days": 1}, "and the place in a file is none of them"


def test_a_table_or_a_column_of_one_release_only(nights):
    folders = [nights.registry / "releases" / name for name in (A, C)]
    came = compare_tables(*folders, "cohort/patients.parquet")
    assert (came.before, came.after, came.came, came.gone, came.new_columns) == (0, 4, 4, 0, ())
    gone = compare_tables(*reversed(folders), "cohort/patients.parquet")
    assert (gone.came, gone.gone, gone.patients, gone.lost_columns) == (0, 4, 4, ())
    drawn(AFTER).rename({"arm": "group"}).write_parquet(folders[1] / "cohort" / "patients.parquet")
    moved = compare_tables(nights.registry / "releases" / B, folders[1], "cohort/patients.parquet")
    assert (moved.new_columns, moved.lost_columns) == (("group",), ("arm",))


def test_a_column_whose_type_moved_is_compared_by_what_it_says(nights):
    folder = nights.registry / "releases" / C / "cohort"
    drawn(BEFORE).with_columns(pl.col("os_days").cast(pl.String)).write_parquet(folder / "patients.parquet")
    assert not compared(nights).tables[1].is_moved


def test_results_stand_side_by_side_the_primary_ones_alone(nights):
    told = [(one.name, one.before, one.after, one.is_moved) for one in compared(nights).numbers]
    assert told == [
        ("patients", 30, 1234, True),
        ("patients, a", 20, 1234, True),
        ("patients, b", 10, None, True),
        ("table_2: ORR, a", 20.0, 25.0, True),
        ("os: median, a", 12.5, None, True),
        ("os: median, b", 8.0, 8.0, False),
        ("table_3: univariate.b.hazard_ratio, arms", 0.5, 0.75, True),
    ]


def test_which_inputs_moved_it_is_said(nights):
    assert moved_by(compared(nights)) == "Moved by any of: rules, program."
    assert moved_by(compared(nights, A, B)) == "Moved by data (labs.csv changed)."
    assert moved_by(compared(nights, B, B)) == "The inputs are the same."


def test_findings_that_moved_are_counted_by_rule(nights):
    assert compared(nights).findings == {"CP-007": (10, 0)}


def test_the_terminal_shows_it_within_its_width_and_names_nobody(nights, capsys):
    assert main(["releases", "diff", B, C, "--data", str(nights.data)]) == 0
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= 80 and not re.search("HCCP|P[1-5]", told)
    assert "  cohort.patients                                4     1     1       2        4\n      arm 1, os_days 1\n" in told
    assert "1 other table is the same" in told and "CP-007 10 → 0" in told
    assert main(["releases", "diff", "bbb", "--data", str(nights.data)]) == 0 and capsys.readouterr().out == told, "current by default"


def test_releases_that_are_the_same_are_said_to_be(nights):
    told = "\n".join(lines_of_comparison(compared(nights, B, B)))
    assert "The inputs are the same." in told and "all 2 are the same, row by row" in told


def test_the_page_has_pictures_and_names_nobody(nights, tmp_path):
    page = tmp_path / "diff.html"
    assert main(["releases", "diff", B, C, "--page", str(page), "--data", str(nights.data)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 2 and not re.search(r"HCCP|\bP[1-5]\b", re.sub(r"<[^>]*>", " ", text))
    assert "Moved by any of: rules, program." in text and "table_2: ORR, a" in text
    assert text == release_difference_page(compared(nights)), "the same bytes each time"


def test_a_page_without_anything_to_draw_has_no_picture(nights):
    assert "<svg" not in release_difference_page(compared(nights, A, A))


def test_a_page_that_cannot_be_written_is_said(nights, capsys):
    assert main(["releases", "diff", B, C, "--page", str(nights.data / "no" / "folder.html"), "--data", str(nights.data)]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(("value", "text"), [(None, "–"), (1234, "1,234"), (0.0576896, "0.0577"), (12.418, "12.42"), (-0.5, "-0.5")])
def test_a_number_as_it_is_printed(value, text):
    assert said(value) == text
