"""Arms: what the patient had before the index day is what the arm says."""

from schemas.rule import Rule

RULES = (
    # The catalogue rejects. Here the drugs decide on the arm, and a group that says otherwise is asked about. Where ate-beva ended
    # without progression, TX-013 asks already.
    Rule(
        id="TX-012",
        name="recorded_group_is_the_derived_arm",
        level="flag",
        category="conformance, computational",
        columns=("arm", "recorded_arm", "expected_group"),
        when_null="passes: the hospital keeps no groups",
        message="the group of the study sheet is not the arm that the drugs before the index date make",
        action="Check the group, and whether all drugs before the index date are sent.",
        citation="Registry protocol: first line, or after failure of ate-beva",
        applies="recorded_arm is not null",
        query="select patient_row_key as row_key from {batch} where recorded_arm <> coalesce(expected_group, '')",
        shows="printf('recorded %s, derived %s', recorded_arm, arm)",
    ),
)
