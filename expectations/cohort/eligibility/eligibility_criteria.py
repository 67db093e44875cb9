"""Criteria of eligibility: nobody leaves the cohort for want of follow-up, or for an age that cannot be, in silence."""

from schemas.criterion_limits import limits_of
from schemas.rule import Escalation, Rule

RULES = (
    # The catalogue rejects: eligibility leaves the patient out. Contacts that are quarantined, and deaths without a day, have their own
    # findings; here nothing was sent at all.
    Rule(
        id="CP-002",
        name="patient_who_else_qualifies_has_follow_up",
        level="flag",
        category="completeness",
        columns=("is_met",),
        when_null="fails: without vital status and last contact there is no survival time",
        message="the patient meets every other criterion, but no contact with vital status and day is sent; it is out of the cohort",
        action="Send the last contact, or the death, of the patient.",
        citation="Registry protocol: no overall survival without vital status and last contact",
        applies="criterion = 'has_follow_up' and passes_all_others",
        query=(
            "select e.row_key from (select * from {batch}) as e "
            "where e.criterion = 'has_follow_up' and e.passes_all_others and not e.is_passed "
            "and not exists (select 1 from accepted.follow_up as f where f.patient_id = e.patient_id) "
            "and not exists (select 1 from reference.quarantined_rows as q where q.patient_id = e.patient_id "
            "and q.table_name = 'follow_up')"
        ),
        escalation=Escalation(above_pct=5, of="patients"),
    ),
    Rule(
        id="PA-001",
        name="treated_patient_is_an_adult_of_a_possible_age",
        level="flag",
        category="plausibility, atemporal",
        columns=("said",),
        when_null="passes: CP-001 speaks of a missing date of birth",
        message="the patient was treated, but is under {low} or over {high} years old by the date of birth, and so is out of the cohort",
        action="Check the date of birth and the first day of treatment.",
        citation="sdtmchecks check_dm_age_missing",
        applies="criterion = 'is_adult' and is_known",
        where="criterion = 'is_adult' and not is_met",
        thresholds=limits_of("is_adult"),
        criterion="is_adult",
        shows="said || ' years: ' || reason",
    ),
    # Of one who was never treated nothing is asked. A criterion that is not met for a value that is known leaves the patient out anyhow.
    Rule(
        id="CP-024",
        name="criterion_is_not_failed_for_a_blank",
        level="flag",
        category="completeness",
        columns=("criterion", "fact"),
        when_null="fails: what is not known keeps the patient out",
        message=("what a criterion of eligibility asks for is blank, or in a row in quarantine, and the patient is out for want of it"),
        action="Send the value, or correct the row in quarantine.",
        citation="STROBE statement, item 13: reasons for non-participation at each stage",
        applies="not is_passed",
        query=(
            "with failed as (select * from {batch} where not is_passed) select row_key from failed "
            "where not is_known and patient_id not in "
            "(select patient_id from failed where fact = 'index_date' or (is_known and criterion <> 'has_arm')) "
            "qualify row_number() over (partition by patient_id, fact order by step) = 1"
        ),
        shows="fact || ' is not known, which the criterion ' || criterion || ' asks for'",
    ),
)
