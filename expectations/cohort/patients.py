"""Cohort patients: one arm, one index date, times that fit each other."""

from schemas.rule import Rule

# The tables of which a row that is set aside may change the patient's arm, dates, response or baseline. A laboratory result that is set
# aside leaves the others of its day, or CP-004 speaks.
BEHIND_THE_PATIENT = ("assessments", "drug_administrations", "procedures", "imaging_reads", "lesions", "follow_up")
SET_ASIDE = " union all ".join(f"select patient_id from quarantine.{table}" for table in BEHIND_THE_PATIENT)

RULES = (
    Rule(
        id="CC-014",
        name="cohort_has_patients",
        level="stop",
        category="completeness",
        columns=("patient_id",),
        when_null="fails",
        message="no patient is in the cohort",
        action="See cohort.attrition for the step that excludes them, and the findings for what was set aside.",
        citation="Registry protocol: a release without patients is no release",
        expectation=("ExpectTableRowCountToBeBetween", {"min_value": 1}),
    ),
    Rule(
        id="CP-019",
        name="every_row_behind_the_patient_is_accepted",
        level="flag",
        category="completeness",
        columns=("patient_id",),
        when_null="passes",
        message=(
            "a visit, treatment, read, lesion or contact of this patient of the cohort is set aside: "
            "baseline, response or times may be incomplete"
        ),
        action="Correct the patient's rows in quarantine first; their findings say what is wrong.",
        citation="Registry protocol: nothing wrong passes silently",
        query=f"select row_key from {{batch}} where patient_id in ({SET_ASIDE})",
    ),
    Rule(
        id="CR-010",
        name="patient_is_in_one_arm_with_one_index_date",
        level="stop",
        category="conformance, relational",
        columns=("patient_id", "arm", "index_date"),
        when_null="fails",
        message="a patient is not in exactly one arm with exactly one index date",
        action="This is a fault of the registry's SQL: report it.",
        citation="Registry protocol: two arms, one index date",
        query=(
            "select row_key from {batch} qualify count(*) over (partition by patient_id) > 1 or patient_id is null or arm is null "
            "or index_date is null"
        ),
    ),
    Rule(
        id="TE-001",
        name="patient_has_all_parameters",
        level="stop",
        category="conformance, relational",
        columns=("os_days", "pfs_days", "ttp_days"),
        when_null="fails",
        message="a patient of the cohort lacks a record of overall survival, progression-free survival or time to progression",
        action="This is a fault of the registry's SQL: report it.",
        citation="admiral derive_param_tte",
        where="os_days is null or pfs_days is null or ttp_days is null or os_event is null or pfs_event is null or ttp_event is null",
    ),
    Rule(
        id="TE-004",
        name="progression_free_survival_is_not_longer_than_survival",
        level="stop",
        category="conformance, computational",
        columns=("pfs_days", "os_days", "pfs_event", "os_event", "progression_date"),
        when_null="passes: TE-001 speaks of missing times",
        message=(
            "progression-free survival is longer than overall survival, or a death without progression is not its event on the same day"
        ),
        action="Check the patient's progression, last contact and death.",
        citation="Registry protocol: PFS ends with progression or death",
        where=(
            "pfs_days > os_days or (os_event and not has_progressed and not (pfs_event and pfs_days = os_days) "
            "and getvariable('missed_visits') = 'ignore' and getvariable('new_therapy') = 'ignore')"
        ),
    ),
    Rule(
        id="MR-019",
        name="responders_are_controlled_and_responses_agree",
        level="stop",
        category="conformance, computational",
        columns=("best_response", "confirmed_best_response", "has_response", "has_confirmed_response", "has_disease_control"),
        when_null="fails",
        message="best response, confirmed response and disease control of a patient contradict each other",
        action="This is a fault of the registry's SQL: report it.",
        citation="Registry protocol: ORR = CR + PR, DCR = CR + PR + SD",
        where=(
            "best_response is null or confirmed_best_response is null or has_response is distinct from (best_response in ('CR', 'PR')) "
            "or has_confirmed_response is distinct from (confirmed_best_response in ('CR', 'PR')) "
            "or has_disease_control is distinct from (best_response in ('CR', 'PR', 'SD') "
            "or (best_response = 'NON-CR/NON-PD' and getvariable('control_non_cr_non_pd')))"
        ),
    ),
    Rule(
        id="CP-006",
        name="baseline_exam_lies_in_its_window",
        level="flag",
        category="completeness",
        columns=("baseline_exam_date", "index_date"),
        when_null="fails: without a baseline exam no response can be derived",
        message="the patient has no baseline exam of the index course in the imaging window of the index date",
        action="Send the reads of the baseline exam, or check its timepoint and date.",
        citation="Registry protocol; RECIST-QC asks for 28 days before",
        where="not is_baseline_exam_in_window",
    ),
)
