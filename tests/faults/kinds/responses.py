"""Responses that do not follow from the measurements, from their parts, or from what came before."""

from datetime import timedelta

from pipelines.synthetic.fault import Case, kind
from tests.faults.kinds.exams import change_pct, exams, lesions_of, reads, respond

READS = "imaging_reads"
PROGRESSES = {"truth": lambda truth: truth.has_progressed}


def is_growth(read: dict) -> bool:
    """Say whether a read shows progression by the targets alone."""
    return read["target_response"] == "PD" and read["new_lesion"] == "N" and read["non_target_response"] != "PD"


@kind(READS, "MR-007", truth=lambda truth: truth.has_progressed and truth.best_response in ("PR", "SD"))
def progression_is_judged_against_baseline_instead_of_the_smallest_sum(case: Case):
    for exam in exams(case, is_growth):
        changes = [change_pct(case, read) for read in exam]
        if all(change is not None and change < 19 for change in changes):
            for read, change in zip(exam, changes, strict=True):
                respond(read, "PR" if change <= -30 else "SD")
            case.mark(*exam)
            return
    case.need(False)


@kind(READS, "MR-007", truth=lambda truth: truth.has_progressed)
def growth_of_a_quarter_is_recorded_as_stable_disease(case: Case):
    exam = case.pick(exams(case, lambda read: is_growth(read) and 20 < (change_pct(case, read) or 0) < 45))
    for read in exam:
        respond(read, "SD")
    case.mark(*exam)


@kind(READS, "MR-007")
def shrinkage_of_a_quarter_is_recorded_as_partial_response(case: Case):
    fits = lambda read: read["overall_response"] == "SD" and -30 < (change_pct(case, read) or 0) < -19  # noqa: E731
    read = case.pick(reads(case, fits))
    respond(read, "PR")
    case.mark(read)


@kind(READS, "MR-007", truth=lambda truth: truth.best_response == "PR")
def complete_response_is_recorded_with_enhancement_left(case: Case):
    exam = case.pick(exams(case, lambda read: read["overall_response"] == "PR"))
    for read in exam:
        respond(read, "CR", "PR" if read["non_target_response"] == "IR/SD" else "CR")
    case.mark(*exam)


@kind(READS, "MR-007")
def a_reader_has_copied_the_response_of_the_other(case: Case):
    by_reader = [{read["reader_id"]: read for read in exam} for exam in exams(case)]
    pairs = [(exam["R1"], exam["R2"]) for exam in by_reader if "ADJ" in exam]
    first, second = case.pick(
        [pair for pair in pairs if pair[0]["target_response"] != pair[1]["target_response"] and "NE" not in (pair[0]["target_response"],)]
    )
    for name in ("target_response", "non_target_response", "overall_response"):
        second[name] = first[name]
    case.mark(second)


@kind(READS, "CP-009")
def a_target_is_dropped_at_follow_up(case: Case):
    read = case.pick([read for read in reads(case) if len(lesions_of(case, read, "TARGET")) >= 2 and is_measured(read)])
    dropped = case.pick(lesions_of(case, read, "TARGET"))
    read["sum_viable_mm"] -= dropped["viable_mm"]
    case.drop("lesions", [dropped])
    case.mark(read)


def is_measured(read: dict) -> bool:
    """Say whether the targets of a read were measured and are stable or smaller."""
    return read["overall_response"] in ("PR", "SD")


@kind(READS, "MR-008", **PROGRESSES)
def progression_of_non_targets_is_left_out_of_the_overall_response(case: Case):
    exam = case.pick(exams(case, lambda read: read["non_target_response"] == "PD" and read["target_response"] in ("PR", "SD")))
    for read in exam:
        read["overall_response"] = read["target_response"]
    case.mark(*exam)


@kind(READS, "MR-008")
def complete_response_of_targets_overrides_non_targets_that_stay(case: Case):
    read = case.pick(reads(case, lambda read: read["target_response"] == "PR" and read["overall_response"] == "PR"))
    case.wrong(read, overall_response="CR")


