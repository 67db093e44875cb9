"""Cycles of the index treatment: whole, as far apart as the regimen plans, and no other regimen in between."""

from schemas.planned_rows import days, interval
from schemas.rule import Escalation, Protocol, Rule

RULES = (
    # The catalogue rejects intervals below 14 days. A cycle is made of several rows, none of which is the wrong one: the finding asks.
    Rule(
        id="TX-004",
        name="cycles_begin_as_far_apart_as_the_regimen_allows",
        level="flag",
        category="plausibility, temporal",
        columns=("interval_days",),
        when_null="passes: the first cycle has no interval, nor has one whose cycle before is not among the accepted",
        message="day 1 of this cycle does not lie as many days after that of the cycle before as the regimen allows ({plan})",
        action="Check the dates and numbers of both cycles; under two weeks it is one session in two cycles, a long pause needs nothing.",
        citation="sql/reference/regimens.csv, and the regimens of the study",
        applies="interval_days is not null and least_interval_days is not null",
        query="select source_row_key as row_key from {batch} where interval_days not between least_interval_days and most_interval_days",
        shows=(
            "printf('%s - %s = %d days, planned %d to %d', cycle_start_date::varchar, "
            "(cycle_start_date - interval_days::integer)::varchar, interval_days, least_interval_days, most_interval_days)"
        ),
        escalation=Escalation(above_pct=20),
        protocol=Protocol(of=(interval,), in_words="an interval between cycles", tells="intervals"),
    ),
    Rule(
        id="CP-013",
        name="session_is_full_or_has_a_reason",
        level="flag",
        category="completeness",
        columns=("days_in_words", "has_reduction_reason"),
        when_null="fails: a short session without a reason may be a missing row",
        message="the session lacks a drug or a day of its plan ({plan}), and no reason is recorded",
        action="Send the dose that is missing, or why the session was ended (reduction_reason).",
        citation="Registry protocol: a session may be interrupted or ended for toxicity of grade 3 or more; sql/reference/regimens.csv",
        applies="is_of_plan",
        query=(
            "select source_row_key as row_key from {batch} where is_short and is_whole and not has_reduction_reason "
            "and cycle_start_date + {days} <= getvariable('as_of')"
        ),
        thresholds={"days": 2},
        shows="days_in_words",
        escalation=Escalation(above_pct=10),
        protocol=Protocol(of=(days,), in_words="days of a cycle", tells="days"),
    ),
    # A patient treated with another regimen throughout is left out by cohort.eligibility, with the reason, and no question to anybody.
    Rule(
        id="TX-016",
        name="treatment_keeps_to_one_regimen_of_known_drugs",
        level="flag",
        category="conformance, value",
        columns=("drugs", "regimen"),
        when_null="passes",
        message="the drugs of the cycle are those of no regimen of the list, or the patient's cycles have different regimens",
        action="Check drug and route of the doses of this cycle.",
        citation="sql/reference/regimens.csv, and the regimens of the study",
        query=(
            "select source_row_key as row_key from (select *, min(regimen) over (partition by patient_id, treatment) <> "
            "max(regimen) over (partition by patient_id, treatment) as is_mixed from {batch}) as c where regimen = 'OTHER' or "
            "(is_mixed and (regimen <> plan or regimen not in (select s.regimen from reference.study_plans as s where s.is_counted))) "
            "qualify row_number() over (partition by patient_id, treatment order by cycle_start_date, cycle_no) = 1"
        ),
        shows="printf('cycle %d: %s', cycle_no, drugs)",
        protocol=Protocol(of=(), in_words="the index treatment"),
    ),
)
