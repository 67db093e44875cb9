"""First assessments: patients without any evaluable exam are listed."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="CP-007",
        name="patient_has_an_evaluable_exam_after_the_index_date",
        level="flag",
        category="completeness",
        columns=("no_assessment_reason", "exam_count"),
        when_null="passes: no reason is needed where an exam is evaluable",
        message="the patient has no evaluable exam after the index date, counts as NE, and stays in the denominators",
        action="Confirm the reason given; send the missing reads if an exam was made.",
        citation="Registry protocol, Table 2: patients without assessment are kept in the denominators",
        where="no_assessment_reason is not null",
        shows=(
            "concat_ws(', ', no_assessment_reason, 'index date ' || index_date, "
            "coalesce('died ' || death_date, 'last contact ' || last_known_alive_date))"
        ),
    ),
)
