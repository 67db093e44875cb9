"""What an answer could change, at the most: the patients of the cohort, the primary endpoint, another result, or none of them."""

import polars as pl
import pytest

from pipelines.findings.queries.query_words import say_influence
from pipelines.warehouse.build_tables import build_table, put_frame
from pipelines.warehouse.sql_files import table_file
from pipelines.warehouse.table_files import table_schema
from tests.findings.queries_of import one_warehouse

IN, WAITING = ["A", "B", "C", "D"], ["W"]
RESULTS = [  # place, result, patient, table, row on which it stands
    (1, "OS", "A", "follow_up", "a-contact"),
    (2, "PFS", "A", "imaging_reads", "a-read"),
    (2, "PFS", "B", "follow_up", "b-contact"),
    (3, "response", "A", "imaging_reads", "a-read"),
]
TABLES = [(1, "OS", "last_states"), (2, "PFS", "last_states"), (2, "PFS", "progressions")]
QUERIES = [  # patient, layer, level, table and row asked about; what it could change, and how far up it stands
    ("W", "staging", "reject", "labs", "w-lab", "could add 1 patient to the cohort (4 → 5)", 4),
    ("A", "staging", "flag", "follow_up", "a-contact", "OS: time or event of 1 of 4 patients", 3),
    ("A", "staging", "flag", "follow_up", "another row", "a patient of the cohort; no endpoint", 1),
    (
        "A",
        "cohort",
        "flag",
        "imaging_reads",
        "a-read",
        "PFS: time or event of 1 of 4 patients; response of 1 patient: response rates by up to 25.0 points",
        2,
    ),
    # the row is quarantined: on it stands nothing now, but a row of its table might
    (
        "B",
        "staging",
        "reject",
        "follow_up",
        "quarantined",
        "OS: time or event of 1 of 4 patients; PFS: time or event of 1 of 4 patients",
        3,
    ),
    # of no single row: what is made of the table that it is about
    ("B", "cohort", "flag", "progressions", None, "PFS: time or event of 1 of 4 patients", 2),
    ("B", "cohort", "flag", "baseline_labs", None, "a patient of the cohort; no endpoint", 1),
    ("D", "staging", "flag", "labs", "d-lab", "a patient of the cohort; no endpoint", 1),
    ("X", "staging", "reject", "follow_up", "x-contact", "", 0),  # of nobody in the cohort
]


@pytest.fixture(scope="module")
def influences():
    connection = one_warehouse()
    found = [
        {"identity": str(number), "patient": patient, "layer": layer, "level": level, "table": table}
        | {"staged_table": table if row else None, "staged_row_key": row}
        for number, (patient, layer, level, table, row, *_) in enumerate(QUERIES)
    ]
    patients = [(name, True, False) for name in IN] + [(name, False, True) for name in WAITING]
    drawn = {"found": found, "cohort_patients": patients, "result_rows": RESULTS, "result_tables": TABLES}
    for name, rows in drawn.items():
        put_frame(connection, f"queries.{name}", pl.DataFrame(rows, schema=table_schema("queries", name).TYPES, orient="row"))
    build_table(connection, table_file("queries", "influences"), "queries")
    rows = connection.sql("from queries.influences").pl().to_dicts()
    for name in drawn:
        connection.execute(f"drop table queries.{name}")
    return {int(row["identity"]): row for row in rows}


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_what_an_answer_could_change_at_the_most(influences, number):
    *_, said, influence = QUERIES[number]
    found = influences.get(number, {"influence": 0})
    assert (say_influence(found, "en"), found["influence"]) == (said, influence)


def test_it_is_said_in_korean(influences):
    assert say_influence(influences[0], "ko") == "연구 대상자가 1명 늘 수 있음 (4 → 5)"
    assert all(say_influence(found, "ko") for found in influences.values())
