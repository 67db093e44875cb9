"""Loss counts: a run in which patients of the cohort lose what was known of them makes no release, unless a reason is given.

Each row of quarantine.loss_counts is a kind of loss, of which Great Expectations holds the number of patients to the thresholds. Deaths
are held by the rule that the dead stay dead.
"""

from expectations.quarantine.row_counts import ALLOWED_BY_REASON, OVERRIDE
from schemas.rule import Rule

RULES = (
    Rule(
        id="CP-028",
        name="patients_of_the_cohort_keep_what_is_known",
        level="stop",
        category="completeness",
        columns=("patient_count",),
        when_null="passes: there is no last release to compare with",
        message=(
            "more patients of the cohort have lost it since the last release than may lose "
            "a baseline value ({most_values}), a read ({most_reads}) or a progression ({most_progressions})"
        ),
        action=f"Look at the patients whom the findings name, and send the whole extract; {OVERRIDE}.",
        citation="Registry protocol: extracts are cumulative, and what is known is not lost from one release to the next",
        thresholds={"most_values": 0, "most_reads": 0, "most_progressions": 0},
        applies="row_key <> 'a death'",
        expectation=("ExpectColumnMaxToBeBetween", {"column": "patient_count"}),
        limits={
            "max_value": (
                f"case when {ALLOWED_BY_REASON} then case row_key "
                "when 'a read' then {most_reads} when 'a progression' then {most_progressions} else {most_values} end end"
            )
        },
        shows="patient_count || ' lost ' || row_key",
    ),
)
