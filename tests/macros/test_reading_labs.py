"""Laboratory results: operator and number are kept apart, units are converted there and back, limits hold."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.warehouse.build_tables import load_macros
from pipelines.warehouse.sql_files import SQL
from schemas.lab_tests import lab_tests
from tests.staging_of import open_raw, read, read_all, stage

CENSORED = [  # as printed, operator, number
    (">60500", ">", 60500.0),
    (">60,500", ">", 60500.0),
    ("〉60500", ">", 60500.0),
    ("＞60,500", ">", 60500.0),
    ("> 60500 ng/mL", ">", 60500.0),
    ("<1.3", "<", 1.3),
    ("≤0.61", "<=", 0.61),
    ("0.5 미만", "<", 0.5),
    ("60500 이상", ">=", 60500.0),
    ("12,345.6", "=", 12345.6),
    ("12.345,6", "ERROR", None),
    ("1.2.3", "ERROR", None),
    ("검체부족", "MISSING", None),
    ("H 45", "=", 45.0),
    ("45 ▲", "=", 45.0),
    ("1+", "ERROR", None),
    ("", "MISSING", None),
    ("-", "MISSING", None),
    ("0", "=", 0.0),
    ("1.2E+05", "=", 120000.0),
]
UNITS = [row for row in csv.DictReader((SQL / "reference" / "lab_units.csv").open(encoding="utf-8"))]
RANGES = [code for code, test in lab_tests().items() if test.hard]


def results(*rows):
    """Return (operator, number, status) of each result in staging; AFP in ng/mL where nothing else is said."""
    staged = stage("labs", *({"test": "AFP", "unit": "ng/mL", **row} for row in rows))
    return [(row["value_operator"], row["value"], row["value_status"]) for row in staged]


def test_censored_result_vectors():
    expected = {"MISSING": (None, None, "missing"), "ERROR": (None, None, "unreadable")}
    assert results(*({"value": written} for written, _, _ in CENSORED)) == [
        expected.get(operator, (operator, number, "ok")) for _, operator, number in CENSORED
    ]


RESULTS = {
    "60500 초과": (">", 60500.0, "ok"),
    "0.6 이하": ("<=", 0.6, "ok"),
    "≥200": (">=", 200.0, "ok"),
    "〈 0.6": ("<", 0.6, "ok"),
    "1.2E5": ("=", 120000.0, "ok"),
    "1.2e5 ng/mL": ("=", 120000.0, "ok"),
    "LL 3.1": ("=", 3.1, "ok"),
    "12.5 H": ("=", 12.5, "ok"),
    "12.5*": ("=", 12.5, "ok"),
    "<0.6 ↓": ("<", 0.6, "ok"),
    "재검": (None, None, "missing"),
    "Hemolyzed": (None, None, "missing"),
    "---": (None, None, "missing"),
    None: (None, None, "missing"),
    ">5 이하": (None, None, "unreadable"),  # two signs that contradict each other
    "<5 미만": (None, None, "unreadable"),
    "=5": (None, None, "unreadable"),
    "~5": (None, None, "unreadable"),
    "3-5": (None, None, "unreadable"),
    "5 6": (None, None, "unreadable"),
    "높음": (None, None, "unreadable"),
    "positive": (None, None, "unreadable"),  # no result of a test that measures
    "음성": (None, None, "unreadable"),
    "1e400": (None, None, "unreadable"),
    "≧200": (">=", 200.0, "ok"),
    "≦ 0.6": ("<=", 0.6, "ok"),
    "=>45": (">=", 45.0, "ok"),
    "=< 45": ("<=", 45.0, "ok"),
    "> = 45": (">=", 45.0, "ok"),
    "12.3(재검)": ("=", 12.3, "ok"),
    "12.3 (Rechecked)": ("=", 12.3, "ok"),
    ">60500(희석)": (">", 60500.0, "ok"),
    "12.3(H)": ("=", 12.3, "ok"),
    "12.3 [L]": ("=", 12.3, "ok"),
    "12.3(용혈)": (None, None, "unreadable"),  # a remark that says more than that it was done again
    "Negative (3.2)": ("=", 3.2, "ok"),  # of a test that measures the number is the result
    "음성(<1.3)": ("<", 1.3, "ok"),
    "ND": ("<", 0.5, "ok"),  # below the lowest usual AFP
    "N.D.": ("<", 0.5, "ok"),
    "불검출": ("<", 0.5, "ok"),
    "Not detected": ("<", 0.5, "ok"),
    "\u200b12.3\u200b": ("=", 12.3, "ok"),
    "\u00a012.3\u2009ng/mL": ("=", 12.3, "ok"),
}


def test_results():
    found = results(*({"value": written} for written in RESULTS))
    assert dict(zip(RESULTS, found, strict=True)) == RESULTS


def test_hepatitis_tests_have_results_in_words():
    words = {"positive": 1.0, "양성": 1.0, "(+)": 1.0, "Non-Reactive": 0.0, "음성": 0.0, "0.05": 0.05}
    found = results(*({"test": "HBsAg", "unit": None, "value": written} for written in words))
    assert dict(zip(words, found, strict=True)) == {written: ("=", number, "ok") for written, number in words.items()}
    assert results({"test": "HBsAg", "unit": None, "value": "weak"}) == [(None, None, "unreadable")]


BESIDE = {  # a result in words: the word decides, the number is kept as it was sent
    "Negative (0.23)": (0.0, "0.23"),
    "NEGATIVE(0.01)": (0.0, "0.01"),
    "Positive(>250)": (1.0, ">250"),
    "양성(>250)": (1.0, ">250"),
    "음성 0.23": (0.0, "0.23"),
    "Non-Reactive (0.05 S/CO)": (0.0, "0.05"),
    "0.23 (Negative)": (0.0, "0.23"),
    "250.3 양성": (1.0, "250.3"),
    "Reactive: 12.1": (1.0, "12.1"),
    "약양성": (1.0, None),
    "Negative": (0.0, None),
    "ND": (0.0, None),
    "불검출": (0.0, None),
    "미검출": (0.0, None),
    "0.23": (0.23, None),  # without a word it is what it is
}


def test_the_word_decides_and_the_number_is_kept():
    staged = stage("labs", *({"test": "HBsAg", "unit": None, "value": written} for written in BESIDE))
    found = [(row["value"], row["value_beside_word"], row["value_operator"], row["value_status"]) for row in staged]
    assert dict(zip(BESIDE, found, strict=True)) == {written: (*expected, "=", "ok") for written, expected in BESIDE.items()}


@pytest.mark.parametrize("written", ["Negative (see comment)", "Positive or negative", "재검 요망", "NDA", "1:80", "Positive 3-5"])
def test_words_that_say_something_else_are_unreadable(written):
    assert results({"test": "HBsAg", "unit": None, "value": written}) == [(None, None, "unreadable")]


def test_what_is_not_detected_lies_below_the_lowest_usual_result_in_any_unit():
    staged = stage("labs", *({"test": "AFP", "unit": unit, "value": "ND"} for unit in ("ng/mL", "IU/mL", None, "mg/dL")))
    found = [(row["value_operator"], row["value_std"], row["unit_status"]) for row in staged]
    assert found == [("<", pytest.approx(0.5), "ok")] * 3 + [(None, None, "unreadable")]
    assert results({"test": "DBIL", "unit": "mg/dL", "value": "ND"}) == [(None, None, "unreadable")]  # no usual result is so low


def test_a_decimal_comma_is_read_where_it_is_declared():
    assert results(
        {"value": "12,5", "decimal_mark": ","}, {"value": "<12.345,5", "decimal_mark": ","}, {"value": "12,5", "decimal_mark": "."}
    ) == [("=", 12.5, "ok"), ("<", 12345.5, "ok"), (None, None, "unreadable")]


UNITS_OF_RESULTS = [  # unit, value, status of the unit, value in the standard unit
    ("ng/mL", ">60500", "ok", 60500.0),
    ("ng/mL", "> 60500 ng/mL", "ok", 60500.0),  # said twice
    (None, "> 60500 ng/mL", "ok", 60500.0),  # said behind the value only
    ("IU/mL", "> 50000 IU/mL", "ok", 60500.0),  # x 1.21
    ("ng/mL", "> 50000 IU/mL", "unreadable", None),  # two units
    (None, "45", "unreadable", None),  # a number without a unit
    (None, "검체부족", "missing", None),
    ("mg/dL", "45", "unreadable", None),  # not of this test
]


def test_units_of_a_result():
    staged = stage("labs", *({"test": "AFP", "unit": unit, "value": value} for unit, value, _, _ in UNITS_OF_RESULTS))
    assert [(row["unit_status"], row["value_std"]) for row in staged] == [(status, std) for _, _, status, std in UNITS_OF_RESULTS]


FACTORS = [  # one old unit is so many of the standard one
    ("TBIL", "umol/L", 1 / 17.104),
    ("TBIL", "µmol/L", 1 / 17.104),
    ("DBIL", "μmol/L", 1 / 17.104),
    ("CREAT", "µmol/L", 1 / 88.4),
    ("ALB", "g/L", 0.1),
    ("HGB", "g/L", 0.1),
    ("HGB", "mmol/L", 1 / 0.6206),
    ("PLT", "10⁹/L", 1),
    ("PLT", "×10³/㎕", 1),
    ("PLT", "10*3/uL", 1),
    ("PLT", "10E3/uL", 1),
    ("PLT", "K/µL", 1),
    ("PLT", "/㎣", None),
    ("PLT", "/mm³", 0.001),
    ("PLT", "/uL", 0.001),
    ("ANC", "/㎕", 0.001),
    ("WBC", "cells/uL", 0.001),
    ("WBC", "10^9/L", 1),
    ("AFP", "IU/mL", 1.21),
    ("AFP", "㎍/L", 1),
    ("PIVKA", "AU/L", 1),
    ("PIVKA", "ng/mL", None),  # the mass, which no factor makes of arbitrary units
    ("AST", "IU/L", 1),
    ("INR", None, 1),
    ("INR", "%", None),  # PT in percent or seconds is no INR
    ("INR", "sec", None),
    ("PT", "sec", 1),
    ("AFP", "kU/L", 1.21),
    ("AFP", "mcg/L", 1),
    ("PLT", "K/cumm", 1),
    ("PLT", "thou/uL", 1),
    ("PLT", "/nL", 1),
    ("WBC", "G/L", 1),
    ("WBC", "10^6/L", 0.001),
    ("ANC", "cells/mm³", 0.001),
    ("TBIL", "mg%", 1),
    ("ALB", "g%", 1),
    ("ALB", "mg/dL", None),  # not of this test, whatever the number
    ("AST", None, None),
    ("AST", "mg/dL", None),
]


@pytest.mark.parametrize(("test", "unit", "factor"), FACTORS)
def test_factors(test, unit, factor):
    assert read("lab_factor('seoul', $1, $2::varchar)", test, unit) == (None if factor is None else pytest.approx(factor, rel=1e-12))


def test_a_source_has_its_own_units_and_goes_before_the_registry():
    assert read("lab_factor('busan', 'AFP', 'U')") == 0.5
    assert read("lab_factor('seoul', 'AFP', 'U')") is None
    assert read("lab_factor('busan', 'AFP', 'IU/mL')") == 1.0  # declared as iu/ml
    assert read("lab_factor('seoul', 'AFP', 'IU/mL')") == 1.21


@settings(max_examples=20)
@given(values=st.lists(st.floats(1e-6, 1e9), min_size=1, max_size=10))
def test_converting_there_and_back_reproduces_the_input(values):
    """CC-007: the table has a factor for every unit, and no conversion loses more than one part in a million."""
    units = [(row["test"], row["unit"], float(row["factor"])) for row in UNITS]
    texts = [f"{test}|{unit}|{value!r}" for test, unit, _ in units for value in values]
    there = read_all("split_part(t, '|', 3)::double * lab_factor('seoul', split_part(t, '|', 1), split_part(t, '|', 2))", texts)
    factors = [factor for _, _, factor in units for _ in values]
    back = [value / factor for value, factor in zip(there, factors, strict=True)]
    assert back == pytest.approx(values * len(units), rel=1e-6)


def test_every_test_with_a_range_has_exactly_one_standard_unit():
    standards = [row["test"] for row in UNITS if row["note"].startswith("standard")]
    assert sorted(standards) == sorted(set(standards))
    assert set(RANGES) <= set(standards) == {row["test"] for row in UNITS}
    assert all(float(row["factor"]) == 1 for row in UNITS if row["note"].startswith("standard"))
    assert {row["test"]: row["unit"] for row in UNITS if row["note"].startswith("standard")} == {
        code: test.unit for code, test in lab_tests().items()
    }


# test: what is possible
LIMITS = {
    "AST": (1, 20000),
    "ALT": (1, 20000),
    "TBIL": (0.05, 80),
    "ALB": (0.5, 7),
    "PLT": (1, 3000),
    "INR": (0.5, 20),
    "CREAT": (0.1, 30),
    "HGB": (2, 25),
    "ANC": (0, 200),
    "WBC": (0.05, 1000),
    "AFP": (0, 10000000),
    "PIVKA": (0, 10000000),
    "DBIL": (0, 80),
    "PT": (5, 150),
    "NA": (80, 200),
    "ALP": (1, 20000),
    "GGT": (1, 20000),
}


@pytest.fixture(scope="module")
def is_impossible():
    connection = open_raw({})
    load_macros(connection, "staging")
    yield lambda measure, value: connection.execute("select is_impossible($1, $2::double)", [measure, value]).fetchall()[0][0]
    connection.close()


@pytest.mark.parametrize("test", LIMITS)
def test_limits_below_at_and_above(is_impossible, test):
    low, high = LIMITS[test]
    step = 1e-6
    judged = [is_impossible(test, value) for value in (low - step, low, high, high + step)]
    assert judged == [True, False, False, True]


def test_all_ranges_are_tested_and_others_have_none(is_impossible):
    assert set(LIMITS) == set(RANGES)
    assert is_impossible("HBSAG", 1e9) is None
    assert is_impossible("AST", None) is None


@pytest.mark.parametrize(("test", "written"), [("CREAT", 8.84), ("TBIL", 0.8552)])
def test_a_converted_result_at_its_limit_is_at_its_limit(is_impossible, test, written):
    converted = written * read("lab_factor('seoul', $1, 'umol/L')", test)
    assert converted < LIMITS[test][0], "else the case shows nothing"  # 8.84 / 88.4 is 0.09999999999999999 in binary
    assert not is_impossible(test, converted)
