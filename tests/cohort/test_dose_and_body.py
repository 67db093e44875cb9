"""Cycles, doses and bodies: from the infusions of a patient to what the rules compare."""

import pytest

from tests.warehouse_of import build_up_to, day, findings_of, open_drawn, rows_of


def drug(name, offset, dose, **more):
    return {"route": "HEPATIC_ARTERY", "drug": name, "administration_date": day(offset), "dose_mg": dose, **more}


def session(start, days=(0, 1, 2), cisplatin=1, dose=850.0, **more):
    """Draw a session: fluorouracil on these days after its start, cisplatin on another; 100 % of the plan for 1.70 m2."""
    given = [drug("FLUOROURACIL", start + offset, dose, **more) for offset in days]
    return given + ([drug("CISPLATIN", start + cisplatin, 102.0, **more)] if cisplatin is not None else [])


def visit(offset, height=170.0, weight=61.2):  # sqrt(170 x 61.2 / 3600) = 1.70 m2
    return {"assessment_date": day(offset), "height_cm": height, "weight_kg": weight}


def cycles(*sessions, up_to="treatment_cycles", **tables):
    """Return a warehouse with these sessions and the cycles made of them; `up_to` names the last table that is built."""
    connection = open_drawn(drug_administrations=[row for rows in sessions for row in rows], **tables)
    build_up_to(connection, "treatment_cycles", up_to)
    return connection


def of(patient, rows):
    """Return rows as those of a patient, whose name opens their keys."""
    return [{**row, "patient_id": patient, "row_key": f"{patient}:{number}"} for number, row in enumerate(rows)]


def side_by_side(drawn, up_to="treatment_cycles", **tables):
    """Return a warehouse with the infusions of several patients, drawn as {patient: rows}, and the cycles made of them."""
    return cycles(*(of(patient, rows) for patient, rows in drawn.items()), up_to=up_to, **tables)


def asked(connection, table, rule):
    """Return the patients of whose rows a rule asks."""
    return {key.split(":")[0] for key in findings_of(connection, table, rule)}


DAYS = {  # a session: days of fluorouracil and of cisplatin, span, treatment day of cisplatin, whether a rule asks
    "as planned": (session(0), "1, 2, 3", "2", 3, 2, False),
    "a day of rest after the first": (session(0, (0, 2, 3), 2), "1, 3, 4", "3", 4, 2, False),
    "a day of rest after the second": (session(0, (0, 1, 3), 1), "1, 2, 4", "2", 4, 2, False),
    "two days of rest": (session(0, (0, 2, 4), 2), "1, 3, 5", "3", 5, 2, True),
    "cisplatin on day 1": (session(0, cisplatin=0), "1, 2, 3", "1", 3, 1, True),
    "cisplatin on day 3": (session(0, cisplatin=2), "1, 2, 3", "3", 3, 3, True),
    "cisplatin the day before": (session(1, (0, 1, 2), -1), "2, 3, 4", "1", 3, 1, True),
    "cisplatin on day 6": (session(0, cisplatin=5), "1, 2, 3", "6", 3, 4, True),
    "without cisplatin": (session(0, cisplatin=None), "1, 2, 3", "", 3, None, False),  # CP-013 speaks
}


OF_DOSES = ("on_days", "span_days", "first_treatment_day")


def test_days_of_a_session():
    connection = side_by_side({name: rows for name, (rows, *_) in DAYS.items()})
    found = {(patient, name): rest for patient, name, *rest in rows_of(connection, "cycle_doses", "patient_id", "drug", *OF_DOSES)}
    for patient, (_, fluorouracil, cisplatin, span, treatment_day, _) in DAYS.items():
        assert found[patient, "FLUOROURACIL"][:2] == [fluorouracil, span], patient
        assert found[patient, "CISPLATIN"][::2] == [cisplatin, treatment_day], patient
    assert asked(connection, "cycle_doses", "TX-003") == {patient for patient, (*_, is_found) in DAYS.items() if is_found}


def test_a_short_session_has_a_reason():
    connection = side_by_side(
        {
            "whole": session(0),
            "short": session(0, (0, 1)),
            "short for fever": session(0, (0, 1), reduction_reason="fever"),
            "without cisplatin": session(0, cisplatin=None),
            "without cisplatin for the kidney": session(0, cisplatin=None, reduction_reason="renal function"),
        }
    )
    assert asked(connection, "treatment_cycles", "CP-013") == {"short", "without cisplatin"}


