"""What the review page draws of a patient: rows as staged, those in quarantine too, each with its file, row and queries."""

import datetime as dt

import polars as pl
import pytest

from pipelines.findings.review.build_review import build_review
from pipelines.warehouse.build_tables import open_warehouse, put_frame
from pipelines.warehouse.table_files import raw_tables, table_schema
from tests.warehouse_of import frame_of, types_of

FILE = {"source_file": "lab.csv", "sheet": "", "source_row": 2}
QUERIES = [  # query, state, influence, patient, the row that it is about
    ("Q-1", "open", 3, "P1", ("labs", "wrong")),
    ("Q-2", "open", 3, "P1", ("labs", "wrong")),
    ("Q-3", "accepted", 1, "P1", ("imaging_reads", "second")),
    ("Q-4", "closed", 2, "P2", ("labs", "closed")),  # passes by now: the patient is not on the page
    ("Q-5", "open", 0, "P3", ("labs", "third")),  # beyond as many patients as the settings say
    ("Q-6", "open", 2, "", (None, None)),  # about a file, and nobody
    ("Q-7", "open", 2, "P4", ("follow_up", "unreadable")),
]
STAGED = {
    "labs": [
        {"row_key": "good", "test": "AST", "collected_date": dt.date(2023, 1, 9), "value_std": 45.0, "value_operator": "="},
        {"row_key": "wrong", "test": "AST", "collected_date": dt.date(2203, 1, 9), "value_std": 46.0, "value_operator": "="},
        {"row_key": "no number", "test": "AST", "collected_date": dt.date(2023, 1, 9)},
        {"row_key": "closed", "patient_id": "P2", "test": "AST", "value_std": 1.0},
        {"row_key": "third", "patient_id": "P3", "test": "AST", "value_std": 1.0},
    ],
    "imaging_reads": [
        {"row_key": "first", "reader_id": "R1", "course": "HAIC", "timepoint": 0, "exam_date": dt.date(2023, 1, 5)},
        {
            "row_key": "second",
            "reader_id": "R1",
            "course": "HAIC",
            "timepoint": 1,
            "exam_date": dt.date(2023, 3, 5),
            "overall_response": "PR",
        },
        {"row_key": "kept out", "reader_id": "R2", "course": "HAIC", "exam_date": dt.date(2023, 3, 5), "sum_viable_mm": 30.0},
    ],
    "drug_administrations": [
        {"row_key": "dose", "drug": "CISPLATIN", "cycle_no": 1, "day_no": 2, "dose_mg": 100.0, "route": "HEPATIC_ARTERY"}
        | {"administration_date": dt.date(2023, 1, 11)},
    ],
    "lesions": [{"row_key": "unasked", "lesion_id": "T1"}],
    "follow_up": [{"row_key": "unreadable", "patient_id": "P4", "vital_status": "DEAD", "death_date_status": "unreadable"}],
}
COHORT = {
    "target_sums": [
        {"row_key": "first", "reader_id": "R1", "course": "HAIC", "criterion": "mRECIST", "sum_mm": 100.0, "baseline_mm": 100.0}
        | {"is_baseline": True, "exam_date": dt.date(2023, 1, 5)},
        {"row_key": "second", "reader_id": "R1", "course": "HAIC", "criterion": "mRECIST", "sum_mm": 60.0, "baseline_mm": 100.0}
        | {"nadir_mm": 80.0, "is_baseline": False, "exam_date": dt.date(2023, 3, 5)},
    ],
    "read_responses": [{"row_key": "second", "recorded_overall_response": "PR"}],
    "therapy_lines": [
        {"row_key": f"S{day}", "therapy": "SORAFENIB", "line_no": 1, "treatment_date": dt.date(2022, 9, day)} for day in (1, 2, 5)
    ],
    "treatment_cycles": [
        {"row_key": "C1", "treatment": "HAIC", "regimen": "FP", "cycle_no": 1}
        | {"cycle_start_date": dt.date(2023, 1, 10), "cycle_end_date": dt.date(2023, 1, 12)}
    ],
    "cycle_doses": [
        {"row_key": "C1:F", "treatment": "HAIC", "cycle_no": 1, "drug": "FLUOROURACIL", "given_mg": 2550.0, "relative_dose_pct": 97.1},
        {"row_key": "C1:C", "treatment": "HAIC", "cycle_no": 1, "drug": "CISPLATIN", "given_mg": 100.0, "relative_dose_pct": 95.2},
    ],
    "index_dates": [{"row_key": "P1", "index_treatment": "HAIC", "index_date": dt.date(2023, 1, 10)}],
}
CRITERION = {"criterion": "mRECIST", "label": "mRECIST", "diameter": "viable", "key_ending": "", "order_no": 1}
LIMITS = {"pr_decrease_pct": 30.0, "pd_increase_pct": 20.0, "pd_min_abs_mm": 5.0}


