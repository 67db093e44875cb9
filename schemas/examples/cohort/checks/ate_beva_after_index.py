"""Examples of the rules of ate-beva after the index day."""

from schemas.examples.drawing import example

EXAMPLES = [
    example(
        "ate_beva_after_index",
        "TX-015 flag",
        "infusion_date index_date",
        [{"days_since_index": 22}],
        [{"days_since_index": 0}, {"days_since_index": 21}],
    ),
]
