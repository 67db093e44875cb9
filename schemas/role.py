"""What a table is to the engine, where the engine must know: the table that holds the patients, the one that the statistics begin with.

The engine names no table. A schema says `ROLE = ANALYSIS_SET`, and whatever needs the analysis set finds its table by that. At most one
table has a role; where none has it, what would need it is left out, and the report says so.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """One role: its name in words, the layer in which the engine looks for it, and the columns that the table must have."""

    name: str
    layer: str
    columns: tuple[str, ...]


PATIENTS = Role("patients", "staging", ("row_key", "patient_id"))
ANALYSIS_SET = Role("analysis set", "cohort", ("row_key", "patient_id", "arm"))
COHORT_FLOW = Role(
    "cohort flow",
    "cohort",
    ("row_key", "step", "criterion", "description", "reason", "before_count", "excluded_count", "remaining_count"),
)
ELIGIBILITY = Role("patients in and out of the cohort", "cohort", ("patient_id", "failed_criterion", "exclusion_reason"))
CRITERIA = Role("criteria of each patient", "cohort", ("patient_id", "criterion", "fact", "step", "reason", "is_met", "is_passed"))
ELIGIBILITY_FACTS = Role("facts about which criteria ask", "cohort", ("patient_id", "fact", "said"))
ENDPOINTS = Role("endpoints", "cohort", ("endpoint", "label", "short", "kind", "list_no", "study_no"))
EVENT_TIMES = Role(
    "times to event",
    "cohort",
    ("patient_id", "parameter", "is_event", "days", "months", "event_description", "censoring_description"),
)
BEST_RESPONSES = Role(
    "best responses", "cohort", ("patient_id", "criterion", "is_primary_criterion", "response_date", "confirmed_response_date")
)
RESPONSE_CRITERIA = Role(
    "response criteria",
    "cohort",
    ("criterion", "label", "diameter", "order_no", "is_evaluable", "recorded_read_count", "unverifiable_read_count"),
)
RESPONSE_HISTORIES = Role(
    "responses exam by exam",
    "cohort",
    ("patient_id", "course", "is_primary_criterion", "is_index_course", "is_counted", "response"),
)
RESPONSE_SETS = Role("responses that each rate counts", "cohort", ("response_set", "label", "response", "order_no"))
READER_OPINIONS = Role(
    "responses read by read", "cohort", ("patient_id", "is_index_course", "criterion", "is_primary_criterion", "reader_id", "reader_role")
)
UNDATED_READS = Role(
    "reads with a response and no day",
    "cohort",
    ("patient_id", "reader_id", "reader_role", "response", "timepoint", "is_index_course", "is_counted", "before_date"),
)
BASELINE_LABS = Role("laboratory results at baseline", "cohort", ("patient_id", "test", "value_std", "value_operator"))
EARLIER_THERAPIES = Role("therapies before the index date", "cohort", ("patient_id", "line_no", "first_treatment_date"))
LATER_THERAPIES = Role("therapies after the index date", "cohort", ("patient_id", "therapy", "first_treatment_date", "last_treatment_date"))
LABORATORY_GRADES = Role("grades of laboratory results", "cohort", ("patient_id", "test"))
EVENT_GRADES = Role("grades of adverse events", "cohort", ("patient_id", "term"))
EXPOSURES = Role(
    "cycles given",
    "cohort",
    ("patient_id", "arm", "cycle_count", "reduced_cycle_count", "short_cycle_count", "late_cycle_count"),
)
DOSE_INTENSITIES = Role("doses given of those planned", "cohort", ("patient_id", "arm", "drug", "drug_no", "relative_dose_pct"))
WAITING_PATIENTS = Role("patients with a quarantined row that may matter", "cohort", ("patient_id", "is_in_cohort"))
LOSSES = Role("kinds of what patients may lose since the last release", "quarantine", ("row_key", "patient_count"))

# What the review page draws of a patient, each for what it has.
TIMELINE = Role(
    "things on the timeline of a patient",
    "review",
    ("patient", "lane", "track", "label", "detail", "query_nos", "file_no", "source_row", "is_quarantined", "first_date", "last_date"),
)
MEASURED_SERIES = Role(
    "results on the review page",
    "review",
    (
        "patient",
        "panel",
        "unit",
        "sign",
        "query_nos",
        "file_no",
        "source_row",
        "value",
        "lower_limit",
        "upper_limit",
        "is_quarantined",
        "day",
    ),
)
TUMOUR_SUMS = Role(
    "sums on the review page",
    "review",
    (
        "patient", "course", "criterion", "reader", "response", "detail", "query_nos", "file_no", "source_row",
        "sum_mm", "baseline_mm", "nadir_mm", "pr_mm", "pd_mm", "is_quarantined", "day",
    ),
)  # fmt: skip
OF_REVIEW = (TIMELINE, MEASURED_SERIES, TUMOUR_SUMS)

# What the statistics read; without one of these tables there are none.
OF_STATISTICS = (
    ANALYSIS_SET,
    BEST_RESPONSES,
    RESPONSE_CRITERIA,
    RESPONSE_SETS,
    ENDPOINTS,
    EVENT_TIMES,
    RESPONSE_HISTORIES,
    READER_OPINIONS,
    UNDATED_READS,
    COHORT_FLOW,
    BASELINE_LABS,
    EARLIER_THERAPIES,
    LATER_THERAPIES,
    LABORATORY_GRADES,
    EVENT_GRADES,
    EXPOSURES,
    DOSE_INTENSITIES,
    WAITING_PATIENTS,
)
ROLES = (PATIENTS, ELIGIBILITY, CRITERIA, ELIGIBILITY_FACTS, LOSSES, *OF_REVIEW, *OF_STATISTICS)
