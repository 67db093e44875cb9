"""Which sums of viable diameters make a reader say CR, PR, SD or PD by mRECIST, always clear of exact equality."""


def allowed_sums(response: str, baseline: int, nadir: int) -> tuple[int, int]:
    """Return the least and greatest sum in mm that is `response`, given a reader's baseline and smallest sum so far."""
    below_progression = (6 * nadir - 1) // 5  # less than 20 % above the nadir
    below_partial = (7 * baseline - 1) // 10  # more than 30 % below baseline
    if response == "CR":
        return 0, 0
    if response == "PD":
        return max(1, 6 * nadir // 5 + 1), 10_000
    if response == "PR":
        return 1, min(below_partial, below_progression)
    return 7 * baseline // 10 + 1, below_progression


def response_of(total: int, baseline: int, nadir: int) -> str:
    """Return the target response of a sum in mm; PD outranks PR."""
    if total == 0:
        return "CR"
    if total * 5 >= nadir * 6:
        return "PD"
    return "PR" if total * 10 <= baseline * 7 else "SD"


def overall_of(target: str, non_target: str, has_new_lesion: bool) -> str:
    """Return the overall response by the mRECIST matrix (non-target may be NA)."""
    if has_new_lesion or "PD" in (target, non_target):
        return "PD"
    if target == "CR" and non_target in ("IR/SD", "NE"):
        return "PR"
    return target
