"""Patients as sent, and as staged."""

from datetime import date

import pytest

from tests.staging_of import open_raw, stage


def test_names_types_and_codes():
    rows = stage(
        "patients",
        {"birth_date": "1955년 3월 2일", "sex": "남", "dx_code": "AC22.0", "hcc_dx_date": "2021-11"},
        {"birth_date": None, "sex": None, "dx_code": " c220 ", "age_at_diagnosis_years": "67"},
        {"birth_date": "1955-02-30", "sex": "3", "dx_code": "C22.1", "age_at_diagnosis_years": "예순"},
        {"source": "busan", "sex": "1", "dx_code": None},  # this hospital writes 1 for a woman
    )
    assert [(row["sex"], row["sex_status"], row["dx_code"]) for row in rows] == [
        ("M", "ok", "C220"),
        (None, "missing", "C220"),
        (None, "unreadable", "C221"),
        ("F", "ok", None),
    ]
    assert [(row["birth_date"], row["birth_date_status"]) for row in rows[:3]] == [
        (date(1955, 3, 2), "ok"),
        (None, "missing"),
        (None, "unreadable"),
    ]
    assert [row["hcc_dx_date_status"] for row in rows[:1]] == ["partial"]
    assert [(row["age_at_diagnosis_years"], row["age_at_diagnosis_years_status"]) for row in rows[:3]] == [
        (None, "missing"),
        (67.0, "ok"),
        (None, "unreadable"),
    ]


DIAGNOSED = {  # as sent -> the day, and the days between which it lies
    "2021-11-03": (date(2021, 11, 3), date(2021, 11, 3), date(2021, 11, 3)),
    "2020-02": (None, date(2020, 2, 1), date(2020, 2, 29)),
    "2021년 12월경": (None, date(2021, 12, 1), date(2021, 12, 31)),
    "2021-UN-UN": (None, date(2021, 1, 1), date(2021, 12, 31)),
    "2021": (None, date(2021, 1, 1), date(2021, 12, 31)),
    "2021-13": (None, None, None),
    None: (None, None, None),
}


def test_a_diagnosis_known_in_part_lies_between_two_days():
    rows = stage("patients", *({"hcc_dx_date": sent} for sent in DIAGNOSED))
    assert [(row["hcc_dx_date"], row["hcc_dx_from"], row["hcc_dx_until"]) for row in rows] == list(DIAGNOSED.values())


@pytest.mark.slow
def test_the_birth_that_other_dates_are_held_against_is_not_after_the_diagnosis_nor_the_extract():
    born = {
        "before both": ("1955-03-02", "2021-01-05"),
        "no diagnosis": ("1955-03-02", None),
        "on the day of diagnosis": ("2021-01-05", "2021-01-05"),
        "the day after": ("2021-01-06", "2021-01-05"),
        "in the month of the diagnosis": ("2021-01-31", "2021-01"),
        "the month after": ("2021-02-01", "2021-01"),
        "on the day of the extract": ("2024-12-31", None),
        "the day after the extract": ("2025-01-01", None),
    }
    connection = open_raw({"patients": [{"patient_id": name, "birth_date": of, "hcc_dx_date": dx} for name, (of, dx) in born.items()]})
    found = dict(connection.sql("select patient_id, birth_date_of(patient_id) from staging.patients").fetchall())
    assert {name for name, of in found.items() if of is None} == {"the day after", "the month after", "the day after the extract"}
    assert found["on the day of diagnosis"] == date(2021, 1, 5)
