"""Numbers as hospitals write them: a number, or unreadable; never a part of one, and never a silent other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.staging_of import read, read_all

# text: its value where the decimal mark is a point, and where it is a comma; None is unreadable
NUMBERS = {
    "0": (0.0, 0.0),
    "45": (45.0, 45.0),
    "007": (7.0, 7.0),
    "-5": (-5.0, -5.0),
    "+5": (5.0, 5.0),
    "−5": (-5.0, -5.0),  # U+2212
    "１２": (12.0, 12.0),
    "12.5": (12.5, None),
    "12,5": (None, 12.5),
    "１２．５": (12.5, None),
    ".5": (0.5, None),
    "5.": (5.0, None),
    ",5": (None, 0.5),
    "1,234": (1234.0, 1.234),
    "1.234": (1.234, 1234.0),
    "0,123": (None, 0.123),  # no thousands begin with a nought
    "0.123": (0.123, None),
    "12,345.6": (12345.6, None),
    "12.345,6": (None, 12345.6),
    "1,234,567": (1234567.0, None),
    "1,23,456": (None, None),
    "1234,567": (None, 1234.567),
    "1 234": (1234.0, 1234.0),
    "1 234 567": (1234567.0, 1234567.0),
    "12 5": (None, None),  # two numbers, not 125
    "120 80": (None, None),
    "45\n120": (None, None),  # two numbers, one above the other
    "45\r\n 120\n": (None, None),
    "45\t120": (None, None),
    "45  120": (None, None),
    "45\u2028120": (None, None),
    "45\n": (45.0, 45.0),
    "\u202e54\u202c": (None, None),  # shown as 45
    "1.2E+05": (120000.0, None),
    "1,2e5": (None, 120000.0),
    "1e-3": (0.001, 0.001),
    "1.2.3": (None, None),
    "1,2,3": (None, None),
    "-": (None, None),
    "--5": (None, None),
    "e5": (None, None),
    "1e400": (None, None),  # infinite
    "inf": (None, None),
    "-Infinity": (None, None),
    "nan": (None, None),
    "0x10": (None, None),
    "1_000": (None, None),
    "5 %": (None, None),
    "약 30": (None, None),
    "1-2": (None, None),
    ">5": (None, None),
    "10³": (None, None),
    "": (None, None),
}


@pytest.mark.parametrize(("written", "expected"), NUMBERS.items())
def test_numbers(written, expected):
    for mark, number in zip(".,", expected, strict=True):
        status = "unreadable" if number is None else "ok"
        assert read(f"[read_number($1, '{mark}')::varchar, number_status($1, '{mark}')]", written) == [
            None if number is None else read("$1::double::varchar", number),
            status,
        ], mark


@pytest.mark.parametrize(
    ("written", "integer"),
    [
        ("4", 4),
        ("4.0", 4),
        ("4.5", None),  # a cast would make 4 of it, or 5
        ("0.9999", None),
        ("-1", -1),
        ("1,000", 1000),
        ("999999999999999", 999999999999999),  # below 1e15
        ("1000000000000000", None),  # from there a float may not hold it
        ("four", None),
    ],
)
def test_integers(written, integer):
    assert read("[read_integer($1, '.')::varchar, integer_status($1, '.')]", written) == [
        None if integer is None else str(integer),
        "unreadable" if integer is None else "ok",
    ]


@pytest.mark.parametrize("kind", ["number", "integer"])
def test_a_blank_number_is_missing(kind):
    assert read(f"[read_{kind}($1::varchar, '.')::varchar, {kind}_status($1::varchar, '.')]", None) == [None, "missing"]


FULL_WIDTH = str.maketrans("0123456789.-+e", "０１２３４５６７８９．－＋ｅ")
SWAPPED = str.maketrans(",.", ".,")
STYLES = {
    ".": [
        repr,
        lambda x: f"{x:,}",
        lambda x: f"{x:,}".replace(",", " "),
        lambda x: f"{x:.17e}",
        lambda x: f"{x:+.17E}",
        lambda x: f" {x!r} ".translate(FULL_WIDTH),
    ],
    ",": [
        lambda x: repr(x).translate(SWAPPED),
        lambda x: f"{x:,}".translate(SWAPPED),
        lambda x: f"{x:.17e}".translate(SWAPPED),
    ],
}


@pytest.mark.parametrize("mark", STYLES)
@settings(max_examples=25)
@given(numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=30))
def test_a_number_written_in_any_style_reads_back(mark, numbers):
    written = [(style(number), number) for number in numbers for style in STYLES[mark]]
    assert read_all(f"read_number(t, '{mark}')", [text for text, _ in written]) == [number for _, number in written]


MEASURES = {  # text: its value in a column of cm, of mm, and of kg; None is unreadable
    "15.1": (15.1, 15.1, 15.1),
    "151 mm": (15.1, 151.0, None),
    "151mm.": (15.1, 151.0, None),
    "15.1 ㎝": (15.1, 151.0, None),
    "1.72 m": (172.0, None, None),
    "68 in": (172.72, None, None),
    "62 KG": (None, None, 62.0),
    "137 lb": (None, None, 62.14215469),  # 137 x 0.45359237
    "62000 g": (None, None, 62.0),
    "15 xx": (None, None, None),
    "mm": (None, None, None),
    "1.2e2": (120.0, 120.0, 120.0),
}


@pytest.mark.parametrize(("place", "unit"), [(0, "cm"), (1, "mm"), (2, "kg")])
def test_a_length_or_weight_with_a_unit_behind_it_is_in_the_unit_of_its_column(place, unit):
    texts = list(MEASURES)
    assert read_all(f"read_measure(t, '.', '{unit}')", texts) == [MEASURES[text][place] for text in texts]
    status = ["unreadable" if MEASURES[text][place] is None else "ok" for text in texts]
    assert read_all(f"status_of(read_measure(t, '.', '{unit}'), t)", texts) == status


def test_a_measure_with_a_decimal_comma():
    assert read("read_measure(?, ',', 'cm')", "15,1 mm") == 1.51
    assert read("read_measure(?, '.', 'cm')", "15,1 mm") is None
