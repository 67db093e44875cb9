"""Responses a second time, exam by exam in plain Python, to compare the SQL with: it shares no code and no query with it.

A history is {course: [exam, …]}, the first exam of a course being its baseline. An exam is {"day": int, "timepoint": int, "reads":
{reader: read}}. A read is {"lesions": [lesion, …] or None of a reader who sends sums alone, "sum" and "sum_total": mm or None, "new",
"non_target", "overall": recorded or None}. A lesion is {"id", "role", "organ", "kind", "viable", "total", "axis", "enhances", "washout",
"cytology", "split_from", "merged_with"}; its diameters are mm, None, or "<n" of one that is seen and not measured ("<0": too small).
Readers are R1 and R2; ADJ is the adjudicator, who measures nothing.
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


def _seen(mm):
    """Return a diameter as a fraction; 5 mm of a lesion that is too small to measure; None: not measured."""
    if isinstance(mm, str):
        return Fraction(SMALL) if float(mm[1:]) <= SMALL else None
    return None if mm is None else Fraction(str(mm))


def is_node(lesion):
    return lesion["organ"].startswith("LYMPH_NODE") or lesion["kind"] == "NODE"


def _node_limit(lesion, criterion):
    return criterion.porta if lesion["organ"] == "LYMPH_NODE_PORTA" else NODE


def diameter(lesion, criterion):
    """Return the mm that the criterion sums of a lesion."""
    if is_node(lesion) and _seen(lesion["axis"]) is not None:
        return _seen(lesion["axis"])
    if criterion.diameter == "total":
        return _seen(lesion["total"])
    viable = _seen(lesion["viable"])
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
        is_alive = lesion["enhances"] or (_seen(lesion["viable"]) or 0) > 0
        is_there = mm > 0 if mm is not None else is_alive or None
    return {True: "tumour", False: "nothing", None: None}[is_there]


# --- which lesion is which


def _names(text):
    if not text:
        return set()
    letters = re.match(r"\D*", text)[0]
    parts = [re.sub(r"(\.\d+)+$", "", part.strip()) if not part.strip().isdigit() else letters + part.strip() for part in text.split("/")]
    return set(parts)


def _origins(lesion, baseline):
    """Return the names of the baseline's lesions of this role that a lesion is, or is part of, or is made of."""
    names = {row["id"] for row in baseline if row["role"] == lesion["role"]}
    said = _names(lesion["split_from"]) | _names(lesion["merged_with"])
    if lesion["id"] in names:
        return {lesion["id"]} | said & names
    return (said | _names(lesion["id"])) & names


# --- the targets of a read


def _targets(read, baseline, criterion):
    """Return (sum, whether all is measured, what is left, the late targets) of a read; baseline: the lesions of the reader's baseline."""
    rows = [row for row in read["lesions"] or () if row["role"] == "TARGET"]
    names = {row["id"] for row in baseline if row["role"] == "TARGET"}
    origins = {row["id"]: _origins(row, baseline) for row in rows}
    measured = {row["id"] for row in rows if diameter(row, criterion) is not None}
    themselves = measured & names
    counted = [row for row in rows if not names or row["id"] in names or (origins[row["id"]] and not origins[row["id"]] <= themselves)]
    covered = set().union(*(origins[name] for name in measured))
    late = [row for row in rows if names and not origins[row["id"]]]
    if not counted:
        recorded = _seen(read["sum" if criterion.diameter == "viable" else "sum_total"])
        is_complete = recorded is not None or not (read["lesions"] and names - covered)
        return recorded, is_complete, None if recorded is None else "tumour" if recorded > 0 else "nothing", late
    sizes = [diameter(row, criterion) for row in counted]
    seen = [mm for mm in sizes if mm is not None]
    states = {left(row, criterion) for row in counted}
    state = next((state for state in ("tumour", "node", "nothing") if state in states), None)
    return (sum(seen) if seen else None), None not in sizes and names <= covered, state, late


def _target_response(total, is_complete, state, before, criterion):
    """Return the response of targets; before: (sum, what is left) of the complete measurements so far, the baseline's first or None."""
    if total is None or before[0] is None or before[0][1] == "nothing":
        return "NE"
    nadir = min(mm for mm, _ in before)
    if state == "nothing":
        return "CR" if is_complete else "NE"
    if any(earlier == "nothing" for _, earlier in before):
        return "PD" if state == "tumour" and (criterion.growth == 0 or total - nadir >= criterion.growth) else "REVIEW"
    if nadir > 0 and total * 5 >= nadir * 6 and total - nadir >= criterion.growth:  # +20 %
        return "PD"
    if not is_complete:
        return "NE"
    return "PR" if total * 10 <= before[0][0] * 7 else "SD"  # -30 %


def _has_targets(lesions):
    return any(row["role"] == "TARGET" for row in lesions or ())


