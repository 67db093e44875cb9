"""Responses by criteria beside the primary one, in print: a table for each, named by its label, and words where there is none."""

from dataclasses import replace

import polars as pl
import pytest

from pipelines.analysis.response_criteria import OtherResponses, ResponseCriterion
from pipelines.analysis.response_table import fit_response_table
from pipelines.analysis.sensitivity import fit_bounds
from pipelines.report.build_document import build_document
from pipelines.report.document import Paragraph, Table
from pipelines.report.in_print import HIDDEN, SUPPRESSED
from pipelines.report.numbers import numbers_of
from pipelines.report.response_tables import print_other_criteria, print_readings, say_not_evaluable
from pipelines.report.sensitivity_tables import print_other_bounds
from schemas import role
from tests.analysis.cohort_frame import SETS, paper_arms, reconstructed_patients
from tests.report.report_of import EMPTY, RESULTS, settings_with, statistics_of

ALL = reconstructed_patients()
RECIST = ResponseCriterion("RECIST 1.1", "RECIST 1.1", "total", is_evaluable=True)
# By the other criterion whoever responds is stable: nobody's whole lesion shrinks.
STABLE = pl.col("best_response").replace(["CR", "PR"], "SD")
BY_RECIST = ALL.with_columns(STABLE, STABLE.alias("confirmed_best_response"))
WAITING = pl.DataFrame([(ALL["patient_id"][0], True)], schema={"patient_id": pl.String, "is_in_cohort": pl.Boolean}, orient="row")
OTHER = OtherResponses(
    RECIST,
    fit_response_table(BY_RECIST, sets=SETS),
    fit_response_table(BY_RECIST, confirmed=True, sets=SETS),
    bounds=fit_bounds(BY_RECIST, WAITING, SETS),
)
NOT_SENT = OtherResponses(replace(RECIST, is_evaluable=False))


def test_each_criterion_has_a_table_headed_with_its_label():
    (table,) = print_other_criteria((OTHER,), paper_arms(), "Table S")
    assert (table.name, table.title) == ("response_by_recist_1_1", "Treatment response by RECIST 1.1")
    assert table.notes[0].startswith("Response by RECIST 1.1: best response")
    assert {line.label: line.cells[2].text for line in table.lines if line.label in ("CR", "PR", "SD")} == {
        "CR": "0 (0.0)",
        "PR": "0 (0.0)",
        "SD": "68 (68.0)",
    }


def test_of_a_criterion_whose_diameters_nobody_sent_one_sentence_says_so():
    (said,) = print_other_criteria((NOT_SENT,), paper_arms(), "Table S")
    assert said == Paragraph(
        "Not evaluable: it sums total diameters, and no read has any. No other diameter stands for them.", "Response by RECIST 1.1"
    )
    assert print_other_bounds((NOT_SENT,), "Table S") == ()
    assert say_not_evaluable(NOT_SENT.criterion) == [said]  # the primary one has the sentence above its Table 2
    assert say_not_evaluable(RECIST) == say_not_evaluable(None) == []


def test_the_definitions_of_the_primary_criterion_stand_before_those_of_others():
    table = print_readings((fit_response_table(ALL, sets=SETS),), paper_arms(), "Table S", (OTHER, NOT_SENT))
    assert [line.label for line in table.lines if not line.is_indented] == [
        "Best response, confirmation not asked for",
        "RECIST 1.1: best response, confirmation not asked for",
        "RECIST 1.1: confirmed best response",
    ]


