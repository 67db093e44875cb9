"""Examples of the rules of persons."""

from schemas.examples.drawing import example

GOOD = {"birth_year": "1950"}
EXAMPLES = [
    example(
        "persons",
        "BP-001 reject",
        "birth_year",
        [{"birth_year": "1900"}, {"birth_year": "2024"}],
        [{"birth_year": "1899"}, {"birth_year": "2025"}],
    ),
]
