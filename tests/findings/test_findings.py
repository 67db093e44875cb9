"""A finding leads back to its row: file, line, patient and text as sent."""

import pytest

from pipelines.findings.build_findings import _raw_text, _sent_as
from pipelines.warehouse.sql_files import SQL
from pipelines.warehouse.table_files import raw_tables, table_columns, table_rules, table_schema
from tests.staging_of import staged
from tests.whole_path import faulty_release, slow_to_make

COLUMNS = ["run_id", "rule", "level", "layer", "table", "patient", "row_key", "columns", "raw", "source_file", "source_row", "message"]


@pytest.fixture(scope="module")
@slow_to_make
def faulty():
    drop = faulty_release()
    drop.found = drop.findings()
    return drop


def find(faulty, table, fault):
    return [row for row in faulty.found if row["source_file"] == f"{table}.csv" and row["source_row"] == faulty.lines[fault]]


@pytest.mark.parametrize(
    ("table", "fault", "raw"),
    [
        ("patients", "patient_bad", {"CV-008": "sex=X", "CV-009": "birth_date=31.31.1950"}),
        ("patients", "patient_of_tomorrow", {"PT-001": "hcc_dx_date=2025-01-01"}),
        ("labs", "lab_formula", {"CV-016": 'value==HYPERLINK("http://x","y")'}),
        ("labs", "lab_of_tomorrow", {"PT-001": "collected_at=2025-01-01"}),
        ("labs", "lab_ragged", {"CV-028": None}),
        ("imaging_reads", "read_bad", {"CV-022": "modality=US"}),
        ("follow_up", "contact_bad", {"PT-007": "vital_status=ALIVE; last_contact_date=2024-03-01; death_date=2024-03-05"}),
    ],
)
def test_finding_has_the_text_as_sent_at_its_file_and_line(faulty, table, fault, raw):
    assert {row["rule"]: row["raw"] for row in find(faulty, table, fault)} == raw


@pytest.mark.parametrize(
    ("columns", "raw"),
    [
        (["unit_status"], "value=3.5 mg/dL; unit=g/L"),  # the unit of the settings (wide), and that of the cell
        (["value_status"], "value=3.5 mg/dL"),
    ],
)
def test_a_finding_about_a_unit_shows_the_cell_of_the_result_too(columns, raw):
    connection = staged({"labs": [{"row_key": "r", "test": "ALB", "value": "3.5 mg/dL", "unit": "g/L"}]})
    connection.execute("create or replace temp table found as select 'r' as row_key")
    select = _raw_text("labs", columns).replace("gate.findings", "found")
    assert connection.execute(f"select raw from ({select})").fetchall() == [(raw,)]


def test_patient_number_is_not_in_the_text_of_a_finding(faulty):
    assert {row["raw"] for row in find(faulty, "labs", "lab_of_nobody")} == {None}
    assert not any("000000" in str(row["raw"]) for row in faulty.found)


def test_finding_has_the_patients_pseudonym_and_the_key_of_its_row(faulty):
    (finding,) = find(faulty, "labs", "lab_of_tomorrow")
    (row,) = (row for row in faulty.rows("accepted/labs") if row["source_row"] == 2)  # a lab of the same patient
    assert finding["patient"] == row["patient_id"]
    assert len(finding["row_key"]) == 32


def test_blank_cell_is_told_from_an_unreadable_one(faulty):
    (finding,) = (row for row in find(faulty, "labs", "lab_all_bad") if row["rule"] == "CV-009")
    assert finding["raw"] == "collected_at=2023-13-13"


def test_findings_have_the_columns_of_the_interface_first(faulty):
    assert list(faulty.found[0])[: len(COLUMNS)] == COLUMNS
    assert {row["run_id"] for row in faulty.found} == {faulty.status["run_id"]}


def test_findings_are_counted_alike_in_status_and_file(faulty):
    counts = {}
    for row in faulty.found:
        counts[row["rule"]] = counts.get(row["rule"], 0) + 1
    assert faulty.status["findings"] == counts


def test_every_finding_says_what_to_do(faulty):
    for row in faulty.found:
        assert row["message"] and row["action"] and row["name"], row["rule"]


def test_finding_of_the_cohort_leads_to_the_patients_row(faulty):
    of_patients = {path.stem for path in (SQL / "cohort").rglob("*.sql") if "-- scope: patient" in path.read_text(encoding="utf-8")}
    found = [row for row in faulty.found if row["layer"] == "cohort" and row["row_key"] and row["table"] in of_patients]
    assert found and all(row["source_file"] and row["source_row"] and row["patient"] for row in found)


def test_exact_copy_has_no_finding(faulty):
    assert find(faulty, "labs", "lab_copy") == [] and find(faulty, "patients", "patient_copy") == []


@pytest.mark.parametrize("table", raw_tables())
def test_every_column_a_rule_names_is_a_column_as_sent(table):
    sent = {column.name for column in table_columns(table)}
    sent_as = getattr(table_schema("staging", table), "SENT_AS", {})
    unknown = {name for rule in table_rules("staging", table) for name in rule.columns if _sent_as(name, sent, sent_as) not in sent}
    assert unknown <= {"has_identifier"}, "what de-identification blanked is not stored"
