"""First treatments: nobody is treated for a cancer before it is diagnosed."""

from schemas.rule import Rule

RULES = (
    # A response exam before the diagnosis is found at its reads (staging.imaging_reads), and not here once more.
    Rule(
        id="PT-003",
        name="diagnosis_is_not_after_the_first_treatment",
        level="flag",
        category="plausibility, temporal",
        columns=("hcc_dx_from", "first_treatment_date"),
        when_null="passes: no date of diagnosis is sent; so does a source whose calendar is made up",
        message="the first anticancer treatment lies before the day on which the disease was diagnosed",
        action="Check both dates for a day and month that were swapped; the earliest evidence of the disease is its diagnosis.",
        citation="Registry protocol: diagnosis comes before treatment",
        applies="hcc_dx_from is not null and getvariable('has_real_dates')",
        where="getvariable('has_real_dates') and hcc_dx_from > first_treatment_date and not has_exam_before_diagnosis",
        shows="'treated on ' || first_treatment_date || ', diagnosed ' || (hcc_dx_from - first_treatment_date) || ' days later'",
    ),
)
