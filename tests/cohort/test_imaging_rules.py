"""The examples of the imaging rules of the cohort: each is found where it breaks, passes where it passes, and shows its arithmetic."""

from importlib import import_module

import pytest

from pipelines.contract import table_rules
from tests.examples.cohort.good_rows import GOOD
from tests.warehouse_of import open_drawn, put, types_of

TABLES = (
    *("baseline_targets", "target_sums", "read_responses", "exam_responses", "response_histories", "exam_schedules"),
    *("first_assessments", "lesion_changes", "reader_pairs", "reader_agreement", "last_visits"),
)
EXAMPLES = [each for table in TABLES for each in import_module(f"tests.examples.cohort.{table}").EXAMPLES]
CASES = [
    pytest.param(each, case, is_breaking, id=f"{each.table} {each.id} {each.level} {'breaks' if is_breaking else 'passes'} {number}")
    for each in EXAMPLES
    for is_breaking, cases in ((False, each.passing), (True, each.breaking))
    for number, case in enumerate(cases)
]


@pytest.fixture(scope="module")
def connection():
    with open_drawn() as connection:
        yield connection


def rule_of(example):
    (rule,) = (
        rule
        for rule in table_rules("cohort", example.table)
        if (rule.id, rule.level, rule.columns) == (example.id, example.level, example.columns)
    )
    return rule


@pytest.mark.parametrize(("example", "case", "is_breaking"), CASES)
def test_example(connection, example, case, is_breaking):
    rule = rule_of(example)
    offending = set()
    for table in case.keys() & GOOD.keys():
        rows = []
        for place, changes in enumerate(case[table]):
            key = f"{table}-{place}"
            own = {name: value for name, value in changes.items() if name != "is_fine"}
            source = {"source_row_key": key} if "source_row_key" in types_of("cohort", table) else {}
            rows.append({"row_key": key, **source, **GOOD[table], **own})
            if is_breaking and table == example.table and not changes.get("is_fine"):
                offending.add(key)
        put(connection, table, rows)
    batch = f"cohort.{example.table}"
    query = rule.filled(rule.query or f"select row_key from {{batch}} where {rule.where}").replace("{batch}", batch)
    found = [key for (key,) in connection.execute(query).fetchall()]
    assert sorted(found) == sorted(offending)
    for key in found:
        assert connection.execute(f"select {rule.filled(rule.applies or 'true')} from {batch} where row_key = ?", [key]).fetchall() == [
            (True,)
        ]
        if rule.shows:
            ((text,),) = connection.execute(f"select {rule.filled(rule.shows)} from {batch} where row_key = ?", [key]).fetchall()
            assert text and "None" not in text


def test_every_rule_of_these_tables_has_examples():
    named = {(each.table, each.id, each.level, each.columns) for each in EXAMPLES}
    rules = {(table, rule.id, rule.level, rule.columns) for table in TABLES for rule in table_rules("cohort", table) if not rule.held_by}
    assert {rule for rule in rules - named if rule[1] not in ("PT-009", "CV-021")} == set()


def test_a_disagreement_shows_both_numbers_and_the_arithmetic(connection):
    put(connection, "read_responses", [{"row_key": "a", **GOOD["read_responses"], "recorded_target_response": "PR", "nadir_mm": 70.0}])
    rule = next(rule for rule in table_rules("cohort", "read_responses") if rule.id == "MR-007")
    assert connection.execute(f"select {rule.shows} from cohort.read_responses").fetchall() == [
        (
            "recorded PR, derived SD: 70 mm is -22.22 % against the baseline 90 mm (2022-03-01) "
            "and +0.00 % against the smallest sum 70 mm (2022-03-01)",
        )
    ]
