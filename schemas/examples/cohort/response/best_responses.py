"""Examples of the rule of the published vectors: what the registry's SQL derives for one invented subject."""

from schemas.examples.drawing import example

PUBLISHED = {"vector": "AO-CR1", "subject": "1", "day": 0, "answer": "Y"}
EXAMPLES = [
    example(
        "best_responses",
        "MR-018 stop",
        "confirmed_best_response has_confirmed_response",
        {"derived": [PUBLISHED]},
        {"derived": [{**PUBLISHED, "day": 31}]},
    ),
]
