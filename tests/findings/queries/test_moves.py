"""A query lives across nights: every move from state to state, what opens it again, and its number, which nobody else ever gets."""

import datetime as dt

import pytest

from pipelines.findings.queries.cancel_queries import cancel_queries
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.rules_in_force import AS_WRITTEN, all_rules, rules_in_force
from pipelines.settings.sections import RuleChange
from tests.findings.queries_of import FIRST_NIGHT, Nights

CLOSED, ANSWERED, ACCEPTED, CANCELLED = "closed", "answered", "accepted", "cancelled"
# state before tonight, the value that offends tonight ("12" yesterday), and the move
TABLE = [
    ("open", "12", ""),  # still fails: unchanged
    ("open", "13", ""),  # still fails, by another value: the question is the same
    ("open", "", "open → closed: passes now"),
    (ANSWERED, "12", ""),  # the hospital has answered, and the extract is not there yet
    (ANSWERED, "13", "answered → open: the value has changed and still fails"),
    (ANSWERED, "", "answered → closed: answered, and passes now"),
    (ACCEPTED, "12", ""),  # right as it is
    (ACCEPTED, "13", "accepted → open: the value or the rule has changed"),
    (ACCEPTED, "", "accepted → closed: passes now"),
    (CANCELLED, "12", ""),  # the rule was wrong
    (CANCELLED, "13", "cancelled → open: the value or the rule has changed"),
    (CANCELLED, "", ""),
    (CLOSED, "12", "closed → open: fails again"),
    (CLOSED, "13", "closed → open: fails again"),
    (CLOSED, "", ""),
]


@pytest.fixture(scope="module")
def moved():
    """What moves on a night on which there is a query of each line of the table, and what moves when the same night comes again."""
    nights = Nights()
    names = [f"T{number:02d}" for number in range(len(TABLE))]
    opened = nights.find(**dict.fromkeys(names, "12"))
    assert set(opened.values()) == {"None → open: found for the first time"}
    for query_no, (before, _, _) in zip(opened, TABLE, strict=True):
        if before != "open":
            nights.answer(query_no, before)
    found = {name: value for name, (_, value, _) in zip(names, TABLE, strict=True) if value}
    return list(opened), nights.find(**found), nights.find(**found)


@pytest.mark.parametrize("number", range(len(TABLE)), ids=[f"{before}, {value or 'passes'}" for before, value, _ in TABLE])
def test_every_move(moved, number):
    queries, tonight, again = moved
    _, _, move = TABLE[number]
    assert tonight.get(queries[number], "") == move
    assert queries[number] not in again, "the same night again moves nothing"


@pytest.mark.parametrize(
    ("until", "moves"),
    [
        (FIRST_NIGHT, {"Q-000001": "accepted → open: accepted until a day that is past"}),  # the day before
        (FIRST_NIGHT + dt.timedelta(days=1), {}),  # to the end of tonight
        (FIRST_NIGHT + dt.timedelta(days=2), {}),
        (None, {}),  # as long as the value stays
    ],
)
def test_an_acceptance_may_end_on_a_day(until, moves):
    nights = Nights()
    nights.find(AFP="12")
    nights.answer("Q-000001", ACCEPTED, until_day=until)
    assert nights.find(AFP="12") == moves


def test_the_last_acceptance_says_until_when():
    nights = Nights()
    nights.find(AFP="12")
    nights.answer("Q-000001", ACCEPTED, until_day=FIRST_NIGHT)
    nights.find(AFP="12")  # past
    nights.answer("Q-000001", ACCEPTED, until_day=None)  # as long as the value stays
    assert nights.find(AFP="12") == {}


def test_a_number_is_given_once_and_goes_on_counting():
    nights = Nights()
    assert list(nights.find(AFP="12", ALB="9")) == ["Q-000001", "Q-000002"]
    nights.find()  # both close
    assert list(nights.find(AST="1", AFP="12")) == ["Q-000001", "Q-000003"]  # AFP has its own again
    assert nights.queries("query_no", "state", "is_new", "is_reopened", "reopened_count") == [
        ("Q-000001", "open", False, True, 1),
        ("Q-000003", "open", True, False, 0),
    ]


