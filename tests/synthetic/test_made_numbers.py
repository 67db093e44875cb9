"""The synthetic hospital knows its own patient numbers, also those that a fault has touched."""

import pytest

from pipelines.synthetic.faulty_patients import known_kinds, planted_cases
from pipelines.synthetic.made_numbers import numbers_of_others
from pipelines.synthetic.reconstructed import SCREENED_OUT, patient_number
from pipelines.synthetic.records import screened_out

OWN = {patient_number(index) for index in range(1, 101)} | {patient_number(index) for index, _ in screened_out(100)}


def test_its_own_numbers_are_no_numbers_of_others():
    assert numbers_of_others(OWN) == set()
    assert patient_number(SCREENED_OUT + 1) in OWN


@pytest.mark.parametrize(
    ("number", "is_of_others"),
    [
        ("90817263", True),
        ("00000001", True),
        ("12345", True),
        ("김영희", True),
        ("٠١٢٣٤٥٦٧", True),
        (patient_number(1)[1:], False),  # its zero in front is lost
        (patient_number(17)[:3] + patient_number(17)[4] + patient_number(17)[3] + patient_number(17)[5:], False),  # two digits are swapped
    ],
)
def test_one_number_among_them(number, is_of_others):
    assert (number in numbers_of_others(OWN | {number})) == is_of_others


@pytest.mark.slow
def test_patients_with_faults_are_its_own():
    numbers = {number for case in planted_cases(20240731, known_kinds()) for number in case.numbers}
    assert numbers_of_others(OWN | numbers) == set()