@pytest.fixture(scope="module")
def connection():
    connection = open_warehouse()
    for table, drawn in COHORT.items():
        put(connection, "cohort", table, drawn)
    for table in raw_tables():
        rows = [{**FILE, **row} for row in STAGED.get(table, [])]
        put_frame(connection, f"staging.{table}", frame_of(table, rows))
        put_frame(connection, f"quarantine.{table}", frame_of(table, [row for row in rows if row["row_key"] in ("wrong", "kept out")]))
        put(connection, "raw", table, rows, types_of("staging", table) | dict.fromkeys(("value", "note")))
    put(connection, "reference", "study_criteria", [CRITERION | LIMITS])
    put(connection, "queries", "queries", [
        {"query_no": number, "identity": number, "state": state, "influence": influence, "patient": patient}
        for number, state, influence, patient, _ in QUERIES
    ])  # fmt: skip
    put(connection, "queries", "entity_findings", [
        {"identity": number, "staged_table": table, "staged_row_key": row} for number, *_, (table, row) in QUERIES
    ])  # fmt: skip
    connection.execute("set variable most_reviewed_patients = 2")
    build_review(connection)
    yield connection
    connection.close()


def put(connection, layer, table, rows, types=None):
    """Write drawn rows as a table; what a row does not name is NULL."""
    kinds = types or table_schema(layer, table).TYPES
    keyed = [({"patient_id": "P1"} if "patient_id" in kinds else {}) | row for row in rows]
    schema = {name: kind or pl.String for name, kind in kinds.items()}
    put_frame(connection, f"{layer}.{table}", pl.DataFrame([{name: row.get(name) for name in schema} for row in keyed], schema=schema))


def rows(connection, select):
    return connection.execute(select).fetchall()


def test_the_page_has_the_patients_who_matter_most_and_whose_query_is_not_closed(connection):
    assert rows(connection, "from queries.reviewed_patients order by patient") == [
        ("P1", 3, 2),  # the accepted query asks no more
        ("P4", 2, 1),
    ]


def test_a_result_has_its_file_its_row_its_queries_and_says_whether_it_is_in_quarantine(connection):
    select = "select panel, day, value, query_nos, file_no, source_row, is_quarantined from review.results order by day"
    assert rows(connection, select) == [
        ("AST", dt.date(2023, 1, 9), 45.0, None, 1, 2, False),
        ("AST", dt.date(2203, 1, 9), 46.0, "Q-1 Q-2", 1, 2, True),
    ], "without a number, and without a query, there is nothing to draw"


def test_a_sum_is_compared_with_the_baseline_and_with_the_nadir(connection):
    select = (
        "select reader, sum_mm, baseline_mm, nadir_mm, pr_mm, pd_mm, response, query_nos, is_quarantined "
        "from review.sums order by day, reader"
    )
    assert rows(connection, select) == [
        ("R1", 100.0, 100.0, None, 70.0, None, "BL", None, False),  # PR from 100 - 30 %
        ("R1", 60.0, 100.0, 80.0, 70.0, 96.0, "PR", "Q-3", False),  # PD from 80 + 20 % on, which is more than 80 + 5
        ("R2", 30.0, None, None, None, None, None, None, True),  # in quarantine: as recorded, compared with nothing
    ]


def test_the_timeline_has_what_is_staged_and_a_lesion_only_where_a_query_is_about_it(connection):
    select = "select lane, track, label, first_date, query_nos from review.events where patient = 'P1' order by lane, first_date, track"
    assert rows(connection, select) == [
        ("cycles", None, "C1", dt.date(2023, 1, 10), None),
        ("doses", None, "CISPLATIN", dt.date(2023, 1, 11), None),
        ("exams", "R1", "BL", dt.date(2023, 1, 5), None),
        ("exams", "R1", "PR", dt.date(2023, 3, 5), "Q-3"),
        ("exams", "R2", None, dt.date(2023, 3, 5), None),
        ("index", None, "HAIC", dt.date(2023, 1, 10), None),
        ("lines", None, "SORAFENIB L1", dt.date(2022, 9, 1), None),
    ]


def test_a_cycle_says_its_doses_and_what_they_are_of_the_plan(connection):
    select = "select label, detail, first_date, last_date from review.events where lane in ('cycles', 'lines', 'doses') order by lane"
    assert rows(connection, select) == [
        ("C1", "HAIC · FP · cisplatin 100 mg (95 %), fluorouracil 2550 mg (97 %)", dt.date(2023, 1, 10), dt.date(2023, 1, 12)),
        ("CISPLATIN", "C1 D2 · 100 mg · HEPATIC_ARTERY", dt.date(2023, 1, 11), None),
        ("SORAFENIB L1", "3 d", dt.date(2022, 9, 1), dt.date(2022, 9, 5)),
    ]


def test_what_has_no_day_that_can_be_read_is_there_without_one(connection):
    select = "select lane, label, first_date, query_nos from review.events where patient = 'P4' order by lane"
    assert rows(connection, select) == [("contacts", "DEAD", None, "Q-7"), ("death", "†", None, "Q-7")]


def test_the_cells_of_a_row_that_a_query_is_about_are_there(connection):
    select = "select \"table\", row_key, query_nos, cells::json ->> 'test' from queries.asked_cells order by all"
    assert ("labs", "wrong", "Q-1 Q-2", "AST") in rows(connection, select)
    assert ("labs", "good") not in [row[:2] for row in rows(connection, select)]
