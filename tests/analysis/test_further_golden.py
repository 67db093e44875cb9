"""What was added to the statistics is R's, too: the values of tests/r/further.R."""

import pytest

from tests.r.further_agreement import errors, further

QUANTITIES = sorted((quantity, data) for data, quantity in further())
ITERATED = {"firth": 1e-6}  # R's optim stops before the last digits; the rest agrees to


@pytest.mark.parametrize(("quantity", "data"), QUANTITIES)
def test_agrees_with_r(quantity, data):
    error, place, count = errors()[quantity, data]
    assert count
    assert error <= ITERATED.get(quantity.partition("_")[0], 1e-8), place
