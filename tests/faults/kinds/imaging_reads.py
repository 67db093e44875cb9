"""Faults in the head of a read: its exam, its day, its modality, its place in the course."""

from datetime import timedelta

from pipelines.synthetic.extract import Raw
from pipelines.synthetic.fault import Case, kind
from tests.faults.kinds.exams import exams, lesions_of, reads

READS = "imaging_reads"


@kind(READS, "CR-008")
def day_and_month_of_an_exam_are_swapped_in_one_read(case: Case):
    exam = case.pick(exams(case, lambda read: read["exam_date"].day <= 12 and read["exam_date"].day != read["exam_date"].month))
    day = exam[0]["exam_date"]
    case.need(case.day(swapped := day.replace(month=day.day, day=day.month)) < case.journey.last_contact)
    exam[0]["exam_date"] = swapped
    case.mark(*exam)


@kind(READS, "CR-008")
def two_readers_name_different_modalities_for_one_exam(case: Case):
    exam = case.pick(exams(case))
    exam[0]["modality"] = "CT" if exam[0]["modality"] == "MRI" else "MRI"
    case.mark(*exam)


@kind(READS, "CR-005")
def two_exams_have_one_number(case: Case):
    case.need(len(exams(case)) >= 2)
    first, second = exams(case)[:2]
    for read in second:
        for lesion in lesions_of(case, read):
            lesion["exam_id"] = first[0]["exam_id"]
        read["exam_id"] = first[0]["exam_id"]
    case.mark(*first, *second)


@kind(READS, "CR-009")
def one_exam_has_another_number_with_each_reader(case: Case):
    exam = case.pick(exams(case))
    for read in exam[1:]:
        for lesion in lesions_of(case, read):
            lesion["exam_id"] += read["reader_id"]
        read["exam_id"] += read["reader_id"]
    case.mark(*exam)  # which of its numbers is the right one nobody can tell


@kind(READS, "CR-005")
def a_reader_has_read_an_exam_twice_with_different_responses(case: Case):
    read = case.pick(reads(case, overall_response="SD"))
    case.mark(read, case.add(READS, read, overall_response="PR"))


@kind(READS, "CV-022")
def an_exam_is_an_ultrasound(case: Case):
    exam = case.pick(exams(case))
    for read in exam:
        read["modality"] = "US"
    case.mark(*exam)


@kind(READS, "MR-017")
def one_exam_is_of_another_modality_than_the_others(case: Case):
    case.need(len(exams(case)) >= 2)
    exam = exams(case)[-1]
    for read in exam:
        read["modality"] = "CT" if read["modality"] == "MRI" else "MRI"
    case.mark_one_of(*exam)


@kind(READS, "PT-008")
def an_exam_is_read_before_it_was_made(case: Case):
    read = case.pick(reads(case))
    case.wrong(read, read_date=read["exam_date"] - timedelta(3))


@kind(READS, "PT-009")
def an_exam_before_the_treatment_counts_as_a_response(case: Case):
    exam = exams(case)[0] if exams(case) else []
    case.need(exam)
    case.need(all(scan.day < -2 for scan in case.journey.scans if scan.timepoint == 0 and scan.course == case.journey.course))
    for read in exam:
        for lesion in lesions_of(case, read):
            lesion["exam_date"] = case.journey.date(-1)
        read.update(exam_date=case.journey.date(-1), read_date=case.journey.date(0))
    case.mark_one_of(*exam)


@kind(READS, "MR-015")
def the_first_response_is_read_three_weeks_after_the_start(case: Case):
    exam = exams(case)[0] if exams(case) else []
    case.need(exam and exam[0]["overall_response"] not in ("CR", "PD"))
    day = case.journey.date(20)
    for read in exam:
        for lesion in lesions_of(case, read):
            lesion["exam_date"] = day
        read.update(exam_date=day, read_date=day)
    case.mark_one_of(*exam)


@kind(READS, "PT-005", truth=lambda truth: truth.is_dead)
def a_scan_is_made_after_death(case: Case):
    exam = exams(case)[-1] if exams(case) else []
    case.need(exam)
    day = case.journey.date(case.journey.death + 7)
    for read in exam:
        for lesion in lesions_of(case, read):
            lesion["exam_date"] = day
        read.update(exam_date=day, read_date=day)
    case.mark(*exam)


@kind(READS, "CP-010")
def an_exam_is_not_evaluable_and_nobody_says_why(case: Case):
    case.wrong(case.pick(reads(case, overall_response="NE")), ne_reason=None)


@kind(READS, "CV-021")
def a_response_is_of_another_guideline(case: Case):
    case.wrong(case.pick(reads(case)), overall_response="iCPD")


@kind(READS, "CV-021")
def a_target_response_is_in_no_code_book(case: Case):
    case.wrong(case.pick(reads(case)), target_response="MR")


@kind(READS, "CV-027")
def a_course_is_in_no_code_book(case: Case):
    case.wrong(case.pick(reads(case)), course="SIRT")


@kind(READS, "CV-010")
def only_the_month_of_an_exam_is_known(case: Case):
    read = case.pick(reads(case))
    case.wrong(read, exam_date=Raw(f"{read['exam_date']:%Y-%m}"))


@kind(READS, "CV-009")
def the_day_of_an_exam_is_on_no_calendar(case: Case):
    case.wrong(case.pick(reads(case)), exam_date=Raw("2022-02-30"))


@kind(READS, "MR-020")
def a_sum_is_larger_than_a_liver(case: Case):
    case.wrong(case.pick(reads(case, lambda read: read["sum_viable_mm"])), sum_viable_mm=1200)


@kind(READS, "CR-007")
def the_lesions_of_a_read_are_not_sent(case: Case):
    read = case.pick(reads(case, lambda read: read["target_response"] in ("PR", "SD")))
    case.drop("lesions", lesions_of(case, read))
    case.mark(read)
