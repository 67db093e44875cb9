"""Reads numbers as they are printed, and says what range of exact values a printed one can stand for: rounded, or cut off."""

import math
import re
from dataclasses import dataclass
from typing import Literal

NUMBER = re.compile(r"-?\d*\.?\d+")
VALUE = r"(\d+\.?\d*|\.\d+)"
P_VALUE = rf"(?:p(?:[\s-]value)?)?\s*[=:]?\s*([<>]?)\s*=?\s*(-?{VALUE})"
WITH_INTERVAL = (
    rf"{VALUE}\s*%?(?=[\s,;(\[])\s*[,;]?\s*[(\[]?\s*(?:95\s*%\s*(?:CI|confidence interval)\s*[,:;]?)?\s*[(\[]?"
    rf"\s*{VALUE}\s*%?\s*(?:-|–|—|,|;|to)\s*{VALUE}\s*%?\s*[)\]]?\s*[,;]?\s*(p[\s=<>-].*?)?\s*[)\]]?"
)


class UnreadableNumber(ValueError):
    """A printed value is not of the form that its kind asks for."""


@dataclass(frozen=True)
class PrintedNumber:
    """A number with as many decimals as were printed; `below` for one printed as <0.001, `above` for >0.99."""

    text: str
    value: float
    decimals: int
    below: bool = False
    above: bool = False

    @property
    def unit(self) -> float:
        """One in the last printed place."""
        return 10.0**-self.decimals

    def range(self) -> tuple[float, float]:
        """Return the exact values that round to it; of one with a sign, those that it allows of a p-value."""
        if self.below or self.above:
            return (0.0, self.value) if self.below else (self.value, 1.0)
        return self.value - self.unit / 2, self.value + self.unit / 2

    def holds(self, low: float, high: float) -> Literal["agrees", "truncated", ""]:
        """Return "agrees" if a value from `low` to `high` rounds to it, "truncated" if one is cut off to it, else ""."""
        edge = self.unit * 1e-6  # floating point at the very edge
        least, most = self.range()
        if low <= most + edge and high >= least - edge:
            return "agrees"
        if not (self.below or self.above) and low < self.value + self.unit and high >= self.value - edge:
            return "truncated"
        return ""


def plain(text: str) -> str:
    """Return a text with the points, dashes and blanks of a keyboard: 0·69 is 0.69."""
    return text.translate(str.maketrans("·∙−\u2009\u00a0\u202f", "..-   ")).strip()


def number(text: str) -> PrintedNumber:
    """Read 0.031, <0.001, >0.99, p=0.02, P = .47 or 0·47."""
    found = re.fullmatch(P_VALUE, plain(text), flags=re.IGNORECASE)
    if not found:
        raise UnreadableNumber("a number is expected")
    value = float(found[2])
    if not math.isfinite(value):
        raise UnreadableNumber("a number is expected")
    return PrintedNumber(text.strip(), value, len(found[2].partition(".")[2]), found[1] == "<", found[1] == ">")


def whole(text: str) -> int:
    """Read one whole number, with or without commas between its thousands."""
    if not re.fullmatch(r"\d{1,15}|\d{1,3}(,\d{3}){1,4}", plain(text)):
        raise UnreadableNumber("one whole number is expected")
    return int(plain(text).replace(",", ""))


def estimate_with_interval(text: str) -> tuple[PrintedNumber, PrintedNumber, PrintedNumber, PrintedNumber | None]:
    """Read 0.56 (0.295-1.065) p=0.077, with or without the p and "95 % CI", with - or – or , or "to" between the limits."""
    found = re.fullmatch(WITH_INTERVAL, plain(text), flags=re.IGNORECASE)
    if not found:
        raise UnreadableNumber("an estimate with its interval is expected, such as 0.56 (0.295-1.065) p=0.077")
    p_value = number(found[4]) if found[4] else None
    return number(found[1]), number(found[2]), number(found[3]), p_value


def table(text: str) -> list[list[float]]:
    """Read the numbers of lines divided by ; such as 12 12; 54 22."""
    if not re.fullmatch(r"[-\d.,;\s]*", plain(text)):  # of 1e5 or 3/4 no two numbers are made
        raise UnreadableNumber("numbers alone are expected, lines divided by ;")
    lines = [[float(cell) for cell in NUMBER.findall(line)] for line in plain(text).split(";")]
    if not all(lines) or len({len(line) for line in lines}) != 1:
        raise UnreadableNumber("lines of equally many numbers are expected, divided by ;")
    return lines


def counts(text: str) -> list[list[int]]:
    """Read a table of whole numbers, none below 0."""
    lines = table(text)
    if any(cell < 0 or cell != int(cell) for line in lines for cell in line):
        raise UnreadableNumber("counts are expected: whole numbers")
    return [[int(cell) for cell in line] for line in lines]
