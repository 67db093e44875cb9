"""Follow-up as sent, and as staged."""

from datetime import date

from tests.staging_of import stage


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
