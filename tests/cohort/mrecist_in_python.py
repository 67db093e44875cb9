"""Responses a second time, exam by exam in plain Python, to compare the SQL with: it shares no code and no query with it.

A history is {course: [exam, …]}, the first exam of a course being its baseline. An exam is {"day": int, "timepoint": int, "reads":
{reader: read}}. A read is {"targets": [mm or None, …], "non_targets": [enhances: True, False or None if not seen, …], "sum": mm or None
(of a reader who sends sums and no lesions; then "targets" is None), "new": bool, "non_target": recorded or None, "overall": recorded or
None}. Readers are R1 and R2; ADJ is the adjudicator, who measures nothing. "totals" and "sum_total" are those of the whole lesions;
`by_total_diameters` puts them in the place of the viable ones. `least_mm` is the growth that a criterion asks for beside 20 %.
"""

from fractions import Fraction

BEST_FIRST = ["CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "ND"]
WORST_FIRST = ["PD", "NON-CR/NON-PD", "SD", "PR", "CR", "NE", "ND"]


def by_total_diameters(exams):
    """Return the exams as a criterion of total diameters sees them, by which nobody recorded a response.

    What enhances is there; of other non-targets nobody measured the whole. What is recorded of non-targets is so by viable tumour.
    """

    def seen(read):
        left = None if read["non_targets"] is None else [True if enhances else None for enhances in read["non_targets"]]
        measured = {"targets": read["totals"], "sum": read["sum_total"], "non_targets": left, "overall": None}
        return read | measured | {"non_target": "NE" if read["non_target"] == "CR" else read["non_target"]}

    return [exam | {"reads": {reader: seen(read) for reader, read in exam["reads"].items()}} for exam in exams]


def derived_responses(exams, reader, least_mm=0):
    """Return the overall response that the reader's measurements give at every exam after the baseline; None: nothing to derive."""
    baseline, *later = (exam["reads"].get(reader) for exam in exams)
    sums = []  # of complete measurements, the baseline's first
    if baseline and _total(baseline) is not None and _is_complete(baseline):
        sums.append(_total(baseline))
    responses = []
    for read in later:
        if read is None:
            responses.append(None)
            continue
        target = _target_response(read, baseline, sums, least_mm)
        if _total(read) is not None and _is_complete(read):
            sums.append(_total(read))
        responses.append(_overall(target, _non_target_response(read, baseline), read["new"]))
    return responses


def decided_responses(exams, least_mm=0):
    """Return (decided by, response) of every exam after the baseline."""
    derived = {reader: derived_responses(exams, reader, least_mm) for reader in ("R1", "R2", "ADJ")}
    decided = []
    for place, exam in enumerate(exams[1:]):
        votes = {reader: read["overall"] or derived[reader][place] for reader, read in exam["reads"].items()}
        first, second, adjudicator = votes.get("R1"), votes.get("R2"), votes.get("ADJ")
        if first and first == second:
            decided.append(("consensus", first))
        elif adjudicator:
            decided.append(("adjudicator", adjudicator))
        else:
            decided.append(("none", None))
    return decided


def _exact(mm):
    return Fraction(str(mm))


def _total(read):
    if read["targets"] is None:
        return None if read["sum"] is None else _exact(read["sum"])
    seen = [_exact(mm) for mm in read["targets"] if mm is not None]
    return sum(seen) if seen else None


def _is_complete(read):
    return read["targets"] is None or None not in read["targets"]


def _target_response(read, baseline, sums, least_mm):
    if read["targets"] is None:
        if not sums or baseline["sum"] is None:  # no baseline: nothing to say of nothing, and not evaluable otherwise
            return None if read["sum"] is None else "NE"
    elif not baseline["targets"]:
        return "NA"
    total = _total(read)
    if total is None or not sums or None in (baseline["targets"] or ()) or sums[0] == 0:
        return "NE"
    nadir = min(sums)
    if nadir == 0 and 0 < total < least_mm:
        return "REVIEW"
    if total * 5 >= nadir * 6 and total > 0 and total - nadir >= least_mm:  # +20 % of the nadir; anything after a nadir of 0
        return "PD"
    if not _is_complete(read):
        return "NE"
    if total == 0:
        return "CR"
    return "PR" if total * 10 <= sums[0] * 7 else "SD"  # -30 % of the baseline


def _non_target_response(read, baseline):
    if read["non_target"] == "PD":  # unequivocal progression is the reader's judgement
        return "PD"
    if read["targets"] is None:
        return read["non_target"] or "NA"
    if not baseline["non_targets"]:
        return "NA"
    if any(read["non_targets"]):
        return "IR/SD"
    return "NE" if None in read["non_targets"] else "CR"


def _overall(target, non_target, new_lesion):
    if new_lesion or "PD" in (target, non_target):
        return "PD"
    if target == "NA":
        return {"NA": "NE", "NE": "NE", "CR": "CR", "IR/SD": "NON-CR/NON-PD"}[non_target]
    if target == "REVIEW":
        return None
    if target == "CR" and non_target in ("IR/SD", "NE"):
        return "PR"
    return target


def best_responses(responses, days, confirm_days=28, max_ne=1):
    """Return (best response, confirmed best response, day of the first PD) of the index course: its responses and their days.

    Exams on or before day 0 and exams that nobody decided do not count; of one day the worst does.
    """
    after = [(day, response) for day, response in zip(days, responses, strict=True) if day > 0 and response]
    first_pd = min((day for day, response in after if response == "PD"), default=None)
    counted = [
        (day, min((response for other, response in after if other == day), key=WORST_FIRST.index))
        for day in sorted({day for day, _ in after})
        if first_pd is None or day <= first_pd
    ]
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
