"""What one wrong cell or row makes is one question, on which the others hang."""

import polars as pl
import pytest

from pipelines.warehouse.build_tables import build_table, put_frame
from pipelines.warehouse.sql_files import table_file
from pipelines.warehouse.table_files import table_schema
from tests.findings.queries_of import one_warehouse


def query(name, table="labs", entity="", rule="PT-005", **more):
    """Return a query that reads one column of a row of its own."""
    row = {"identity": name, "patient": name[0], "table": table, "staged_table": table, "entity": entity, "rule": rule, "columns": "value"}
    return row | {"layer": "staging", "level": "reject", "parent_table": "", "held_against": "", "staged_row_key": name} | more


AFTER_DEATH = {"held_against": "the date of death"}
CASES = {  # the queries of a night, and what each hangs on
    "more than two dates contradict the death of A: it is asked about once": (
        [
            query("A1", "imaging_reads", "E1", **AFTER_DEATH),
            query("A2", "labs", "2022-05-01", **AFTER_DEATH),
            query("A3", "drug_administrations", "C1 D1", **AFTER_DEATH),
            query("B1", "labs", "2022-05-01", **AFTER_DEATH),  # of B it is one date: that one may be wrong
            query("B2", "labs", "2022-05-02", **AFTER_DEATH),
            query("A4", "patients", rule="PT-001"),
        ],
        {"A1": "A3", "A2": "A3"},
    ),
    "another fact of the same patient is another question": (
        [
            *(query(f"A{place}", **AFTER_DEATH) for place in range(3)),
            *(query(f"A{place}", held_against="the date of birth") for place in range(5, 7)),
        ],
        {"A1": "A0", "A2": "A0"},
    ),
    "nobody's rows are no patient's": ([query(f"A{place}", **AFTER_DEATH) | {"patient": ""} for place in range(4)], {}),
    "rows go with their quarantined parent, on which both tables hang": (
        [
            query("A1", "patients", rule="CV-009"),
            query("A2", "labs", "2022-05-01", rule="CR-002", parent_table="patients"),
            query("A3", "labs", "2022-05-02", rule="CR-002", parent_table="patients"),
        ],
        {"A2": "A1", "A3": "A1"},
    ),
    "of two rules that read one cell, that of more columns hangs on the other": (
        [query("A1", rule="PA-014", columns="value, unit", level="flag"), query("A2", rule="PA-011", staged_row_key="A1")],
        {"A1": "A2"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_hangs_on_what(case):
    found, expected = CASES[case]
    connection = one_warehouse()
    put_frame(connection, "queries.found", pl.DataFrame(found, schema=table_schema("queries", "found").TYPES))
    build_table(connection, table_file("queries", "causes"), "queries")
    causes = dict(connection.sql("from queries.causes").fetchall())
    connection.execute("drop table queries.found")
    assert causes == expected
