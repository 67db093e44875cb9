"""What was added to the statistics is R's, too: the values of tests/r/further.R, competing.R and requested.R."""

import pytest

from tests.r import competing_agreement, further_agreement, requested_agreement
from tests.r.golden_values import golden

FILES = {"further.csv": further_agreement.errors, "competing.csv": competing_agreement.errors, "requested.csv": requested_agreement.errors}
QUANTITIES = [(file, quantity, data) for file in FILES for data, quantity in sorted(golden(name=file)) if data != "versions"]
ITERATED = {"firth": 1e-6}  # R's optim stops before the last digits; the rest agrees to


@pytest.mark.parametrize(("file", "quantity", "data"), QUANTITIES)
def test_agrees_with_r(file, quantity, data):
    error, place, count = FILES[file]()[quantity, data]
    assert count
    assert error <= ITERATED.get(quantity.partition("_")[0], 1e-8), place
