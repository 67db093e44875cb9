"""Best and confirmed response a second time, in plain Python: it shares no code and no query with the SQL."""

BEST_FIRST = ["CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "ND"]
WORST_FIRST = ["PD", "NON-CR/NON-PD", "SD", "PR", "CR", "NE", "ND"]


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
