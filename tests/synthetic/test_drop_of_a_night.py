"""The synthetic hospital night after night: each drop has what was known by the end of a day, and the last one all there is."""

from dataclasses import fields
from datetime import date, timedelta

import pytest

from pipelines.synthetic.hospital import write_drop
from pipelines.synthetic.nights import FIRST_NIGHT, day_of, known_by
from pipelines.synthetic.records import Records, journeys_of, records_of

PATIENTS = [records_of(journey) for journey in journeys_of(12, 7)]
DAYS = [FIRST_NIGHT + timedelta(30 * number) for number in range(-6, 12)]


def together(day: date) -> Records:
    """Return what is known of all patients by a day."""
    records = Records()
    for each in PATIENTS:
        records.add(known_by(each, day))
    return records


def test_nights_are_counted_from_one():
    assert [day_of(1), day_of(31)] == [date(2023, 6, 1), date(2023, 7, 1)]


def test_in_the_end_all_is_known():
    whole = Records()
    for each in PATIENTS:
        whole.add(each)
    assert together(date(2025, 12, 31)) == whole
    assert together(date(2000, 1, 1)) == Records()


def test_nothing_is_known_before_its_day_and_nothing_is_forgotten():
    before = Records()
    for day in DAYS:
        known = together(day)
        for part in fields(Records):
            assert len(getattr(known, part.name)) >= len(getattr(before, part.name)), part.name
        for rows in (known.patients, known.assessments, known.drug_administrations, known.imaging_reads, known.follow_up):
            assert all(value <= day for row in rows for name, value in row.items() if name.endswith("_date") and value)
        assert all(result[3].date() <= day for result in known.labs)
        read = {(row["exam_id"], row["reader_id"]) for row in known.imaging_reads}
        assert all((row["exam_id"], row["reader_id"]) in read for row in known.lesions)
        assert {row["patient_id"] for row in known.follow_up} == {row["patient_id"] for row in known.patients}
        before = known
    assert len(together(DAYS[0]).patients) < len(before.patients)


def test_who_dies_later_was_alive_when_last_seen():
    for each in PATIENTS:
        death = each.follow_up[-1]["death_date"]
        if not death:
            continue
        (*_, then), (*_, now) = known_by(each, death - timedelta(1)).follow_up, known_by(each, death).follow_up
        assert (then["vital_status"], then["death_date"]) == ("ALIVE", None) and then["last_contact_date"] < death
        assert (now["vital_status"], now["death_date"]) == ("DEAD", death)
        return
    pytest.fail("nobody dies")


def test_what_was_typed_wrong_is_corrected_after_some_days():
    days = [day_of(night) for night in range(1, 41)]
    stood: dict[tuple, dict] = {}
    for day in days:
        for result in together(day).labs:
            stood.setdefault((*result[:2], result[3]), {}).setdefault(result[2], []).append(day)
    corrected = [values for values in stood.values() if len(values) > 1]
    assert corrected and all(len(values) == 2 for values in corrected)
    for wrong, right in (list(values.values()) for values in corrected):
        assert len(wrong) <= 4 and wrong[-1] < right[0] and right[-1] == days[-1]


def test_the_marker_names_the_hospital(tmp_path):
    def marker(name: str, **hospital) -> str:
        write_drop(tmp_path / name, **hospital)
        return (tmp_path / name / "SYNTHETIC.txt").read_text(encoding="utf-8")

    first = marker("first", patients=2, night=1)
    assert first == marker("second", patients=2, night=9) == marker("whole", patients=2)
    assert len({first, marker("larger", patients=3), marker("other", patients=2, seed=1)}) == 3
