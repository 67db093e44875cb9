"""The place of reads without a day a second time, in plain Python: it shares no code and no query with the SQL."""

from tests.cohort.mrecist_in_python import overall_of


def response_of(read):
    """Return what is recorded: the overall response, or what follows from its parts."""
    return read["overall"] or overall_of(read["target"], read["non_target"] or "NA", bool(read["new"]))


def place_of(read, exams, responses):
    """Return (last day before, first day behind, whether the order is known, whether it counts) of an undated read of a course.

    `read` has course, reader and timepoint; `exams` are the dated ones, as (day, timepoint); `responses` are the reader's own by day.
    """
    before = [day for day, timepoint in exams if timepoint < read["timepoint"]]
    behind = [day for day, timepoint in exams if timepoint > read["timepoint"]]
    after, until = max(before, default=None), min(behind, default=None)
    is_known = all(timepoint != read["timepoint"] for _, timepoint in exams) and (after is None or until is None or after <= until)
    progressed = min((day for day, response in responses if day > 0 and response == "PD"), default=None)
    is_behind_progression = progressed is not None and after is not None and after >= progressed
    counts = is_known and read["course"] == "HAIC" and (until is None or until > 0) and not is_behind_progression
    return after, until, is_known, counts