@kind(READS, "MR-009", **PROGRESSES)
def a_new_lesion_is_measured_and_no_progression_recorded(case: Case):
    read = case.pick(reads(case, lambda read: read["new_lesion"] == "Y" and read["target_response"] in ("PR", "SD")))
    case.wrong(read, new_lesion="N", overall_response=read["target_response"])


@kind(READS, "MR-009", **PROGRESSES)
def progression_by_a_new_lesion_is_recorded_and_no_new_lesion_sent(case: Case):
    read = case.pick(reads(case, new_lesion="Y"))
    case.drop("lesions", lesions_of(case, read, "NEW"))
    case.mark(read)


@kind(READS, "MR-012")
def a_baseline_exam_has_a_response(case: Case):
    read = case.row(READS, course=case.journey.course, timepoint=0)
    case.wrong(read, target_response="SD", overall_response="SD")


@kind("lesions", "MR-012")
def a_baseline_exam_has_a_new_lesion(case: Case):
    read = case.row(READS, course=case.journey.course, timepoint=0)
    cells = {"lesion_id": "N9", "role": "NEW", "organ": "LIVER", "viable_mm": 18, "total_mm": 18, "arterial_enhancement": "Y"}
    read["new_lesion"] = "Y"
    case.mark(read, case.add("lesions", case.pick(lesions_of(case, read)), **cells))


@kind(READS, "MR-013", truth=lambda truth: truth.best_response == "CR")
def partial_response_follows_a_complete_one(case: Case):
    complete = exams(case, lambda read: read["overall_response"] == "CR")
    case.need(len(complete) >= 2)
    for read in complete[-1]:
        respond(read, "PR")
    case.mark_one_of(*complete[-1])


@kind(READS, "MR-014", truth=lambda truth: truth.has_progressed and truth.os_days - truth.pfs_days > 60)
def a_better_response_follows_progression(case: Case):
    case.need(len(exams(case)) >= 2)
    *_, before, worst = exams(case)
    case.need(all(read["overall_response"] in ("PR", "SD") for read in before) and len(before) == len(worst))
    days = (worst[0]["exam_date"] - before[0]["exam_date"]).days + 50
    added = []
    for read in before:
        moved = moved_exam(read, days, worst[0]["timepoint"] + 1)
        for lesion in lesions_of(case, read):
            case.add("lesions", lesion, exam_id=moved["exam_id"], exam_date=moved["exam_date"])
        added.append(case.add(READS, read, **moved))
    case.need(case.day(added[0]["exam_date"]) <= case.journey.last_contact)
    case.mark_one_of(*added)


def moved_exam(read: dict, days: int, timepoint: int) -> dict:
    """Return the cells of a read as those of an exam some days later."""
    day = read["exam_date"] + timedelta(days)
    return {"exam_id": f"{read['modality']}{day:%Y%m%d}", "exam_date": day, "read_date": day, "timepoint": timepoint}


@kind(READS, "CC-006")
def two_digits_of_a_sum_are_swapped(case: Case):
    def swapped(read: dict) -> int:
        return int(str(read["sum_viable_mm"])[::-1])

    fits = lambda read: is_measured(read) and 10 <= read["sum_viable_mm"] <= 99 and abs(swapped(read) - read["sum_viable_mm"]) > 8  # noqa: E731
    read = case.pick(reads(case, fits))
    case.wrong(read, sum_viable_mm=swapped(read))


@kind(READS, "CC-006")
def a_sum_is_in_cm(case: Case):
    read = case.pick(reads(case, is_measured))
    case.wrong(read, sum_viable_mm=read["sum_viable_mm"] / 10)


@kind(READS, "CC-006")
def a_sum_is_that_of_the_exam_before(case: Case):
    first, second = exams(case)[:2] if len(exams(case)) >= 2 else ([], [])
    before = {read["reader_id"]: read for read in first}
    fits = [read for read in second if None not in (read["sum_viable_mm"], before[read["reader_id"]]["sum_viable_mm"])]
    read = case.pick([read for read in fits if abs(read["sum_viable_mm"] - before[read["reader_id"]]["sum_viable_mm"]) > 2])
    case.wrong(read, sum_viable_mm=before[read["reader_id"]]["sum_viable_mm"])
