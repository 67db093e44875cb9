"""Examples of the rule of deaths of which nobody knows whose they are."""

from schemas.examples.drawing import example

GOOD = {"death_count": 3, "death_of_nobody_count": 0}
EXAMPLES = [
    example(
        "deaths_of_nobody",
        "CR-012 flag",
        "death_of_nobody_count death_count",
        {"death_of_nobody_count": 0},
        {"death_of_nobody_count": 1},
    ),
]
