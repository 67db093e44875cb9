"""Attrition: the steps add up."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="CC-013",
        name="attrition_adds_up_to_the_cohort",
        level="stop",
        category="conformance, computational",
        columns=("before_count", "excluded_count", "remaining_count"),
        when_null="fails",
        message="the patients excluded and remaining do not add up from step to step, or the last step does not leave the cohort",
        action="This is a fault of the registry's SQL: report it.",
        citation="STROBE statement, item 13",
        query=(
            "select row_key from {batch} qualify before_count <> excluded_count + remaining_count "
            "or before_count <> lag(remaining_count, 1, before_count) over (order by step) "
            "or (lead(step) over (order by step) is null and remaining_count <> (select count(*) from cohort.patients))"
        ),
    ),
)
