"""A second, independent reading of mRECIST for the tests: nothing in it is shared with the generator."""


def target_response(sums):
    """Return the response of the last sum, given all sums of one reader from baseline on."""
    *earlier, last = sums
    baseline, nadir = earlier[0], min(earlier)
    if last == 0:
        return "CR"
    if nadir == 0 or round((last - nadir) / nadir * 100, 9) >= 20:
        return "PD"
    return "PR" if round((last - baseline) / baseline * 100, 9) <= -30 else "SD"


def non_target_response(lesions, earlier):
    """Return CR, IR/SD or PD of the non-targets; unequivocal growth is taken as half again as large as ever before."""
    if not lesions:
        return "NA"
    if all(row["viable_mm"] == 0 for row in lesions):
        return "CR"
    least = {}
    for row in earlier:
        least[row["lesion_id"]] = min(row["viable_mm"], least.get(row["lesion_id"], 1e9))
    return "PD" if any(row["viable_mm"] >= 1.4 * least[row["lesion_id"]] for row in lesions) else "IR/SD"


def overall_response(target, non_target, has_new_lesion):
    """Return the overall response by the matrix of Choi 2018, Table A.1."""
    if has_new_lesion or target == "PD" or non_target == "PD":
        return "PD"
    if target == "CR":
        return "CR" if non_target in ("CR", "NA") else "PR"
    return target


def best_response(days_and_responses):
    """Return the best response up to and including the first PD, unconfirmed."""
    order = ["CR", "PR", "SD", "PD", "NE"]
    until = []
    for _, response in days_and_responses:
        until.append(response)
        if response == "PD":
            break
    return min(until, key=order.index, default="NE")


def confirmed_best_response(days_and_responses, days=28):
    """Return the best response; CR and PR are confirmed `days` later, at most one NE between, or else SD."""
    for wanted, confirms in (("CR", {"CR"}), ("PR", {"CR", "PR"})):
        for at, (day, response) in enumerate(days_and_responses):
            if response not in ({"CR"} if wanted == "CR" else {"CR", "PR"}):
                continue
            between = []
            for later, again in days_and_responses[at + 1 :]:
                if again in confirms and later - day >= days and between.count("NE") <= 1:
                    return wanted
                if again not in {"NE", *confirms}:
                    break
                between.append(again)
    plain = best_response(days_and_responses)
    return "SD" if plain in ("CR", "PR") else plain
