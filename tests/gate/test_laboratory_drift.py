"""Results of the laboratory are held to those of the last release: quiet nights raise nothing, a tenth in another unit is seen at once."""

import random

import duckdb
import polars as pl
import pytest

from expectations.quarantine import result_shifts, unit_shares
from pipelines.gate.self_test.read_examples import column_types
from pipelines.warehouse.build_tables import build_table, put_frame
from pipelines.warehouse.sql_files import table_file
from tests.quarantine_of import found_in, open_quarantine

TESTS = (("AFP", 2, 1.5), ("CREAT", 0, 0.1))  # the first scatters over six powers of ten, the second hardly
Result = tuple[str, str, float]  # test, unit, value


def drawn(count: int, seed: int) -> list[Result]:
    """Draw results of both tests."""
    chance = random.Random(seed)
    return [(test, "mg/dL", round(10 ** chance.gauss(centre, width), 2)) for _ in range(count) for test, centre, width in TESTS]


def held(then: list[Result], now: list[Result]) -> duckdb.DuckDBPyConnection:
    """Return a warehouse in which the results of tonight are held to those of the last release."""
    connection = open_quarantine()
    types = {name: column_types("staging", "labs")[name] for name in ("test", "unit", "value_std")}
    for layer, rows in (("last_accepted", then), ("accepted", now)):
        put_frame(connection, f"{layer}.labs", pl.DataFrame(rows, schema=types, orient="row"))
    for table in ("unit_shares", "result_shifts"):
        build_table(connection, table_file("quarantine", table), "quarantine")
    return connection


def found(then: list[Result], now: list[Result]) -> set[str]:
    """Return what the rules find."""
    connection = held(then, now)
    return {key for table in ("unit_shares", "result_shifts") for key, _, _ in found_in(connection, table)}


FIRST = drawn(200, seed=1)


def changed(share: float, unit: str, factor: float) -> list[Result]:
    """Return the first results with so many of creatinine in another unit."""
    of = [place for place, result in enumerate(FIRST) if result[0] == "CREAT"]
    other = set(of[: round(len(of) * share)])
    return [(test, unit, value * factor) if place in other else (test, own, value) for place, (test, own, value) in enumerate(FIRST)]


def test_a_tenth_of_the_results_in_another_unit_is_asked_about():
    assert found(FIRST, FIRST) == set()
    assert found(FIRST, changed(0.1, "umol/L", 1)) == {"CREAT in mg/dL", "CREAT in umol/L"}, "said: the value is the same"
    assert found(FIRST, changed(0.1, "mg/dL", 88.4)) == {"CREAT at nine tenths"}, "not said"
    assert "CREAT at the tenth" in found(FIRST, changed(0.1, "mg/dL", 1 / 88.4))
    assert found(FIRST, changed(0.04, "mg/dL", 88.4)) == set(), "four in a hundred are within the five points"


def test_a_first_release_and_a_rare_test_are_held_to_nothing():
    assert found([], FIRST) == set()
    rare = [(test, "mg/dL", float(value)) for test, _, _ in TESTS for value in range(49)]
    assert found(rare, [(test, "g/L", value * 1000) for test, _, value in rare]) == set()


@pytest.mark.slow
def test_a_year_of_quiet_nights_raises_nothing():
    """365 nights, each with three new results of each test and one that is corrected; how many rows would be found, at once in SQL."""
    then, alarms = FIRST, 0
    rules = {"unit_shares": unit_shares.RULES[0], "result_shifts": result_shifts.RULES[0]}
    for night in range(365):
        now = [*then, *drawn(3, seed=1000 + night)]
        place = random.Random(night).randrange(len(then))
        now[place] = (*now[place][:2], round(now[place][2] * 1.1, 2))
        connection = held(then, now)
        for table, rule in rules.items():
            column = rule.expectation[1]["column"]
            low, high = (rule.filled(rule.limits[limit]) for limit in ("min_value", "max_value"))
            query = f"select count(*) from quarantine.{table} where {rule.filled(rule.applies)} and {column} not between {low} and {high}"
            alarms += connection.execute(query).fetchall()[0][0]
        then = now
    assert alarms == 0
