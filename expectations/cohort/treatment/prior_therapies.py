"""Prior therapies: first line is the first."""

from schemas.rule import Rule

RULES = (
    # A systemic drug before the index treatment, which the catalogue rejects, makes the arm other_systemic: an exclusion of
    # cohort.eligibility and no question to anybody.
    Rule(
        id="TX-014",
        name="first_line_patient_had_no_treatment_before",
        level="flag",
        category="conformance, computational",
        columns=("therapy", "first_treatment_date"),
        when_null="passes",
        message="a patient of an arm without earlier treatment had another one before the index date",
        action="Confirm the earlier treatment and its date.",
        citation="Registry protocol, Table 1: no prior treatment in the first-line arm",
        query=(
            "select p.source_row_key as row_key from (select * from {batch}) as p "
            "join cohort.eligibility as e on e.patient_id = p.patient_id where e.is_eligible and e.arm in (select c.arm from "
            "reference.study_arm_conditions as c where c.condition = 'none_before')"
        ),
        shows="printf('%s on %s', therapy, first_treatment_date::varchar)",
    ),
)