def test_days_open_go_on_and_begin_anew_when_it_is_opened_again():
    nights = Nights()
    nights.find(AFP="12")
    nights.find(AFP="12")
    nights.find(AFP="99")
    assert nights.queries("first_day", "open_since", "days_open") == [(FIRST_NIGHT, FIRST_NIGHT, 2)]
    nights.find()
    nights.find(AFP="12")  # the fifth night
    assert nights.queries("first_day", "open_since", "days_open") == [(FIRST_NIGHT, FIRST_NIGHT + dt.timedelta(days=4), 0)]


def test_an_answer_that_is_overtaken_does_not_make_the_query_younger():
    nights = Nights()
    nights.find(AFP="12")
    nights.answer("Q-000001", ANSWERED)
    nights.find(AFP="13")
    assert nights.queries("state", "open_since", "days_open") == [("open", FIRST_NIGHT, 1)]


# --- a rule of which all is accepted, or cancelled


def nights_of_a_rule() -> Nights:
    """Nights on which a rule of the book finds something that it only asks about."""
    layer, table, rule = next(one for one in all_rules() if one[0] == "cohort" and one[2].level == "flag")
    nights = Nights()
    nights.rule = {"rule": rule.id, "level": "flag", "layer": layer, "table": table, "columns": ", ".join(rule.columns)}
    return nights


def test_a_rule_that_is_accepted_as_a_whole_asks_nobody_until_it_is_no_more():
    nights = nights_of_a_rule()
    accepted = rules_in_force({nights.rule["rule"]: RuleChange(accepted=True, reason="our assay is another one")})
    nights.find(AFP="1", ALB="1")
    nights.answer("Q-000002", ACCEPTED, answer="right as it is")
    nights.book = accepted
    assert nights.find(AFP="1", ALB="1", ALT="1") == {
        "Q-000001": "open → accepted: the settings accept the rule as a whole",
        "Q-000003": "None → accepted: the settings accept the rule as a whole",
    }
    assert nights.find(AFP="2", ALB="1", ALT="1") == {}, "whatever the value is"
    nights.book = AS_WRITTEN
    assert nights.find(AFP="2", ALB="1", ALT="1") == {
        "Q-000001": "accepted → open: the rule is no longer accepted as a whole",
        "Q-000003": "accepted → open: the rule is no longer accepted as a whole",
    }, "and what a person has accepted stays so"


def test_the_queries_of_a_rule_that_was_wrong_are_cancelled():
    nights = nights_of_a_rule()
    nights.find(AFP="1", ALB="1", ALT="1", AST="1")
    nights.answer("Q-000002", "answered", answer="corrected in EMR")
    nights.answer("Q-000003", ACCEPTED, answer="right as it is")
    moves = cancel_queries(nights.log, nights.rule["rule"], "Lee", "the limit is of another assay", nights.day)
    assert [(move["query_no"], move["state_from"], move["state_to"]) for move in moves] == [
        ("Q-000001", "open", CANCELLED),
        ("Q-000002", "answered", CANCELLED),
        ("Q-000004", "open", CANCELLED),
    ]
    assert {(move["made_by"], move["why"], move.get("answer")) for move in moves} == {("Lee", "the limit is of another assay", None)}
    nights.log += [move | {"move_no": len(nights.log) + place} for place, move in enumerate(moves, 1)]
    assert nights.find(AFP="1", ALB="1", ALT="1", AST="1") == {}, "they are silent"
    assert nights.find(AFP="2", ALB="1", ALT="1", AST="1") == {"Q-000001": "cancelled → open: the value or the rule has changed"}
    assert len(cancel_queries(nights.log, nights.rule["rule"], "Lee", "again", nights.day)) == 1
    with pytest.raises(UnusableSettings, match="no query of PA-999 asks"):
        cancel_queries(nights.log, "PA-999", "Lee", "again", nights.day)
