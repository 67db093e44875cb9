"""What a cell of OpenDocument shows of its number says whether it is a limit, in thousands, a word; its decimal places are looks."""

import pytest

from pipelines.drop.workbooks.shown_number import write_as_shown
from pipelines.drop.workbooks.write_number import HIDDEN


@pytest.mark.parametrize(
    ("stored", "shown", "text"),
    [
        ("45", "45", "45"),
        ("45.5", "46", "45.5"),
        ("0.12345678901", "0.12", "0.12345678901"),
        ("1234567.5", "1,234,567.50", "1234567.5"),
        ("1234567.5", "1.234.567,50", "1234567.5"),
        ("1234567.5", "1 234 567,5", "1234567.5"),
        ("45", "45 mg", "45"),
        ("45", "₩45", "45"),
        ("-45", "-45", "-45"),
        ("-45", "(45)", "-45"),
        ("100000", "1.00E+005", "100000"),
        ("1.5", "1 1/2", "1.5"),
        ("1", "00000001", "00000001"),
        ("1", "P-0001", "P-0001"),
        ("60500", "> 60,500", ">60500"),
        ("60500", ">60500", ">60500"),
        ("45", "<45.0", "<45"),
        ("60500", "60.5", "60.5"),  # in thousands
        ("60500", "61", "60.5"),
        ("60500", "61K", "60.5K"),
        ("60500000", "60,5", "60.5"),
        ("5", "x10^3 5", "x10^3 5"),
        ("5", "5이상", "5이상"),
        ("5", "neg", "neg"),
        ("0", "#DIV/0!", "#DIV/0!"),
        ("0", "-", "0"),
        ("0", "", ""),
        ("45", "", HIDDEN),
        ("45%", "45%", "45%"),
        ("45%", "<45%", "<45%"),
        ("45%", "45 %", "45%"),
    ],
)
def test_a_number_is_written_as_its_cell_shows_it(stored, shown, text):
    assert write_as_shown(stored, shown) == text
