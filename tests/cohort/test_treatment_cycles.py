"""Cycles of the index treatment: doses by the body, sessions without cycle numbers, intervals; of any regimen that a study counts."""

import pytest

from tests.warehouse_of import build_up_to, day, findings_of, later, merged, open_drawn, rows_of


def drug(name, offset, dose, **more):
    return {"route": "HEPATIC_ARTERY", "drug": name, "administration_date": day(offset), "dose_mg": dose, **more}


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
    build_up_to(connection, "treatment_cycles")
    assert rows_of(connection, "treatment_cycles", "cycle_no", "interval_days") == [(1, None), (2, 30)]
    assert rows_of(connection, "cycle_doses", "cycle_no", "drug", "given_days", "given_mg", "given_by_body", "planned_by_body") == [
        (1, "CISPLATIN", 1, 102.0, 60.0, 60.0),
        (1, "FLUOROURACIL", 3, 2550.0, 1500.0, 1500.0),
        (2, "CISPLATIN", 1, 102.0, pytest.approx(102 / 1.88193163), 60.0),
        (2, "FLUOROURACIL", 3, 2550.0, pytest.approx(2550 / 1.88193163), 1500.0),
    ]


def test_a_bolus_and_an_infusion_of_one_day_add_up():
    # 85, 400, and 400 + 2400 mg/m2 for 1.70 m2
    given = [("OXALIPLATIN", 144.5), ("LEUCOVORIN", 680.0), ("FLUOROURACIL", 680.0), ("FLUOROURACIL", 4080.0)]
    connection = open_drawn(drug_administrations=[drug(name, 0, dose, cycle_no=1, bsa_m2=1.7) for name, dose in given])
    build_up_to(connection, "treatment_cycles")
    assert rows_of(connection, "cycle_doses", "drug", "given_days", "given_mg") == [
        ("FLUOROURACIL", 1, 4760.0),
        ("LEUCOVORIN", 1, 680.0),
        ("OXALIPLATIN", 1, 144.5),
    ]


def test_body_surface_by_the_other_formula():
    connection = open_drawn(
        settings={"bsa_formula": "dubois"},
        drug_administrations=session(0),
        assessments=[{"assessment_date": day(5), "height_cm": 170.0, "weight_kg": 75.0}],  # later: the only one
    )
    build_up_to(connection, "treatment_cycles")
    assert rows_of(connection, "treatment_cycles", "bsa_m2") == [(pytest.approx(1.8636, abs=5e-5),)]


def test_sessions_are_told_apart_where_no_cycle_is_numbered():
    # days 0, 7 and 15: 7 days without an infusion is still one session, 8 is a new one
    connection = open_drawn(drug_administrations=[drug("FLUOROURACIL", offset, 850.0) for offset in (0, 7, 15)])
    build_up_to(connection, "treatment_cycles")
    assert rows_of(connection, "treatment_cycles", "cycle_no", "cycle_start_date", "cycle_end_date", "session_days") == [
        (1, day(0), day(7), 8),
        (2, day(15), day(15), 1),
    ]


def test_interval_between_cycles():
    asked = {13: True, 14: True, 20: True, 21: False, 42: False, 56: False, 57: True}
    drawn = {f"{days} days": session(0, cycle_no=1) + session(days, cycle_no=2) for days in asked}
    rows = [
        {**row, "patient_id": patient, "row_key": f"{patient}:{number}"}
        for patient, given in drawn.items()
        for number, row in enumerate(given)
    ]
    connection = open_drawn(drug_administrations=rows)
    build_up_to(connection, "treatment_cycles")
    # the finding names the first row of the second cycle
    expected = sorted(f"{days} days:4" for days, is_found in asked.items() if is_found)
    assert findings_of(connection, "treatment_cycles", "TX-004") == expected


# Three patients of a study that counts FP and FOLFOX, each 1.70 m2, and one with cisplatin alone, which it does not count.
FOLFOX_OF = {"OXALIPLATIN": (0,), "LEUCOVORIN": (0,), "FLUOROURACIL": (0, 1)}


