"""Examples of the rules of last known states."""

from schemas.examples.drawing import example

EXAMPLES = [
    example(
        "last_known_states",
        "PT-006 flag",
        "last_contact_date last_record_date",
        [{"has_later_record": False}, {"has_later_record": None}],
        {"has_later_record": True},
    ),
]
