"""The exams of a patient who is to carry a fault: reads by exam and reader, and the lesions behind a read."""

from collections.abc import Callable

from pipelines.synthetic.extract import FaultyRow
from pipelines.synthetic.fault import Case

RESPONSES = ("target_response", "non_target_response", "overall_response")


def reads(case: Case, fits: Callable[[dict], bool] = lambda read: True, /, **cells) -> list[FaultyRow]:
    """Return the reads of the main course after baseline that fit."""
    return case.rows("imaging_reads", lambda read: read["timepoint"] > 0 and fits(read), course=case.journey.course, **cells)


def exams(case: Case, fits: Callable[[dict], bool] = lambda read: True) -> list[list[FaultyRow]]:
    """Return the exams of the main course after baseline of which every read fits."""
    by_date: dict = {}
    for read in reads(case):
        by_date.setdefault(read["exam_date"], []).append(read)
    return [exam for exam in by_date.values() if all(map(fits, exam))]


def baseline_read(case: Case, reader: str = "R1") -> FaultyRow:
    """Return a reader's baseline read of the main course."""
    return case.row("imaging_reads", course=case.journey.course, timepoint=0, reader_id=reader)


def lesions_of(case: Case, read: dict, role: str | None = None) -> list[FaultyRow]:
    """Return the lesions of a read."""
    of_read = case.rows("lesions", exam_id=read["exam_id"], exam_date=read["exam_date"], reader_id=read["reader_id"])
    return [row for row in of_read if role in (None, row["role"])]


def all_lesions(case: Case, reader: str, name: str) -> list[FaultyRow]:
    """Return a reader's measurements of one lesion of the main course, exam by exam."""
    dates = {read["exam_date"] for read in case.rows("imaging_reads", course=case.journey.course)}
    return case.rows("lesions", lambda row: row["exam_date"] in dates, reader_id=reader, lesion_id=name)


def change_pct(case: Case, read: dict, against: str = "baseline") -> float | None:
    """Return by how many % the sum of a read differs from the reader's baseline or smallest sum before; None if it cannot be said."""
    own = case.rows("imaging_reads", course=read["course"], reader_id=read["reader_id"])
    before = [each["sum_viable_mm"] for each in own if each["timepoint"] < read["timepoint"] and each["sum_viable_mm"] is not None]
    reference = before[0] if against == "baseline" else min(before)
    return None if read["sum_viable_mm"] is None or not reference else 100 * (read["sum_viable_mm"] / reference - 1)


def resize(case: Case, read: FaultyRow, factor: float) -> None:
    """Measure all targets of a read anew, larger or smaller, and record the sum that follows."""
    targets = lesions_of(case, read, "TARGET")
    for row in targets:
        row["viable_mm"] = max(1, round(row["viable_mm"] * factor))
        row["total_mm"] = max(row["total_mm"], row["viable_mm"])
    read["sum_viable_mm"] = sum(row["viable_mm"] for row in targets)


def respond(read: FaultyRow, target: str, overall: str | None = None) -> None:
    """Record another target response, and the overall response that it makes."""
    read.update(target_response=target, overall_response=overall or target)