def folfox(start, oxaliplatin=144.5, days=FOLFOX_OF, **more):
    """Draw a session by the plan for 1.70 m2: 85 x 1.70 = 144.5, 400 x 1.70 = 680, 1400 x 1.70 = 2380 on each of two days."""
    mg = {"OXALIPLATIN": oxaliplatin, "LEUCOVORIN": 680.0, "FLUOROURACIL": 2380.0}
    return [drug(name, start + offset, mg[name], bsa_m2=1.7, **more) for name in days for offset in days[name]]


def of(patient, rows):
    return [{**row, "patient_id": patient} for row in rows]


EVERYBODY = [{"name": "everybody", "label": "All patients"}]
BOTH = {"index_treatment": "HAIC", "regimens": ["FP", "FOLFOX"], "arms": EVERYBODY}


@pytest.fixture(scope="module")
def two_regimens():
    """FP in P1; FOLFOX in P2, whose second session lacks a day of fluorouracil and comes on day 28, the third on day 57; P3 had both."""
    connection = open_drawn(
        study=BOTH,
        drug_administrations=[
            *of("P1", session(0, bsa_m2=1.7) + session(42, bsa_m2=1.7)),
            *of("P2", folfox(0) + folfox(28, 101.15, FOLFOX_OF | {"FLUOROURACIL": (0,)}) + folfox(57)),
            *of("P3", session(0, bsa_m2=1.7) + folfox(28)),
            *of("P4", [drug("CISPLATIN", 0, 102.0, bsa_m2=1.7)]),
        ],
    )
    build_up_to(connection, "treatment_cycles", "exposures", "dose_intensities")
    return connection


def test_each_patient_has_the_plan_of_his_first_cycle(two_regimens):
    assert rows_of(two_regimens, "treatment_cycles", "patient_id", "cycle_no", "regimen", "plan", "interval_days", "is_late") == [
        ("P1", 1, "FP", "FP", None, False),
        ("P1", 2, "FP", "FP", 42, False),  # late after 42 days
        ("P2", 1, "FOLFOX", "FOLFOX", None, False),
        ("P2", 2, "FOLFOX", "FOLFOX", 28, False),  # late after 28 days
        ("P2", 3, "FOLFOX", "FOLFOX", 29, True),
        ("P3", 1, "FP", "FP", None, False),
        ("P3", 2, "FOLFOX", "FP", 28, False),
        ("P4", 1, "FP", "FP", None, False),  # as far as the study counts, fluorouracil is missing
    ]
    assert findings_of(two_regimens, "treatment_cycles", "TX-016") == [
        two_regimens.execute("select source_row_key from cohort.treatment_cycles where patient_id = 'P3' and cycle_no = 2").fetchone()[0]
    ]
    assert findings_of(two_regimens, "treatment_cycles", "TX-004") == []  # 42 days lie within 21 to 56, and 28 and 29 within 14 to 42


def test_the_dose_of_each_drug_is_held_against_the_plan_of_the_patient(two_regimens):
    assert rows_of(two_regimens, "dose_intensities", "patient_id", "drug", "measured_cycle_count", "relative_dose_pct") == [
        ("P1", "CISPLATIN", 2, 100.0),
        ("P1", "FLUOROURACIL", 2, 100.0),
        ("P2", "FLUOROURACIL", 3, pytest.approx(83.333333)),  # (100 + 2380 / 4760 = 50 + 100) / 3
        ("P2", "LEUCOVORIN", 3, 100.0),
        ("P2", "OXALIPLATIN", 3, 90.0),  # (100 + 101.15 / 144.5 = 70 + 100) / 3
        ("P3", "CISPLATIN", 1, 100.0),  # of the one cycle of FP
        ("P3", "FLUOROURACIL", 1, 100.0),
        ("P4", "CISPLATIN", 1, 100.0),
        ("P4", "FLUOROURACIL", 1, 0.0),  # left out
    ]
    assert rows_of(two_regimens, "exposures", "patient_id", "cycle_count", "short_cycle_count", "late_cycle_count") == [
        ("P1", 2, 0, 0),
        ("P2", 3, 1, 1),
        ("P3", 2, 0, 0),
        ("P4", 1, 1, 0),
    ]


def tablets(patient, mg, *offsets):
    given = {"patient_id": patient, "route": "ORAL", "drug": "LENVATINIB", "dose_mg": mg}
    return [{**given, "administration_date": day(offset)} for offset in offsets]


def weighs(patient, kg, offset=0):
    return {"patient_id": patient, "assessment_date": day(offset), "weight_kg": kg}


