"""A reader against two who agree: several times their sum, or a fraction of it, is asked about; who else differs is not."""

from tests.warehouse_of import build_up_to, day, findings_of, open_drawn

THREE = dict.fromkeys(("R1", "R2", "R3"), "reader")
DRAWN = {  # sums of three readers; those of whom IR-009 asks
    "a slipped decimal point": ((40.6, 44.0, 7.5), ["R3"]),
    "the other way": ((10.0, 10.0, 51.0), ["R3"]),
    "five times": ((10.0, 10.0, 50.0), []),
    "the others do not agree: 40 and 50 mm are 22 % apart": ((40.0, 50.0, 7.5), []),
    "nothing viable is a judgement": ((40.6, 44.0, 0.0), []),
    "two readers": ((40.6, 7.5, None), []),
    "none of them differs": ((40.6, 44.0, 42.0), []),
}


def test_a_reader_against_two_who_agree_is_asked_about():
    rows = [
        {
            "row_key": f"{case}:{reader}",
            "patient_id": case,
            "exam_id": "E1",
            "exam_date": day(50),
            "reader_id": reader,
            "course": "HAIC",
            "timepoint": 1,
            "sum_viable_mm": mm,
        }
        for case, (sums, _) in DRAWN.items()
        for reader, mm in zip(THREE, sums, strict=True)
    ]
    connection = open_drawn(readers=THREE, imaging_reads=rows)
    build_up_to(connection, "reader_deviations")
    found = findings_of(connection, "reader_deviations", "IR-009")
    assert found == sorted(f"{case}:{reader}" for case, (_, readers) in DRAWN.items() for reader in readers)
