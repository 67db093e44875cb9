"""Printed and recomputed: each number of the paper beside the analysis's own, with a verdict and a word on every difference.

`printed_numbers.csv` holds what the paper prints, `printed_reasons.csv` what is known of the items that do not come out as printed: the
value that follows from the counts where the printed one does not, how near an invented cohort can come, and what such a claim rests on;
`held_beside.csv` which of them are no printed numbers of their own: sums, other readings, the same number once more.
"""

import csv
import math
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import polars as pl

from pipelines.analysis.compared_item import ComparedItem, Verdict
from pipelines.analysis.cox import Term
from pipelines.analysis.primary_tables import PaperTables
from pipelines.paper.printed_items import ARMS, ENDPOINTS, NotInCohort, Recomputed
from pipelines.settings.study_arms import ALL

PRINTED = Path(__file__).with_name("printed_numbers.csv")
REASONS = Path(__file__).with_name("printed_reasons.csv")
BESIDE = Path(__file__).with_name("held_beside.csv")
NOT_IN_COHORT = "not in this cohort"
HAZARD_RATIO_TOLERANCE = 0.006
P_VALUE = re.compile(r"(?:p=|^)(<?0?\.\d+)$")
LEVEL, ENTRY = 0.05, 0.1  # of a decision, and of the paper's rule by which a covariate enters
MAY_DECIDE = ("does not follow", "invented cohort")
NUMBER = re.compile(r"\d*\.?\d+")


def load_printed_numbers() -> list[dict[str, str]]:
    """Return the rows of printed_numbers.csv."""
    return _rows(PRINTED)


def load_printed_reasons() -> dict[str, dict[str, str]]:
    """Return the rows of printed_reasons.csv by item."""
    return {row["id"]: row for row in _rows(REASONS)}


def load_held_beside() -> list[dict[str, str]]:
    """Return the rows of held_beside.csv: patterns of items, and why they are no printed numbers of their own."""
    return _rows(BESIDE)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def compare_with_printed(
    tables: PaperTables, patients: pl.DataFrame, printed: Iterable[Mapping[str, str]], reasons: Mapping[str, Mapping[str, str]]
) -> tuple[ComparedItem, ...]:
    """Return every printed item beside the value recomputed from `tables` (and, for few, cohort.patients).

    A study without the paper's endpoints or with other arms is another one, of which the paper prints nothing.
    """
    others = set(tables.baseline.groups) - {*ARMS.values(), ALL}
    if others or not tables.has_endpoints(*(name.lower() for name in ENDPOINTS)):
        return ()
    recomputed, held_beside = Recomputed(tables, patients), load_held_beside()
    items = []
    for row in printed:
        reason = reasons.get(row["id"], {})
        try:
            own = recomputed.text(row["id"], row["printed"])
            verdict = _verdict(row["id"], row["printed"], own, reason, recomputed)
            if verdict in ("corrected", "near") and reason.get("cause") in MAY_DECIDE and decides_otherwise(row["id"], row["printed"], own):
                verdict = "decides otherwise"
            # a reason given for a known difference says nothing of an unknown one
            is_known = verdict != "different"
            cause, words = (reason.get("cause", ""), reason.get("reason", "")) if is_known else ("unknown", "No explanation is known.")
        except NotInCohort as error:
            own, verdict, cause, words = None, "no number", NOT_IN_COHORT, f"Not in this cohort: {error}."
        proof = reason.get("proof", "") if verdict not in ("different", "no number") or cause == "wording" else ""
        beside = next((each["why"] for each in held_beside if fnmatchcase(row["id"], each["items"])), "")
        where = (row["id"], row["where"], row["quantity"], row["group"], row["printed"])
        items.append(ComparedItem(*where, own, verdict, cause, words, proof, beside))
    return tuple(items)


def _verdict(item: str, printed: str, own: str | None, reason: Mapping[str, str], recomputed: Recomputed) -> Verdict:
    if own is None:
        return "no number"
    if own == printed:
        return "equal"
    if reason.get("right"):
        return "corrected" if own == reason["right"] else "different"
    if not reason.get("tolerance"):
        return "different"
    tolerance = float(reason["tolerance"])
    is_near = (
        _is_near_hazard(recomputed.cox_term(item), printed, tolerance) if item.startswith("COX") else _is_near(printed, own, tolerance)
    )
    return "near" if is_near else "different"


def decides_otherwise(item: str, printed: str, own: str | None) -> bool:
    """Say whether a p-value lies on the other side of 0.05, or of 0.1 by which a univariate one lets its covariate enter."""
    pair = [P_VALUE.search(text) for text in (printed, own or "")]
    if not all(pair):
        return False
    one, other = (float(found.group(1).lstrip("<")) for found in pair if found)
    limits = (LEVEL, ENTRY) if item.startswith("COX") and "-uni-" in item else (LEVEL,)
    return any((one < limit) != (other < limit) for limit in limits)


def _is_near_hazard(term: Term, printed: str, tolerance: float) -> bool:
    """Compare a hazard ratio and its standard error, which the printed interval implies, relatively."""
    ratio, lower, upper = (float(number) for number in NUMBER.findall(printed)[:3])
    std_err = math.log(upper / lower) / (2 * 1.959964)
    if term.hazard_ratio is None or term.std_err is None:
        return False
    return abs(term.hazard_ratio / ratio - 1) <= HAZARD_RATIO_TOLERANCE and abs(term.std_err / std_err - 1) <= tolerance


def _is_near(printed: str, own: str, tolerance: float) -> bool:
    """Compare number by number: standard errors (.2940) relatively, rates and p-values by their difference."""
    ours, theirs = ([float(number) for number in NUMBER.findall(text)] for text in (own, printed))
    if len(ours) != len(theirs):
        return False
    scale = theirs if printed.startswith(".") else [1.0] * len(theirs)
    return all(abs(one - other) <= tolerance * unit + 1e-9 for one, other, unit in zip(ours, theirs, scale, strict=True))
