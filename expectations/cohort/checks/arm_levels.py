"""Levels for which arms ask: nobody is in no arm for a blank, in silence."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="CP-024",
        name="arm_is_not_missed_for_a_blank",
        level="flag",
        category="completeness",
        columns=("arm", "variable"),
        when_null="fails: a level that is not known makes no arm",
        message="an arm asks for a value that is blank, or in a row in quarantine, and for want of it the patient is in no arm",
        action="Send the value, or correct the row in quarantine.",
        citation="STROBE statement, item 13: reasons for non-participation at each stage",
        where="decides and not is_known",
        shows="variable || ' is not known, which the arm ' || arm || ' asks for'",
    ),
)
