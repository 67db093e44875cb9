"""Courses of a treatment that an arm asks about: failure is shown by a progression, and the index treatment follows."""

from schemas.rule import Escalation, Rule

RULES = (
    # The catalogue rejects: here the patient is excluded by cohort.eligibility, with the reason, and the site is asked.
    Rule(
        id="TX-013",
        name="course_before_the_index_treatment_ended_with_progression",
        level="flag",
        category="plausibility, temporal",
        columns=("evidence_date", "has_progression_evidence"),
        when_null="fails: a course without an adjudicated progression is no failure of the treatment",
        message=(
            "a treatment whose failure makes an arm was given before the index treatment, but no adjudicated progression lies between its "
            "first day and the index date, or it is older than the arm's evidence_days; the patient is out of the cohort"
        ),
        action="Send the reads of that course, or have them adjudicated; nothing is to be done if it was stopped for toxicity.",
        citation="Registry protocol: failure of the treatment before is PD by mRECIST",
        query=(
            "select c.last_row_key as row_key from (select * from {batch}) as c "
            "join cohort.arms as a on a.patient_id = c.patient_id where not a.has_arm and exists (select 1 from "
            "reference.study_arm_conditions as s where s.arm = a.arm and list_contains(s.named, c.treatment))"
        ),
        escalation=Escalation(above_pct=5, of="patients"),
    ),
    Rule(
        id="TX-015",
        name="index_treatment_follows_the_course_before",
        level="flag",
        category="plausibility, temporal",
        columns=("last_treatment_date", "gap_days"),
        when_null="passes",
        message="more than {days} days lie between the last day of the treatment that makes the arm and the index treatment",
        action="Check both dates; another treatment in between may be missing.",
        citation="Registry protocol: the index treatment after failure of the one before",
        query="select last_row_key as row_key from {batch} where gap_days > {days}",
        thresholds={"days": 180},
        shows="printf('%d days after %s', gap_days, last_treatment_date::varchar)",
    ),
)
