"""Examples of the rules of exam responses."""

from tests.rule_examples import example

DIFFERING = {"reader_responses": "PR / SD", "opinion_count": 2}
ADJUDICATED = {**DIFFERING, "decided_by": "adjudicator", "response": "SD", "has_adjudicator": True, "is_adjudicator_with_a_reader": True}
NONE = {"decided_by": "none", "response": None}
EXAMPLES = [
    example(
        "exam_responses",
        "IR-002 flag",
        "decided_by opinion_count",
        [{}, ADJUDICATED, {**NONE, "opinion_count": 1, "read_count": 1}],
        {**DIFFERING, **NONE},
    ),
    example(
        "exam_responses",
        "IR-003 flag",
        "decided_by response reader_responses",
        [{}, ADJUDICATED, {**ADJUDICATED, "response": "PD", "is_adjudicator_with_a_reader": False, "read_count": 1}],
        {**ADJUDICATED, "response": "PD", "is_adjudicator_with_a_reader": False},
    ),
    example(
        "exam_responses",
        "CP-008 flag",
        "decided_by read_count",
        [
            {},
            {**ADJUDICATED, "opinion_count": 1, "read_count": 1},
            {**NONE, "opinion_count": 2},
            {**NONE, "opinion_count": 0, "read_count": 0},
        ],
        {**NONE, "opinion_count": 1, "read_count": 1},
    ),
]
