"""Examples of the rules of what became of a patient since the last release; tests/gate/test_last_release.py has every limit."""

import datetime as dt

from schemas.examples.drawing import example, fine

GOOD = {
    "is_sent": True,
    "was_accepted": True,
    "has_quarantined_contact": False,
    "was_dead": False,
    "is_dead": False,
    "earlier_last_contact_date": dt.date(2024, 5, 31),
    "last_contact_date": dt.date(2024, 5, 31),
}
BACK_TO_LIFE = {"was_dead": True}
SEEN_EARLIER = {"last_contact_date": dt.date(2024, 5, 30)}  # 2024-05-31 in the last release
GONE = {"is_sent": False, "was_dead": True, "last_contact_date": None}
RENUMBERED = {**GONE, "patients_alike": "of another number"}
REASON = "a death was entered for the wrong patient"


def vanished(gone: int, of: int) -> dict:
    """Draw a registry of which so many patients are not sent any more."""
    left = [{**GONE, "patient_id": f"gone {place}"} for place in range(gone)]
    return {"patient_changes": [*left, *(fine(patient_id=f"there {place}") for place in range(of - gone))]}


EXAMPLES = [
    example("patient_changes", "CP-016 flag", "is_sent was_accepted", {}, GONE),
    example("patient_changes", "CP-016 flag", "is_sent was_accepted patients_alike", {}, RENUMBERED),
    example(
        "patient_changes",
        "CP-016 stop",
        "is_sent was_accepted",
        [vanished(5, 10), vanished(6, 600)],
        [vanished(6, 10), vanished(6, 599)],
        also="CP-016 flag",
        alone=True,
    ),
    example("patient_changes", "TE-008 stop", "was_dead is_dead", [{}, {"is_dead": True}], BACK_TO_LIFE),
    example("patient_changes", "TE-008 flag", "was_dead is_dead", {}, BACK_TO_LIFE, override_reason=REASON),
    example("patient_changes", "TE-008 stop", "earlier_last_contact_date last_contact_date", {}, SEEN_EARLIER),
    example("patient_changes", "TE-008 flag", "earlier_last_contact_date last_contact_date", {}, SEEN_EARLIER, override_reason=REASON),
]
