"""HAIC cycles: doses per m2, sessions without cycle numbers, intervals."""

import pytest

from tests.warehouse_of import build_up_to, day, findings_of, open_drawn, rows_of


def drug(name, offset, dose, **more):
    return {"regimen": "HAIC", "route": "HEPATIC_ARTERY", "drug": name, "administration_date": day(offset), "dose_mg": dose, **more}


def session(start, **more):
    return [drug("FLUOROURACIL", start + number, 850.0, **more) for number in range(3)] + [drug("CISPLATIN", start + 1, 102.0, **more)]


def test_doses_per_body_surface():
    # recorded 1.70 m2: 3 x 850 / 1.70 = 1500, 102 / 1.70 = 60; computed from 170 cm and 75 kg: sqrt(170 x 75 / 3600) = 1.8819
    connection = open_drawn(
        drug_administrations=[*session(0, cycle_no=1, bsa_m2=1.7), *session(30, cycle_no=2)],
        assessments=[
            {"assessment_date": day(-3), "height_cm": 170.0, "weight_kg": 75.0},
            {"assessment_date": day(31), "weight_kg": 60.0},
        ],
    )
    build_up_to(connection, "haic_cycles")
    columns = ("cycle_no", "fluorouracil_days", "fluorouracil_mg", "fluorouracil_mg_per_m2", "cisplatin_mg_per_m2", "interval_days")
    first, second = rows_of(connection, "haic_cycles", *columns)
    assert first == (1, 3, 2550.0, 1500.0, 60.0, None)
    assert second == (2, 3, 2550.0, pytest.approx(2550 / 1.88193163), pytest.approx(102 / 1.88193163), 30)


def test_body_surface_by_the_other_formula():
    connection = open_drawn(
        settings={"bsa_formula": "dubois"},
        drug_administrations=session(0),
        assessments=[{"assessment_date": day(5), "height_cm": 170.0, "weight_kg": 75.0}],  # later: the only one
    )
    build_up_to(connection, "haic_cycles")
    assert rows_of(connection, "haic_cycles", "bsa_m2") == [(pytest.approx(1.8636, abs=5e-5),)]


def test_sessions_are_told_apart_where_no_cycle_is_numbered():
    # days 0, 7 and 15: 7 days without an infusion is still one session, 8 is a new one
    connection = open_drawn(drug_administrations=[drug("FLUOROURACIL", offset, 850.0) for offset in (0, 7, 15)])
    build_up_to(connection, "haic_cycles")
    assert rows_of(connection, "haic_cycles", "cycle_no", "cycle_start_date", "cycle_end_date", "session_days") == [
        (1, day(0), day(7), 8),
        (2, day(15), day(15), 1),
    ]


@pytest.mark.parametrize(("interval", "is_found"), [(13, True), (14, True), (20, True), (21, False), (42, False), (56, False), (57, True)])
def test_interval_between_cycles(interval, is_found):
    second = session(interval, cycle_no=2)
    connection = open_drawn(drug_administrations=[*session(0, cycle_no=1), *second])
    build_up_to(connection, "haic_cycles")
    # the finding names the first row of the second cycle
    assert findings_of(connection, "haic_cycles", "TX-004") == (["drug_administrations-000004"] if is_found else [])
