"""The statistics are R's: base R and survival 3.5 on the invented cohort and on four public data sets (tests/r/golden.R)."""

import pytest

from tests.r.agreement import is_compared, largest_errors
from tests.r.golden_values import golden

QUANTITIES = sorted({(quantity, data) for data, quantity in golden() if is_compared(quantity)})


@pytest.mark.parametrize(("quantity", "data"), QUANTITIES)
def test_agrees_with_r(quantity, data):
    error, place, count = largest_errors()[quantity, data]
    assert count
    # 1e-6 for what is iterated, 1e-8 for the rest
    assert error <= (1e-6 if quantity.startswith(("cox_", "zph_")) else 1e-8), place


def test_the_versions_are_stored():
    assert list(golden()["versions", "R"]) and list(golden()["versions", "survival"])


def test_the_cases_that_libraries_get_wrong_are_among_the_golden_values():
    medians = golden()
    assert medians["veteran", "median_log"]["time|2"] == 52.5  # flat at one half from day 52 to 53
    assert medians["flat", "median_log"]["flat"] == 2.5
    assert medians["cohort", "median_upper_log"]["os|first_line"] is None  # NA
    assert medians["lung", "at_risk"]["time|all|81"] == 205
    assert {place.split("|")[1] for place in medians["pbc", "zph_p"]} == {"km", "identity", "log"}
    assert any(place.endswith("GLOBAL") for place in medians["pbc", "zph_p"])
