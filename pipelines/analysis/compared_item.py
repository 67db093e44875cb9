"""One number that a paper prints, beside the same number recomputed from a cohort."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["equal", "corrected", "near", "no number", "decides otherwise", "different"]


@dataclass(frozen=True)
class ComparedItem:
    """One printed item. equal: as printed; corrected: the value that follows where the printed one does not; near: within the tolerance;
    decides otherwise: corrected or near, but on the other side of a limit for p. `proof` says what a claim about the print rests on;
    `beside` why an item is no printed number of its own, but held beside those.
    """

    item: str
    where: str
    quantity: str
    group: str
    printed: str
    recomputed: str | None
    verdict: Verdict
    cause: str
    reason: str
    proof: str = ""
    beside: str = ""