def test_a_tablet_of_every_day_is_held_against_the_dose_by_weight():
    # 8 mg below 60 kg, 12 mg from 60 kg on, by the weight at the start
    connection = open_drawn(
        study={"index_treatment": "LENVATINIB", "arms": EVERYBODY},
        drug_administrations=[
            *tablets("P1", 8.0, *range(4)),
            *tablets("P2", 12.0, 0, 1),
            *tablets("P2", 8.0, 2, 3),
            *tablets("P3", 12.0, 0, 1, 2, 10),
            *tablets("P4", 8.0, 0),
        ],
        assessments=[weighs("P1", 59.9), weighs("P2", 60.0), weighs("P3", 61.0), weighs("P3", 55.0, 10)],
    )
    build_up_to(connection, "exposures", "dose_intensities")
    assert rows_of(connection, "dose_intensities", "patient_id", "drug", "relative_dose_pct") == [
        ("P1", "LENVATINIB", 100.0),
        ("P2", "LENVATINIB", pytest.approx(83.333333)),  # (12 + 12 + 8 + 8) mg of 4 x 12 mg
        ("P3", "LENVATINIB", 100.0),  # 12 mg still is the dose at 55 kg
    ]  # the weight of P4 is not known, and so neither is the dose
    # 8 days without a tablet begin another run of days; a drug of every day is neither short nor late
    assert rows_of(connection, "exposures", "patient_id", "cycle_count", "short_cycle_count", "late_cycle_count") == [
        ("P1", 1, 0, 0),
        ("P2", 1, 0, 0),
        ("P3", 2, 0, 0),
        ("P4", 1, 0, 0),
    ]


def test_a_pair_is_given_by_weight_and_flat():
    # atezolizumab 1200 mg flat, bevacizumab 15 mg/kg x 60 kg = 900 mg; the second time 450 mg, which is half
    pair = {"route": "IV"}
    connection = open_drawn(
        study={"index_treatment": "ATE_BEVA", "arms": EVERYBODY},
        drug_administrations=[
            {**pair, "drug": name, "dose_mg": mg, "administration_date": day(offset)}
            for offset, bevacizumab in ((0, 900.0), (21, 450.0), (50, 900.0))
            for name, mg in (("ATEZOLIZUMAB", 1200.0), ("BEVACIZUMAB", bevacizumab))
        ],
        assessments=[weighs("P1", 60.0)],
    )
    build_up_to(connection, "exposures", "dose_intensities")
    assert rows_of(connection, "dose_intensities", "drug", "relative_dose_pct") == [
        ("ATEZOLIZUMAB", 100.0),
        ("BEVACIZUMAB", pytest.approx(83.333333)),  # (100 + 50 + 100) / 3
    ]
    assert rows_of(connection, "exposures", "cycle_count", "late_cycle_count") == [(3, 1)]  # 29 days: late after 28


def test_the_own_plan_of_a_study_counts():
    # 400 instead of 500 mg/m2 on three days: 1500 / 1200 = 125 %; late after 27 instead of 42 days
    own = [{"regimen": "FP", "drug": "FLUOROURACIL", "dose": 400}, {"regimen": "FP", "late_after_days": 27}]
    connection = open_drawn(
        study={**BOTH, "regimen": own}, drug_administrations=[*session(0, bsa_m2=1.7, cycle_no=1), *session(28, bsa_m2=1.7, cycle_no=2)]
    )
    build_up_to(connection, "exposures", "dose_intensities")
    assert rows_of(connection, "dose_intensities", "drug", "relative_dose_pct") == [("CISPLATIN", 100.0), ("FLUOROURACIL", 125.0)]
    assert rows_of(connection, "exposures", "late_cycle_count") == [(1,)]


