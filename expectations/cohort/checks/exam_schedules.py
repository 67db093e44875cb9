"""Exam schedules: scans when the protocol plans them, all by one modality."""

from schemas.rule import Escalation, Rule

# The plan is that of a treatment in cycles: imaging after two or three of them. After another therapy its own plan holds.
IN_CYCLES = "course in (select r.treatment from reference.regimens as r where r.cycle_days is not null)"
IS_PLANNED = f"is_index_course and is_after_index and not is_after_new_therapy and {IN_CYCLES}"

RULES = (
    Rule(
        id="MR-015",
        name="exam_lies_in_the_planned_interval",
        level="flag",
        category="plausibility, temporal",
        columns=("days_from_index", "days_from_previous_exam"),
        when_null="passes: a patient without index date has no plan",
        message=(
            "the first exam after the index date lies outside day {first_from} to {first_to}, "
            "or a later one outside {later_from} to {later_to} days after the exam before"
        ),
        action="Check the date of the exam; send the reads of exams between, if there are any.",
        citation="Registry protocol: imaging after two or three cycles",
        thresholds={"first_from": 42, "first_to": 140, "later_from": 28, "later_to": 126},
        query=(
            f"select source_row_key as row_key from {{batch}} where {IS_PLANNED} and case when days_from_previous_exam is null "
            "then days_from_index not between {first_from} and {first_to} "
            "else days_from_previous_exam not between {later_from} and {later_to} end"
        ),
        applies=IS_PLANNED,
        shows=(
            "case when days_from_previous_exam is null then format('first exam on day {}', days_from_index) "
            "else format('{} days after the exam of {}', days_from_previous_exam, previous_exam_date) end"
        ),
        escalation=Escalation(above_pct=20, of="patients"),
    ),
    Rule(
        id="MR-017",
        name="exam_has_the_modality_of_the_baseline",
        level="flag",
        category="plausibility, temporal",
        columns=("modality", "baseline_modality"),
        when_null="passes: a missing modality, or no baseline to compare with",
        message="the exam is by another modality than the baseline of the course: diameters of CT and MRI differ",
        action="Confirm the modality; say in the read if the diameters cannot be compared (NE).",
        citation="RECIST 1.1: the same method at baseline and follow-up",
        query="select source_row_key as row_key from {batch} where modality <> baseline_modality",
        applies="modality is not null and baseline_modality is not null",
        shows="format('{} after {} at baseline', modality, baseline_modality)",
    ),
)
