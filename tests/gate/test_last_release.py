"""A run is held against the last release: columns that empty, patients who vanish or revive, medians that jump, stale sources."""

import datetime as dt

import polars as pl
import pytest

from tests.quarantine_of import found_drawn
from tests.small_drop import SmallDrop, small_drop  # noqa: F401


def null_rate(row_key: str, now: tuple[int, int], last: tuple[int, int] | None) -> dict:
    """Draw a column: blank cells and rows, now and in the last release."""
    (blank, rows), (last_blank, last_rows) = now, last or (None, None)
    return {
        "row_key": row_key,
        "null_count": blank,
        "row_count": rows,
        "last_null_count": last_blank,
        "last_row_count": last_rows,
        "null_pct": 100 * blank / rows if rows else None,
        "last_null_pct": 100 * last_blank / last_rows if last_rows else None,
    }


NULL_RATES = {  # column: blank cells of rows now, and in the last release, what is found
    "ten points": ((20, 200), (0, 200), None),
    "over ten points": ((21, 200), (0, 200), "flag"),
    "ten points fewer": ((80, 200), (100, 200), None),
    "over ten points fewer": ((79, 200), (100, 200), "flag"),
    "25 points": ((50, 200), (0, 200), "flag"),
    "over 25 points": ((51, 200), (0, 200), "stop"),
    "filled all at once": ((0, 200), (200, 200), "stop"),
    "five cells of twelve": ((5, 12), (0, 12), None),
    "six cells of twelve": ((6, 12), (0, 12), "stop"),
    "first release": ((200, 200), None, None),
    "no rows then": ((200, 200), (0, 0), None),
    "no rows now": ((0, 0), (0, 200), None),
}


@pytest.mark.parametrize("reason", ["", "the department left the column out for good"])
def test_share_of_blank_cells(reason):
    drawn = [null_rate(column, now, last) for column, (now, last, _) in NULL_RATES.items()]
    found = found_drawn("null_rates", drawn, override_reason=reason)
    # a reason lets the run pass and still asks
    expected = {(column, "CP-015", "flag" if reason else level) for column, (_, _, level) in NULL_RATES.items() if level}
    assert found == expected


def patient(row_key: str, **changes: object) -> dict:
    """Draw a patient of both releases who was alive and is."""
    day = dt.date(2024, 5, 31)
    same = {"is_sent": True, "was_accepted": True, "has_quarantined_contact": False, "was_dead": False, "is_dead": False}
    return {"row_key": row_key, **same, "earlier_last_contact_date": day, "last_contact_date": day, **changes}


PATIENTS = [
    patient("the same"),
    patient("seen later", last_contact_date=dt.date(2024, 6, 1)),
    patient("died", is_dead=True),
    patient("stays dead", was_dead=True, is_dead=True),
    patient("new", was_accepted=False, was_dead=None, earlier_last_contact_date=None),
    patient("back to life", was_dead=True),
    patient("seen earlier", last_contact_date=dt.date(2024, 5, 30)),
    patient("all contacts gone", last_contact_date=None),
    patient("quarantined contact", was_dead=True, has_quarantined_contact=True, last_contact_date=None),
    patient("gone", is_sent=False, was_dead=True, last_contact_date=None),
]
FOUND = {("back to life", "TE-008"), ("seen earlier", "TE-008"), ("all contacts gone", "TE-008")}


@pytest.mark.parametrize(("reason", "level"), [("", "stop"), ("a death was entered for the wrong patient", "flag")])
def test_what_became_of_the_patients(reason, level):
    found = found_drawn("patient_changes", PATIENTS, override_reason=reason)
    assert found == {(patient_, rule, level) for patient_, rule in FOUND} | {("gone", "CP-016", "flag")}


def vanished(gone: int, of: int, **settings: object) -> set[tuple[str, str, str]]:
    drawn = [patient(f"{place}", is_sent=place >= gone, was_dead=None) for place in range(of)]
    return {each for each in found_drawn("patient_changes", drawn, **settings) if each[2] == "stop"}


@pytest.mark.parametrize(("gone", "of", "stops"), [(5, 10, False), (6, 600, False), (6, 599, True), (6, 10, True), (0, 10, False)])
def test_more_than_a_handful_and_more_than_one_in_a_hundred_vanish(gone, of, stops):
    assert bool(vanished(gone, of)) is stops
    assert vanished(gone, of, override_reason="two registries were parted") == set()