def test_a_quarantined_row_near_a_cycle_leaves_it_incomplete_and_nobody_asks_twice():
    # the session is of days 0 and 1; its third day may be the row that is quarantined
    is_whole = {-4: True, -3: False, 2: False, 4: False, 5: True, None: False}
    connection = open_drawn(drug_administrations=[row for event_day in is_whole for row in of(f"{event_day}", session(0, (0, 1)))])
    for event_day in is_whole:
        event_date = None if event_day is None else day(event_day)
        connection.execute(
            "insert into reference.quarantined_rows (table_name, row_key, patient_id, event_date) values ('drug_administrations', ?, ?, ?)",
            [f"quarantined {event_day}", f"{event_day}", event_date],
        )
    build_up_to(connection, "treatment_cycles")
    found = dict(rows_of(connection, "treatment_cycles", "patient_id", "is_whole"))
    assert found == {f"{event_day}": whole for event_day, whole in is_whole.items()}
    assert asked(connection, "treatment_cycles", "CP-013") == {f"{event_day}" for event_day, whole in is_whole.items() if whole}


def test_a_cycle_whose_day_numbers_contradict_each_other_is_not_whole():
    rows = [{**row, "cycle_no": 1, "day_no": number} for row, number in zip(session(0), (1, 2, 3, 2), strict=True)]
    moved = [*rows[:2], rows[2] | {"administration_date": day(30)}, rows[3]]
    connection = side_by_side({"as numbered": rows, "moved": moved})
    assert dict(rows_of(connection, "treatment_cycles", "patient_id", "is_whole")) == {"as numbered": True, "moved": False}


def test_no_interval_is_measured_over_a_cycle_that_is_missing():
    # cycle 2 is quarantined: 84 days from cycle 1 to cycle 3 are no interval
    connection = cycles(session(0, cycle_no=1), session(84, cycle_no=3), session(112, cycle_no=4))
    assert rows_of(connection, "treatment_cycles", "cycle_no", "interval_days") == [(1, None), (3, None), (4, 28)]


def test_regimens():
    folfox = [drug("OXALIPLATIN", 60, 145.0), drug("LEUCOVORIN", 60, 340.0), drug("FLUOROURACIL", 60, 680.0)]
    connection = cycles(session(0), folfox, [drug("DOXORUBICIN", 90, 50.0)])
    assert rows_of(connection, "treatment_cycles", "cycle_no", "regimen") == [(1, "FP"), (2, "FOLFOX"), (3, "OTHER")]
    assert findings_of(connection, "treatment_cycles", "TX-016") == ["drug_administrations-000004"]  # the oxaliplatin that opens cycle 2


REGIMENS = {
    "FLUOROURACIL CISPLATIN": "FP",
    "FLUOROURACIL": "FP",
    "OXALIPLATIN": "FOLFOX",
    "FLUOROURACIL OXALIPLATIN LEUCOVORIN": "FOLFOX",
    "LEUCOVORIN": "OTHER",  # without oxaliplatin it is no FOLFOX
    "FLUOROURACIL LEUCOVORIN": "OTHER",
    "FLUOROURACIL CISPLATIN LEUCOVORIN": "OTHER",
    "FLUOROURACIL OXALIPLATIN CISPLATIN": "OTHER",
}


def test_a_regimen_is_what_its_drugs_make_it():
    connection = side_by_side({names: [drug(name, 0, 100.0) for name in names.split()] for names in REGIMENS})
    assert dict(rows_of(connection, "treatment_cycles", "patient_id", "regimen")) == REGIMENS


def test_recorded_body_surface_beside_both_formulas():
    # 170 cm, 61.2 kg: Mosteller 1.70, Du Bois 0.007184 x 170^0.725 x 61.2^0.425 = 1.7093; one infusion of the cycle says 2.10
    rows = session(0, bsa_m2=1.7)
    rows[2]["bsa_m2"] = 2.1
    connection = cycles(rows, session(28, bsa_m2=1.71), assessments=[visit(-3), visit(28)], up_to="cycle_body_sizes")
    sizes = rows_of(connection, "cycle_body_sizes", "bsa_row_key", "recorded_bsa_m2", "bsa_difference_m2", "weight_age_days")
    assert sizes[0] == ("drug_administrations-000002", 2.1, pytest.approx(0.3907, abs=1e-4), 3)
    assert sizes[1][2:] == (pytest.approx(0.0007, abs=1e-4), 0)
    assert findings_of(connection, "cycle_body_sizes", "CC-001") == ["drug_administrations-000002"]


