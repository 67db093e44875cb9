"""mRECIST a second time, exam by exam in plain Python, to compare the SQL with: it shares no code and no query with it.

A history is {"targets": n, "non_targets": n, "exams": [exam, …]}, the first exam being the baseline. An exam is {"day": int, "targets":
[mm or None, …], "non_targets": [enhances: True, False or None if not seen, …], "new": bool}.
"""

from fractions import Fraction

BEST_FIRST = ["CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE"]


def derived_responses(history):
    """Return the overall response of every exam after the baseline."""
    baseline, *later = history["exams"]
    sums = [sum(map(_exact, baseline["targets"]))] if baseline["targets"] else []
    responses = []
    for exam in later:
        target = _target_response(exam["targets"], sums)
        complete = [mm for mm in exam["targets"] if mm is not None]
        if exam["targets"] and len(complete) == len(exam["targets"]):
            sums.append(sum(map(_exact, complete)))
        responses.append(_overall(target, _non_target_response(exam["non_targets"]), exam["new"]))
    return responses


def _exact(mm):
    return Fraction(str(mm))


def _target_response(measured, earlier_sums):
    if not earlier_sums:
        return "NA"
    seen = [_exact(mm) for mm in measured if mm is not None]
    if not seen or earlier_sums[0] == 0:
        return "NE"
    total, nadir = sum(seen), min(earlier_sums)
    if total * 5 >= nadir * 6 and total > 0:  # +20 % of the nadir; anything after a nadir of 0
        return "PD"
    if len(seen) < len(measured):
        return "NE"
    if total == 0:
        return "CR"
    return "PR" if total * 10 <= earlier_sums[0] * 7 else "SD"  # -30 % of the baseline


def _non_target_response(enhancing):
    if not enhancing:
        return "NA"
    if any(enhancing):
        return "IR/SD"
    return "NE" if None in enhancing else "CR"


def _overall(target, non_target, new_lesion):
    if new_lesion or target == "PD":
        return "PD"
    if target == "NA":
        return {"NA": "NE", "NE": "NE", "CR": "CR", "IR/SD": "NON-CR/NON-PD"}[non_target]
    if target == "CR" and non_target in ("IR/SD", "NE"):
        return "PR"
    return target


def best_responses(responses, days, confirm_days=28, max_ne=1):
    """Return (best response, confirmed best response, day of the first PD) of a sequence of responses and their days."""
    first_pd = next((day for day, response in zip(days, responses, strict=True) if response == "PD"), None)
    counted = [pair for pair in zip(days, responses, strict=True) if first_pd is None or pair[0] <= first_pd]
    if not counted:
        return "MISSING", "MISSING", first_pd
    confirmed = [
        response if response not in ("CR", "PR") or _is_confirmed(counted, place, confirm_days, max_ne) else "SD"
        for place, (_, response) in enumerate(counted)
    ]
    return min((response for _, response in counted), key=BEST_FIRST.index), min(confirmed, key=BEST_FIRST.index), first_pd


def _is_confirmed(counted, place, confirm_days, max_ne):
    day, response = counted[place]
    between = []
    for later_day, later in counted[place + 1 :]:
        if later_day - day >= confirm_days and (later == "CR" or (later == response == "PR")):
            allowed = {"CR", "NE"} if response == "CR" else {"CR", "PR", "NE"}
            sequence = [*between, later]
            no_pr_after_cr = "CR" not in sequence or "PR" not in sequence[sequence.index("CR") :]
            return set(between) <= allowed and between.count("NE") <= max_ne and no_pr_after_cr
        between.append(later)
    return False