def test_a_reader_has_rates_among_the_patients_evaluable_to_him():
    """Of 100 patients 8 are NE: 12 responders are 12.0 % of all, and 13.0 % of the 92 who could be judged."""
    everyone, reader = fit_response_table(ALL, sets=SETS), fit_response_table(ALL, sets=SETS)
    reader = replace(reader, definition="best response by reader R1 alone")
    table = print_readings((everyone,), paper_arms(), "Table S", readers=(reader,))
    orr = everyone.rate("ORR").groups[-1].count
    not_evaluable = everyone.line("NE").groups[-1].count
    found = {line.label: line.cells[2].text for line in table.lines}
    assert found["ORR of those evaluable"] == f"{orr} ({100 * orr / (100 - not_evaluable):.1f}) of {100 - not_evaluable}"
    hidden = replace(reader, responses=tuple(suppressed(line) if line.name == "NE" else line for line in reader.responses))
    table = print_readings((everyone,), paper_arms(), "Table S", readers=(hidden,))
    assert {line.cells[2].text for line in table.lines if line.label.endswith("evaluable")} == {HIDDEN}


def suppressed(line):
    return replace(line, groups=tuple(replace(share, count=SUPPRESSED) for share in line.groups))


def test_each_criterion_has_its_bounds():
    (table,) = print_other_bounds((OTHER,), "Table S")
    assert table.title.endswith("a quarantined row, response by RECIST 1.1") and table.name == "quarantined_bounds_recist_1_1"
    assert [line.cells[1].text.split(",")[0] for line in table.lines] == ["0 (0.0)", "0 (0.0)", "1 (1.0)"]  # nobody responds, or the one


CRITERIA = pl.DataFrame(
    [
        {"row_key": name, "criterion": name, "label": name, "diameter": diameter, "order_no": place, "is_evaluable": True}
        for place, (name, diameter) in enumerate((("mRECIST", "viable"), ("RECIST 1.1", "total")), 1)
    ],
    schema=EMPTY[role.RESPONSE_CRITERIA].schema,
)


def of_both(by_recist, **profile):
    """Return the statistics of the cohort whose best responses by RECIST 1.1 are drawn, and the settings."""
    settings = settings_with(study={"criteria": ["mRECIST", "RECIST 1.1"]}, report={"compare_with_paper": False, **profile})
    best = by_recist.select("patient_id", "best_response", "confirmed_best_response", criterion=pl.lit("RECIST 1.1"))
    rows = pl.DataFrame(best.with_columns(is_primary_criterion=False).to_dicts(), schema=EMPTY[role.BEST_RESPONSES].schema)
    return statistics_of(ALL, settings, best_responses=rows, response_criteria=CRITERIA), settings


@pytest.mark.slow
def test_the_whole_report_has_both_the_primary_one_first():
    statistics, settings = of_both(BY_RECIST)
    document = build_document(statistics, settings, RESULTS)
    titles = [table.title for table in document.blocks(Table) if "esponse" in table.title]
    assert titles[:2] == ["Treatment response", "Treatment response by RECIST 1.1"]
    methods = next(one.text for one in document.blocks(Paragraph) if one.lead == "Response")
    assert "Response followed mRECIST [" in methods and "Beside it stand the responses by RECIST 1.1 [" in methods
    assert "progression from +20 % and 5 mm over the smallest sum" in methods
    found = {(one.analysis, one.name, one.group): one.value for one in numbers_of(statistics)}
    assert found["table_2", "ORR.count", "all"] == 24 and found["response_recist_1_1", "ORR.count", "all"] == 0


@pytest.mark.slow
def test_in_print_small_counts_of_another_criterion_are_suppressed_as_well():
    few = pl.col("patient_id").is_in(BY_RECIST.filter(pl.col("best_response") == "SD")["patient_id"].head(3).to_list())
    partial = pl.when(few).then(pl.lit("PR"))
    three = BY_RECIST.with_columns(partial.otherwise(name).alias(name) for name in ("best_response", "confirmed_best_response"))
    statistics, _ = of_both(three, profile="publish")
    (other,) = statistics.other_criteria
    assert statistics.paper.response.rate("ORR").groups[-1].count == 24
    assert other.response.line("PR").groups[-1].count is SUPPRESSED and other.response.rate("ORR").groups[-1].count is SUPPRESSED
    assert other.bounds is None
