"""Examples of the rule of patients of whom rows stand under a number with other zeros; whoever has none has no row here."""

from schemas.examples.drawing import example

GOOD = {}
EXAMPLES = [
    example("numbers_without_zeros", "CV-034 flag", "table_name", {"table_name": None}, {"table_name": "follow_up"}),
]
