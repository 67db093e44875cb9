"""Arms: what the patient had before the index day is what the arm says."""

from schemas.rule import Rule

RULES = (
    # The catalogue compares the arm with one that is stored, and sets the row aside. Here the arm is derived: it is held against the
    # drugs, counted once more without the way that led to it, and a difference is a fault of ours.
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
