"""HAIC cycles: fluorouracil on days 1 to 3 and cisplatin on day 2, every four to six weeks, and no other regimen in between."""

from schemas.rule import Escalation, Rule

DAYS_SHOWN = (
    "printf('fluorouracil on day %s; cisplatin on day %s; %d days in all', "
    "coalesce(nullif(fluorouracil_on_days, ''), 'none'), coalesce(nullif(cisplatin_on_days, ''), 'none'), session_days)"
)

RULES = (
    Rule(
        id="TX-002",
        name="cisplatin_is_given_once_in_a_cycle",
        level="flag",
        category="plausibility, atemporal",
        columns=("cisplatin_days", "cisplatin_on_days"),
        when_null="passes",
        message="the cycle has cisplatin on more than {days} day",
        action="Check day and drug of the infusions, and whether two cycles carry one number.",
        citation="Registry protocol: cisplatin 60 mg/m2 once, on day 2",
        applies="regimen = 'FP'",
        query="select source_row_key as row_key from {batch} where regimen = 'FP' and is_whole and cisplatin_days > {days}",
        thresholds={"days": 1},
        shows=DAYS_SHOWN,
    ),
    # A cycle that is too short is CP-013's; one whose day numbers contradict each other has a finding at the row (is_whole).
    Rule(
        id="TX-003",
        name="session_has_its_drugs_on_their_days",
        level="flag",
        category="plausibility, temporal",
        columns=("fluorouracil_on_days", "cisplatin_on_days", "session_days"),
        when_null="passes: a drug that was not given has no day",
        message=(
            "fluorouracil is not on days 1 to 3 with at most one day of rest, cisplatin not on treatment day {cisplatin_day}, "
            "or the session takes more than {session_days} days"
        ),
        action="Check the dates of this session; where cisplatin is always given on another day, set cisplatin_day of this rule.",
        citation="Registry protocol: fluorouracil on days 1 to 3, cisplatin on day 2, one day of rest allowed",
        applies="regimen = 'FP'",
        query=(
            "select source_row_key as row_key from {batch} where regimen = 'FP' and is_whole and (session_days > {session_days} "
            "or fluorouracil_span_days > {fluorouracil_span_days} or fluorouracil_days > 3 or first_fluorouracil_day > 1 "
            "or cisplatin_treatment_day <> {cisplatin_day})"
        ),
        thresholds={"session_days": 5, "fluorouracil_span_days": 4, "cisplatin_day": 2},
        shows=DAYS_SHOWN,
    ),
    # The catalogue rejects intervals below 14 days. A cycle is made of several rows, none of which is the wrong one: the finding asks.
    Rule(
        id="TX-004",
        name="haic_cycles_begin_three_to_eight_weeks_apart",
        level="flag",
        category="plausibility, temporal",
        columns=("interval_days",),
        when_null="passes: the first cycle has no interval, nor has one whose cycle before is not among the accepted",
        message="day 1 of this cycle lies less than {low_days} or more than {high_days} days after that of the cycle before",
        action="Check the dates and numbers of both cycles; under two weeks it is one session in two cycles, a long pause needs nothing.",
        citation="Registry protocol: every 4 to 6 weeks; tolerance of one to two weeks",
        applies="interval_days is not null",
        query="select source_row_key as row_key from {batch} where interval_days not between {low_days} and {high_days}",
        thresholds={"low_days": 21, "high_days": 56},
        shows="printf('%s - %s = %d days', cycle_start_date::varchar, (cycle_start_date - interval_days::integer)::varchar, interval_days)",
        escalation=Escalation(above_pct=20),
    ),
    Rule(
        id="CP-013",
        name="session_is_full_or_has_a_reason",
        level="flag",
        category="completeness",
        columns=("fluorouracil_on_days", "cisplatin_on_days", "has_reduction_reason"),
        when_null="fails: a short session without a reason may be a missing row",
        message="the session lacks fluorouracil on three days or cisplatin, and no reason is recorded",
        action="Send the infusion that is missing, or why the session was ended (reduction_reason).",
        citation="Registry protocol: a session may be interrupted or ended for toxicity of grade 3 or more",
        applies="regimen = 'FP'",
        query=(
            "select source_row_key as row_key from {batch} where regimen = 'FP' and is_whole and not has_reduction_reason "
            "and (fluorouracil_days < {fluorouracil_days} or cisplatin_days < {cisplatin_days}) "
            "and cycle_start_date + 2 <= getvariable('as_of')"
        ),
        thresholds={"fluorouracil_days": 3, "cisplatin_days": 1},
        shows=DAYS_SHOWN,
        escalation=Escalation(above_pct=10),
    ),
    # A patient treated with FOLFOX throughout is left out by cohort.eligibility, with the reason, and no question to anybody.
    Rule(
        id="TX-016",
        name="haic_keeps_to_one_regimen_of_known_drugs",
        level="flag",
        category="conformance, value",
        columns=("drugs", "regimen"),
        when_null="passes",
        message=(
            "a drug that belongs to neither fluorouracil with cisplatin nor FOLFOX was given into the hepatic artery, "
            "or the patient's cycles have different regimens"
        ),
        action="Check drug and route of the infusions of this cycle.",
        citation="Registry protocol: fluorouracil and cisplatin; FOLFOX-HAIC is another regimen",
        query=(
            "select source_row_key as row_key from (select *, min(regimen) over (partition by patient_id) <> "
            "max(regimen) over (partition by patient_id) as is_mixed from {batch}) as c where regimen = 'OTHER' or (regimen <> 'FP' "
            "and is_mixed) qualify row_number() over (partition by patient_id order by cycle_start_date, cycle_no) = 1"
        ),
        shows="printf('cycle %d: %s', cycle_no, drugs)",
    ),
)
