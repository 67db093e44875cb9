"""Deaths of nobody: a list of deaths whose numbers are not the patients' leaves the dead alive.

Each row that belongs to no patient is a finding of its own (CR-002). This says once what it means for those who are sent.
"""

from schemas.rule import Rule

RULES = (
    Rule(
        id="CR-012",
        name="deaths_are_of_patients_who_are_sent",
        level="flag",
        category="conformance, relational",
        columns=("death_of_nobody_count", "death_count"),
        when_null="passes: nobody is told to have died",
        message="rows that tell of a death belong to no patient who is sent; the vital status of some patient may be wrong",
        action=(
            "Hold the patient numbers of the list of deaths against those of the patients extract: blanks, letters, and the zeros in "
            "front, which patient_number_width in the settings puts back."
        ),
        citation="Registry protocol: who is on a list of deaths under another number stands as alive",
        where="death_of_nobody_count > 0",
        shows="format('{} of {} rows that tell of a death belong to no patient who is sent', death_of_nobody_count, death_count)",
    ),
)
