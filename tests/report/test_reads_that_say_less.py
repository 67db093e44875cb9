"""What the report says of reads without a day, and of recorded responses that no arithmetic verifies."""

from dataclasses import replace

from pipelines.analysis.response_criteria import ResponseCriterion
from pipelines.analysis.undated_reads import UndatedReads
from pipelines.report.disclosure.added import without_counts
from pipelines.report.in_print import SUPPRESSED
from pipelines.report.response_tables import say_undated, say_unverifiable

MRECIST = ResponseCriterion("mRECIST", "mRECIST", "viable", is_evaluable=True, recorded_reads=274, unverifiable_reads=6)


def test_responses_that_no_arithmetic_verifies_are_counted():
    (said,) = say_unverifiable(MRECIST)
    assert said.lead == "Response by mRECIST"
    assert said.text.startswith("6 of 274 recorded responses are of readers without a complete baseline sum.")
    assert say_unverifiable(replace(MRECIST, unverifiable_reads=0)) == say_unverifiable(None) == []


def test_reads_without_a_day_are_counted():
    (said,) = say_undated(UndatedReads(13, 5, 11, ()))
    assert said.text.startswith("13 reads of 5 patients of the index treatment have a recorded response and no day.")
    assert "order" not in said.text  # no reader has a table with them
    (one,) = say_undated(UndatedReads(1, 1, 0, ()))
    assert one.text.startswith("1 read of 1 patient of the index treatment has a recorded response")
    assert say_undated(None) == []


def test_in_print_neither_is_counted():
    (verified,) = say_unverifiable(without_counts(MRECIST))
    (dated,) = say_undated(UndatedReads(SUPPRESSED, SUPPRESSED, SUPPRESSED, ()))
    assert verified.text.startswith("Some recorded responses") and dated.text.startswith("Some reads of the index treatment")
    assert without_counts(replace(MRECIST, unverifiable_reads=0)).recorded_reads == 274