def _has_grown(late, smallest, criterion):
    """Say whether a target that the baseline lacks has grown by 20 % and 5 mm; remember how small each was."""
    has_grown = False
    for row in late:
        mm, least = diameter(row, criterion), smallest.get(row["id"])
        if mm is not None:
            has_grown = has_grown or bool(least and mm * 5 >= least * 6 and mm - least >= LATE_GROWTH)
            smallest[row["id"]] = mm if least is None else min(mm, least)
    return has_grown


# --- the other parts


def _non_target(read, baseline, criterion):
    recorded = read["non_target"]
    if criterion.diameter == "total":
        recorded = {"CR": "NE"}.get(recorded, recorded)  # that nothing enhances does not say that nothing is left
    rows = [row for row in read["lesions"] or () if row["role"] == "NONTARGET"]
    names = {row["id"] for row in baseline if row["role"] == "NONTARGET"}
    states = [left(row, criterion) for row in rows]
    if recorded == "PD":  # unequivocal progression is the reader's judgement
        return "PD"
    if {"tumour", "node"} & set(states):
        return "IR/SD"
    if rows and None not in states and names <= set().union(*(_origins(row, baseline) for row in rows)):
        return "CR"
    return recorded or ("NE" if names else "NA")


def _new_state(row, criterion):
    """Return what a new lesion is at an exam by itself."""
    sizes = [mm for mm in (_seen(row["viable"]), _seen(row["total"]), diameter(row, criterion)) if mm is not None]
    size = max(sizes, default=None)
    if row["kind"] == "EFFUSION":
        if criterion.judges_effusion:
            return "recorded", size
        return {"POSITIVE": "yes", "NEGATIVE": "no"}.get(row["cytology"], "equivocal"), size
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
                if state == "equivocal" and has_grown and row["kind"] != "EFFUSION":
                    state = "yes"
                earlier.append((place, state, size))
    states = {}
    for name, seen in followed.items():
        for number, (place, state, _) in enumerate(seen):
            is_later = state == "equivocal" and any(later == "yes" for _, later, _ in seen[number + 1 :])
            states[place, name] = "later" if is_later else state
    return states


def _has_new(read, states):
    for state in ("yes", "later", "recorded", "equivocal", "no"):
        if state in states:
            return {"yes": True, "later": True, "recorded": read["new"] is not False}.get(state, False)
    return False if read["lesions"] else bool(read["new"])


def _overall(target, non_target, new_lesion):
    if new_lesion or "PD" in (target, non_target):
        return "PD"
    if target == "NA":
        return {"NA": "NED", "NE": "NE", "CR": "CR", "IR/SD": "NON-CR/NON-PD"}[non_target]
    if target == "REVIEW":
        return None
    if target == "CR" and non_target in ("IR/SD", "NE"):
        return "PR"
    return target


# --- the sequence


def derived_responses(exams, reader, criterion=MRECIST):
    """Return the overall response that the reader's measurements give at every exam after the baseline; None: nothing to derive."""
    first = exams[0]["reads"].get(reader)
    baseline = (first and first["lesions"]) or []
    total, is_complete, state, _ = _targets(first, baseline, criterion) if first else (None, False, None, [])
    before = [(total, state)] if is_complete and total is not None else [None]
    has_baseline = before[0] is not None
    states, smallest, responses = new_lesions(exams, reader, criterion), {}, []
    for place, exam in enumerate(exams[1:], start=1):
        read = exam["reads"].get(reader)
        if read is None:
            responses.append(None)
            continue
        total, is_complete, state, late = _targets(read, baseline, criterion)
        if baseline and not _has_targets(baseline) and not has_baseline:
            target = "NA"
        elif not (baseline or has_baseline or _has_targets(read["lesions"]) or total is not None):
            target = None
        else:
            target = _target_response(total, is_complete, state, before, criterion)
        if _has_grown(late, smallest, criterion) and target != "PD":
            target = "REVIEW"
        if total is not None and is_complete and has_baseline:
            before.append((total, state))
        found = [state for (at, _), state in states.items() if at == place]
        responses.append(_overall(target, _non_target(read, baseline, criterion), _has_new(read, found)))
    return responses


def decided_responses(exams, criterion=MRECIST, *, is_recorded=True):
    """Return (decided by, response) of every exam after the baseline; what is recorded is so by one criterion."""
    derived = {reader: derived_responses(exams, reader, criterion) for reader in ("R1", "R2", "ADJ")}
    decided = []
    for place, exam in enumerate(exams[1:]):
        votes = {}
        for reader, read in exam["reads"].items():
            vote = (read["overall"] if is_recorded else None) or derived[reader][place]
            votes[reader] = "NE" if vote == "NED" else vote
        one, other, adjudicator = votes.get("R1"), votes.get("R2"), votes.get("ADJ")
        if one and one == other:
            decided.append(("consensus", one))
        elif adjudicator:
            decided.append(("adjudicator", adjudicator))
        else:
            decided.append(("none", None))
    return decided
