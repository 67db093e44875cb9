"""Follow-up as sent, and as staged."""

from datetime import date

import pytest

from tests.staging_of import open_raw, stage


def test_state_and_dates():
    rows = stage(
        "follow_up",
        {"vital_status": "사망", "last_contact_date": "2023년 8월 14일", "death_date": "2023-08-14", "death_cause": " HCC "},
        {"vital_status": "생존", "death_date": None},
        {"vital_status": "Expired", "death_date": "2023-08"},
        {"vital_status": "이민", "death_date": "2023-02-29"},
        {"vital_status": None, "last_contact_date": None},
    )
    assert [(row["vital_status"], row["vital_status_status"], row["death_date"], row["death_date_status"]) for row in rows] == [
        ("DEAD", "ok", date(2023, 8, 14), "ok"),
        ("ALIVE", "ok", None, "missing"),
        ("DEAD", "ok", None, "partial"),
        (None, "unreadable", None, "unreadable"),
        (None, "missing", None, "missing"),
    ]
    assert (rows[0]["last_contact_date"], rows[0]["death_cause"]) == (date(2023, 8, 14), "HCC")
    assert rows[4]["last_contact_date_status"] == "missing"


def test_a_month_of_death_is_kept_and_a_year_is_not():
    texts = ("2023-08", "2023년 8월경", "2023.08.UN", "AUG 2023", "2023", "2023-08-14", None)
    rows = stage("follow_up", *({"vital_status": "DEAD", "death_date": text} for text in texts))
    august = date(2023, 8, 1)
    assert [row["death_month"] for row in rows] == [august, august, august, august, None, None, None]


def test_progression_as_the_site_records_it():
    (row,) = stage("follow_up", {"progression_date": "2023-02-01", "progression_free_date": "2023-01"})
    assert (row["progression_date"], row["progression_free_date"], row["progression_free_date_status"]) == (
        date(2023, 2, 1),
        None,
        "partial",
    )


def test_a_cause_of_death_is_read_from_its_group_or_from_its_words():
    rows = stage(
        "follow_up",
        {"death_cause_group": "간부전", "death_cause": "HCC progression"},
        {"death_cause_group": None, "death_cause": "HCC Progression"},
        {"death_cause_group": None, "death_cause": "fell from a ladder"},
        {"death_cause_group": "?!", "death_cause": None},
    )
    found = [(row["death_cause_group"], row["death_cause_group_status"]) for row in rows]
    assert found == [("LIVER FAILURE", "ok"), ("HCC", "missing"), (None, "missing"), (None, "unreadable")]


@pytest.mark.slow
def test_the_death_that_other_dates_are_held_against_may_be_the_last_day_of_its_month():
    sent = {  # dates of death as sent; first and last day on which the patient may have died, and in how many months
        "a day": (["2023-08-14"], (date(2023, 8, 14), date(2023, 8, 14), 1)),
        "a month": (["2024-02"], (date(2024, 2, 29), date(2024, 2, 29), 1)),
        "a day and its month": (["2023-08-14", "2023-08"], (date(2023, 8, 14), date(2023, 8, 14), 1)),
        "a day and another month": (["2023-08-14", "2023-09"], (date(2023, 8, 14), date(2023, 8, 14), 2)),
        "two months": (["2023-08", "2023-09"], (date(2023, 8, 31), date(2023, 9, 30), 2)),
        "the first days that no system fills in": (["1970-01-02", "9999-12-30"], (date(1970, 1, 2), date(9999, 12, 30), 2)),
        "days that systems fill in": (["1970-01-01", "9999-12-31"], (None, None, 2)),
    }
    rows = [{"patient_id": name, "vital_status": "DEAD", "death_date": text} for name, (texts, _) in sent.items() for text in texts]
    rows.append({"patient_id": "a day", "vital_status": "ALIVE", "death_date": "2022-01-01"})  # a date without a death
    connection = open_raw({"follow_up": rows})
    found = connection.sql(
        "select distinct patient_id, death_date_of(patient_id), last_death_date_of(patient_id), months_of_death_of(patient_id) "
        "from staging.follow_up"
    ).fetchall()
    assert {name: tuple(values) for name, *values in found} == {name: expected for name, (_, expected) in sent.items()}
