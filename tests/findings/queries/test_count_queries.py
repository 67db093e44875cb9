"""What the report counts of queries: what is open and since when, how long it took to close one, and what the answers say of a rule."""

import datetime as dt

from pipelines.findings.queries.count_queries import count_queries
from pipelines.report.query_view import view_queries
from tests.findings.queries_of import Nights


def test_what_the_report_counts():
    nights = Nights()
    nights.find(AFP="1", ALB="1", ALT="1", AST="1", INR="1")  # Q-000001 … 5
    nights.answer("Q-000001", "accepted", answer="right as it is")
    nights.answer("Q-000002", "answered", answer="corrected in EMR")
    nights.answer("Q-000003", "answered", answer="corrected in EMR")
    nights.day += dt.timedelta(days=6)
    nights.find(AFP="1", ALT="1", AST="1", INR="1", PLT="1")  # a week later ALB passes, and PLT is new; ALT has not come yet
    counts = count_queries(nights.connection)

    states = {name: counts[name] for name in ("open", "answered", "accepted", "new", "reopened", "closed", "consequences")}
    assert states == {"open": 3, "answered": 1, "accepted": 1, "new": 1, "reopened": 0, "closed": 1, "consequences": 0}
    assert {(one["way"], one["group_name"]): one["open_count"] for one in counts["open_counts"]} == {
        ("days open", "under 7 days"): 1,  # PLT
        ("days open", "7 to 29 days"): 2,  # AST and INR, since just 7 days
        ("rule", "PA-900"): 3,
        ("source", "no source of its own"): 3,
        ("patients", "3"): 1,
    }
    assert (counts["closed_count"], counts["median_days_to_close"]) == (1, 7.0)
    (rule,) = counts["rule_answers"]
    assert (rule["answered_count"], rule["right_count"], rule["changed_count"]) == (3, 1, 1)
    assert round(rule["right_pct"], 1) == 33.3
    assert view_queries({"queries": counts}).sentences == (
        "3 questions are open.",
        "Of this run: 1 new, 0 opened again, 1 closed.",
        "1 answered and not yet sent, 1 accepted as they are.",
        "Median time to close a query: 7 days (1 closed so far).",
        "1 of 3 answers changed data (33 %).",
    )


def test_days_to_close_begin_anew_with_each_opening():
    nights = Nights()
    nights.find(AFP="1")  # the first night
    nights.find()  # closed after 1 day
    nights.day += dt.timedelta(days=10)
    nights.find(AFP="1")  # opened again
    nights.answer("Q-000001", "answered", answer="corrected in EMR")
    nights.find(AFP="2")  # still wrong: the days go on
    nights.day += dt.timedelta(days=3)
    nights.find()  # closed 1 + 1 + 3 days after it was opened again
    counts = count_queries(nights.connection)
    assert (counts["closed_count"], counts["median_days_to_close"]) == (2, 3.0)  # of 1 and 5 days


def test_a_registry_without_queries_shows_nothing():
    nights = Nights()
    nights.find()
    assert view_queries({"queries": count_queries(nights.connection)}) is None
    assert view_queries({}) is None and view_queries({"queries": {"open": 3}}) is None, "an earlier release does not say more"


def test_of_many_rules_those_with_most_questions_are_named():
    rules = [{"way": "rule", "group_name": f"PA-{number:03}", "open_count": number} for number in range(1, 18)]
    counts = dict.fromkeys(
        ("open", "answered", "accepted", "closed", "closed_count", "consequences", "new", "reopened", "answered_count"), 1
    )
    more = {"open_counts": rules, "rule_answers": [], "override_counts": [], "median_days_to_close": None, "changed_count": 0}
    answered = [
        {"rule": "CP-004", "answered_count": 4, "right_count": 3, "changed_count": 1, "right_pct": 75.0},
        {"rule": "PT-005", "answered_count": 5, "right_count": 0, "changed_count": 5, "right_pct": 0.0},
        {"rule": "PT-006", "answered_count": 2, "right_count": 0, "changed_count": 1, "right_pct": 0.0},
    ]
    view = view_queries({"queries": counts | more | {"rule_answers": answered}})
    assert [(one["rule"], one["answered_count"], one["right_count"], one["changed_count"]) for one in view.rule_answers] == [
        ("CP-004", 4, 3, 1),
        ("2 other rules", 7, 0, 6),  # of which nothing is right as it is
    ]
    listed = view.open_counts
    assert [one["group_name"] for one in listed] == [f"PA-{number:03}" for number in range(17, 2, -1)] + ["2 other rules"]
    assert listed[-1]["open_count"] == 1 + 2
