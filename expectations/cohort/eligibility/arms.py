"""Arms: what the patient had before the index day is what the arm says."""

from schemas.rule import Rule

RULES = (
    # The catalogue rejects. Here the drugs decide on the arm, and a group that says otherwise is asked about. Where ate-beva ended
    # without progression, TX-013 asks already.
    Rule(
        id="TX-012",
        name="recorded_group_is_the_derived_arm",
        level="flag",
        category="conformance, computational",
        columns=("arm", "recorded_arm"),
        when_null="passes: the hospital keeps no groups",
        message="the group of the study sheet is not the arm that the drugs before the index date make",
        action="Check the group, and whether all drugs before the index date are sent.",
        citation="Registry protocol: first line, or after failure of ate-beva",
        applies="recorded_arm is not null",
        query=(
            "select patient_row_key as row_key from {batch} where recorded_arm <> arm "
            "and not (recorded_arm = 'post_ate_beva' and arm = 'ate_beva_without_progression')"
        ),
        shows="printf('recorded %s, derived %s', recorded_arm, arm)",
    ),
    # The arm is held against the drugs, counted once more without the way that led to it: a difference is a fault of ours.
    Rule(
        id="TX-012",
        name="arm_agrees_with_the_drugs_before_the_index_date",
        level="stop",
        category="conformance, computational",
        columns=("arm", "has_atezolizumab_before", "has_systemic_drug_before"),
        when_null="fails",
        message="a first-line patient had a systemic drug before the index date, or a patient after ate-beva had no atezolizumab",
        action="This is a fault of the registry's SQL: report it.",
        citation="Registry protocol: first line, or after failure of ate-beva",
        applies="arm in ('first_line', 'post_ate_beva')",
        where=(
            "(arm = 'post_ate_beva' and has_atezolizumab_before is distinct from true) "
            "or (arm = 'first_line' and has_systemic_drug_before is distinct from false)"
        ),
    ),
)
