"""Number and size of the tumours at the visit against what readers measured at baseline; the visit in cm, the reads in mm."""

import pytest

from tests.warehouse_of import build_up_to, day, findings_of, haic_patient, merged, open_drawn, rows_of

ALONE = {"has_metastasis": False}
SINGLE, SEVERAL = {"tumour_number": "single"}, {"tumour_number": "multiple"}
T1, T2, T3 = ({"lesion_id": name, "role": "TARGET", "organ": "LIVER"} for name in ("T1", "T2", "T3"))


def mm(lesion, size, **changes):
    return {**lesion, "viable_mm": float(size), "total_mm": float(size), **changes}


MOST = 5  # targets that there may be
CASES = {  # the visit, the sum (mm) or the lesions of R1; which rules ask
    "as the visit says": ({"largest_tumour_cm": 4.0, "tumour_count": 2}, [mm(T1, 42), mm(T2, 20)], []),
    "60 mm of 4 cm": ({"largest_tumour_cm": 4.0}, [mm(T1, 60)], []),  # half as much again, and no more
    "61 mm of 4 cm": ({"largest_tumour_cm": 4.0}, [mm(T1, 61)], ["PA-024"]),
    "13 mm of 0.8 cm": ({"largest_tumour_cm": 0.8}, [mm(T1, 13)], []),  # 5 mm more, and no more
    "14 mm of 0.8 cm": ({"largest_tumour_cm": 0.8}, [mm(T1, 14)], ["PA-024"]),
    "the largest is no target": ({"largest_tumour_cm": 9.0}, [mm(T1, 20)], []),
    "total, where little is viable": ({"largest_tumour_cm": 4.0}, [mm(T1, 5, total_mm=90.0)], ["PA-024"]),
    "a large node": ({"largest_tumour_cm": 2.0}, [mm(T1, 20), mm(T2, 60, organ="LYMPH_NODE_PORTA", short_axis_mm=60.0)], []),
    "a large thrombus": ({"largest_tumour_cm": 2.0}, [mm(T1, 20), mm(T2, 60, lesion_kind="THROMBUS")], []),
    "a large non-target": ({"largest_tumour_cm": 2.0}, [mm(T1, 20), mm(T2, 60, role="NONTARGET")], []),
    "a large mass in the lung": ({"largest_tumour_cm": 2.0}, [mm(T1, 20), mm(T2, 60, organ="LUNG")], []),
    "millimetres sent as centimetres": ({"largest_tumour_cm": 0.42}, [mm(T1, 42)], ["PA-024"]),
    "one tumour, three targets": ({"tumour_count": 1, **SINGLE}, [mm(T1, 20), mm(T2, 20), mm(T3, 20)], ["PA-025"]),
    "a single one, two targets": (SINGLE, [mm(T1, 20), mm(T2, 20)], ["PA-025"]),
    "one, and one in the lung": ({"tumour_count": 1}, [mm(T1, 20), mm(T2, 20, organ="LUNG")], []),
    "one, and a non-target": ({"tumour_count": 1}, [mm(T1, 20), mm(T2, 20, role="NONTARGET")], []),
    "several is no number": (SEVERAL, [mm(T1, 20), mm(T2, 20), mm(T3, 20)], []),
    "none, and a target": ({"tumour_count": 0, "largest_tumour_cm": 0.0}, [mm(T1, 20)], ["PA-024", "PA-025"]),
    "none, and nothing measured": ({"tumour_count": 0, "largest_tumour_cm": 0.0}, [], []),
    "0.8 cm, sum 43": ({"largest_tumour_cm": 0.8, **SEVERAL, **ALONE}, 43.0, []),  # five of 8.6 mm
    "0.8 cm, sum 66": ({"largest_tumour_cm": 0.8, **SEVERAL, **ALONE}, 66.0, ["PA-024"]),  # 13.2 mm at least
    "two of 0.8 cm, sum 43": ({"largest_tumour_cm": 0.8, "tumour_count": 2, **ALONE}, 43.0, ["PA-024"]),  # 21.5 mm at least
    "nine of 0.8 cm, sum 43": ({"largest_tumour_cm": 0.8, "tumour_count": 9, **ALONE}, 43.0, []),  # five of them are targets
    "a single one of 1.6 cm, sum 42": ({"largest_tumour_cm": 1.6, **SINGLE, **ALONE}, 42.0, ["PA-024"]),
    "a single one of 4.2 cm, sum 42": ({"largest_tumour_cm": 4.2, **SINGLE, **ALONE}, 42.0, []),
    "none, and a sum": ({"largest_tumour_cm": 0.0, "tumour_count": 0, **ALONE}, 42.0, ["PA-024"]),
    "spread, and a sum": ({"largest_tumour_cm": 1.6, **SINGLE, "has_metastasis": True}, 42.0, []),
    "spread not told, and a sum": ({"largest_tumour_cm": 1.6, **SINGLE}, 42.0, []),
}


@pytest.fixture(scope="module")
def connection():
    parts = []
    for name, (visit, measured, _) in CASES.items():
        read = {"patient_id": name, "exam_id": f"E{name}", "exam_date": day(-3), "reader_id": "R1"}
        lesions = measured if isinstance(measured, list) else []
        parts += [
            haic_patient(name),
            {
                "assessments": [{"row_key": f"visit of {name}", "patient_id": name, "assessment_date": day(-1), **visit}],
                "imaging_reads": [
                    {**read, "course": "HAIC", "timepoint": 0, "sum_viable_mm": None if isinstance(measured, list) else measured}
                ],
                "lesions": [{**read, "has_arterial_enhancement": True, **lesion} for lesion in lesions],
            },
        ]
    connection = open_drawn(**merged(*parts))
    build_up_to(connection, "tumour_burdens")
    return connection


def test_what_contradicts_the_visit_is_asked_about(connection):
    found = {rule: set(findings_of(connection, "tumour_burdens", rule)) for rule in ("PA-024", "PA-025")}
    asked = {name: [rule for rule, rows in found.items() if f"visit of {name}" in rows] for name in CASES}
    assert asked == {name: rules for name, (*_, rules) in CASES.items()}


def test_sizes_stand_side_by_side_in_millimetres(connection):
    sizes = {row[0]: row[1:] for row in rows_of(connection, "tumour_burdens", "patient_id", "largest_tumour_mm", "largest_measured_mm")}
    assert sizes["61 mm of 4 cm"] == (40.0, 61.0)
    assert sizes["two of 0.8 cm, sum 43"] == (8.0, 21.5)
    assert sizes["0.8 cm, sum 66"] == (8.0, 66 / MOST)
