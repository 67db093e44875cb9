"""Index dates: inside the study window."""

from schemas.rule import Rule

RULES = (
    # Outside the window the patient stays in the registry and out of the cohort (cohort.eligibility); the finding asks for the date.
    Rule(
        id="PT-004",
        name="index_date_is_in_the_study_window",
        level="flag",
        category="plausibility, temporal",
        columns=("index_date",),
        when_null="passes: a patient without the index treatment has no index date",
        message="the index treatment began outside the study window; the patient stays in the registry and out of the cohort",
        action="Check the date of the first treatment, or the window of the study in registry.toml.",
        citation="Registry protocol: the window of the study",
        query=(
            "select i.source_row_key as row_key from (select * from {batch}) as i "
            "join reference.study_eligibility_criteria as c on c.criterion = 'is_in_study_window' and c.is_in_force "
            "where not meets_criterion(c.operator, c.compared_with, c.compared_numbers, i.index_date::varchar, null)"
        ),
    ),
)
