"""Cohort patients: one arm, one index date, times that fit each other."""

from schemas.rule import Escalation, Rule

# The tables of which a quarantined row may change the patient's arm, dates, response or baseline. A laboratory result in quarantine
# leaves the others of its day, or CP-004 speaks.
BEHIND_THE_PATIENT = ("assessments", "drug_administrations", "procedures", "imaging_reads", "lesions", "follow_up")
IN_QUARANTINE = " union all ".join(f"select patient_id from quarantine.{table}" for table in BEHIND_THE_PATIENT)

# Covariates of the models that come from the visit at baseline. Of one that few patients have, cohort.category_counts speaks once.
COVARIATES = {
    "ecog_band": "ECOG performance status",
    "child_pugh_class": "Child-Pugh class",
    "bclc": "BCLC stage",
    "has_portal_vein_invasion": "portal vein invasion",
    "has_metastasis": "spread outside the liver",
    "tumour_number": "number of tumours",
    "largest_tumour_cm": "size of the largest tumour",
}


# A study with a cut-off sees nobody later: held against the as-of date all its living patients would be lost.
FOLLOWED_UNTIL = "least(getvariable('as_of'), getvariable('data_cutoff'))"


def _is_in(response_set: str, column: str) -> str:
    """Return the condition that a response belongs to a set."""
    return f"({column} in (select s.response from cohort.response_sets as s where s.response_set = '{response_set}'))"


def covariate_is_known(column: str, what: str) -> Rule:
    """Return the rule that a covariate is there, where there is a visit at all and where most patients have it."""
    return Rule(
        id="CP-005",
        name=f"{column}_is_known_at_baseline",
        level="flag",
        category="completeness",
        columns=(column,),
        when_null="fails, if there is a visit and most patients have the value",
        message=f"the visit at baseline does not tell the {what}; the patient is left out of models that need it",
        action="Fill in the value at this visit.",
        citation="Registry protocol: columns with missing values are excluded from the models",
        applies="assessment_date is not null",
        thresholds={"sparse_pct": 25, "min_count": 5},
        query=(
            f"select row_key from (select row_key, {column} is null and assessment_date is not null as is_missing, "
            f"count({column}) over () as known, count(*) over () as n from {{batch}}) "
            "where is_missing and known > 0 and n - known <= greatest({min_count}, n * {sparse_pct} / 100)"
        ),
        escalation=Escalation(above_pct=5, of="patients"),
    )


RULES = (
    Rule(
        id="CC-014",
        name="cohort_has_patients",
        level="stop",
        category="completeness",
        columns=("patient_id",),
        when_null="fails",
        message="no patient is in the cohort",
        action="See cohort.attrition for the step that excludes them, and the findings for what was quarantined.",
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
            "a visit, treatment, read, lesion or contact of this patient of the cohort is quarantined: "
            "baseline, response or times may be incomplete"
        ),
        action="Correct the patient's rows in quarantine first; their findings say what is wrong.",
        citation="Registry protocol: nothing wrong passes silently",
        query=f"select row_key from {{batch}} where patient_id in ({IN_QUARANTINE})",
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
        citation="Registry protocol: one arm, one index date",
        query=(
            "select row_key from {batch} qualify count(*) over (partition by patient_id) > 1 or patient_id is null or arm is null "
            "or index_date is null"
        ),
    ),
    Rule(
        id="CR-010",
        name="arm_is_one_of_those_compared",
        level="stop",
        category="conformance, relational",
        columns=("arm",),
        when_null="fails, by the other rule of this number",
        message="the arm is none of those compared",
        action="This is a fault of the registry's SQL: report it.",
        citation="Registry protocol: the arms of the study",
        where="arm not in (select study_arms.arm from reference.study_arms as study_arms where study_arms.is_in_study)",
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
        id="TE-004",
        name="time_to_progression_of_the_dead_is_not_longer_than_survival",
        level="stop",
        category="conformance, computational",
        columns=("ttp_days", "os_days", "os_event"),
        when_null="passes: TE-001 speaks of missing times",
        message="the time to progression of a patient who died is longer than overall survival",
        action="Check the patient's progression and death; nobody progresses after death.",
        citation="Registry protocol: nothing happens after death",
        where="os_event and ttp_days > os_days",
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
        citation="Registry protocol: objective response and disease control, as the list of response sets says",
        where=(
            f"best_response is null or confirmed_best_response is null or has_response is distinct from {_is_in('ORR', 'best_response')} "
            f"or has_confirmed_response is distinct from {_is_in('ORR', 'confirmed_best_response')} "
            f"or has_disease_control is distinct from {_is_in('DCR', 'best_response')}"
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
        escalation=Escalation(above_pct=10, of="patients"),
    ),
    Rule(
        id="CP-005",
        name="visit_describes_the_patient_at_baseline",
        level="flag",
        category="completeness",
        columns=("assessment_date",),
        when_null="fails",
        message="no visit lies in the window before the index date: performance status, liver, stage and tumour burden are missing",
        action="Send the visit, or check its date.",
        citation="Registry protocol, Table 1; the window is a setting",
        where="assessment_date is null",
        escalation=Escalation(above_pct=5, of="patients"),
    ),
    *(covariate_is_known(column, what) for column, what in COVARIATES.items()),
    # What the catalogue asks for: each patient, and the whole registry if there are many. Early censoring biases survival.
    Rule(
        id="PT-010",
        name="living_patient_was_seen_recently",
        level="flag",
        category="completeness",
        columns=("vital_status", "last_known_alive_date"),
        when_null="passes: the dead; so does a source whose calendar is made up",
        message=(
            "the patient is alive and was not seen in the {lost_days} days before the as-of date of the extract, or before the data "
            "cut-off of the study: lost to follow-up"
        ),
        action="Look for a later contact, or for the death in the population register; if there is none, nothing is to be done.",
        citation="Registry protocol: lost patients are censored at their last contact",
        thresholds={"lost_days": 180},
        applies="not os_event and getvariable('has_real_dates')",
        where=f"not os_event and getvariable('has_real_dates') and {FOLLOWED_UNTIL} - last_known_alive_date > {{lost_days}}",
        shows=f"'last seen ' || ({FOLLOWED_UNTIL} - last_known_alive_date) || ' days before'",
        escalation=Escalation(above_pct=15, of="patients"),
    ),
    # The two below speak of results: what they find stands beside the tables of the report, and stops nothing.
    Rule(
        id="TE-007",
        name="model_has_enough_events_for_its_covariates",
        level="flag",
        category="plausibility, atemporal",
        columns=("os_event", "pfs_event"),
        when_null="passes: there is no model",
        message="a multivariate model has fewer than {events} events for each of its covariates: its hazard ratios are unstable",
        action="Name fewer covariates under [analysis] of the settings; the notes below the table say how many events there are.",
        citation="Registry protocol, Tables 3 and 4; at least ten events per variable",
        thresholds={"events": 10},
        held_by="gate.statistics_rules.count_unstable_models",
    ),
    Rule(
        id="TE-009",
        name="tables_match_the_paper_where_it_can_be_matched",
        level="flag",
        category="plausibility, atemporal",
        columns=("arm", "os_days", "pfs_days"),
        when_null="passes: a cohort that is not compared with the paper",
        message="a number that the paper prints comes out differently, and neither its own counts nor the invented cohort explain it",
        action='Look at "Printed and recomputed" in the report, and report it: the analysis has changed.',
        citation="Arithmetic on the printed counts; the reasons stand beside each number in the report",
        held_by="gate.statistics_rules.count_different_items",
    ),
)
