"""Examples of the rule that counts the treatments of an arm once more."""

from schemas.examples.drawing import example

GOOD = {"arm": "first_line", "has_excluded_before": False, "lacks_needed_before": False}
EXAMPLES = [
    example(
        "arm_treatments",
        "TX-012 stop",
        "arm has_excluded_before lacks_needed_before",
        [{}, {"arm": "post_ate_beva"}],
        [{"has_excluded_before": True}, {"lacks_needed_before": True}, {"has_excluded_before": None}],
    ),
]
