"""The examples of rules on cohort tables: each rule finds the rows drawn for it and no other."""

from importlib import import_module

import pytest

from tests.examples.cohort.good_rows import GOOD
from tests.warehouse_of import open_drawn, put

TABLES = ("category_counts", "child_pugh_scores", "first_treatments", "patients")
CASES = [
    pytest.param(table, example, is_breaking, case, id=f"{table} {example.id} {' '.join(example.columns)} {number}")
    for table in TABLES
    for example in import_module(f"tests.examples.cohort.{table}").EXAMPLES
    for is_breaking, cases in ((False, example.passing), (True, example.breaking))
    for number, case in enumerate(cases, start=1 + is_breaking * len(example.passing))
]


@pytest.fixture(scope="module")
def connection():
    connection = open_drawn()
    yield connection
    connection.close()


@pytest.mark.parametrize(("table", "example", "is_breaking", "case"), CASES)
def test_example(connection, table, example, is_breaking, case):
    drawn = [{"row_key": f"row {place}", **GOOD[table], **row} for place, row in enumerate(case[table])]
    put(connection, table, [{name: cell for name, cell in row.items() if name != "is_fine"} for row in drawn])
    (rule,) = [
        rule
        for rule in import_module(f"expectations.cohort.{table}").RULES
        if (rule.id, rule.level, rule.columns) == (example.id, example.level, example.columns)
    ]
    query = rule.filled(rule.query or f"select row_key from {{batch}} where {rule.where}").replace("source_row_key as row_key", "row_key")
    found = {row_key for (row_key,) in connection.execute(query.replace("{batch}", f"cohort.{table}")).fetchall()}
    assert found == {row["row_key"] for row in drawn if is_breaking and not row.get("is_fine")}
    if rule.shows:
        shown = connection.execute(f"select {rule.filled(rule.shows)} from cohort.{table}").fetchall()
        assert len(shown) == len(drawn)
