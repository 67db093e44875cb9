"""The hospital night after night: what it had on record by the end of a day, out of all that it ever records.

From one night to the next patients come, are treated, scanned and read, and die; what was typed wrong is corrected some days later.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from pipelines.synthetic.laboratory import Result
from pipelines.synthetic.record import Record
from pipelines.synthetic.records import Records

FIRST_NIGHT = date(2023, 6, 1)  # half of the patients are known by then, and all of them have some years to come
CORRECTED_AFTER = timedelta(4)
TYPED_WRONG = 0.04  # of the laboratory results


def day_of(night: int) -> date:
    """Return the day that a night ends; the first night is 1."""
    return FIRST_NIGHT + timedelta(night - 1)


def known_by(records: Records, day: date) -> Records:
    """Return what of the records of one patient stood in the hospital's systems by the end of a day.

    A read is known once it is read, and its lesions with it. An event that has not ended has no end, and one who has died later was alive
    when last seen.
    """
    reads = _until(records.imaging_reads, "read_date", day)
    read = {(row["exam_id"], row["reader_id"]) for row in reads}
    known = Records(
        patients=_until(records.patients, "hcc_dx_date", day),
        assessments=_until(records.assessments, "assessment_date", day),
        labs=[_as_typed(result, day) for result in records.labs if result[3].date() <= day],
        drug_administrations=_until(records.drug_administrations, "administration_date", day),
        procedures=_until(records.procedures, "procedure_date", day),
        lesions=[row for row in records.lesions if (row["exam_id"], row["reader_id"]) in read],
        imaging_reads=reads,
        adverse_events=[
            row | {"end_date": None} if row["end_date"] and row["end_date"] > day else row
            for row in _until(records.adverse_events, "start_date", day)
        ],
    )
    return replace(known, follow_up=_contacts(records.follow_up, known, day)) if known.patients else Records()


def _until(rows: Iterable[Record], column: str, day: date) -> list[Record]:
    return [row for row in rows if row[column] <= day]


def _contacts(rows: list[Record], known: Records, day: date) -> list[Record]:
    """Return the contacts by then; one who is seen later was last seen when the last record was made."""
    by_then = [row for row in rows if row["last_contact_date"] <= day and not (row["death_date"] and row["death_date"] > day)]
    if len(by_then) == len(rows):
        return by_then
    seen = max([*_days(known), *(row["last_contact_date"] for row in by_then)])
    last = rows[-1] | {"last_contact_date": min(seen, rows[-1]["last_contact_date"]), "vital_status": "ALIVE"}
    last |= {"death_date": None, "death_cause": None}
    return [*(row for row in by_then if row["last_contact_date"] < last["last_contact_date"]), last]


def _days(known: Records) -> Iterable[date]:
    """Yield the days on which something of the patient was recorded."""
    for rows in (known.patients, known.assessments, known.drug_administrations, known.procedures, known.imaging_reads):
        for row in rows:
            yield from (
                value for name, value in row.items() if name.endswith("_date") and name not in ("birth_date", "read_date") and value
            )
    yield from (result[3].date() for result in known.labs)


def _as_typed(result: Result, day: date) -> Result:
    """Return a result as it stands on a day: of those typed wrong the right value comes some days later."""
    patient, test, value, collected, specimen, is_of_truth = result
    is_wrong = Random(f"{patient}:{test}:{collected}").random() < TYPED_WRONG and isinstance(value, float)
    if not is_wrong or _is_past(collected, day):
        return result
    return patient, test, round(float(value) * 1.1, 2), collected, specimen, is_of_truth


def _is_past(collected: datetime, day: date) -> bool:
    return collected.date() + CORRECTED_AFTER <= day