def test_a_first_run_finds_nothing():
    first = [patient("new", was_accepted=None, was_dead=None, earlier_last_contact_date=None)]
    assert found_drawn("patient_changes", first) == set()


MEDIANS = {  # arm and parameter: (events, median) now and then, whether it stops
    "25 % up": ((10, 125), (10, 100), False),
    "more than 25 % up": ((10, 126), (10, 100), True),
    "25 % down": ((10, 75), (10, 100), False),
    "more than 25 % down": ((10, 74), (10, 100), True),
    "nine events": ((9, 200), (10, 100), False),
    "nine events then": ((10, 200), (9, 100), False),
    "reached no more": ((12, None), (10, 100), True),
    "not reached then": ((12, 100), (10, None), False),
    "first release": ((12, 100), (None, None), False),
}


def test_medians_do_not_jump():
    drawn = [
        {"row_key": name, "event_count": now[0], "median_days": now[1], "last_event_count": last[0], "last_median_days": last[1]}
        for name, (now, last, _) in MEDIANS.items()
    ]
    assert {name for name, _, _ in found_drawn("median_changes", drawn)} == {name for name, (_, _, stops) in MEDIANS.items() if stops}
    assert found_drawn("median_changes", drawn, override_reason="thirty new patients") == set()


def test_a_source_that_is_not_filled_any_more():
    drawn = [  # the extracts are of 2024-12-31
        {"row_key": "labs", "newest_date": dt.date(2024, 12, 17)},  # 14 days
        {"row_key": "follow_up", "newest_date": dt.date(2024, 12, 16)},
        {"row_key": "none", "newest_date": None},
    ]
    assert found_drawn("newest_events", drawn) == {("follow_up", "CP-017", "flag")}
    assert found_drawn("newest_events", drawn, has_real_dates=False) == set()


@pytest.mark.slow
def test_a_run_stops_on_one_who_comes_back_to_life_and_passes_by_reason(small_drop: SmallDrop):  # noqa: F811
    assert small_drop.run() == 0
    good = small_drop.current.resolve().name
    small_drop.replace("follow_up", "00000002,2023-09-30,DEAD,2023-09-30,HCC progression", "00000002,2023-09-30,ALIVE,,")
    assert small_drop.run() == 3
    assert "stopped by TE-008 on 1 patient:" in small_drop.status["message"], "nobody is named"
    assert small_drop.current.resolve().name == good
    (found,) = [row for row in small_drop.findings() if row["rule"] == "TE-008"]
    states = {row["patient_id"]: row["vital_status"] for row in small_drop.rows("cohort/last_known_states")}
    assert states[found["patient"]] == "DEAD", "the finding names the patient"
    small_drop.set(
        "min_rows_of_last_pct = 0",
        'min_rows_of_last_pct = 0\noverride_reason = "the death was another patient\'s"\noverride_day = 2024-12-31',
    )
    assert small_drop.run() == 0
    assert [row["level"] for row in small_drop.findings() if row["rule"] == "TE-008"] == ["flag"]


@pytest.mark.slow
def test_a_patient_who_is_not_sent_any_more_is_named(small_drop: SmallDrop):  # noqa: F811
    assert small_drop.run() == 0
    (gone,) = [row["patient_id"] for row in small_drop.rows("accepted/patients") if row["birth_year"] == 1948]
    for table in ("patients", "assessments", "labs", "procedures", "follow_up"):
        lines = (small_drop.drop / f"{table}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        small_drop.write(table, "".join(line for line in lines if not line.startswith("00000003")))
    assert small_drop.run() == 0
    assert [(row["patient"], row["level"]) for row in small_drop.findings() if row["rule"] == "CP-016"] == [(gone, "flag")]


@pytest.mark.slow
def test_no_release_holds_what_another_one_was(small_drop: SmallDrop):  # noqa: F811
    assert small_drop.run() == 0
    medians = small_drop.current / "cohort" / "median_times.parquet"
    assert pl.read_parquet(medians).columns == [
        "row_key", "arm", "parameter", "patient_count", "event_count", "median_days"
    ]  # fmt: skip