def test_an_old_weight_gives_more_room():
    # 1.7093 m2 by Du Bois: 1.74 differs by 0.0307, 1.73 by 0.0207, 1.86 by 0.1507, 1.85 by 0.1407
    drawn = [(1.74, 14, True), (1.73, 14, False), (1.74, 15, False), (1.86, 15, True), (1.85, 15, False)]
    connection = side_by_side(
        {f"{recorded} after {age} days": session(0, bsa_m2=recorded) for recorded, age, _ in drawn},
        assessments=[{**visit(-age), "patient_id": f"{recorded} after {age} days"} for recorded, age, _ in drawn],
        up_to="cycle_body_sizes",
    )
    expected = {f"{recorded} after {age} days" for recorded, age, is_found in drawn if is_found}
    assert asked(connection, "cycle_body_sizes", "CC-001") == expected


def test_weight_jumps_once_and_names_the_visit():
    # 62 kg at each cycle but 26 kg at the third: -58.1 %, and back
    visits = [visit(0, weight=62.0), visit(28, weight=62.0), visit(56, weight=26.0), visit(84, weight=62.0)]
    connection = cycles(*(session(start) for start in (0, 28, 56, 84)), assessments=visits, up_to="cycle_body_sizes")
    assert rows_of(connection, "cycle_body_sizes", "weight_change_pct") == [
        (None,),
        (0.0,),
        (pytest.approx(-58.0645, abs=1e-4),),
        (pytest.approx(138.4615, abs=1e-4),),
    ]
    assert findings_of(connection, "cycle_body_sizes", "PA-022") == ["assessments-000002"]


def test_a_dose_without_any_body_is_asked_for_once():
    connection = side_by_side(
        {
            "no body": session(0) + session(28),
            "recorded": session(0, bsa_m2=1.7),
            "weighed in time": session(0),
            "weighed too early": session(0),
        },
        assessments=[{**visit(-14), "patient_id": "weighed in time"}, {**visit(-15), "patient_id": "weighed too early"}],
        up_to="cycle_body_sizes",
    )
    assert findings_of(connection, "cycle_body_sizes", "CP-012") == ["no body:0", "weighed too early:0"]


def test_infusion_days_without_results_and_cycles_after_progression():
    labs = [{"test": "AST", "value_std": 30.0, "collected_date": day(offset)} for offset in (0, 1, 2, 28)]
    reads = [
        {
            "exam_id": str(offset),
            "exam_date": day(offset),
            "reader_id": reader,
            "course": "HAIC",
            "timepoint": place,
            "overall_response": word,
        }
        for place, (offset, word) in enumerate(((-5, None), (20, "PD")))
        for reader in ("R1", "R2")
    ]
    connection = cycles(session(0), session(28), session(56), labs=labs, imaging_reads=reads, up_to="cycle_monitoring")
    # progression on day 20: cycle 2 begins 8 days later, cycle 3 36 days later
    columns = ("infusion_day_count", "day_without_labs_count", "days_since_progression")
    assert rows_of(connection, "cycle_monitoring", *columns) == [(3, 0, -20), (3, 2, 8), (3, 3, 36)]
    assert findings_of(connection, "cycle_monitoring", "TX-007") == ["drug_administrations-000008"]
    assert len(findings_of(connection, "cycle_monitoring", "PT-011")) == 2


def test_a_patient_without_any_result_is_not_asked_for_daily_ones():
    assert rows_of(cycles(session(0), up_to="cycle_monitoring"), "cycle_monitoring", "day_without_labs_count") == [(None,)]


def test_dose_intensity():
    # 1.70 m2: cycle 1 whole, cycle 2 at 75 % (637.5 mg) with a reason, cycle 3 without cisplatin, late by 50 days
    connection = cycles(
        session(0, bsa_m2=1.7),
        session(28, bsa_m2=1.7, dose=637.5, reduction_reason="neutropenia"),
        session(78, bsa_m2=1.7, cisplatin=None),
        up_to="exposures",
    )
    build_up_to(connection, "dose_intensities")
    columns = ("arm", "plan", "cycle_count", "reduced_cycle_count", "short_cycle_count", "late_cycle_count")
    assert rows_of(connection, "exposures", *columns) == [("first_line", "FP", 3, 1, 1, 1)]
    # cisplatin (100 + 100 + 0) / 3 = 66.67 %, fluorouracil (100 + 75 + 100) / 3 = 91.67 %
    assert rows_of(connection, "dose_intensities", "drug", "measured_cycle_count", "relative_dose_pct") == [
        ("CISPLATIN", 3, pytest.approx(66.666667)),
        ("FLUOROURACIL", 3, pytest.approx(91.666667)),
    ]


