"""Category counts: they add up to their arm, and no column of Table 1 is mostly missing."""

from schemas.rule import Rule

LABS = "'ast_u_l', 'alt_u_l', 'total_bilirubin_mg_dl', 'albumin_g_dl', 'inr', 'platelets_10e3_ul', 'creatinine_mg_dl', 'afp_ng_ml'"
COVARIATES = "'ecog_band', 'child_pugh_class', 'bclc', 'has_portal_vein_invasion', 'has_metastasis', 'tumour_number', 'largest_tumour_cm'"
RULES = (
    Rule(
        id="CC-011",
        name="categories_of_a_variable_add_up_to_the_arm",
        level="stop",
        category="conformance, computational",
        columns=("variable", "arm", "patient_count", "arm_count"),
        when_null="fails: an arm without a count is none of the cohort's",
        message="the categories of a variable, the missing ones included, do not add up to the patients of the arm",
        action="This is a fault of the registry's SQL: report it.",
        citation="Registry protocol, Tables 1 and 2: every denominator is the whole arm",
        query=("select row_key from {batch} qualify sum(patient_count) over (partition by variable, arm) is distinct from arm_count"),
        shows="variable || ' in ' || arm || ': ' || arm_count || ' patients, not what the categories add up to'",
    ),
    # One patient without a result has a finding of cohort.baseline_lab_tests; this one is about the test.
    Rule(
        id="CP-004",
        name="baseline_test_is_known_of_most_patients",
        level="flag",
        category="completeness",
        columns=("variable", "patient_count", "arm_count"),
        when_null="passes",
        message="a laboratory test has no baseline result in more than {above_pct} % of the cohort, and in more than {min_count} patients",
        action="Look whether a file, a name of the test or a unit is missing; one cause is likely behind them all.",
        citation="Registry protocol, Table 1 and Child-Pugh",
        thresholds={"above_pct": 10, "min_count": 5},
        applies=f"category = 'Missing' and arm = 'all' and variable in ({LABS})",
        where=(
            f"category = 'Missing' and arm = 'all' and variable in ({LABS}) and patient_count < arm_count "
            "and patient_count > {min_count} and patient_count > arm_count * {above_pct} / 100"
        ),
        shows="variable || ' is missing in ' || patient_count || ' of ' || arm_count",
    ),
    Rule(
        id="CP-005",
        name="covariate_is_known_of_most_patients",
        level="flag",
        category="completeness",
        columns=("variable", "patient_count", "arm_count"),
        when_null="passes",
        message="a covariate of the models is unknown in more than {sparse_pct} % of the cohort: the source sends it rarely or never",
        action="Send it, or leave it out of the models by name; cohort.patients tells in whom it is missing.",
        citation="Registry protocol: columns with missing values are excluded from the models",
        applies=f"arm = 'all' and variable in ({COVARIATES})",
        thresholds={"sparse_pct": 25, "min_count": 5},
        where=(
            f"category = 'Missing' and arm = 'all' and variable in ({COVARIATES}) "
            "and (patient_count = arm_count or patient_count > greatest({min_count}, arm_count * {sparse_pct} / 100))"
        ),
        shows="variable || ' is missing in ' || patient_count || ' of ' || arm_count",
    ),
)
