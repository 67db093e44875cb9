"""Adverse events as sent, and as staged."""

from datetime import date

from tests.staging_of import stage


def test_grades_dates_and_actions():
    rows = stage(
        "adverse_events",
        {"term": " Nausea ", "grade": "2", "start_date": "2022-03-04", "end_date": None, "action": "감량"},
        {"grade": "3.0", "start_date": "2022-03", "action": "none"},
        {"grade": "G3", "start_date": "2022-03-99", "action": "prayer"},
        {"grade": None, "start_date": None, "action": None},
    )
    assert [(row["grade"], row["grade_status"], row["action"], row["action_status"]) for row in rows] == [
        (2, "ok", "DOSE_REDUCED", "ok"),
        (3, "ok", "NONE", "ok"),  # none is a word of the column, and not a missing cell
        (None, "unreadable", None, "unreadable"),
        (None, "missing", None, "missing"),
    ]
    assert [row["start_date_status"] for row in rows] == ["ok", "partial", "unreadable", "missing"]
    assert (rows[0]["term"], rows[0]["start_date"], rows[0]["end_date_status"]) == ("Nausea", date(2022, 3, 4), "missing")
