"""Reads numbers as they are printed, and says what range of exact values a printed one can stand for: rounded, or cut off."""

import math
import re
from dataclasses import dataclass

NUMBER = re.compile(r"-?\d*\.?\d+")


class UnreadableNumber(ValueError):
    """A printed value is not of the form that its kind asks for."""


@dataclass(frozen=True)
class PrintedNumber:
    """A number with as many decimals as were printed; `below` for one printed as <0.001."""

    text: str
    value: float
    decimals: int
    below: bool = False

    @property
    def unit(self) -> float:
        """One in the last printed place."""
        return 10.0**-self.decimals

    def range(self) -> tuple[float, float]:
        """Return the exact values that round to it."""
        return (0.0, self.value) if self.below else (self.value - self.unit / 2, self.value + self.unit / 2)

    def holds(self, low: float, high: float) -> str:
        """Return "agrees" if a value from `low` to `high` rounds to it, "truncated" if one is cut off to it, else ""."""
        edge = self.unit * 1e-6  # floating point at the very edge
        least, most = self.range()
        if low <= most + edge and high >= least - edge:
            return "agrees"
        if not self.below and low < self.value + self.unit and high >= self.value - edge:
            return "truncated"
        return ""


def number(text: str) -> PrintedNumber:
    """Read 0.031, <0.001, p=0.02 or .47."""
    stripped = text.strip().removeprefix("p").strip(" =")
    below = stripped.startswith("<")
    stripped = stripped.lstrip("< ")
    if not re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", stripped):
        raise UnreadableNumber("a number is expected")
    value = float(stripped)
    if not math.isfinite(value):
        raise UnreadableNumber("a number is expected")
    return PrintedNumber(text.strip(), value, len(stripped.partition(".")[2]), below)


def estimate_with_interval(text: str) -> tuple[PrintedNumber, PrintedNumber, PrintedNumber, PrintedNumber | None]:
    """Read 0.56 (0.295-1.065) p=0.077, with or without the p, with - or – or , or "to" between the limits."""
    value = r"(\d*\.?\d+)"
    found = re.fullmatch(rf"\s*{value}\s*%?\s*[\(\[]\s*{value}\s*(?:-|–|,|;|to)\s*{value}\s*%?\s*[\)\]]\s*[,;]?\s*(p\s*[=<]\s*.*)?", text)
    if not found:
        raise UnreadableNumber("an estimate with its interval is expected, such as 0.56 (0.295-1.065) p=0.077")
    p_value = number(found[4]) if found[4] else None
    return number(found[1]), number(found[2]), number(found[3]), p_value


def table(text: str) -> list[list[float]]:
    """Read the numbers of lines divided by ; such as 12 12; 54 22."""
    lines = [[float(cell) for cell in NUMBER.findall(line)] for line in text.split(";")]
    if not all(lines) or len({len(line) for line in lines}) != 1:
        raise UnreadableNumber("lines of equally many numbers are expected, divided by ;")
    return lines


def counts(text: str) -> list[list[int]]:
    """Read a table of whole numbers, none below 0."""
    lines = table(text)
    if any(cell < 0 or cell != int(cell) for line in lines for cell in line):
        raise UnreadableNumber("counts are expected: whole numbers")
    return [[int(cell) for cell in line] for line in lines]
