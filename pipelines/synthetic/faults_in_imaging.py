"""Faults in what the readers said and measured; the rows stand beside the good reads and never replace one."""

from pipelines.synthetic.planting import Planter

WRONG_READS = (
    ("CV-007", {"patient_id": ""}),
    ("CV-009", {"exam_date": "2022-02-30"}),
    ("CV-010", {"exam_date": "2022-05"}),
    ("CV-021", {"overall_response": "iCPD"}),
    ("CV-021", {"target_response": "MR"}),
    ("CV-022", {"modality": "US"}),
    ("CV-023", {"reader_id": "R9"}),
    ("CV-027", {"course": "SIRT"}),
    ("CV-016", {"timepoint": "처음"}),
    ("CV-029", {"course": None}),
    ("CV-029", {"timepoint": None}),
    ("PT-001", {"read_date": "2025-02-01"}),
    ("PT-002", {"exam_date": "1900-01-01"}),
    ("MR-020", {"sum_viable_mm": 1200}),
)
WRONG_LESIONS = (
    ("CV-009", {"exam_date": "2022-02-30"}),
    ("CV-010", {"exam_date": "2022-05"}),
    ("CV-016", {"viable_mm": "약 30"}),
    ("CV-026", {"organ": "SPLEENX"}),
    ("CV-026", {"role": "의심"}),
    ("CV-027", {"arterial_enhancement": "?!"}),
    ("CV-029", {"role": ""}),
    ("CR-007", {"exam_id": "CT00000000"}),
    ("MR-005", {"viable_mm": 40, "total_mm": 30}),
    ("MR-006", {"viable_mm": 0}),
    ("MR-006", {"arterial_enhancement": "N"}),
    ("MR-021", {"viable_mm": 400, "total_mm": 400}),
)


def plant_in_reads(planter: Planter) -> None:
    """Plant faulty reads of exams that nobody else read, two different reads of one exam, and one after death."""
    living, dead = planter.journeys["living"], planter.journeys["dead"]
    for place, (rule, cells) in enumerate(WRONG_READS, start=1):
        planter.add("imaging_reads", read(living, f"X{place:03d}", planter.next_day(living)), rule, **cells)
    planter.add("imaging_reads", read(dead, "X100", dead.date(dead.death + 7)), "PT-005")
    day = planter.next_day(living)
    for response in ("SD", "PR"):
        twice = {**read(living, "X101", day), "timepoint": 1, "overall_response": response}
        planter.add("imaging_reads", twice, "CR-005")
    for name in ("T1", "T2"):
        row = lesion(living, "X101", day, name)
        planter.add("lesions", {**row, "reader_id": "ADJ", "role": "TARGET"}, "CR-007").rules[:] = [("CR-007", "follows")]


def plant_in_lesions(planter: Planter) -> None:
    """Plant faulty measurements of lesions that are no targets, at an exam that was read."""
    living = planter.journeys["living"]
    baseline = next(scan for scan in living.scans if scan.timepoint == 0)
    day = living.date(baseline.day)
    exam = next(
        line[planter.table("imaging_reads").at("exam_id")]
        for line in planter.table("imaging_reads").lines
        if line[0] == living.number and line[planter.table("imaging_reads").at("exam_date")] == day
    )
    for place, (rule, cells) in enumerate(WRONG_LESIONS, start=1):
        planter.add("lesions", lesion(living, exam, day, f"NT{50 + place}"), rule, **cells)
    for viable in (20, 21):
        planter.add("lesions", {**lesion(living, exam, day, "NT90"), "viable_mm": viable}, "CR-006")
    for extract in planter.extracts:
        if extract.form == "parquet":
            good = next(line for line in extract.lines if line[extract.at("viable_mm")])
            swapped = {"lesion_id": "NT95", "role": "NONTARGET", "organ": "LIVER", "viable_mm": 40, "total_mm": 30}
            planter.insert(extract, list(good), "MR-005", swapped)
            # the patient may be of the cohort, which then asks about the row behind it; the finding is led back to the patient's row
            number = good[extract.at("patient_id")]
            if number in {journey.number for journey in planter.cohort}:
                patients = planter.table("patients")
                planter.change(patients, patients.of_patient(number)[0], "CP-019", "follows")


def read(journey, exam: str, day) -> dict:
    """Return a read of the adjudicator that says nothing."""
    return {
        "patient_id": journey.number,
        "exam_id": exam,
        "exam_date": day,
        "read_date": day,
        "reader_id": "ADJ",
        "modality": "CT",
        "course": "TACE",
        "timepoint": 0,
        "new_lesion": "N",
    }


def lesion(journey, exam: str, day, name: str) -> dict:
    """Return a good measurement of a lesion by the first reader."""
    return {
        "patient_id": journey.number,
        "exam_id": exam,
        "exam_date": day,
        "reader_id": "R1",
        "lesion_id": name,
        "role": "NONTARGET",
        "organ": "LIVER",
        "viable_mm": 20,
        "total_mm": 25,
        "arterial_enhancement": "Y",
    }