def test_a_dose_that_was_not_sent_is_unknown_and_not_none():
    # cycle 1 at 100 %, in cycle 2 no amount of fluorouracil is sent
    connection = cycles(session(0, bsa_m2=1.7), session(28, bsa_m2=1.7, dose=None), up_to="dose_intensities")
    assert rows_of(connection, "dose_intensities", "drug", "measured_cycle_count", "relative_dose_pct") == [
        ("CISPLATIN", 2, 100.0),
        ("FLUOROURACIL", 1, 100.0),
    ]


def test_a_cycle_is_late_that_begins_more_than_42_days_after_the_one_before():
    connection = side_by_side(
        {f"{interval}": session(0, cycle_no=1) + session(interval, cycle_no=2) for interval in (41, 42, 43)}, up_to="exposures"
    )
    found = rows_of(connection, "exposures", "patient_id", "cycle_count", "late_cycle_count")
    assert found == [("41", 2, 0), ("42", 2, 0), ("43", 2, 1)]


def test_a_cycle_is_short_without_fluorouracil_on_three_days_or_without_cisplatin():
    connection = side_by_side(
        {
            "whole": session(0),
            "two days": session(0, (0, 1)),
            "four days": session(0, (0, 1, 2, 3)),
            "no cisplatin": session(0, cisplatin=None),
        },
        up_to="exposures",
    )
    found = dict(rows_of(connection, "exposures", "patient_id", "short_cycle_count"))
    assert found == {"whole": 0, "two days": 1, "four days": 0, "no cisplatin": 1}


def test_fifteen_cycles_are_many():
    drawn = {f"{number} cycles": [row for place in range(number) for row in session(28 * place)] for number in (14, 15)}
    # the first infusion of the fifteenth cycle
    assert findings_of(side_by_side(drawn, up_to="exposures"), "exposures", "TX-006") == ["15 cycles:56"]


def test_ate_beva_soon_after_the_index_day():
    infusion = {"route": "IV", "drug": "ATEZOLIZUMAB", "dose_mg": 1200.0}
    rows = [of(f"{offset}", [*session(0), {**infusion, "administration_date": day(offset)}]) for offset in (-1, 0, 21, 22)]
    connection = open_drawn(drug_administrations=[row for each in rows for row in each])
    build_up_to(connection, "arm_treatments_after_index")
    assert asked(connection, "arm_treatments_after_index", "TX-015") == {"0", "21"}


def test_what_no_patient_of_an_arm_may_have_had_before_is_none_of_its_treatments():
    later = [
        {"route": "PO", "drug": drug, "dose_mg": 400.0, "administration_date": day(21)}
        for drug in ("SORAFENIB", "CABOZANTINIB")  # named by its condition none_before
    ]
    connection = open_drawn(drug_administrations=[row for each in later for row in of(each["drug"], [*session(0), each])])
    build_up_to(connection, "arm_treatments_after_index")
    assert rows_of(connection, "arm_treatments_after_index", "patient_id", "treatment") == []


def test_a_long_time_after_ate_beva_is_asked_about():
    infusion = {"route": "IV", "drug": "ATEZOLIZUMAB", "dose_mg": 1200.0, "administration_date": day(-181)}
    connection = open_drawn(drug_administrations=[*session(0), infusion])
    build_up_to(connection, "arms")
    assert rows_of(connection, "arms", "arm") == [("ate_beva_without_progression",)]
    assert findings_of(connection, "prior_courses", "TX-015") == ["drug_administrations-000004"]  # 181 days before the index day


def test_the_group_of_the_study_sheet_is_held_against_the_arm():
    groups = {"as recorded": "first_line", "otherwise": "post_ate_beva", "not recorded": None}
    connection = open_drawn(
        drug_administrations=[row for name in groups for row in of(name, session(0))],
        patients=[{"patient_id": name, "row_key": name, "treatment_group": group} for name, group in groups.items()],
    )
    build_up_to(connection, "arms")
    assert {(name, recorded) for name, _, recorded in rows_of(connection, "arms", "patient_id", "arm", "recorded_arm")} == set(
        groups.items()
    )
    assert {arm for (arm,) in rows_of(connection, "arms", "arm")} == {"first_line"}
    assert findings_of(connection, "arms", "TX-012") == ["otherwise"]