def test_a_regimen_of_the_study_alone():
    # doxorubicin 30 mg/m2 on day 1 with cisplatin 50 mg/m2 on day 1
    own = [
        {
            "regimen": "AP",
            "label": "AP",
            "treatment": "HAIC",
            "drug": "DOXORUBICIN",
            "is_needed": True,
            "days": 1,
            "dose": 30,
            "dose_unit": "mg/m2",
        },
        {"regimen": "AP", "label": "AP", "treatment": "HAIC", "drug": "CISPLATIN", "days": 1, "dose": 50, "dose_unit": "mg/m2"},
    ]
    connection = open_drawn(
        study={"index_treatment": "HAIC", "regimens": ["AP"], "regimen": own, "arms": EVERYBODY},
        drug_administrations=[drug("DOXORUBICIN", 0, 51.0, bsa_m2=1.7), drug("CISPLATIN", 0, 68.0, bsa_m2=1.7)],
    )
    build_up_to(connection, "exposures", "dose_intensities")
    assert rows_of(connection, "exposures", "plan", "cycle_count") == [("AP", 1)]
    # 51 / (30 x 1.70) = 100 %, 68 / (50 x 1.70) = 80 %
    assert rows_of(connection, "dose_intensities", "drug", "relative_dose_pct") == [("CISPLATIN", 80.0), ("DOXORUBICIN", 100.0)]


def test_a_drug_goes_into_the_hepatic_artery_only_where_that_is_written():
    routes = {"artery": "HEPATIC_ARTERY", "vein": "IV", "not written": None}
    doses = [
        drug(name, 0, 100.0, patient_id=patient, route=route) for patient, route in routes.items() for name in ("CISPLATIN", "FLUOROURACIL")
    ]
    connection = open_drawn(drug_administrations=doses)
    build_up_to(connection, "treatment_rows")
    found = dict(rows_of(connection, "treatment_rows", "patient_id", "treatment"))
    assert found == {"artery": "HAIC", "vein": "SYSTEMIC", "not written": "SYSTEMIC"}


def test_the_first_day_of_a_cycle_by_the_number_of_a_day():
    doses = [drug("FLUOROURACIL", 1, 850.0, cycle_no=1, day_no=2), drug("FLUOROURACIL", 2, 850.0, cycle_no=1, day_no=1)]
    connection = open_drawn(drug_administrations=[*doses, drug("CISPLATIN", 2, 102.0, cycle_no=1)])
    build_up_to(connection, "treatment_doses")
    assert rows_of(connection, "treatment_doses", "day_1_by_number") == [(day(0),), (day(2),), (None,)]


CUT_OFF = {  # the day of the patient on which the study is cut: cycles and whether they are whole, relative dose
    32: ([(1, True), (2, True)], 80.0),  # the day of the last dose
    31: ([(1, True), (2, False)], 100.0),  # within the second session, which is not whole
    30: ([(1, True), (2, False)], 100.0),
    29: ([(1, True)], 100.0),
}


@pytest.mark.parametrize("is_cut", [True, False])
def test_doses_after_the_data_cut_off_are_not_of_the_study(is_cut):
    # cycle 2, on days 30 to 32, has 3 x 510 mg of fluorouracil for 3 x 850: 60 %, and 80 % over both
    second = [drug("FLUOROURACIL", 30 + number, 510.0, cycle_no=2, bsa_m2=1.7) for number in range(3)]
    doses = [*session(0, cycle_no=1, bsa_m2=1.7), *second, drug("CISPLATIN", 31, 102.0, cycle_no=2, bsa_m2=1.7)]
    drawn = [later(32 - cut, {"drug_administrations": [{**dose, "patient_id": f"{cut}"} for dose in doses]}) for cut in CUT_OFF]
    connection = open_drawn(settings={"data_cutoff": day(32) if is_cut else None}, **merged(*drawn))
    build_up_to(connection, "dose_intensities", "exposures")
    expected = {f"{cut}": CUT_OFF[cut] if is_cut else CUT_OFF[32] for cut in CUT_OFF}
    found = {cut: [] for cut in expected}
    for cut, *cycle in rows_of(connection, "treatment_cycles", "patient_id", "cycle_no", "is_whole"):
        found[cut].append(tuple(cycle))
    assert found == {cut: cycles for cut, (cycles, _) in expected.items()}
    counts = {cut: numbers for cut, *numbers in rows_of(connection, "exposures", "patient_id", "cycle_count", "short_cycle_count")}
    assert counts == {cut: [len(cycles), 0] for cut, (cycles, _) in expected.items()}
    doses = rows_of(connection, "dose_intensities", "patient_id", "drug", "relative_dose_pct")
    relative = {cut: share for cut, name, share in doses if name == "FLUOROURACIL"}
    assert relative == {cut: pytest.approx(share) for cut, (_, share) in expected.items()}
