"""Faults in what was measured of a lesion."""

from pipelines.synthetic.extract import FaultyRow, Raw
from pipelines.synthetic.fault import Case, kind
from tests.faults.kinds.exams import all_lesions, baseline_read, lesions_of, reads
from tests.faults.kinds.responses import is_measured

LESIONS = "lesions"


JUDGED_BY_ENHANCEMENT = ("LIVER", "PORTAL_VEIN", "LUNG", "ADRENAL", "BONE", "PERITONEUM")  # a node is judged by its size


def measured(case: Case, *roles: str, organs: tuple[str, ...] = ()) -> FaultyRow:
    """Return a lesion of an exam after baseline that was measured and is viable."""
    read = case.pick(reads(case, is_measured))
    rows = [row for row in lesions_of(case, read) if row["viable_mm"] and row["role"] in (roles or ("TARGET", "NONTARGET"))]
    return case.pick([row for row in rows if row["organ"] in (organs or (row["organ"],))])


@kind(LESIONS, "MR-016")
def all_lesions_of_a_read_are_in_cm(case: Case):
    read = case.pick(reads(case, lambda read: is_measured(read) and is_steady(case, read)))
    rows = lesions_of(case, read)
    for row in rows:
        row.update(viable_mm=row["viable_mm"] / 10, total_mm=row["total_mm"] / 10)
    case.mark(*rows)


def before(case: Case, row: dict) -> FaultyRow | None:
    """Return the same reader's measurement of a lesion at the exam before."""
    earlier = [each for each in all_lesions(case, row["reader_id"], row["lesion_id"]) if each["exam_date"] < row["exam_date"]]
    return earlier[-1] if earlier else None


def is_steady(case: Case, read: dict) -> bool:
    """Say whether all lesions of a read are about what they were, so that a slip of the unit shows as what it is."""
    pairs = [(row, before(case, row)) for row in lesions_of(case, read)]
    return all(
        earlier and earlier[name] and row[name] and abs(row[name] / earlier[name] - 1) < 0.09
        for row, earlier in pairs
        for name in ("viable_mm", "total_mm")
    )


@kind(LESIONS, "MR-016")
def a_decimal_point_of_a_diameter_has_slipped(case: Case):
    read = case.pick(reads(case, is_measured))
    row = case.pick([row for row in lesions_of(case, read, "TARGET") if row["viable_mm"] >= 10 and row["total_mm"] <= 24])
    case.need((earlier := before(case, row)) and earlier["viable_mm"] and (row["exam_date"] - earlier["exam_date"]).days <= 60)
    case.need(row["viable_mm"] * 10 > 3 * earlier["viable_mm"])
    read["sum_viable_mm"] += 9 * row["viable_mm"]
    case.wrong(row, viable_mm=row["viable_mm"] * 10, total_mm=row["total_mm"] * 10)


@kind(LESIONS, "MR-001")
def a_target_is_smaller_than_10_mm_at_baseline(case: Case):
    row = case.pick([row for row in lesions_of(case, baseline_read(case), "TARGET") if row["organ"] in ("LIVER", "LUNG", "ADRENAL")])
    read = baseline_read(case)
    read["sum_viable_mm"] += 8 - row["viable_mm"]
    case.wrong(row, viable_mm=8)


@kind(LESIONS, "MR-001", truth=lambda truth: truth.mets)
def a_node_of_12_mm_is_a_target(case: Case):
    read = baseline_read(case)
    row = case.pick([row for row in lesions_of(case, read, "TARGET") if row["organ"].startswith("LYMPH_NODE")])
    read["sum_viable_mm"] += 12 - row["viable_mm"]
    case.wrong(row, viable_mm=12)


@kind(LESIONS, "MR-002")
def three_targets_are_chosen_in_the_liver(case: Case):
    read = baseline_read(case)
    liver = [row for row in lesions_of(case, read) if row["organ"] == "LIVER"]
    targets = [row for row in liver if row["role"] == "TARGET"]
    case.need(len(targets) == 2 and len(liver) >= 3)
    third = next(row for row in liver if row["role"] == "NONTARGET")
    for own in case.rows("imaging_reads", course=case.journey.course, reader_id="R1"):
        for row in lesions_of(case, own):
            if row["lesion_id"] == third["lesion_id"]:
                row["role"] = "TARGET"
                if own["sum_viable_mm"] is not None:
                    own["sum_viable_mm"] += row["viable_mm"]
    case.mark_one_of(*targets, third)


