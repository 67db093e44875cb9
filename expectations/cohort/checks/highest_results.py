"""Highest results: an upper limit of an assay that comes without its sign is seen in the data, where no list has it."""

from expectations.lab_rules import CAPS
from schemas.rule import Rule

LISTED = " or ".join(f"(test = '{test}' and highest_std in ({', '.join(map(str, caps))}))" for test, caps in CAPS.items())
RULES = (
    # Limits of assays that are listed are asked about at each result.
    Rule(
        id="PA-013",
        name="highest_result_of_a_test_is_no_limit_of_its_assay",
        level="flag",
        category="plausibility, atemporal",
        columns=("test", "highest_std"),
        when_null="passes: the source sends no result of the test",
        message=(
            "the highest result of a test comes again and again, in {min_patients} or more patients, and {times} times as often as the "
            "next lower one: it looks like a limit of the assay, without the sign that says that it is more"
        ),
        action=(
            "Look at the printed results; if it is the limit of the assay, send them with their sign (such as >2000), or add the limit to "
            "caps of the test in sql/reference/lab_tests.csv."
        ),
        citation="Registry protocol: a limit that is sent as a number is no measurement",
        thresholds={"min_patients": 5, "times": 3, "min_values": 10},
        applies="value_count >= {min_values}",
        where=(
            "value_count >= {min_values} and patient_count >= {min_patients} and result_count >= {times} * greatest(next_count, 1) "
            f"and not ({LISTED})"
        ),
        shows=(
            "test || ' of ' || source || ': ' || result_count || ' results of ' || patient_count || ' patients are ' || highest_std "
            "|| ' in the standard unit, the next lower result comes ' || next_count || ' times'"
        ),
    ),
)
