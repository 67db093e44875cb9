"""Patient losses: whoever of the cohort has lost a baseline value, a read or a progression since the last release is named.

How many may is held in quarantine.loss_counts; one who was dead and is not is the business of quarantine.patient_changes.
"""

from schemas.rule import Rule

RULES = (
    Rule(
        id="CP-028",
        name="patient_of_the_cohort_keeps_what_is_known",
        level="flag",
        category="completeness",
        columns=("loss", "what"),
        when_null="passes: there is no last release to compare with",
        message="the patient of the cohort has lost a baseline value, a read or a progression since the last release",
        action="Look whether rows of the patient are missing from the extract, or were corrected on purpose.",
        citation="Registry protocol: extracts are cumulative, and what is known is not lost from one release to the next",
        applies="loss <> 'a death'",
        where="loss <> 'a death'",
        shows="loss || ': ' || what",
    ),
)