@kind(LESIONS, "MR-004", truth=lambda truth: truth.pvi)
def a_thrombus_of_the_portal_vein_is_a_target(case: Case):
    row = case.pick(lesions_of(case, baseline_read(case), "TARGET"))
    rows = all_lesions(case, "R1", row["lesion_id"])
    for each in rows:
        each["organ"] = "PORTAL_VEIN"
    case.mark(*rows)


@kind(LESIONS, "MR-003")
def a_target_does_not_enhance_at_baseline(case: Case):
    read = baseline_read(case)
    row = case.pick([row for row in lesions_of(case, read, "TARGET") if row["organ"] == "LIVER"])
    read["sum_viable_mm"] -= row["viable_mm"]
    case.wrong(row, viable_mm=0, arterial_enhancement="N")


@kind(LESIONS, "MR-005")
def viable_and_total_diameter_are_swapped(case: Case):
    row = measured(case)
    case.need(row["total_mm"] >= row["viable_mm"] + 3)
    case.wrong(row, viable_mm=row["total_mm"], total_mm=row["viable_mm"])


@kind(LESIONS, "MR-006")
def a_lesion_that_does_not_enhance_has_a_viable_diameter(case: Case):
    case.wrong(measured(case, organs=JUDGED_BY_ENHANCEMENT), arterial_enhancement="N")


@kind(LESIONS, "MR-006")
def a_lesion_that_enhances_has_no_viable_diameter(case: Case):
    case.wrong(measured(case, "NONTARGET", organs=JUDGED_BY_ENHANCEMENT), viable_mm=0)


@kind(LESIONS, "MR-010", truth=lambda truth: truth.has_progressed)
def a_new_lesion_of_6_mm_counts_as_progression(case: Case):
    rows = case.rows(LESIONS, role="NEW", organ="LIVER", exam_date=case.journey.date(case.journey.truth.pfs_days))
    case.need(rows)
    for row in rows:
        row.update(viable_mm=6, total_mm=6)
    case.mark(*rows)


@kind(LESIONS, "MR-021")
def a_diameter_is_larger_than_a_liver(case: Case):
    case.wrong(measured(case, "NONTARGET"), viable_mm=400, total_mm=400)


@kind(LESIONS, "CR-006")
def a_lesion_is_measured_twice_with_different_diameters(case: Case):
    row = measured(case, "NONTARGET")
    case.mark(row, case.add(LESIONS, row, viable_mm=row["viable_mm"] + 1, total_mm=row["total_mm"] + 1))


@kind(LESIONS, "CR-007")
def a_lesion_belongs_to_no_exam(case: Case):
    row = measured(case, "NONTARGET")
    case.wrong(row, exam_id=row["exam_id"] + "9")


@kind(LESIONS, "CR-007")
def a_lesion_stands_under_a_reader_who_did_not_read_the_exam(case: Case):
    case.need(not case.rows("imaging_reads", reader_id="ADJ"))
    case.wrong(measured(case, "NONTARGET"), reader_id="ADJ")


@kind(LESIONS, "CV-026")
def an_organ_is_in_no_vocabulary(case: Case):
    case.wrong(measured(case, "NONTARGET"), organ=Raw("SPLEENX"))


@kind(LESIONS, "CV-026")
def the_role_of_a_lesion_is_in_no_vocabulary(case: Case):
    case.wrong(measured(case, "NONTARGET"), role=Raw("의심"))


@kind(LESIONS, "CP-018")
def the_organ_of_a_target_is_missing(case: Case):
    case.wrong(measured(case, "TARGET"), organ=Raw(""))


@kind(LESIONS, "CV-016")
def a_diameter_is_about_a_number(case: Case):
    case.wrong(measured(case, "NONTARGET"), viable_mm=Raw("약 30"))


@kind(LESIONS, "CV-027")
def the_enhancement_of_a_lesion_is_in_no_code_book(case: Case):
    case.wrong(measured(case, "NONTARGET"), arterial_enhancement=Raw("?!"))
