"""What patients of the cohort have lost since the last release: a baseline value, a read, a progression or a death."""

import datetime as dt

import duckdb
import polars as pl
import pytest

from pipelines.gate.self_test.read_examples import column_types
from pipelines.warehouse.build_tables import build_table, fill_table, load_macros, open_warehouse, put_frame
from pipelines.warehouse.sql_files import table_file
from pipelines.warehouse.table_files import raw_tables
from tests.quarantine_of import found_drawn

D1, D2 = dt.date(2024, 1, 10), dt.date(2024, 3, 10)
BASELINE = {"albumin_g_dl": 3.9, "ecog": 0, "albi_score": -2.6}
READ = {"exam_id": "E1", "reader_id": "R1", "course": "HAIC", "exam_date": D1}
PATIENTS = {  # patient of the last cohort: what is known now, what is lost
    "the same": ({}, {}),
    "another value": ({"baseline": BASELINE | {"ecog": 1}}, {}),
    "a value is blank": (
        {"baseline": BASELINE | {"albumin_g_dl": None, "albi_score": None}},
        {"a baseline value": "albi_score, albumin_g_dl"},
    ),
    "all values are gone": ({"baseline": None}, {"a baseline value": "albi_score, albumin_g_dl, ecog"}),
    "its row is in quarantine": ({"baseline": None, "progression": None, "is_quarantined": True}, {}),
    "exam has another day": ({"reads": [READ | {"exam_date": D2}]}, {}),
    "exam has another number": ({"reads": [READ | {"exam_id": "X7"}]}, {}),
    "read by another reader": ({"reads": [READ | {"reader_id": "R2"}]}, {"a read": "2024-01-10 R1"}),
    "no read": ({"reads": []}, {"a read": "2024-01-10 R1"}),
    "progressed later": ({"progression": D2}, {}),
    "no progression": ({"progression": None}, {"a progression": "2024-01-10"}),
    "not dead": ({"is_dead": False}, {"a death": "2024-03-10"}),
    "not sent": ({"is_sent": False, "baseline": None, "reads": [], "progression": None}, {}),
}


def put(connection: duckdb.DuckDBPyConnection, name: str, rows: list[dict]) -> None:
    """Write a table of the run or of the last release as drawn; what a row does not name is NULL."""
    layer, table = name.split(".")
    types = column_types(layer.removeprefix("last_"), table)
    put_frame(connection, name, pl.DataFrame([{column: row.get(column) for column in types} for row in rows], schema=types))


@pytest.fixture(scope="module")
def losses():
    """Build what is lost of all patients together."""
    connection = open_warehouse()
    now = {
        name: {"baseline": BASELINE, "reads": [READ], "progression": D1, "is_dead": True, "is_sent": True} | changes
        for name, (changes, _) in PATIENTS.items()
    }
    whose = [{"patient_id": name} for name in now]
    put(connection, "last_cohort.patients", whose)
    put(connection, "last_cohort.baseline_characteristics", [each | BASELINE for each in whose])
    put(connection, "last_cohort.progressions", [each | {"progression_date": D1} for each in whose])
    put(connection, "last_accepted.imaging_reads", [each | READ for each in whose])
    changes = [
        {"patient_id": name, "is_sent": one["is_sent"], "was_dead": True, "is_dead": one["is_dead"], "has_quarantined_contact": False}
        | {"earlier_last_contact_date": D2}
        for name, one in now.items()
    ]
    put(connection, "quarantine.patient_changes", changes)
    put(
        connection,
        "gate.row_changes",
        [{"patient_id": name, "change": "changed", "is_quarantined": True} for name, one in now.items() if one.get("is_quarantined")],
    )
    put(
        connection,
        "cohort.baseline_characteristics",
        [{"patient_id": name, **one["baseline"]} for name, one in now.items() if one["baseline"]],
    )
    put(
        connection,
        "cohort.progressions",
        [{"patient_id": name, "progression_date": one["progression"]} for name, one in now.items() if one["progression"]],
    )
    put(connection, "staging.imaging_reads", [{"patient_id": name, **read} for name, one in now.items() for read in one["reads"]])
    fill_table(connection, "reference.last_releases", [("2024-12-30-0123456789ab", "2024-12-30")])
    for table in ("patient_losses", "loss_counts"):
        build_table(connection, table_file("quarantine", table), "quarantine")
    return connection


def test_what_is_lost(losses):
    found: dict[str, dict] = {name: {} for name in PATIENTS}
    for patient, loss, what in losses.execute("select patient_id, loss, what from quarantine.patient_losses").fetchall():
        found[patient][loss] = what
    assert found == {name: lost for name, (_, lost) in PATIENTS.items()}


def test_each_kind_is_counted(losses):
    counts = dict(losses.execute("select row_key, patient_count from quarantine.loss_counts").fetchall())
    assert counts == {"a baseline value": 2, "a read": 2, "a progression": 1, "a death": 1}


COUNTS = [{"row_key": "a baseline value", "patient_count": 1}, {"row_key": "a read", "patient_count": 0}]
COUNTS += [{"row_key": "a progression", "patient_count": 2}, {"row_key": "a death", "patient_count": 3}]


def test_one_loss_stops_and_passes_by_reason():
    assert found_drawn("loss_counts", COUNTS) == {("a baseline value", "CP-028", "stop"), ("a progression", "CP-028", "stop")}
    assert found_drawn("loss_counts", COUNTS, override_reason="two readers left the study") == set()


def alike(*changes: dict) -> str | None:
    """Return who is like a patient of the last release that is not sent any more."""
    connection = open_warehouse()
    day = {"hcc_dx_from": D1, "hcc_dx_until": D1}
    gone = {"patient_id": "gone", "sex": "F", "birth_date": dt.date(1955, 1, 1), **day}
    put(connection, "last_accepted.patients", [gone])
    sent = [{**gone, "patient_id": f"P{place}", "birth_date": dt.date(1955, 5, 5)} | change for place, change in enumerate(changes)]
    for table in raw_tables():
        put(connection, f"staging.{table}", sent if table == "patients" else [])
        put(connection, f"quarantine.{table}", [])
    for layer in ("last_cohort", "cohort"):
        put(connection, f"{layer}.last_known_states", [])
    build_table(connection, table_file("quarantine", "numbers_without_zeros"), "quarantine")
    build_table(connection, table_file("reference", "quarantined_rows"), "reference")
    load_macros(connection, "staging")
    build_table(connection, table_file("quarantine", "patient_changes"), "quarantine")
    return connection.execute("select patients_alike from quarantine.patient_changes where patient_id = 'gone'").fetchall()[0][0]


def test_a_patient_under_another_number_is_like_one_who_is_gone():
    of_another_year, of_another_day = {"birth_date": dt.date(1956, 1, 1)}, {"hcc_dx_from": D2, "hcc_dx_until": D2}
    assert alike({}, {"sex": "M"}, of_another_year, of_another_day) == "P0"
    assert alike({"patient_id": "gone"}, {}) is None, "who is still sent is not looked for"
