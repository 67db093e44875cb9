"""One spelling for what is written in several ways: signs, widths, superscripts, units."""

import pytest

from tests.staging_of import read

UNITS = {  # as written: the form in which units are compared
    "×10³/㎕": "10^3/ul",  # NFKC alone would make ×103/μl of it
    "x10³/µL": "10^3/ul",  # U+00B5, the micro sign
    "X10^3/μL": "10^3/ul",  # U+03BC, the Greek letter
    "10*3/uL": "10^3/ul",  # UCUM
    "10**3/uL": "10^3/ul",
    "10E3/uL": "10^3/ul",
    "x 10^3 / uL": "10^3/ul",
    "10⁹/L": "10^9/l",
    "10*9/L": "10^9/l",
    "×10⁹/ℓ": "10^9/l",
    "K/uL": "k/ul",
    "/mm3": "/mm3",
    "/㎜³": "/mm3",
    "10³/㎣": "10^3/㎣",  # not known: the unit is not allowed, and that is found
    "/㎕": "/ul",
    "cells/µL": "cells/ul",
    "㎎/㎗": "mg/dl",
    "ＭＧ／ＤＬ": "mg/dl",
    "mg / dl": "mg/dl",
    "µmol/L": "umol/l",
    "㎍/ℓ": "ug/l",
    "ng/㎖": "ng/ml",
    "IU/mL": "iu/ml",
    "": "",
}


@pytest.mark.parametrize(("written", "folded"), UNITS.items())
def test_units(written, folded):
    assert read("fold_unit($1)", written) == folded


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("１２．５", "12.5"),
        ("＞60,500", ">60,500"),
        ("〉60500", ">60500"),  # U+3009, which NFKC leaves alone
        ("〈0.6", "<0.6"),
        ("≤0.61", "<=0.61"),
        ("≥5", ">=5"),
        ("−5", "-5"),  # U+2212
        ("1–2", "1-2"),  # U+2013
        ("m²", "m^2"),
        ("㎡", "m^2"),
        ("10¹²", "10^12"),
        ("\ufeffA", "A"),
        ("\u200bA\u00adB\u2060", "AB"),
        ("A\u00a0B\u2009C", "A B C"),
        ("≧5≦6", ">=5<=6"),
        ("ｓｅｘ＿Ｍ～", "sex_M~"),
        ("남", "남"),
        ("plain", "plain"),
    ],
)
def test_plain_text(written, plain):
    assert read("plain_text($1)", written) == plain


@pytest.mark.parametrize("written", ["Total Bilirubin", " total  bilirubin ", "TOTAL\tBILIRUBIN", "total　bilirubin", "total bilirubin"])
def test_words_are_compared_without_case_and_spacing(written):
    assert read("fold($1)", written) == "total bilirubin"


def test_a_blank_cell_stays_blank():
    assert read("fold($1::varchar)", None) is None
    assert read("fold_unit($1::varchar)", None) is None
