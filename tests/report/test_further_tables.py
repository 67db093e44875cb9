"""Sensitivity runs, bounds and safety as they are printed: the primary analysis first, and in words where nothing differs."""

import polars as pl
import pytest

from pipelines.analysis.safety import GradeTable, fit_lab_grades
from pipelines.analysis.sensitivity import Variant, fit_bounds, fit_sensitivity_runs
from pipelines.report.abbreviations import abbreviations_in_full
from pipelines.report.build_document import build_document
from pipelines.report.disclosure.publish import statistics_in_profile
from pipelines.report.document import Document, Paragraph, Table
from pipelines.report.safety_tables import _by_cycle, _without_severe
from pipelines.report.sensitivity_tables import print_bounds, print_sensitivity
from tests.analysis.cohort_frame import OS, PFS, SETS, paper_arms, paper_choices, reconstructed_patients, times_of
from tests.report.report_of import RESULTS, cohort_of, settings_with

ALL = reconstructed_patients()


def quarantined(*rows):
    return pl.DataFrame(rows, schema={"patient_id": pl.String, "is_in_cohort": pl.Boolean}, orient="row")


def test_a_run_in_which_nobody_changes_is_one_line():
    later = ALL.with_columns(pfs_days=pl.col("pfs_days") + 1)
    table = print_sensitivity(
        fit_sensitivity_runs(ALL, [("a", "As it is", ALL), ("b", "One day later", later)], paper_choices()),
        paper_arms(),
        "Table S9",
    )
    heads = [line.label for line in table.lines if not line.is_indented]
    assert heads == ["Primary analysis", "As it is: no patient changes", "One day later: 100 patients change"]
    (ratio,) = (line for line in table.lines[:6] if line.label.startswith("HR"))
    assert [bool(cell.text) for cell in ratio.cells] == [False, True, False, True]  # in the column of the second arm
    assert table.role == "sensitivity"


@pytest.mark.parametrize("left", [["first_line"], ["post_ate_beva"], []])
def test_a_choice_that_leaves_an_arm_without_patients_has_a_dash_in_its_column(left):
    runs = fit_sensitivity_runs(ALL, [("a", "Fewer arms", ALL.filter(pl.col("arm").is_in(left)))], paper_choices())
    table = print_sensitivity(runs, paper_arms(), "Table S9")
    assert {len(line.cells) + 1 for line in table.lines} == {len(table.columns)}
    sizes = [line for line in table.lines if line.label == "Patients"][1]
    expected = {"first_line": "66", "post_ate_beva": "34"}
    assert [cell.text for cell in sizes.cells[:2]] == [count if arm in left else "–" for arm, count in expected.items()]


def test_with_nothing_quarantined_a_sentence_says_so():
    (said,) = print_bounds(fit_bounds(ALL, quarantined(), SETS), "Table S10")
    assert isinstance(said, Paragraph) and said.text == "No patient has a quarantined row: both cases equal the primary analysis."


def test_bounds_are_printed_with_what_is_counted():
    said, table = print_bounds(fit_bounds(ALL, quarantined((ALL["patient_id"][0], True), ("W1", False), ("W2", False)), SETS), "Table S10")
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


def tables_of(patients: pl.DataFrame, profile: str, variants=(), **cohort: pl.DataFrame) -> Document:
    settings = settings_with(report={"profile": profile})
    return build_document(statistics_in_profile(cohort_of(patients, **cohort), settings, variants), settings, RESULTS)


def texts_of(document: Document) -> str:
    return " ".join(paragraph.text for paragraph in document.blocks(Paragraph))


GRADES = pl.DataFrame(
    [(patient, None, 1, "ANC", 3 * (place % 2)) for place, patient in enumerate(ALL["patient_id"])],
    schema={"patient_id": pl.String, "arm": pl.String, "cycle_no": pl.Int64, "test": pl.String, "worst_grade": pl.Int64},
    orient="row",
)


@pytest.mark.slow
def test_the_publish_profile_leaves_out_what_differences_would_tell_and_says_so():
    variants = (Variant("a", 1, "As it is", ALL, times_of(ALL, OS, PFS)),)
    for profile, is_there in (("internal", True), ("publish", False)):
        document = tables_of(ALL, profile, variants, lab_toxicities=GRADES)
        names = {table.name for table in document.blocks(Table)}
        assert "laboratory_grades" in names
        assert ({"sensitivity_runs", "laboratory_grades_by_cycle", "subgroups", "adjusted_survival"} <= names) == is_there
        assert any("sensitivity runs and single treatment cycles are not printed" in warning for warning in document.warnings) != is_there
        assert ("Counts from 1 to 4 were suppressed" in texts_of(document)) != is_there


def test_one_arm_has_one_column_and_no_test():
    document = tables_of(ALL.filter(pl.col("arm") == "first_line"), "internal")
    tables = {table.name: table for table in document.blocks(Table)}
    for name in ("table_1", "table_2", "survival_by_arm", "response_definitions"):
        assert tables[name].columns == ("", "First-line HAIC\n(n = 66)"), name
        assert {len(line.cells) for line in tables[name].lines} == {1}
        assert [note for note in tables[name].notes if note.startswith(("P-values", "Not tested"))] == []
    assert "All" not in {line.label for line in tables["response_duration"].lines}
    assert "P-value" in tables["table_3"].columns  # of covariates there is still something to test
    (tile,) = (tile for tile in document.tiles if tile.label == "Patients")
    assert (tile.value, tile.note) == ("66", "")


@pytest.mark.slow
def test_what_one_arm_or_no_record_leaves_out_is_said_in_words():
    alone = texts_of(tables_of(ALL.filter(pl.col("arm") == "first_line"), "internal"))
    assert "No adjusted comparison and no subgroups: there is one arm, and nothing to compare it with." in alone
    assert "Nothing is recorded of: worst grade of laboratory tests after the index date; laboratory tests of grade 3 or worse" in alone
    assert "No adjusted comparison" not in texts_of(tables_of(ALL, "internal"))


def test_a_name_that_several_treatments_share_stands_for_none_of_them():
    said = abbreviations_in_full({}, ("Systemic therapies", "RT", "after ate-beva"))
    assert said == "Ate-beva, atezolizumab plus bevacizumab; RT, radiotherapy."
