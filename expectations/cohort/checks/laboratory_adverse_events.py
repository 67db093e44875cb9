"""Laboratory adverse events: the recorded CTCAE grade is that of the results."""

from schemas.lab_tests import clinical_grades
from schemas.rule import Rule

IS_CLINICAL = f"({' or '.join(f'(test = {test!r} and recorded_grade = {grade})' for test, grade in clinical_grades())})"
RULES = (
    # Grade 5 is a death, and a grade above the highest that a number has may be a clinical judgement: no number stands for them.
    Rule(
        id="CC-008",
        name="recorded_grade_is_that_of_the_laboratory_results",
        level="flag",
        category="conformance, computational",
        columns=("recorded_grade", "derived_grade"),
        when_null="passes: no result of these days, or none whose grade can be told (a missing limit is no grade 0)",
        message="the recorded grade is not the worst CTCAE grade of the laboratory results on the days of the event",
        action="Check grade and dates of the event against the results, their units and limits.",
        citation="CTCAE v5.0; admiral derive_var_atoxgr",
        variables={"ongoing_event_days": "ongoing_days"},
        thresholds={"ongoing_days": 7},  # of an event without an end, the days whose results count
        applies="derived_grade is not null and recorded_grade < 5",
        where=(f"recorded_grade <> derived_grade and recorded_grade < 5 and not ({IS_CLINICAL} and derived_grade = recorded_grade - 1)"),
        shows="printf('%s %g on %s is grade %d, recorded %d', test, worst_value, worst_date::varchar, derived_grade, recorded_grade)",
    ),
)
