"""Lesions a second time, in plain Python: what one is by a criterion, which it is, and what a new one is at each exam.

It shares no code and no query with the SQL. tests/cohort/mrecist_in_python.py says the form of a history, an exam and a lesion.
"""

import re
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Criterion:
    """What a criterion sums, and its limits in mm."""

    diameter: str
    growth: int
    porta: int
    nodule: int
    judges_effusion: bool


MRECIST = Criterion("viable", growth=0, porta=20, nodule=10, judges_effusion=False)
RECIST = Criterion("total", growth=5, porta=15, nodule=0, judges_effusion=True)
NODE, NORMAL, SMALL, LATE_GROWTH, NODULE_GROWTH = 15, 10, 5, 5, 10


# --- one lesion


def seen(mm):
    """Return a diameter as a fraction; 5 mm of a lesion that is too small to measure; None: not measured."""
    if isinstance(mm, str):
        return Fraction(SMALL) if float(mm[1:]) <= SMALL else None
    return None if mm is None else Fraction(str(mm))


def _viable(lesion):
    """Return the mm of what is viable; None: not measured. Of what does not enhance nothing is, however small it is called."""
    if isinstance(lesion["viable"], str) and lesion["enhances"] is False and not is_node(lesion):
        return None
    return seen(lesion["viable"])


def is_node(lesion):
    return lesion["organ"].startswith("LYMPH_NODE") or lesion["kind"] == "NODE"


def _node_limit(lesion, criterion):
    return criterion.porta if lesion["organ"] == "LYMPH_NODE_PORTA" else NODE


def diameter(lesion, criterion):
    """Return the mm that the criterion sums of a lesion."""
    if is_node(lesion) and seen(lesion["axis"]) is not None:
        return seen(lesion["axis"])
    if criterion.diameter == "total":
        return seen(lesion["total"])
    viable = _viable(lesion)
    return Fraction(0) if viable is None and lesion["enhances"] is False else viable


def left(lesion, criterion):
    """Return what is left of a lesion: tumour, a node of doubtful size, nothing; None: not assessed."""
    mm = diameter(lesion, criterion)
    if is_node(lesion) and mm is not None:
        return "nothing" if mm < NORMAL else "node" if mm < _node_limit(lesion, criterion) else "tumour"
    if lesion["role"] == "TARGET":
        is_there = None if mm is None else mm > 0
    elif criterion.diameter == "viable":
        is_there = lesion["enhances"] if lesion["enhances"] is not None or mm is None else mm > 0
    else:
        is_alive = lesion["enhances"] or (_viable(lesion) or 0) > 0
        is_there = mm > 0 if mm is not None else is_alive or None
    return {True: "tumour", False: "nothing", None: None}[is_there]


# --- which lesion is which


def _names(text):
    if not text:
        return set()
    letters = re.match(r"\D*", text)[0]
    parts = [re.sub(r"(\.\d+)+$", "", part.strip()) if not part.strip().isdigit() else letters + part.strip() for part in text.split("/")]
    return set(parts)


def origins_of(lesion, baseline):
    """Return the names of the baseline's lesions of this role that a lesion is, or is part of, or is made of."""
    names = {row["id"] for row in baseline if row["role"] == lesion["role"]}
    said = _names(lesion["split_from"]) | _names(lesion["merged_with"])
    if lesion["id"] in names:
        return {lesion["id"]} | said & names
    return (said | _names(lesion["id"])) & names


def non_targets_within(lesion, baseline):
    """Return the names of the baseline's non-targets that merged with this target."""
    if lesion["role"] != "TARGET" or not origins_of(lesion, baseline):
        return set()
    is_known = any(row["id"] == lesion["id"] for row in baseline)
    mentioned = _names(lesion["split_from"]) | _names(lesion["merged_with"]) | (set() if is_known else _names(lesion["id"]))
    return mentioned & {row["id"] for row in baseline if row["role"] == "NONTARGET"}


# --- new lesions


def is_thrombus(row):
    return row["organ"] == "PORTAL_VEIN" or row["kind"] == "THROMBUS"


def _new_state(row, criterion):
    """Return what a new lesion is at an exam by itself."""
    sizes = [mm for mm in (_viable(row), seen(row["total"]), diameter(row, criterion)) if mm is not None]
    size = max(sizes, default=None)
    if row["kind"] == "EFFUSION":
        if criterion.judges_effusion:
            return "recorded", size
        return {"POSITIVE": "yes", "NEGATIVE": "no"}.get(row["cytology"], "equivocal"), size
    if is_thrombus(row):  # a bland one is no tumour
        return {True: "yes", False: "equivocal", None: "recorded"}[row["enhances"]], size
    if is_node(row):
        mm = diameter(row, criterion)
        if mm is None:
            return "recorded", size
        return "no" if mm < NORMAL else "equivocal" if mm < _node_limit(row, criterion) else "yes", size
    if row["organ"] != "LIVER" or not criterion.nodule:
        return "yes", size
    if size is None:
        return "recorded", size
    if size < criterion.nodule or row["enhances"] is False or row["washout"] is False:
        return "equivocal", size
    return "yes" if row["enhances"] else "recorded", size


def new_lesions(exams, reader, criterion):
    """Return {(exam's place, lesion): yes, later (equivocal, and tumour at a later exam), equivocal, recorded or no}."""
    followed = {}
    for place, exam in enumerate(exams):
        for row in (exam["reads"].get(reader) or {}).get("lesions") or ():
            if row["role"] == "NEW":
                state, size = _new_state(row, criterion)
                earlier = followed.setdefault(row["id"], [])
                first = earlier[0][2] if earlier else size
                has_grown = criterion.nodule and None not in (size, first) and size - first >= NODULE_GROWTH
                if state == "equivocal" and has_grown and row["kind"] != "EFFUSION" and not is_thrombus(row):
                    state = "yes"
                earlier.append((place, state, size))
    states = {}
    for name, seen in followed.items():
        for number, (place, state, _) in enumerate(seen):
            is_later = state == "equivocal" and any(later == "yes" for _, later, _ in seen[number + 1 :])
            states[place, name] = "later" if is_later else state
    return states
