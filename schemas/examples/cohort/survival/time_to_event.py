"""Examples of the rules of times to events."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "parameter": "OS",
    "start_name": "index",
    "event_description": "Death",
    "censoring_code": 0,
    "days": 100,
    "months": 100 / 30.4375,
    "is_event": True,
    "start_date": dt.date(2023, 1, 10),
    "event_or_censor_date": dt.date(2023, 4, 20),
    "unclamped_date": dt.date(2023, 4, 20),
}
INDEX = {"index_dates": [{}]}
CENSORED = {"is_event": False, "censoring_code": 1, "censoring_description": "Last contact", "event_description": "None"}


def _record(**changes):
    return {"time_to_event": [changes], **INDEX}


EXAMPLES = [
    example(
        "time_to_event",
        "TE-001 stop",
        "patient_id parameter",
        {"time_to_event": [{}, {"parameter": "PFS"}], **INDEX},
        {"time_to_event": [{}, {}], **INDEX},
    ),
    example(
        "time_to_event",
        "TE-002 stop",
        "censoring_code is_event event_description censoring_description",
        [_record(**CENSORED)],
        [
            _record(event_description=None),
            _record(censoring_code=-1),
            _record(censoring_code=1),
            _record(**{**CENSORED, "censoring_description": None}),
        ],
    ),
    example(
        "time_to_event",
        "TE-003 stop",
        "start_date unclamped_date event_or_censor_date",
        _record(event_or_censor_date=dt.date(2024, 7, 31), days=568, months=568 / 30.4375),  # the as-of date
        [
            _record(event_or_censor_date=dt.date(2024, 8, 1), days=569, months=569 / 30.4375),
            _record(unclamped_date=dt.date(2023, 1, 9)),
            {"time_to_event": [{}]},  # without an index date
        ],
    ),
    example(
        "time_to_event",
        "TE-005 flag",
        "parameter event_or_censor_date start_date",
        [
            _record(event_or_censor_date=dt.date(2023, 1, 11), days=1, months=1 / 30.4375),
            _record(parameter="TTP", event_or_censor_date=dt.date(2023, 1, 10), days=0, months=0.0),
        ],
        _record(event_or_censor_date=dt.date(2023, 1, 10), days=0, months=0.0),
    ),
    example(
        "time_to_event",
        "CC-009 stop",
        "days months start_date event_or_censor_date",
        _record(),
        [_record(days=101, months=101 / 30.4375), _record(months=100 / 30.0), _record(months=None)],
    ),
]
