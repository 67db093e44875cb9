"""A question about something missing is one question where nearly nobody has it: the source does not send it."""

from dataclasses import replace

import pytest

from pipelines.gate.asked_once import ask_once
from schemas.rule import Escalation
from tests.gate.test_check_rules import check, value_rule, warehouse  # noqa: F401

LACKS = {"where": "value is null", "message": "the value is missing", "category": "completeness"}
ONE_EACH = "select row_key from {batch} where value is null qualify row_number() over (partition by patient_id order by row_key) = 1"


def rows(missing: int, known: int, patients: int = 100) -> list[dict]:
    values = [None] * missing + [1.0] * known
    return [{"row_key": f"r{place:02d}", "patient_id": f"P{place % patients}", "value": value} for place, value in enumerate(values)]


@pytest.fixture
def ask(check, warehouse):  # noqa: F811
    """Check drawn rows by one rule about what is missing; return the number of its findings, and what is said of the table."""

    def _ask(drawn: list[dict], **changes) -> tuple[int, str | None]:
        check(drawn, replace(value_rule("flag"), **LACKS | changes))
        (_ask.outcome,) = ask_once(warehouse, check.outcomes)
        found = warehouse.execute("select row_key, message from gate.findings order by all").fetchall()
        return len(found), next((message for key, message in found if key is None), None)

    return _ask


@pytest.mark.parametrize(
    ("missing", "known", "said"),
    [
        (6, 0, "6 of 6 patients: the value is missing; value: known of nobody"),
        (19, 1, "19 of 20 patients: the value is missing"),  # 95 %
        (18, 1, None),  # 94.7 %
        (5, 0, None),  # five are asked one by one
    ],
)
def test_nearly_all_are_asked_once_and_fewer_one_by_one(ask, missing, known, said):
    assert ask(rows(missing, known), applies="value is null or value > 0") == (1 if said else missing, said)
    assert (ask.outcome.outcome, ask.outcome.findings) == ("failed", missing), "the outcome says of how many rows it holds"
    assert ask.outcome.escalated == (said or "")


def test_rows_of_one_patient_are_counted_as_rows(ask):
    """Twenty of thirty cycles lack something, and each of the ten patients has two of them: that is no fault of the source."""
    assert ask(rows(20, 10, patients=10)) == (20, None)
    assert ask(rows(20, 0, patients=10)) == (1, "20 of 20 rows: the value is missing; value: known of nobody")


def test_a_rule_that_asks_once_of_each_patient_is_counted_by_patients(ask):
    """Each of ten patients lacks something at one of three visits at least; the rule asks of each patient once."""
    assert ask(rows(20, 10, patients=10), where="", query=ONE_EACH) == (1, "10 of 10 patients: the value is missing")


def test_what_is_said_of_the_table_stands_once(ask):
    """The share of the rule itself is left too: one finding takes the place of both."""
    assert ask(rows(9, 0), escalation=Escalation(above_pct=5, of="patients")) == (
        1, "9 of 9 patients: the value is missing; value: known of nobody",
    )  # fmt: skip


LOW = {"where": "value < 90", "category": "plausibility", "explained_by": ("unit", "value >= 50")}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (None, (3, "6 of 9 rows: the value is missing; unit: known of nobody")),  # of those below 50 no reason makes anything right
        ("a reason", (8, None)),  # somebody sends reasons: the others are asked one by one
    ],
)
def test_what_a_reason_would_explain_is_asked_once_where_nobody_sends_reasons(ask, given, found):
    values = [75.0] * 6 + [20.0] * 2 + [100.0]
    drawn = [{"row_key": f"r{place}", "patient_id": f"P{place}", "value": value} for place, value in enumerate(values)]
    drawn[-1]["unit"] = given
    assert ask(drawn, **LOW) == found
    assert ask(drawn[1:], **LOW)[1] is None, "five are asked one by one"


def test_nothing_is_said_twice_of_the_table_where_a_reason_would_explain_all(ask):
    drawn = [{"row_key": f"r{place}", "patient_id": f"P{place}", "value": 75.0} for place in range(9)]
    said = "9 of 9 rows: the value is missing; unit: known of nobody"
    assert ask(drawn, **LOW, escalation=Escalation(above_pct=5)) == (1, said)
    assert ask.outcome.escalated == said


@pytest.mark.parametrize("changes", [{"level": "reject"}, {"level": "stop"}, {"category": "plausibility, temporal"}])
def test_what_quarantines_stops_or_contradicts_names_each_row(ask, changes):
    assert ask(rows(9, 0), **changes) == (9, None)
