"""Faults between the readers of an exam: mixed up, missing, undecided, not independent."""

from pipelines.synthetic.extract import FaultyRow
from pipelines.synthetic.fault import Case, kind
from tests.faults.kinds.exams import exams, lesions_of, reads

READS = "imaging_reads"


def by_reader(exam: list[FaultyRow]) -> dict[str, FaultyRow]:
    """Return the reads of an exam by their reader."""
    return {read["reader_id"]: read for read in exam}


@kind(READS, "CC-006")
def the_measurements_of_two_readers_are_swapped(case: Case):
    pairs = [(exam["R1"], exam["R2"]) for exam in map(by_reader, exams(case)) if exam["R1"]["overall_response"] in ("PR", "SD")]
    first, second = case.pick([pair for pair in pairs if abs(pair[0]["sum_viable_mm"] - (pair[1]["sum_viable_mm"] or 0)) > 1])
    own, other = lesions_of(case, first), lesions_of(case, second)
    for row in own:
        row["reader_id"] = "R2"
    for row in other:
        row["reader_id"] = "R1"
    case.mark(first, second)


@kind(READS, "CP-008")
def an_exam_has_no_second_reader(case: Case):
    exam = by_reader(case.pick([exam for exam in exams(case) if len(exam) == 2]))
    case.drop("lesions", lesions_of(case, exam["R2"]))
    case.drop(READS, [exam["R2"]])
    case.mark(exam["R1"])


@kind(READS, "IR-002")
def readers_differ_and_nobody_decides(case: Case):
    exam = case.pick(
        [exam for exam in map(by_reader, exams(case)) if "ADJ" in exam and exam["R1"]["overall_response"] != exam["R2"]["overall_response"]]
    )
    case.drop("lesions", lesions_of(case, exam["ADJ"]))
    case.drop(READS, [exam["ADJ"]])
    case.mark_one_of(exam["R1"], exam["R2"])


@kind(READS, "IR-003")
def the_adjudicator_finds_what_neither_reader_found(case: Case):
    def differ(exam: dict) -> bool:
        return "ADJ" in exam and {exam["R1"]["overall_response"], exam["R2"]["overall_response"]} == {"SD", "PR"}

    exam = case.pick([exam for exam in map(by_reader, exams(case)) if differ(exam)])
    case.wrong(exam["ADJ"], overall_response="CR", target_response="CR")


@kind("lesions", "IR-004")
def one_reader_measures_everything_half_as_large_again(case: Case):
    case.need(len(exams(case)) >= 2)
    for read in case.rows(READS, course=case.journey.course, reader_id="R2"):
        for row in lesions_of(case, read, "TARGET"):
            if row["viable_mm"] is not None:
                row.update(viable_mm=round(1.5 * row["viable_mm"]), total_mm=round(1.5 * row["total_mm"]))
        if read["sum_viable_mm"] is not None:
            read["sum_viable_mm"] = sum(row["viable_mm"] for row in lesions_of(case, read, "TARGET"))
    case.mark_one_of(case.patient, *case.rows(READS, lambda read: read["reader_id"] in ("R1", "R2"), course=case.journey.course))


@kind("lesions", "IR-005")
def the_readers_chose_different_targets(case: Case):
    targets = [row for read in case.rows(READS, course=case.journey.course, reader_id="R2") for row in lesions_of(case, read, "TARGET")]
    free = [organ for organ in ("ADRENAL", "LUNG", "OTHER", "LIVER") if organ not in {row["organ"] for row in targets}]
    names = {name: f"T{place + 7}" for place, name in enumerate(dict.fromkeys(row["lesion_id"] for row in targets))}
    case.need(len(names) <= 2 * len(free))  # at most two targets of an organ
    organs = dict(zip(names, (organ for organ in free for _ in range(2)), strict=False))
    for row in targets:
        row.update(organ=organs[row["lesion_id"]], lesion_id=names[row["lesion_id"]])
    case.mark_one_of(
        case.patient, *case.rows(READS, lambda read: read["reader_id"] in ("R1", "R2"), course=case.journey.course, timepoint=0)
    )


@kind("lesions", "IR-007")
def a_reader_has_copied_every_diameter_of_the_other(case: Case):
    case.need(len(exams(case)) >= 3 and not case.rows(READS, reader_id="ADJ"))
    own = case.rows(READS, lambda read: read["timepoint"] > 0, course=case.journey.course, reader_id="R1")
    case.need(sum(bool(row["viable_mm"]) for read in own for row in lesions_of(case, read, "TARGET")) >= 12)
    for read in case.rows(READS, course=case.journey.course, reader_id="R2"):
        (other,) = case.rows(READS, exam_id=read["exam_id"], course=read["course"], reader_id="R1")
        read.update({name: cell for name, cell in other.items() if name not in ("reader_id", "read_date")})
        case.drop("lesions", lesions_of(case, read))
        for row in lesions_of(case, other):
            case.add("lesions", row, reader_id="R2")
    case.mark_one_of(case.patient, *case.rows(READS, lambda read: read["reader_id"] in ("R1", "R2"), course=case.journey.course))


@kind(READS, "CV-023")
def a_reader_is_not_in_the_roster(case: Case):
    case.wrong(case.pick(reads(case, reader_id="R2")), reader_id="R9")
