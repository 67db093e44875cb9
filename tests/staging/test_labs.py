"""Laboratory results as sent, and as staged. How a result is read is tested with the macros."""

from datetime import date, datetime

from tests.staging_of import stage


def test_a_result_and_its_limits_are_converted_together():
    (row,) = stage(
        "labs",
        {
            "test": "총빌리루빈",
            "value": "34.208",
            "unit": "µmol/L",
            "lower_limit": "3.4208",
            "upper_limit": "20.5248",
            "collected_at": "2022. 3. 5. 오후 1:30",
            "specimen_id": " S1 ",
        },
    )
    assert (row["test"], row["unit"], row["value"], row["value_operator"], row["is_censored"]) == ("TBIL", "umol/l", 34.208, "=", False)
    # 17.104 µmol/L are 1 mg/dL
    assert [round(row[name], 9) for name in ("value_std", "lower_limit_std", "upper_limit_std")] == [2.0, 0.2, 1.2]
    assert (row["collected_at"], row["collected_date"], row["specimen_id"]) == (datetime(2022, 3, 5, 13, 30), date(2022, 3, 5), "S1")


def test_censored_missing_and_unreadable_results_are_three_things():
    rows = stage(
        "labs", *({"test": "AFP", "unit": "IU/mL", "value": value} for value in ("> 50000", "<0.5", "50", "검체부족", None, "높음"))
    )
    assert [(row["value_operator"], row["value_std"], row["is_censored"], row["value_status"]) for row in rows] == [
        (">", 60500.0, True, "ok"),  # x 1.21
        ("<", 0.605, True, "ok"),
        ("=", 60.5, False, "ok"),
        (None, None, False, "missing"),
        (None, None, False, "missing"),
        (None, None, False, "unreadable"),
    ]


def test_an_unknown_test_has_no_standard_value():
    (row,) = stage("labs", {"test": "XYZ", "value": "45"})
    assert (row["test"], row["test_status"], row["value"], row["value_std"], row["unit_status"]) == (None, "unreadable", 45.0, None, "ok")


def test_an_unreadable_limit_is_not_a_missing_one():
    (row,) = stage("labs", {"lower_limit": "<5", "upper_limit": None})
    assert (row["lower_limit_std"], row["lower_limit_status"], row["upper_limit_status"]) == (None, "unreadable", "missing")


def test_an_excel_serial_keeps_its_time():
    (row,) = stage("labs", {"collected_at": "44625.25"})
    assert row["collected_at"] == datetime(2022, 3, 5, 6)


SUPERSEDED = {  # specimen: per result (value, status, when reported) -> the values that stand
    "final over preliminary": ([("0.8", "P", None), ("8.0", "F", None)], [8.0]),
    "corrected over final": ([("0.8", "C", None), ("8.0", "F", "2022-03-01 12:00"), ("7.0", "예비", None)], [0.8]),
    "later over earlier": ([("0.8", None, "2022-03-01 08:00"), ("8.0", None, "2022-03-01 07:59"), ("9", "F", "2022-03-01 07:00")], [0.8]),
    "no status is final": ([("0.8", None, None), ("8.0", "preliminary", "2022-03-02")], [0.8]),
    "nothing said": ([("0.8", None, None), ("8.0", None, None)], [0.8, 8.0]),
    "one of two has no time": ([("0.8", None, None), ("8.0", None, "2022-03-01 08:00")], [0.8, 8.0]),
    "a corrected result that cannot be read": ([("0.8", "F", None), ("high", "C", None)], [None]),
}


def test_of_two_results_of_one_specimen_the_status_and_the_later_report_say_which_counts():
    drawn = [
        {"test": "TBIL", "unit": "mg/dL", "value": value, "specimen_id": specimen, "result_status": status, "reported_at": reported}
        for specimen, (results, _) in SUPERSEDED.items()
        for value, status, reported in results
    ]
    standing = {specimen: [] for specimen in SUPERSEDED}
    for row in stage("labs", *drawn, {"test": "TBIL", "unit": "mg/dL", "value": "1", "collected_at": None, "result_status": "P"}):
        if row["specimen_id"] in standing and not row["is_superseded"]:
            standing[row["specimen_id"]].append(row["value_std"])
        assert row["collected_at"] or not row["is_superseded"], "what has no time is not of one specimen"
    assert standing == {specimen: values for specimen, (_, values) in SUPERSEDED.items()}


def test_a_status_or_a_time_of_the_report_that_cannot_be_read_is_no_blank():
    (row,) = stage("labs", {"result_status": "maybe", "reported_at": "31/31/2022"})
    assert (row["result_status_status"], row["reported_at_status"], row["result_status"]) == ("unreadable", "unreadable", None)
