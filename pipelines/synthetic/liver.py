"""How well the liver works at each visit: five items that add up to the Child-Pugh class of the truth."""

from dataclasses import dataclass, replace
from random import Random

from pipelines.synthetic.journey import Journey

CLASS_LIMITS = {"A": (5, 6), "B": (7, 9), "C": (10, 15)}
# Values by points, clear of every boundary; albumin also of the other cut in use, 3.0
BILIRUBIN = {1: (0.2, 1.9), 2: (2.05, 2.95), 3: (3.06, 28.0)}
ALBUMIN = {1: (3.6, 4.4), 2: (3.1, 3.4), 3: (2.1, 2.7)}
INR = {1: (0.95, 1.45), 2: (1.75, 2.25), 3: (2.35, 2.9)}
ASCITES = {1: "none", 2: "mild", 3: "moderate"}
ENCEPHALOPATHY = {1: "none", 2: "1-2", 3: "3-4"}


@dataclass(frozen=True)
class LiverFunction:
    """The five items of the Child-Pugh score: three as points behind a value to be drawn, two as words."""

    bilirubin_points: int
    albumin_points: int
    inr_points: int
    ascites_points: int
    encephalopathy_points: int

    @property
    def score(self) -> int:
        """The sum of the five items."""
        return self.bilirubin_points + self.albumin_points + self.inr_points + self.ascites_points + self.encephalopathy_points

    @property
    def child_pugh_class(self) -> str:
        """The class of the score."""
        return "A" if self.score <= 6 else "B" if self.score <= 9 else "C"


def bilirubin_points(value: float) -> int:
    """Return the Child-Pugh points of bilirubin in mg/dL."""
    return 1 if value < 2 else 2 if value <= 3 else 3


def baseline_function(journey: Journey) -> LiverFunction:
    """Return items that, with the bilirubin of the truth, add up to a score of its class."""
    random = journey.random("liver")
    points = bilirubin_points(journey.truth.bilirubin)
    lowest, highest = CLASS_LIMITS[journey.truth.child_pugh]
    first = max(lowest, points + 4)
    if first > highest:
        raise ValueError(f"{journey.truth.patient_id}: bilirubin alone rules out the recorded class")
    extra = random.randint(first, min(highest, first + 2)) - points - 4
    items = [1, 1, 1, 1]
    for place in (0, 2, 1, 0, 2, 3, 1):
        if extra == 0:
            break
        items[place] += 1
        extra -= 1
    return LiverFunction(points, *items)


def later_function(baseline: LiverFunction, random: Random) -> LiverFunction:
    """Return the items of a later visit: as at baseline, now and then with a lower albumin, never a new class C."""
    if baseline.albumin_points < 3 and baseline.score <= 8 and random.random() < 0.25:
        return replace(baseline, albumin_points=baseline.albumin_points + 1)
    return baseline
