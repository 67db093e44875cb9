"""Finds files whose patient numbers lost the zeros in front of them: a spreadsheet took 00561907 for a number."""

from collections.abc import Sequence, Set

from pipelines.raw.patient_numbers import without_zeros


def width_of_numbers(numbers: Set[str]) -> int:
    """Return how many digits the patient numbers of a drop have, where some have a zero in front and others are shorter; else 0.

    Numbers of several widths that begin with a zero are written so by the hospital, and none that begins so tells nothing.
    """
    if not all(without_zeros(number) for number in numbers):
        return 0
    width = max(map(len, numbers), default=0)
    is_one_width = {len(number) for number in numbers if number.startswith("0")} == {width}
    return width if is_one_width and any(len(number) < width for number in numbers) else 0


def without_their_zeros(numbers: Set[str], width: int, others: Sequence[Set[str]]) -> tuple[int, int]:
    """Return how many numbers of a sheet are shorter than the others, and how many of these some other sheet has with its zeros."""
    short = {number for number in numbers if len(number) < width}
    known = set().union(*others)
    return len(short), sum(number.zfill(width) in known for number in short)
