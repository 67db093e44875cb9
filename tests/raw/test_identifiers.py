"""What would name a patient is found in a text and masked; what is a number or a word of ours is not."""

import polars as pl
import pytest

from pipelines.raw.identifiers import PLACEHOLDER, Identifiers, names_in, names_of_people, words_of

PATTERN = "[0-9]{8}|P[0-9]{5}|12-[0-9]{6}"
KNOWN = Identifiers(
    frozenset({"90817263", "P00123", "홍길동", "1234", "20230110", "12-345678"}), frozenset({"김영희", "KIM MINSU"}), PATTERN
)


@pytest.mark.parametrize(
    "text",
    [
        "90817263",
        "labs_90817263.csv",
        "CT90817263",
        "row of 90817263: it is broken",
        "９０８１７２６３",
        "x p00123 y",
        "P00123_2",
        "no 12-345678",
        "홍길동",
        "환자 김영희의 검사",
        "kim minsu, report",
        "55555555",  # of the pattern, of whomever
        "310707-1908172",
        "3107071908172",
        "전화 010-9081-7264",
        "01090817264",
        "02-123-4567",
    ],
)
def test_what_names_a_patient_is_found_and_masked(text):
    assert KNOWN.telling(["", text]) == [1]
    masked = KNOWN.masked(text)
    assert PLACEHOLDER in masked and KNOWN.telling([masked]) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1234 rows of 1234",  # too short to be told from counts
        "2024-12-31-9081726390ab",
        "20230110",  # a day, also where a patient has it as a number
        "20241231",
        "between 0 and 10000000",
        "p90817263aabbccddeeff",  # a pseudonym
        "0.90817263",
        "190817263",
        "908172631",
        "kim minsuk",
        "한홍길동",
        "line 1,234,567",
        "2024-12-31T10:11:12+09:00",
        "CR-007",
    ],
)
def test_what_is_ours_stays(text):
    assert KNOWN.telling([text]) == [] and KNOWN.masked(text) == text


@pytest.mark.parametrize(
    ("pattern", "number", "is_sought"),
    [
        (".+", "90817263", True),
        (".+", "HCC_00123", True),
        (".+", "2023-01-09", False),  # a row is shifted, and a date stands where the number should be
        (".+", "HAIC2023", False),
        ("[0-9]{8}", "HAIC12345", False),
        ("H[0-9]{6}", "H123456", True),
        ("[A-Z][0-9]{12}", "H202300012345", True),  # looks like a key of a row
        (".+", "H202300012345", True),
    ],
)
def test_a_number_that_was_met_is_sought_where_it_can_be_a_patients(pattern, number, is_sought):
    known = Identifiers(frozenset({number}), pattern=pattern)
    assert known.telling([f"{number} is here"]) == known.telling([number]) == ([0] if is_sought else [])


@pytest.mark.parametrize("pattern", [".+", "[0-9]+", "[A-Z]{2}-[0-9]{3}", "[0-9A-Z_.]{2,12}"])
def test_a_pattern_that_ordinary_words_match_finds_nothing_by_itself(pattern):
    assert Identifiers(pattern=pattern).telling(["CR-007 of labs.csv", "77777777"]) == []


def test_a_pattern_may_have_its_anchors():
    assert Identifiers(pattern="^S[0-9]{6}$").telling(["x S123456 y", "xS123456"]) == [0]


def test_names_are_full_names():
    given = ["홍길동", "홍 길동", "없음", "Kim Minsu", "KIM", "Kanarihong", "90817263", None, " Lee,  Ann "]
    found = set(names_in(pl.Series(given), pl.Series([*"abcdefgh", None])))
    either_way_round = {"KIM MINSU", "MINSU KIM", "LEE, ANN", "LEE ANN", "ANN LEE"}
    assert {name for name, _ in found} == {"홍길동", "홍 길동", "KANARIHONG", *either_way_round}
    assert {("홍길동", "a"), ("홍길동", "b"), ("홍 길동", "b"), ("LEE, ANN", "")} <= found


@pytest.mark.parametrize("text", ["환자홍길동", "보호자 홍 길동님", "MINSU KIM called", "kim minsu"])
def test_names_are_found_as_people_write_them(text):
    names = frozenset(name for name, _ in names_in(pl.Series(["홍길동", "Kim Minsu"]), pl.Series(["a", "b"])))
    assert Identifiers(names=names).telling([text]) == [0]


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("see 9081-7263", True),
        ("9081 7263", True),
        ("90,817,263", True),
        ("9081\u200b7263", True),
        ("0090817263", True),
        ("90.81.7263/2", False),  # of the digits 908172632
        ("9081-7264", False),
        ("908-1726", False),
    ],
)
def test_a_patient_number_is_found_in_pieces_in_free_text(text, is_told):
    found = Identifiers(frozenset({"90817263"}), pattern="[0-9]{8}").telling_in_free_text(["TACE", text])
    assert found == ([1] if is_told else [])


def test_a_number_of_noughts_is_not_found_in_every_digit():
    assert Identifiers(frozenset({"00000001"}), pattern="[0-9]{8}").telling_in_free_text(["1", "2023-01-01", "cycle 1 of 1,000,001"]) == []


def test_what_stands_beside_many_patients_is_no_name():
    patients_of = {"KIM MINSU": set("abcde"), "TOTAL BILIRUBIN": set("abcdef")}
    assert names_of_people(patients_of) == {"KIM MINSU"}


def test_every_word_of_settings_is_looked_at_with_its_key():
    assert dict(words_of({"readers": {"R1": "reader"}, "study": {"arms": [{"name": "first"}], "days": 3}})) == {
        "": "study",
        "readers": "R1",
        "readers.R1": "reader",
        "study": "days",
        "study.arms": "name",
        "study.arms.name": "first",
    }


SHORT = Identifiers(frozenset({"48103", "481035", "1234", "2023", "60500", "45"}), pattern="[0-9]{4,6}")


@pytest.mark.parametrize(
    "text", ["48103", "as in 48103", "48103의 결과", "patient 481035.", "CT of ４８１０３", "(48103)", "1234", " 1234 ", "no. 48103, 2nd"]
)
def test_a_short_number_names_a_patient_in_free_text(text):
    assert SHORT.telling_in_free_text(["TACE", text]) == [1]
    assert SHORT.telling([text]) == [], "where numbers stand it does not"


@pytest.mark.parametrize(
    "text",
    [
        "148103",
        "48103.5",
        "1,48103",
        "48103-01",
        "2023",
        "in 2023",
        "60500",
        "48103 mg",
        "48103㎎",
        "48103/㎕",
        "no 1234",
        "45",
        "E48103",
        "481",
    ],
)
def test_a_year_a_limit_a_result_and_a_part_of_a_number_name_nobody(text):
    assert SHORT.telling_in_free_text([text]) == []


def test_a_pattern_that_would_be_searched_for_days_is_searched_at_once():
    long = "1" * 60
    assert Identifiers(frozenset({long}), pattern="([0-9]+)+x|[0-9]{8}").telling([f"{long} and 90817263"]) == [0]
