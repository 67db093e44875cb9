"""STROBE and RECORD: every item is there, says what the run knows or that it is open, and tells no count that print suppresses."""

import io
from string import Formatter

import docx
import pytest

from pipelines.report.checklists import TITLES, filled, load_items, say_multiplicity
from pipelines.report.document import Line, Table, cells_of
from pipelines.report.number import Number
from pipelines.report.word_table import column_widths
from tests.analysis.cohort_frame import reconstructed_patients
from tests.report.report_of import settings_with, statistics_of, written

STROBE = [
    "1a", "1b", "2", "3", "4", "5", "6a", "6b", "7", "8", "9", "10", "11", "12a", "12b", "12c", "12d", "12e", "13a", "13b", "13c",
    "14a", "14b", "14c", "15", "16a", "16b", "16c", "17", "18", "19", "20", "21", "22",
]  # fmt: skip
RECORD = [
    "1.1", "1.2", "1.3", "6.1", "6.2", "6.3", "7.1", "12.1", "12.2", "12.3", "13.1", "19.1", "22.1",
]  # fmt: skip


@pytest.mark.parametrize(("checklist", "items"), [("STROBE", STROBE), ("RECORD", RECORD)])
def test_every_item_of_a_checklist_is_there_once_in_order(checklist, items):
    assert [row["item"] for row in load_items() if row["checklist"] == checklist] == items


def test_every_item_says_something_or_that_it_is_open():
    assert all(row["asks"] and (row["known"] or row["open"]) for row in load_items())


@pytest.mark.parametrize(
    ("known", "left", "said"),
    [
        ("{patients} patients.", "", "7 patients."),
        ("{patients} patients.", "who", "7 patients. Open: who."),
        ("", "who", "Open: who."),
    ],
)
def test_what_is_known_stands_before_what_is_open(known, left, said):
    assert filled({"known": known, "open": left}, {"patients": "7"}) == said


def p(value: float | None, role: str = "primary", unit: str = "p", name: str = "x.p") -> Number:
    return Number("a", name, "arms", value, unit, "test", 10, role)


def test_in_word_no_word_of_a_topic_is_broken():
    """A letter takes 0.165 cm, a cell's edges 0.42."""
    row = max(load_items(), key=lambda one: len(one["topic"]))
    line = Line(f"{row['item']} {row['topic']}", cells_of(row["asks"], "x" * 300))
    widths = column_widths(Table("t", "Table 1", "t", ("Item", "Asks", "Known"), (line,), has_long_texts=True))
    assert sum(widths) == pytest.approx(17) and widths[2] > widths[1]
    assert widths[0] >= 0.42 + 0.165 * max(len(word) for one in load_items() for word in one["topic"].split())


@pytest.mark.slow
def test_multiplicity_counts_the_tests_of_the_primary_tables():
    statistics = statistics_of(
        reconstructed_patients(), settings_with(analysis={"further": []}, study={"confounders": [], "subgroups": []})
    )
    numbers = [
        p(0.01),
        p(0.05),
        p(0.2),
        p(None),
        p(0.001, role="sensitivity"),
        p(0.03, unit="", name="a.p_value"),
        p(0.001, unit="%", name="a.rate"),
    ]
    said = say_multiplicity(statistics, numbers * 10)
    assert said.startswith("The primary tables hold 40 p-values, 20 of them below 0.05; if nothing differed, about 2 would be")
    assert "The first endpoint is overall survival" in said


@pytest.mark.slow
@pytest.mark.parametrize(("profile", "is_told"), [("internal", True), ("publish", False)])
def test_they_stand_on_the_page_and_in_word_without_counts_for_print(profile, is_told, tmp_path):
    """The drawn results have 1 quarantined patient and 3 findings."""
    settings = settings_with(analysis={"further": ["checklists"]}, report={"profile": profile}, study={"confounders": [], "subgroups": []})
    files = written(reconstructed_patients(), tmp_path / "results", settings)
    page, word = files["report.html"].decode(), docx.Document(io.BytesIO(files["report.docx"]))
    in_word = {cell.text for table in word.tables for cell in table.columns[0].cells}
    assert all(title in page for title in TITLES.values()) and {"12c Missing data", "13.1 Participants"} <= in_word
    table = files["tables/checklist_record.csv"].decode("utf-8-sig")
    assert ("Of 104 patient records 1 were quarantined" in table) is is_told and ("3 findings" in table) is is_told
    for row in load_items():
        for _, name, *_ in Formatter().parse(row["known"]):
            assert name is None or "{" + name + "}" not in page
