"""Examples of the rules of exam responses."""

import datetime as dt

from schemas.examples.drawing import example

FIRST = dt.date(2022, 5, 1)
EXAM = {"patient_id": "P1", "course": "HAIC", "exam_id": "E1"}
GOOD = {
    **EXAM,
    "decided_by": "consensus",
    "response": "SD",
    "reader_responses": "SD / SD",
    "is_recorded_criterion": True,
    "timepoint": 1,
    "read_count": 2,
    "opinion_count": 1,
    "has_adjudicator": False,
    "exam_date": FIRST,
}
DIFFERING = {"reader_responses": "PR / SD", "opinion_count": 2}
ADJUDICATED = {**DIFFERING, "decided_by": "adjudicator", "response": "SD", "has_adjudicator": True, "is_adjudicator_with_a_reader": True}
NONE = {"decided_by": "none", "response": None}
INDEX = dt.date(2022, 4, 30)  # the good exam is on 2022-05-01
EXAMPLES = [
    example(
        "exam_responses",
        "CV-021 stop",
        "response",
        [{"response": "NON-CR/NON-PD"}, {"response": "ND"}],
        {"response": "iCPD"},
    ),
    example(
        "exam_responses",
        "PT-009 flag",
        "timepoint exam_date",
        [
            {"exam_responses": [{}], "index_dates": [{"index_date": INDEX, "index_treatment": "HAIC"}]},
            {"exam_responses": [{"course": "ATE_BEVA"}], "index_dates": [{"index_date": dt.date(2022, 5, 1), "index_treatment": "HAIC"}]},
        ],
        {"exam_responses": [{}], "index_dates": [{"index_date": dt.date(2022, 5, 1), "index_treatment": "HAIC"}]},
    ),
    example(
        "exam_responses",
        "IR-002 flag",
        "decided_by opinion_count",
        [{}, ADJUDICATED, {**NONE, "opinion_count": 1, "read_count": 1}],
        {**DIFFERING, **NONE},
        also="CP-008 flag",
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
        also="IR-002 flag",
    ),
]
