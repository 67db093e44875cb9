"""Laws of the cohort layer: order and company of rows change nothing, types hold, the gate can fail."""

import hashlib
import random
from pathlib import Path

import polars as pl
import pytest

from pipelines.gate.check_rules import check_layer
from pipelines.warehouse.sql_files import SQL
from pipelines.warehouse.table_files import layer_tables, table_rules, table_schema
from tests.warehouse_of import both, build, day, findings_of, haic_patient, merged, open_drawn, open_drawn_alone, reads, types_of

RESPONSES = ("CR", "PR", "SD", "PD", "NE")


def drawn_hospital(patients=24):
    """Return a small hospital with every table filled and ties in every one of them."""
    random_ = random.Random(7)
    parts = []
    for number in range(patients):
        name = f"P{number:02d}"
        part = haic_patient(name, last_contact=random_.randint(150, 400), death=random_.choice((None, 401)))
        exams = [
            (offset, place, {"R1": random_.choice(RESPONSES), "R2": random_.choice(RESPONSES)}) for place, offset in ((1, 50), (2, 100))
        ]
        parts += [part, reads(name, (-3, 0, both(None)), *exams, (100, 2, {"ADJ": random_.choice(RESPONSES)}))]
        parts.append(
            {
                "assessments": [
                    {"patient_id": name, "assessment_date": day(-1), "bclc": stage, "ecog_band": "0", "height_cm": 170.0, "weight_kg": 70.0}
                    for stage in random_.sample("ABCD", 2)  # two visits of one day
                ],
                "labs": [
                    {
                        "patient_id": name,
                        "test": test,
                        "value_std": float(random_.randint(1, 99)),
                        "value_operator": "=",
                        "collected_date": day(0),
                    }
                    for test in ("AST", "ALT", "AFP")
                    for _ in range(2)  # two results of one time
                ],
                "procedures": [{"patient_id": name, "procedure": "TACE", "procedure_date": day(random_.choice((-30, 30)))}],
                "adverse_events": [{"patient_id": name, "term": "Nausea", "start_date": day(3)}],
                "drug_administrations": [
                    {
                        "patient_id": name,
                        "route": "IV",
                        "drug": "ATEZOLIZUMAB",
                        "administration_date": day(random_.choice((-60, 60))),
                    }
                ],
                "lesions": [
                    {
                        "patient_id": name,
                        "exam_id": f"HAIC{offset}",
                        "reader_id": reader,
                        "lesion_id": f"T{lesion}",
                        "role": "TARGET",
                        "viable_mm": random_.choice((10.1, 20.2, 30.3)),
                    }
                    for reader in ("R1", "R2")
                    for offset in (-3, 50, 100)
                    for lesion in range(3)
                ],
            }
        )
    hospital = merged(*parts)
    for table, rows in hospital.items():
        for row in rows:
            row["row_key"] = hashlib.md5(f"{table} {sorted(row.items(), key=str)}".encode()).hexdigest()
    return {table: list({row["row_key"]: row for row in rows}.values()) for table, rows in hospital.items()}


def cohort_of(hospital, tables):
    connection = open_drawn(**hospital)
    build(connection)
    found = {table: connection.sql(f"select * from cohort.{table} order by row_key").pl() for table in tables}
    connection.close()
    return found


def tables_of_scope(scope):
    return [path.stem for path in sorted((SQL / "cohort").rglob("*.sql")) if f"-- scope: {scope}" in path.read_text("utf-8")]


@pytest.fixture(scope="module")
def hospital():
    return drawn_hospital()


@pytest.fixture(scope="module")
def whole(hospital):
    return cohort_of(hospital, tables_of_scope("patient"))


def test_every_file_says_its_scope():
    assert sorted(tables_of_scope("patient") + tables_of_scope("registry")) == sorted(path.stem for path in (SQL / "cohort").rglob("*.sql"))


@pytest.mark.slow
def test_shuffled_rows_change_nothing(hospital, whole):
    random_ = random.Random(11)
    shuffled = {table: random_.sample(rows, len(rows)) for table, rows in hospital.items()}
    found = cohort_of(shuffled, whole)
    assert [table for table in whole if not found[table].equals(whole[table])] == []


@pytest.mark.slow
@pytest.mark.parametrize("buckets", [7])
def test_buckets_of_patients_make_the_same_tables(hospital, whole, buckets):
    def bucket(row):
        return int(hashlib.md5(row["patient_id"].encode()).hexdigest(), 16) % buckets

    parts = [
        cohort_of({table: [row for row in rows if bucket(row) == number] for table, rows in hospital.items()}, whole)
        for number in range(buckets)
    ]
    for table, frame in whole.items():
        together = pl.concat([part[table] for part in parts]).sort("row_key")
        assert together.equals(frame), table


def test_tables_have_the_columns_and_types_of_their_schemas(hospital):
    connection = open_drawn(**hospital)
    build(connection)
    for table in layer_tables("cohort"):
        frame = connection.sql(f"select * from cohort.{table}").pl()
        assert dict(frame.schema) == types_of("cohort", table), table
        of_patients = list(frame.schema)[:2] == ["row_key", "patient_id"]
        assert of_patients or (frame.columns[0] == "row_key" and "patient_id" not in frame.columns), table
        assert frame["row_key"].is_unique().all(), table
        assert set(table_schema("cohort", table).MEANING) == set(frame.columns), table
    connection.close()


def test_rules_are_filled_in():
    for table in layer_tables("cohort"):
        for rule in table_rules("cohort", table):
            assert rule.level in ("flag", "stop"), rule.id  # no row can be quarantined any more
            assert rule.message and rule.action and rule.citation and rule.when_null, rule.id
            assert set(rule.columns) <= types_of("cohort", table).keys(), rule.id


@pytest.mark.slow
def test_the_gate_runs_every_rule_and_can_fail(hospital):
    connection = open_drawn_alone(**hospital)
    build(connection)
    connection.execute('update cohort.time_to_event set "days" = -1 where row_key = (select min(row_key) from cohort.time_to_event)')
    connection.execute(
        "update cohort.patients set age_years = 91, arm = 'neither' where row_key = (select min(row_key) from cohort.patients)"
    )
    outcomes = {}
    for outcome in check_layer(connection, "cohort"):
        outcomes.setdefault((outcome.rule.id, outcome.rule.level), set()).add(outcome.outcome)
    assert "failed" in outcomes["CC-009", "stop"]
    assert "failed" in outcomes["PA-001", "flag"]
    assert "failed" in outcomes["CR-010", "stop"]
    assert "failed" in outcomes["CP-004", "flag"]  # nobody has TBIL
    assert outcomes["TE-002", "stop"] == {"passed"}
    found = connection.execute(
        "select count(*) from gate.findings where rule = 'IR-002' and row_key is not null"  # none is the finding of the table
    ).fetchall()[0][0]
    assert found == len(findings_of(connection, "exam_responses", "IR-002")) > 0
    connection.close()


def test_fixture_of_vectors_says_its_licence():
    assert "Apache-2.0" in (Path(__file__).parents[1] / "fixtures" / "vectors.json").read_text("utf-8")
