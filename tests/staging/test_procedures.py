"""Procedures as sent, and as staged."""

from datetime import date

from tests.staging_of import stage


def test_codes_and_dates():
    rows = stage(
        "procedures",
        {"procedure": "간절제술", "procedure_date": "20211201", "detail": " right lobe "},
        {"procedure": "RFA", "procedure_date": "2019"},
        {"procedure": "massage", "procedure_date": "2021-13-01"},
        {"procedure": None, "procedure_date": None},
    )
    assert [(row["procedure"], row["procedure_status"], row["procedure_date"], row["procedure_date_status"]) for row in rows] == [
        ("SURGERY", "ok", date(2021, 12, 1), "ok"),
        ("ABLATION", "ok", None, "partial"),
        (None, "unreadable", None, "unreadable"),
        (None, "missing", None, "missing"),
    ]
    assert rows[0]["detail"] == "right lobe"
