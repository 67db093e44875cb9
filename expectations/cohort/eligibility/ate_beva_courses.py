"""Ate-beva courses: failure is shown by a progression, and the index treatment follows."""

from schemas.rule import Escalation, Rule

RULES = (
    # The catalogue rejects: here the patient is excluded by cohort.eligibility, with the reason, and the site is asked.
    Rule(
        id="TX-013",
        name="ate_beva_before_the_index_treatment_ended_with_progression",
        level="flag",
        category="plausibility, temporal",
        columns=("evidence_date", "has_progression_evidence"),
        when_null="fails: a course without an adjudicated progression is no failure of ate-beva",
        message=(
            "ate-beva was given before the index treatment, but no adjudicated progression by mRECIST lies between its first infusion "
            "and the index date, or it is older than pd_evidence_days; the patient is out of the cohort"
        ),
        action="Send the reads of the ate-beva course, or have them adjudicated; nothing is to be done if it was stopped for toxicity.",
        citation="Registry protocol: failure of ate-beva is PD by mRECIST",
        query=(
            "select c.last_infusion_row_key as row_key from (select * from {batch}) as c "
            "join cohort.arms as a on a.patient_id = c.patient_id where a.arm = 'ate_beva_without_progression'"
        ),
        escalation=Escalation(above_pct=5, of="patients"),
    ),
    Rule(
        id="TX-015",
        name="index_treatment_follows_ate_beva",
        level="flag",
        category="plausibility, temporal",
        columns=("last_infusion_date", "gap_days"),
        when_null="passes",
        message="more than {days} days lie between the last infusion of ate-beva and the index treatment",
        action="Check both dates; another treatment in between may be missing.",
        citation="Registry protocol: HAIC after failure of ate-beva",
        query="select last_infusion_row_key as row_key from {batch} where gap_days > {days}",
        thresholds={"days": 180},
        shows="printf('%d days after %s', gap_days, last_infusion_date::varchar)",
    ),
)
