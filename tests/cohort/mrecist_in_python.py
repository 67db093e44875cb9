"""Responses a second time, exam by exam in plain Python, to compare the SQL with: it shares no code and no query with it.

A history is {course: [exam, …]}, the first exam of a course being its baseline. An exam is {"day": int, "timepoint": int, "reads":
{reader: read}}. A read is {"lesions": [lesion, …] or None of a reader who sends sums alone, "sum" and "sum_total": mm or None, "new",
"target", "non_target", "overall": recorded or None}. A lesion is {"id", "role", "organ", "kind", "viable", "total", "axis", "enhances",
"washout", "cytology", "split_from", "merged_with"}; its diameters are mm, None, or "<n" of one that is seen and not measured ("<0": too
small).
Readers are R1, R2 and R3; ADJ is the adjudicator, who measures nothing.
"""

from tests.cohort.lesions_in_python import LATE_GROWTH, MRECIST, diameter, left, new_lesions, non_targets_within, origins_of, seen

READERS = ("R1", "R2", "R3")


# --- the targets of a read


def _targets(read, baseline, criterion):
    """Return (sum, whether all is measured, what is left, the late targets) of a read; baseline: the lesions of the reader's baseline."""
    rows = [row for row in read["lesions"] or () if row["role"] == "TARGET"]
    names = {row["id"] for row in baseline if row["role"] == "TARGET"}
    origins = {row["id"]: origins_of(row, baseline) for row in rows}
    measured = {row["id"] for row in rows if diameter(row, criterion) is not None}
    themselves = measured & names
    counted = [row for row in rows if not names or row["id"] in names or (origins[row["id"]] and not origins[row["id"]] <= themselves)]
    covered = set().union(*(origins[name] for name in measured))
    late = [row for row in rows if baseline and not origins[row["id"]]]
    if not counted:
        recorded = seen(read["sum" if criterion.diameter == "viable" else "sum_total"])
        is_complete = recorded is not None or not (read["lesions"] and names - covered)
        return recorded, is_complete, None if recorded is None else "tumour" if recorded > 0 else "nothing", late
    sizes = [diameter(row, criterion) for row in counted]
    measured_mm = [mm for mm in sizes if mm is not None]
    states = {left(row, criterion) for row in counted}
    state = next((state for state in ("tumour", "node", "nothing") if state in states), None)
    return (sum(measured_mm) if measured_mm else None), None not in sizes and names <= covered, state, late


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
    gone = [non_targets_within(row, baseline) for row in read["lesions"] or () if left(row, criterion) == "nothing"]
    if recorded == "PD":  # unequivocal progression is the reader's judgement
        return "PD"
    if {"tumour", "node"} & set(states):
        return "IR/SD"
    if (rows or names) and None not in states and names <= set().union(*gone, *(origins_of(row, baseline) for row in rows)):
        return "CR"
    return recorded or ("NE" if names else "NA")


def _has_new(read, states):
    for state in ("yes", "later", "recorded", "equivocal", "no"):
        if state in states:
            return {"yes": True, "later": True, "recorded": read["new"] is not False}.get(state, False)
    return False if read["lesions"] else bool(read["new"])


def overall_of(target, non_target, new_lesion):
    """Return the overall response of three parts; None: only a person can say."""
    if new_lesion or "PD" in (target, non_target):
        return "PD"
    if target == "NA":
        return {"NA": "NED", "NE": "NE", "CR": "CR", "IR/SD": "NON-CR/NON-PD", "REVIEW": None}[non_target]
    if target == "REVIEW" or (target == "CR" and non_target == "REVIEW"):
        return None
    if target == "CR" and non_target in ("IR/SD", "NE"):
        return "PR"
    return target


# --- the sequence


def _what_is_left(read, criterion):
    """Return what is left of the non-targets with a row: "node" says that all of them are normal or nodes of doubtful size."""
    states = {left(row, criterion) for row in read["lesions"] or () if row["role"] == "NONTARGET"}
    return next((state for state in ("tumour", "node") if state in states), None)


def derived_responses(exams, reader, criterion=MRECIST):
    """Return (overall response, non-target response, whether there is a new lesion) that the reader's measurements give at every exam
    after the baseline; None: nothing to derive."""
    first = exams[0]["reads"].get(reader)
    baseline = (first and first["lesions"]) or []
    total, is_complete, state, _ = _targets(first, baseline, criterion) if first else (None, False, None, [])
    before = [(total, state)] if is_complete and total is not None else [None]
    has_baseline = before[0] is not None
    states, smallest, responses, was_complete = new_lesions(exams, reader, criterion), {}, [], False
    for place, exam in enumerate(exams[1:], start=1):
        read = exam["reads"].get(reader)
        if read is None:
            responses.append((None, None, None))
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
        non_target = _non_target(read, baseline, criterion)
        has_new = _has_new(read, [state for (at, _), state in states.items() if at == place])
        if was_complete and non_target == "IR/SD":  # what comes back is progression; a node of doubtful size is not back yet
            non_target = "REVIEW" if _what_is_left(read, criterion) == "node" else "PD"
        responses.append((overall_of(target, non_target, has_new), non_target, has_new))
        was_complete = was_complete or responses[-1][0] == "CR"
    return responses


def recorded_response(read, derived):
    """Return what the reader recorded: the overall response, or where there is none what follows from the parts; None: nothing."""
    _, non_target, has_new = derived
    if read["overall"] or not read["target"]:
        return read["overall"]
    return overall_of(read["target"], read["non_target"] or non_target, has_new if read["new"] is None else read["new"])


def decided_responses(exams, derived, *, is_recorded=True):
    """Return (decided by, response) of every exam after the baseline; `derived` are the readers' own, what is recorded is so by one
    criterion."""
    decided = []
    for place, exam in enumerate(exams[1:]):
        votes = {}
        for reader, read in exam["reads"].items():
            answer = derived[reader][place]
            vote = (recorded_response(read, answer) if is_recorded else None) or answer[0]
            votes[reader] = "NE" if vote == "NED" else vote
        adjudicator = votes.pop("ADJ", None)
        read = [vote for vote in votes.values() if vote]
        favourite = next((vote for vote in read if 2 * read.count(vote) > len(read) > 1), None)
        if favourite:
            decided.append(("consensus", favourite))
        elif adjudicator:
            decided.append(("adjudicator", adjudicator))
        else:
            decided.append(("none", None))
    return decided
