"""What is recorded is held to the last release: quiet nights raise nothing; swapped codes, another unit and lost rows are seen."""

import random

import duckdb
import polars as pl
import pytest

from expectations.quarantine import code_shares, value_shifts
from pipelines.gate.self_test.read_examples import column_types
from pipelines.warehouse.build_tables import build_table, put_frame
from pipelines.warehouse.schema_words import coded_columns, key_columns, number_columns
from pipelines.warehouse.sql_files import table_file
from pipelines.warehouse.table_files import raw_tables
from tests.quarantine_of import found_in, open_quarantine

HELD = ("code_shares", "value_shifts", "changed_cells")
TESTS = (("AFP", 2, 1.5), ("CREAT", 0, 0.1))  # the first scatters over six powers of ten, the second hardly
Rows = list[dict]


def results(count: int, seed: int) -> Rows:
    """Draw results of both tests."""
    chance = random.Random(seed)
    return [
        {"row_key": f"{seed}:{test}:{place}", "patient_id": f"{seed}:{place}", "source": "emr", "test": test, "unit": "mg/dL"}
        | {"value_std": round(10 ** chance.gauss(centre, width), 2)}
        for place in range(count)
        for test, centre, width in TESTS
    ]


def patients(men: int, women: int) -> Rows:
    sexes = ["M"] * men + ["F"] * women
    return [{"row_key": f"row of {place}", "patient_id": f"P{place}", "source": "emr", "sex": sex} for place, sex in enumerate(sexes)]


def lesions(count: int) -> Rows:
    """Draw lesions of 10 to 109 mm."""
    return [
        {"row_key": f"{place}", "patient_id": f"P{place}", "exam_id": "E1", "reader_id": "R1", "lesion_id": "T1", "source": "radiology"}
        | {"viable_mm": 10.0 + place % 100}
        for place in range(count)
    ]


def sent_anew(rows: Rows, share: float, **changes) -> Rows:
    """Return the rows with so many of them, evenly spread, changed by a function of the cell: as rows of another content."""
    every = round(1 / share)
    return [
        row | {column: change(row[column]) for column, change in changes.items()} | {"row_key": f"{row['row_key']} anew"}
        if place % every == 0
        else row
        for place, row in enumerate(rows)
    ]


def held(**tables: tuple[Rows, Rows]) -> duckdb.DuckDBPyConnection:
    """Return a warehouse in which the accepted rows of tonight stand beside those of the last release; tables not named are empty."""
    connection = open_quarantine()
    for table in raw_tables():
        types = column_types("staging", table)
        for layer, rows in zip(("last_accepted", "accepted"), tables.get(table, ([], [])), strict=True):
            full = [{name: row.get(name) for name in types} for row in rows]
            put_frame(connection, f"{layer}.{table}", pl.DataFrame(full, schema=types))
    for table in HELD:
        build_table(connection, table_file("quarantine", table), "quarantine")
    return connection


def found(**tables: tuple[Rows, Rows]) -> set[tuple[str, str]]:
    """Return (what, rule) of all that the rules find."""
    connection = held(**tables)
    return {(key, rule) for table in HELD for key, rule, level in found_in(connection, table) if level == "flag"}


LABS = results(200, seed=1)


def in_another_unit(share: float, unit: str, factor: float) -> Rows:
    """Return the results with so many of creatinine in another unit."""
    of = [place for place, row in enumerate(LABS) if row["test"] == "CREAT"]
    other = set(of[: round(len(of) * share)])
    return [
        row | {"unit": unit, "value_std": row["value_std"] * factor, "row_key": f"anew {place}"} if place in other else row
        for place, row in enumerate(LABS)
    ]


def test_a_tenth_of_the_results_in_another_unit_is_asked_about():
    assert found(labs=(LABS, LABS)) == set()
    said = found(labs=(LABS, in_another_unit(0.1, "umol/L", 1)))
    assert said == {("labs.unit of CREAT", "TE-010")}, "said: the value is the same; of both tests together it is a twentieth"
    assert ("labs.value_std of CREAT", "TE-010") in found(labs=(LABS, in_another_unit(0.1, "mg/dL", 88.4))), "not said"
    assert ("labs.value_std of CREAT", "TE-010") in found(labs=(LABS, in_another_unit(0.1, "mg/dL", 1 / 88.4)))
    assert found(labs=(LABS, in_another_unit(0.04, "mg/dL", 88.4))) == set(), "four in a hundred are within the five points"


