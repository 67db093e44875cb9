"""Dates as hospitals write them: what each text says, and that two meanings are never mixed up."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.staging_of import read, read_all

READABLE = {  # in any declared order
    "2022-03-05": "2022-03-05",
    "2022/3/5": "2022-03-05",
    "2022.03.05": "2022-03-05",
    "2022.03.05.": "2022-03-05",
    "2022. 3. 5.": "2022-03-05",
    "2022 03 05": "2022-03-05",
    "20220305": "2022-03-05",
    "2022년 3월 5일": "2022-03-05",
    "2022년3월5일": "2022-03-05",
    "２０２２－０３－０５": "2022-03-05",
    "2022-03-05(토)": "2022-03-05",
    "2022년 3월 5일 (토)": "2022-03-05",
    "2022년 3월 5일 토요일": "2022-03-05",  # Windows in Korean
    "2022-03-05 (Sat)": "2022-03-05",
    "Sat 2022-03-05": "2022-03-05",
    "Saturday, March 5, 2022": "2022-03-05",
    "Sat, 05 Mar 2022": "2022-03-05",
    "2022-03-05 (토) 06:10": "2022-03-05",
    "2022-03-05(양)": "2022-03-05",
    " 2022-03-05 ": "2022-03-05",
    "05-Mar-2022": "2022-03-05",
    "5 March 2022": "2022-03-05",
    "05MAR2022": "2022-03-05",
    "Mar 5, 2022": "2022-03-05",
    "March 5 2022": "2022-03-05",
    "2022-Mar-05": "2022-03-05",
    "2022-03-05 06:10": "2022-03-05",
    "2022-03-05T06:10:00": "2022-03-05",
    "2022-03-05 06:10:00.123456": "2022-03-05",
    "2022-03-05 오후 3:05": "2022-03-05",
    "202203050610": "2022-03-05",
    "05MAR2022:06:10:00": "2022-03-05",  # SAS
    "05MAR2022:06:10:00.000": "2022-03-05",
    "2022年3月5日": "2022-03-05",
    "2022年3月5日(土) 午後1時10分": "2022-03-05",
    "2022-03-05 13시 10분": "2022-03-05",
    "2022-03-04 24:00": "2022-03-05",  # the end of the day is 00:00 of the next
    "2022-02-28 24:00:00": "2022-03-01",
    "04MAR2022:24:00:00": "2022-03-05",
    "202203042400": "2022-03-05",
    "20220305061000": "2022-03-05",
    # the calendar: 28, 29, 30, 31 February
    "2023-02-28": "2023-02-28",
    "2024-02-29": "2024-02-29",  # divisible by 4
    "2000-02-29": "2000-02-29",  # divisible by 400
    "2022-01-31": "2022-01-31",
    "2022-12-31": "2022-12-31",
    # years at the edges: readable; whether they can be is PT-001's and PT-002's business
    "1899-12-31": "1899-12-31",
    "1900-01-01": "1900-01-01",
    "2100-01-01": "2100-01-01",
    "9999-12-31": "9999-12-31",
    # Excel serials, days since 1899-12-30: five digits
    "44625": "2022-03-05",
    "44625.0": "2022-03-05",
    "44625.999": "2022-03-05",
    "30000": "1982-02-18",
    "79999": "2119-01-10",
}
PARTIAL = [
    "2022",
    "2022년",
    "2022-03",
    "2022-3",
    "2022.03.",
    "2022/03",
    "2022년 3월",
    "2022 03",
    "03/2022",
    "2022-00-00",
    "2022-03-00",
    "2022-UN-UN",
    "2022-03-UNK",
    "2022.03.xx",
    "2022-xx",
    "Mar 2022",
    "UN-MAR-2022",
    "2022년 3월경",
    "2022년 3월 중순",
]
UNREADABLE = [
    "2023-02-29",
    "1900-02-29",  # divisible by 100 only; Excel believes in it
    "2024-02-30",
    "2024-02-31",
    "2022-04-31",
    "2022-00-05",
    "2022-13-05",
    "2022-03-32",
    "2022-13",
    "20221305",
    "20220230",
    "31-Feb-2022",
    "0022-03-05",
    "22-03-05",  # years of two digits have a century too many
    "05/03/22",
    "220305",
    "05-MAR-22",
    "22-Mar-05",
    "202203",  # 2022-03 or 2020-22-03
    "9999",  # four digits are a year or no serial
    "80000",
    "29999",  # as Excel counts 1982, and days of our time as SAS, Stata and R do
    "22709",
    "44625,5",
    "2022-03-05 25:00",  # a wrong time is no midnight
    "2022-03-05 24:01",
    "2022-03-05 24:00:01",
    "202203052401",
    "2022-03-05 13시 60분",
    "2022-03-05 24시",
    "2022-03-05 10:60",
    "2022-03-05 00:30:00+09:00",  # which day it is at the hospital, only its zone says: it is read with the file
    "2022-03-05T00:30:00Z",
    "5-Mar-2022 00:30 +0900",
    "202203052510",
    "2022-03-05 to 2022-03-07",
    "2022-03-05?",
    "Foo 5, 2022",
    "(2022-03-05)",
    "2022-03-05 (금)",  # a Saturday: the day or the weekday is wrong
    "2022년 3월 5일 금요일",
    "Fri 2022-03-05",
    "Friday, March 5, 2022",
    "2022-03-05 (2022-04-05)",  # what stands in brackets may be another day
    "2022-03-05 (추정)",
    "2022-03-05 (음)",  # of the lunar calendar
    "2022-03-05 (?)",
    "2022-03 (토)",
    "오늘",
    "0",
    "-",
    "",
]


@pytest.mark.parametrize("order", ["ymd", "dmy", "mdy"])
def test_forms_with_one_meaning(order):
    texts = list(READABLE)
    found = read_all(f"[read_date(t, '{order}')::varchar, date_status(t, '{order}')]", texts)
    assert dict(zip(texts, found, strict=True)) == {text: [day, "ok"] for text, day in READABLE.items()}


@pytest.mark.parametrize("order", ["ymd", "dmy", "mdy"])
def test_partial_dates_stay_partial(order):
    found = read_all(f"[read_date(t, '{order}')::varchar, date_status(t, '{order}')]", PARTIAL)
    assert dict(zip(PARTIAL, found, strict=True)) == {text: [None, "partial"] for text in PARTIAL}


@pytest.mark.parametrize("order", ["ymd", "dmy", "mdy"])
def test_unreadable_dates_are_not_missing(order):
    found = read_all(f"[read_date(t, '{order}')::varchar, date_status(t, '{order}')]", UNREADABLE)
    assert dict(zip(UNREADABLE, found, strict=True)) == {text: [None, "unreadable"] for text in UNREADABLE}


def test_a_blank_date_is_missing():
    assert read("[read_date($1::varchar, 'ymd')::varchar, date_status($1::varchar, 'ymd')]", None) == [None, "missing"]


@pytest.mark.parametrize(
    ("written", "ymd", "dmy", "mdy"),
    [
        ("03/04/2022", None, "2022-04-03", "2022-03-04"),
        ("3.4.2022", None, "2022-04-03", "2022-03-04"),
        ("3-4-2022", None, "2022-04-03", "2022-03-04"),
        ("3 4 2022", None, "2022-04-03", "2022-03-04"),
        ("12/12/2022", None, "2022-12-12", "2022-12-12"),
        ("13/12/2022", None, "2022-12-13", None),  # in a file of the other order it shows, and is not turned round
        ("12/13/2022", None, None, "2022-12-13"),
        ("29/02/2024", None, "2024-02-29", None),
        ("29/02/2023", None, None, None),
        ("31/12/2022 23:59", None, "2022-12-31", None),
        ("01/00/2022", None, None, "partial"),
        ("00/01/2022", None, "partial", None),
        ("2022-12-13", "2022-12-13", "2022-12-13", "2022-12-13"),
        ("2022-13-12", None, None, None),
    ],
)
def test_forms_with_two_meanings_are_read_in_the_declared_order_only(written, ymd, dmy, mdy):
    for order, expected in (("ymd", ymd), ("dmy", dmy), ("mdy", mdy)):
        status = "unreadable" if expected is None else "partial" if expected == "partial" else "ok"
        day = expected if status == "ok" else None
        assert read(f"[read_date($1, '{order}')::varchar, date_status($1, '{order}')]", written) == [day, status], order


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("2022-03-05", "00:00:00"),
        ("2022-03-05 06:10", "06:10:00"),
        ("2022-03-05 6:10", "06:10:00"),
        ("2022-03-05T06:10:59", "06:10:59"),
        ("2022-03-05 06:10:59.9", "06:10:59"),
        ("20220305061107", "06:11:07"),
        ("2022-03-05 00:00", "00:00:00"),
        ("2022-03-05 23:59:59", "23:59:59"),
        ("2022-03-05 오전 12:00", "00:00:00"),  # midnight
        ("2022-03-05 오전 12:30", "00:30:00"),
        ("2022-03-05 오전 11:59", "11:59:00"),
        ("2022-03-05 오후 12:00", "12:00:00"),  # noon
        ("2022-03-05 오후 1:00", "13:00:00"),
        ("2022. 3. 5. 오후 11:59:59", "23:59:59"),
        ("2022-03-05(토) 오후 3:05", "15:05:00"),
        ("Sat 2022-03-05 15:05", "15:05:00"),
        ("2022-03-05 12:00 AM", "00:00:00"),
        ("2022-03-05 12:00 pm", "12:00:00"),
        ("5-Mar-2022 3:00 PM", "15:00:00"),
        ("202203050610", "06:10:00"),
        ("20220305061059", "06:10:59"),
        ("44625", "00:00:00"),
        ("44625.25", "06:00:00"),
        ("44625.256944444", "06:10:00"),  # 06:10 as Excel stores it
        ("44625.5", "12:00:00"),
        ("44625.99998843", "23:59:59"),
    ],
)
def test_times(written, time):
    assert str(read("read_timestamp($1, 'ymd')", written)) == f"2022-03-05 {time}"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("05MAR2022:06:10:00", "2022-03-05 06:10:00"),
        ("05MAR2022:13:10:05.250", "2022-03-05 13:10:05"),
        ("2022년 3월 5일 13시 10분", "2022-03-05 13:10:00"),
        ("2022-03-05 13시10분20초", "2022-03-05 13:10:20"),
        ("2022-03-05 오후 1시", "2022-03-05 13:00:00"),
        ("2022-03-05 오후 1:10", "2022-03-05 13:10:00"),
        ("2022-03-05 1:10 오후", "2022-03-05 13:10:00"),
        ("2022年3月5日 午後1:10", "2022-03-05 13:10:00"),
        ("2022年3月5日 上午12時10分", "2022-03-05 00:10:00"),
        ("2022-12-31 24:00", "2023-01-01 00:00:00"),
        ("202212312400", "2023-01-01 00:00:00"),
        ("2022-12-31 24:00:00.000", "2023-01-01 00:00:00"),
    ],
)
def test_times_as_sas_korea_japan_and_china_write_them(written, moment):
    assert str(read("read_timestamp($1, 'ymd')", written)) == moment


def test_a_serial_that_rounds_to_midnight_is_the_next_day():
    assert str(read("read_timestamp($1, 'ymd')", "44624.999999999")) == "2022-03-05 00:00:00"
    assert str(read("read_date($1, 'ymd')", "44624.999999999")) == "2022-03-05"


@pytest.mark.parametrize("written", [None, "2022-03", "2022-02-30 10:00"])
def test_no_day_no_time(written):
    assert read("read_timestamp($1::varchar, 'ymd')", written) is None


EXCEL_ZERO = dt.date(1899, 12, 30)
FORMS = {
    "ymd": [
        lambda d: d.isoformat(),
        lambda d: f"{d.year}.{d.month}.{d.day}",
        lambda d: f"{d.year}. {d.month}. {d.day}.",
        lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
        lambda d: f"{d:%Y%m%d}",
        lambda d: f"{d.year}년 {d.month}월 {d.day}일",
        lambda d: f"{d:%d-%b-%Y}",
        lambda d: f"{d:%B %d, %Y}",
        lambda d: f"{d.isoformat()} 오전 12:00",
        lambda d: f"{d.isoformat()}T23:59:59",
    ],
    "dmy": [lambda d: f"{d:%d/%m/%Y}", lambda d: f"{d.day}.{d.month}.{d.year}", lambda d: f"{d:%d-%m-%Y}"],
    "mdy": [lambda d: f"{d:%m/%d/%Y}", lambda d: f"{d.month}-{d.day}-{d.year}"],
}


@pytest.mark.parametrize("order", FORMS)
@settings(max_examples=20)
@given(days=st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), min_size=1, max_size=30))
def test_a_day_written_in_any_form_reads_back(order, days):
    written = [(form(day), day) for day in days for form in FORMS[order]]
    assert read_all(f"read_date(t, '{order}')", [text for text, _ in written]) == [day for _, day in written]


@settings(max_examples=20)
@given(
    moments=st.lists(
        st.datetimes(dt.datetime(1982, 2, 18), dt.datetime(2119, 1, 10)).map(lambda moment: moment.replace(microsecond=0)),
        min_size=1,
        max_size=30,
    )
)
def test_a_moment_written_as_an_excel_serial_reads_back(moments):
    zero = dt.datetime.combine(EXCEL_ZERO, dt.time())
    serials = [repr((moment - zero) / dt.timedelta(days=1)) for moment in moments]
    assert read_all("read_timestamp(t, 'ymd')", serials) == moments


def test_a_day_of_birth_may_be_a_serial_before_1982():
    texts = {
        "10000": "1927-05-18",
        "18324": "1950-03-02",
        "29999": "1982-02-17",
        "30000": "1982-02-18",
        "9999": None,
        "1950-03-02": "1950-03-02",
    }
    assert dict(zip(texts, read_all("read_date(day_of_birth(t), 'ymd')::varchar", list(texts)), strict=True)) == texts
