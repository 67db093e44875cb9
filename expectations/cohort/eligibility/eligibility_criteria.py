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
)
