"""Unlike numbers: rows that are a patient's but for the zeros in front of the number are nobody's, and the patient is named.

Each row of quarantine.numbers_without_zeros is a patient and a table; what stands in these rows may be a death or the first treatment.
"""

from schemas.rule import Rule

RULES = (
    Rule(
        id="CV-034",
        name="patient_has_no_rows_under_a_number_with_other_zeros",
        level="flag",
        category="conformance, relational",
        columns=("table_name",),
        when_null="passes: every row of the table is there for one patient",
        message=(
            "rows stand under this patient's number with more or fewer zeros in front: they are nobody's, and of whoever has a treatment, "
            "an exam or a contact among them the results wait"
        ),
        action="Say patient_number_width in the settings, which puts the zeros back, or send the numbers as text, with their zeros.",
        citation="Registry protocol: a spreadsheet takes the zeros from a number; a list of deaths without them leaves the dead alive",
        where="table_name is not null",
        shows="'in ' || table_name",
    ),
)
