"""What all sheets of a workbook share, in either of the formats that are a package of parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from pipelines.drop.workbooks.number_format import NumberFormat


class Calculated(Enum):
    """Whether the stored results of formulas are those of the stored numbers."""

    YES = "yes"
    NOT_NOUGHTS = "a program that cannot calculate writes a nought for each result, and that all are to be calculated"
    NO = "it was saved before all was calculated"


@dataclass(frozen=True)
class Book:
    """What all sheets of a workbook share."""

    strings: Sequence[str]
    formats: Sequence[NumberFormat]
    date_system: int
    struck: frozenset[str] = frozenset()  # the styles that strike out a cell
    by_condition: frozenset[str] = frozenset()  # the conditional formats that change what a number says
    calculated: Calculated = Calculated.YES


class MainPart(NamedTuple):
    """What a workbook's own part says: from when days count, whether its results are calculated, of every sheet name, state and link."""

    date_system: int
    calculated: Calculated
    sheets: list[tuple[str, str, str]]
