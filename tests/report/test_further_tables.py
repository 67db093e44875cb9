"""Sensitivity runs, bounds and safety as they are printed: the primary analysis first, and in words where nothing differs."""

import polars as pl
import pytest

from pipelines.analysis.safety import GradeTable, fit_lab_grades
from pipelines.analysis.sensitivity import fit_bounds, fit_sensitivity_runs
from pipelines.report.build_document import build_document
from pipelines.report.document import Paragraph, Table
from pipelines.report.publish import statistics_in_profile
from pipelines.report.safety_tables import _by_cycle, _without_severe
from pipelines.report.sensitivity_tables import print_bounds, print_sensitivity
from pipelines.sensitivity import Variant
from tests.analysis.cohort_frame import reconstructed_patients
from tests.report.report_of import RESULTS, cohort_of, settings_with

ALL = reconstructed_patients()


def set_aside(*rows):
    return pl.DataFrame(rows, schema={"patient_id": pl.String, "is_in_cohort": pl.Boolean}, orient="row")


def test_a_run_in_which_nobody_changes_is_one_line():
    later = ALL.with_columns(pfs_days=pl.col("pfs_days") + 1)
    table = print_sensitivity(
        fit_sensitivity_runs(ALL, [("a", "As it is", ALL), ("b", "One day later", later)], "log", "chi_square"), "Table S9"
    )
    heads = [line.label for line in table.lines if not line.is_indented]
    assert heads == ["Primary analysis", "As it is: no patient changes", "One day later: 100 patients change"]
    (ratio,) = (line for line in table.lines[:6] if line.label.startswith("HR"))
    assert [bool(cell.text) for cell in ratio.cells] == [False, True, False, True]  # in the column of the second arm
    assert table.role == "sensitivity"


@pytest.mark.parametrize("left", [["first_line"], ["post_ate_beva"], []])
def test_a_choice_that_leaves_an_arm_without_patients_has_a_dash_in_its_column(left):
    runs = fit_sensitivity_runs(ALL, [("a", "Fewer arms", ALL.filter(pl.col("arm").is_in(left)))], "log", "chi_square")
    table = print_sensitivity(runs, "Table S9")
    assert {len(line.cells) + 1 for line in table.lines} == {len(table.columns)}
    sizes = [line for line in table.lines if line.label == "Patients"][1]
    expected = {"first_line": "66", "post_ate_beva": "34"}
    assert [cell.text for cell in sizes.cells[:2]] == [count if arm in left else "–" for arm, count in expected.items()]


def test_with_nothing_set_aside_a_sentence_says_so():
    (said,) = print_bounds(fit_bounds(ALL, set_aside()), "Table S10")
    assert isinstance(said, Paragraph) and said.text == "0 patients set aside: both cases equal the primary analysis."


def test_bounds_are_printed_with_what_is_counted():
    said, table = print_bounds(fit_bounds(ALL, set_aside((ALL["patient_id"][0], True), ("W1", False), ("W2", False))), "Table S10")
    assert "1 patient of the cohort" in said.text and "2 patients waiting" in said.text
    assert isinstance(table, Table)
    assert [(line.label, line.cells[0].text) for line in table.lines] == [
        ("Primary analysis", "100"),
        ("Worst case", "102"),
        ("Best case", "102"),
    ]


def test_tests_without_grade_3_stand_in_the_note_of_the_table_by_cycle():
    arms = ALL.head(2)["patient_id"].to_list()
    rows = [(arms[0], "ANC", 1, 3), (arms[1], "ANC", 1, 0), (arms[0], "ALT", 1, 2)]
    toxicities = pl.DataFrame(rows, schema=["patient_id", "test", "cycle_no", "worst_grade"], orient="row")
    table: GradeTable = fit_lab_grades(ALL, toxicities, by_cycle=True)
    assert [(line.label, line.cells[-1].text) for line in _by_cycle(table)] == [("ANC", ""), ("Cycle 1", "1 of 2")]
    assert _without_severe(table) == " No patient had grade 3 or worse in any cycle: ALT."


def test_the_publish_profile_leaves_them_out_and_says_so():
    variants = (Variant("a", 1, "As it is", ALL),)
    for profile, is_there in (("internal", True), ("publish", False)):
        settings = settings_with(report={"profile": profile})
        document = build_document(statistics_in_profile(cohort_of(ALL), settings, variants), settings, RESULTS)
        names = {table.name for table in document.blocks(Table)}
        assert ({"sensitivity_runs", "laboratory_grades", "event_grades", "exposure"} <= names) == is_there
        assert any("sensitivity runs and safety tables are not printed" in warning for warning in document.warnings) != is_there