def test_the_other_sex_in_a_tenth_of_the_rows_is_asked_about_even_where_the_shares_stay():
    swap = {"M": "F", "F": "M"}.get
    then = patients(150, 50)  # 75 % men: 7.5 % go and 2.5 % come, exactly five points
    assert found(patients=(then, sent_anew(then, 0.1, sex=swap))) == {("patients.sex", "TE-011")}
    then = patients(180, 20)  # 90 % men: 9 % go and 1 % come
    assert found(patients=(then, sent_anew(then, 0.1, sex=swap))) == {("patients.sex", "TE-010"), ("patients.sex", "TE-011")}
    then = patients(100, 100)
    assert found(patients=(then, sent_anew(then, 0.1, sex=swap))) == {("patients.sex", "TE-011")}, "as many go as come"
    assert found(patients=(then, sent_anew(then, 0.05, sex=swap))) == set(), "one in twenty is within 5 %"
    small = patients(25, 25)  # five of fifty
    assert found(patients=(small, sent_anew(small, 0.1, sex=swap))) == set(), "five rows never are many"


def test_centimetres_for_millimetres_in_a_tenth_of_the_sizes_are_asked_about():
    then = lesions(300)
    in_cm = sent_anew(then, 0.1, viable_mm=lambda size: size / 10)
    assert found(lesions=(then, in_cm)) == {("lesions.viable_mm", "TE-010"), ("lesions.viable_mm", "TE-011")}


def test_a_code_book_that_reads_the_same_rows_otherwise_is_asked_about():
    then = patients(100, 100)
    swapped = [row | {"sex": {"M": "F", "F": "M"}[row["sex"]]} for row in then]  # the rows are as they were sent
    assert found(patients=(then, swapped)) == {("patients.sex", "TE-011")}


def test_a_source_that_lost_rows_is_asked_about():
    then = [row | {"source": "referred" if place < 30 else "emr"} for place, row in enumerate(patients(200, 0))]
    assert found(patients=(then, then[15:])) == {("patients.source", "TE-010")}, "15 % are 8 %"


def test_what_is_new_or_gone_is_nothing_that_changed():
    then = patients(100, 100)
    assert found(patients=(then[:195], then[5:])) == set()


def test_a_first_release_and_a_rare_value_are_held_to_nothing():
    assert found(labs=([], LABS)) == set()
    rare = [LABS[0] | {"value_std": float(value), "row_key": f"{value}", "patient_id": f"{value}"} for value in range(49)]
    other = [row | {"unit": "g/L"} for row in rare]
    assert found(labs=(rare, [row | {"value_std": row["value_std"] * 1000} for row in other])) == {
        ("labs.unit", "TE-011"),
        ("labs.value_std", "TE-011"),
    }, "shares of fewer than 50 say nothing; that every row says something else does"


def test_of_the_rows_that_came_one_half_may_be_otherwise():
    then = patients(100, 100)
    new = [row | {"row_key": f"new {place}", "patient_id": f"new {place}"} for place, row in enumerate(patients(0, 60))]
    assert found(patients=(then, then + new)) == set(), "38.5 % are men: 11.5 points, of 5 and 30 of 260"
    fewer = then[60:]  # 28.6 %: 21.4 points, and none came
    assert found(patients=(then, fewer)) == {("patients.sex", "TE-010")}


def test_what_the_schema_of_a_table_says_of_its_columns():
    assert set(coded_columns("labs")) == {"source", "test", "unit", "result_status", "is_censored", "is_superseded"}
    assert number_columns("labs") == ("value_std", "lower_limit_std", "upper_limit_std"), "value is as sent, in any unit"
    assert number_columns("procedures") == ()
    assert key_columns("lesions") == ("patient_id", "exam_id", "reader_id", "lesion_id")
    assert {"reader_id", "role", "has_washout"} <= set(coded_columns("lesions"))


@pytest.mark.slow
def test_a_year_of_quiet_nights_raises_nothing():
    """365 nights, each with three new results of each test and one that is corrected; how many rows would be found, at once in SQL."""
    connection = held(labs=(LABS, LABS))
    now, alarms = list(LABS), 0
    rules = {"code_shares": code_shares.RULES[0], "value_shifts": value_shifts.RULES[0]}
    labs = {table: table_file("quarantine", table) for table in rules}
    for night in range(365):
        then, now = now, [*now, *results(3, seed=1000 + night)]
        place = random.Random(night).randrange(len(then))
        now[place] = now[place] | {"value_std": round(now[place]["value_std"] * 1.1, 2), "row_key": f"corrected {night}"}
        for layer, rows in (("last_accepted", then), ("accepted", now)):
            types = column_types("staging", "labs")
            put_frame(connection, f"{layer}.labs", pl.DataFrame([{name: row.get(name) for name in types} for row in rows], schema=types))
        for table, rule in rules.items():
            build_table(connection, labs[table], "quarantine", ["labs"])
            assert rule.expectation is not None
            column = rule.expectation[1]["column"]
            low, high = (rule.filled(rule.limits[limit]) for limit in ("min_value", "max_value"))
            query = f"select count(*) from quarantine.{table} where {rule.filled(rule.applies)} and {column} not between {low} and {high}"
            alarms += connection.execute(query).fetchall()[0][0]
        build_table(connection, table_file("quarantine", "changed_cells"), "quarantine", ["labs"])
        alarms += connection.execute("select count(*) from quarantine.changed_cells where changed_count > 5").fetchall()[0][0]
    assert alarms == 0
