"""Treatments before the index day, counted once more: the arm is what they make it."""

from schemas.rule import Rule

RULES = (
    # The arm is held against the treatments, counted once more without the way that led to it: a difference is a fault of ours.
    Rule(
        id="TX-012",
        name="arm_agrees_with_the_treatments_before_the_index_date",
        level="stop",
        category="conformance, computational",
        columns=("arm", "has_excluded_before", "lacks_needed_before"),
        when_null="fails",
        message="the patient had a treatment before the index date that the arm excludes, or none that it asks for",
        action="This is a fault of the registry's SQL: report it.",
        citation="The conditions of the arms in the settings of the study",
        where="has_excluded_before is distinct from false or lacks_needed_before is distinct from false",
    ),
)
