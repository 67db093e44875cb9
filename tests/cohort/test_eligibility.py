"""Arms, eligibility and attrition: who is compared with whom, and who is left out for which reason."""

import datetime as dt

import pytest

from tests.warehouse_of import (
    both,
    build_up_to,
    day,
    findings_of,
    haic_patient,
    merged,
    open_drawn,
    quarantine_treatments,
    reads,
    rows_of,
)


def drug(patient, name, offset, route="ORAL"):
    return {"drug_administrations": [{"patient_id": patient, "drug": name, "route": route, "administration_date": day(offset)}]}


def ate_beva(patient, *offsets):
    return merged(*(drug(patient, name, offset, "IV") for offset in offsets for name in ("ATEZOLIZUMAB", "BEVACIZUMAB")))


def procedure(patient, name, offset):
    return {"procedures": [{"patient_id": patient, "procedure": name, "procedure_date": day(offset)}]}


def ate_beva_reads(patient, *exams):
    return reads(patient, *((offset, 1, responses) for offset, responses in exams), course="ATE_BEVA")


BY_CHILD_PUGH = {
    "index_treatment": "TACE",
    "arms": [
        {"name": "child_pugh_a", "label": "Child–Pugh A", "variable": "child_pugh", "level": "A"},
        {"name": "child_pugh_b", "label": "Child–Pugh B", "variable": "child_pugh", "level": "B"},
        {"name": "unknown", "label": "Not known", "in_study": False, "reason": "Child-Pugh class unknown at baseline"},
    ],
}
ARMS = {
    "nothing before": ([], "first_line"),
    "local before": ([procedure("local before", "TACE", -90), procedure("local before", "PORT", -1)], "first_line"),
    "leucovorin before": ([drug("leucovorin before", "LEUCOVORIN", -9)], "first_line"),
    "sorafenib on the index day": ([drug("sorafenib on the index day", "SORAFENIB", 0)], "first_line"),
    "sorafenib before": ([drug("sorafenib before", "SORAFENIB", -1)], "other_systemic"),
    "bevacizumab alone": ([drug("bevacizumab alone", "BEVACIZUMAB", -30, "IV")], "other_systemic"),
    "oxaliplatin by no written route": ([drug("oxaliplatin by no written route", "OXALIPLATIN", 30, None)], "first_line"),
    "infusion on the index day": ([ate_beva("infusion on the index day", 0)], "first_line"),
    "infusion on the index day and before": (
        [
            ate_beva("infusion on the index day and before", -90, 0),
            ate_beva_reads("infusion on the index day and before", (-20, both("PD"))),
        ],
        "post_ate_beva",
    ),
    "progressed": ([ate_beva("progressed", -90, -69), ate_beva_reads("progressed", (-20, both("PD")))], "post_ate_beva"),
    "sorafenib, then ate-beva": (
        [
            drug("sorafenib, then ate-beva", "SORAFENIB", -200),
            ate_beva("sorafenib, then ate-beva", -90),
            ate_beva_reads("sorafenib, then ate-beva", (-20, both("PD"))),
        ],
        "post_ate_beva",
    ),
    "ate-beva, then sorafenib": (
        [
            ate_beva("ate-beva, then sorafenib", -90),
            ate_beva_reads("ate-beva, then sorafenib", (-20, both("PD"))),
            drug("ate-beva, then sorafenib", "SORAFENIB", -10),
        ],
        "other_systemic",
    ),
    "sorafenib on the day of the last ate-beva": (
        [
            ate_beva("sorafenib on the day of the last ate-beva", -90, -69),
            ate_beva_reads("sorafenib on the day of the last ate-beva", (-20, both("PD"))),
            drug("sorafenib on the day of the last ate-beva", "SORAFENIB", -69),
        ],
        "post_ate_beva",
    ),
    "sorafenib a day after the last ate-beva": (
        [
            ate_beva("sorafenib a day after the last ate-beva", -90, -69),
            ate_beva_reads("sorafenib a day after the last ate-beva", (-20, both("PD"))),
            drug("sorafenib a day after the last ate-beva", "SORAFENIB", -68),
        ],
        "other_systemic",
    ),
    "PD on the index day": (
        [ate_beva("PD on the index day", -90), ate_beva_reads("PD on the index day", (0, both("PD")))],
        "post_ate_beva",
    ),
    "PD 120 days old": ([ate_beva("PD 120 days old", -200), ate_beva_reads("PD 120 days old", (-120, both("PD")))], "post_ate_beva"),
    "PD 121 days old": (
        [ate_beva("PD 121 days old", -200), ate_beva_reads("PD 121 days old", (-121, both("PD")))],
        "ate_beva_without_progression",
    ),
    "PD after index": (
        [ate_beva("PD after index", -90), ate_beva_reads("PD after index", (1, both("PD")))],
        "ate_beva_without_progression",
    ),
    "PD on the first infusion": (
        [ate_beva("PD on the first infusion", -90), ate_beva_reads("PD on the first infusion", (-90, both("PD")))],
        "ate_beva_without_progression",
    ),
    "one reader only": (
        [ate_beva("one reader only", -90), ate_beva_reads("one reader only", (-20, {"R1": "PD", "R2": "SD"}))],
        "ate_beva_without_progression",
    ),
    "adjudicated": (
        [ate_beva("adjudicated", -90), ate_beva_reads("adjudicated", (-20, {"R1": "PD", "R2": "SD", "ADJ": "PD"}))],
        "post_ate_beva",
    ),
    "stable": ([ate_beva("stable", -90), ate_beva_reads("stable", (-20, both("SD")))], "ate_beva_without_progression"),
}
EXCLUDED = {
    "no HAIC": ({"drug_administrations": []}, "no fluorouracil or cisplatin into the hepatic artery"),
    "cholangiocarcinoma": ({}, "diagnosis is not hepatocellular carcinoma"),
    "no diagnosis": ({}, "diagnosis is not hepatocellular carcinoma"),
    "FOLFOX": (drug("FOLFOX", "OXALIPLATIN", 30, "HEPATIC_ARTERY"), "HAIC with another regimen than fluorouracil and cisplatin"),
    "leucovorin with HAIC": (
        drug("leucovorin with HAIC", "LEUCOVORIN", 30, "HEPATIC_ARTERY"),
        "HAIC with another regimen than fluorouracil and cisplatin",
    ),
    "17 years": ({}, "age outside 18 to 110 years at the index date"),
    "no age": ({}, "age unknown"),
    "no sex": ({}, "sex unknown"),
    "no follow-up": (
        {"follow_up": []},
        "no follow-up, a death without a date, a drug after the death, or a contact or a progression that is undated or quarantined",
    ),
}
CHANGES = {
    "cholangiocarcinoma": {"dx_code": "C221"},
    "no diagnosis": {"dx_code": None},
    "17 years": {"birth_date": dt.date(2005, 1, 11)},
    "no age": {"birth_date": None},
    "no sex": {"sex": None},
    "18 years": {"birth_date": dt.date(2005, 1, 10)},
}


def patient_with(name, part):
    drawn = haic_patient(name, **CHANGES.get(name, {}))
    for table, rows in part.items():
        drawn[table] = drawn.get(table, []) + rows if rows else []
    return drawn


@pytest.fixture(scope="module")
def connection():
    parts = [merged(haic_patient(name), *more) for name, (more, _) in ARMS.items()]
    parts += [patient_with(name, part) for name, (part, _) in EXCLUDED.items()]
    parts.append(patient_with("18 years", {}))
    connection = open_drawn(**merged(*parts))
    build_up_to(connection, "patients", "attrition")
    yield connection
    connection.close()


@pytest.mark.parametrize("patient", ARMS)
def test_arm(connection, patient):
    ((arm, has_arm, evidence),) = connection.execute(
        "select arm, has_arm, evidence_row_key from cohort.arms where patient_id = ?", [patient]
    ).fetchall()
    assert arm == ARMS[patient][1]
    assert has_arm == (arm in ("first_line", "post_ate_beva"))
    assert (evidence is None) == (arm == "first_line")


def test_ate_beva_without_progression_is_asked_about(connection):
    # the last infusion is the row to look at
    without = [patient for patient, (_, arm) in ARMS.items() if arm == "ate_beva_without_progression"]
    assert {"PD 121 days old", "PD after index", "PD on the first infusion", "one reader only"} < set(without)
    expected = connection.execute(
        "select last_row_key from cohort.prior_courses where patient_id in (select unnest(?)) order by 1", [without]
    ).fetchall()
    assert findings_of(connection, "prior_courses", "TX-013") == [key for (key,) in expected]


def test_an_infusion_on_the_index_day_is_not_of_the_course_before(connection):
    query = "select treatment_days, last_treatment_date, gap_days from cohort.prior_courses where patient_id like ? order by all"
    assert connection.execute(query, ["progressed"]).fetchall() == [(2, day(-69), 69)]
    assert connection.execute(query, ["infusion on the index day%"]).fetchall() == [(1, day(-90), 90)]


def test_local_treatment_before_first_line_is_asked_about(connection):
    (key,) = connection.execute(
        "select row_key from accepted.procedures where patient_id = 'local before' and procedure = 'TACE'"
    ).fetchall()[0]
    assert findings_of(connection, "prior_therapies", "TX-014") == [key]


@pytest.mark.parametrize("patient", EXCLUDED)
def test_exclusion(connection, patient):
    query = "select exclusion_reason, is_eligible from cohort.eligibility where patient_id = ?"
    assert connection.execute(query, [patient]).fetchall() == [(EXCLUDED[patient][1], False)]


def test_cohort_is_the_eligible(connection):
    held_out = ("other_systemic", "ate_beva_without_progression")
    expected = sorted([*(name for name, (_, arm) in ARMS.items() if arm not in held_out), "18 years"])
    assert [patient for (patient,) in rows_of(connection, "patients", "patient_id")] == expected
    reasons = dict(connection.execute("select arm, any_value(exclusion_reason) from cohort.eligibility group by arm").fetchall())
    assert reasons["other_systemic"] == "systemic drug other than ate-beva directly before HAIC"
    assert reasons["ate_beva_without_progression"] == "ate-beva before HAIC without progression by mRECIST"


def test_attrition_adds_up(connection):
    rows = connection.execute(
        "select criterion, before_count, excluded_count, remaining_count from cohort.attrition order by step"
    ).fetchall()
    n = len(ARMS) + len(EXCLUDED) + 1
    held_out = sum(arm in ("other_systemic", "ate_beva_without_progression") for _, arm in ARMS.values())
    assert rows == [
        ("has_index_treatment", n, 1, n - 1),
        ("has_hcc", n - 1, 2, n - 3),
        ("has_study_regimen", n - 3, 2, n - 5),
        ("is_in_study_window", n - 5, 0, n - 5),
        ("has_sex", n - 5, 1, n - 6),
        ("has_age", n - 6, 1, n - 7),
        ("is_adult", n - 7, 1, n - 8),
        ("has_whole_history", n - 8, 0, n - 8),
        ("has_arm", n - 8, held_out, n - 8 - held_out),
        ("has_follow_up", n - 8 - held_out, 1, n - 9 - held_out),
    ]
    assert findings_of(connection, "attrition", "CC-013") == []
    connection.execute("create table cohort.kept as from cohort.attrition")
    connection.execute("update cohort.attrition set remaining_count = remaining_count - 1 where step = 3")
    assert findings_of(connection, "attrition", "CC-013") == ["has_study_regimen", "is_in_study_window"]
    connection.execute("create or replace table cohort.attrition as from cohort.kept")


def test_prior_treatments_stand_in_the_order_of_the_paper():
    connection = open_drawn(
        **merged(
            haic_patient("P1"),
            ate_beva("P1", -90),
            ate_beva_reads("P1", (-20, both("PD"))),
            drug("P1", "SORAFENIB", -300),
            procedure("P1", "RADIOTHERAPY", -400),
            procedure("P1", "SURGERY", -350),
            procedure("P1", "TACE", -100),
            procedure("P1", "TACE", -150),
            procedure("P1", "TACE", 0),  # on the index day: not before it
            procedure("P1", "PORT", -2),
            haic_patient("P2"),
        )
    )
    build_up_to(connection, "baseline_characteristics")
    assert rows_of(connection, "baseline_characteristics", "patient_id", "prior_treatments") == [
        ("P1", "TACE;Surgery;RT;Systemic"),
        ("P2", ""),
    ]
    # the arm is made of ate-beva, the second line of systemic therapy; treatments of the liver alone are in no line
    assert rows_of(connection, "prior_therapies", "therapy", "kind", "line_no", "treatment_days", "is_of_an_arm") == [
        ("ATE_BEVA", "Systemic", 2, 1, True),
        ("RADIOTHERAPY", "RT", None, 1, False),
        ("SORAFENIB", "Systemic", 1, 1, False),
        ("SURGERY", "Surgery", None, 1, False),
        ("TACE", "TACE", None, 2, False),
    ]


def test_tace_cohort_by_child_pugh_class():
    def tace_patient(name, child_pugh_class):
        return {
            **haic_patient(name),
            "drug_administrations": [],
            "procedures": [{"patient_id": name, "procedure": "TACE", "procedure_date": day(offset)} for offset in (40, 0)],
            "assessments": [{"patient_id": name, "assessment_date": day(0), "child_pugh_class": child_pugh_class}],
        }

    connection = open_drawn(
        study=BY_CHILD_PUGH,
        **merged(
            tace_patient("P1", "A"), tace_patient("P2", "B"), tace_patient("P3", None), haic_patient("P4"), procedure("P1", "SURGERY", -9)
        ),
    )
    build_up_to(connection, "patients", "attrition")
    assert rows_of(connection, "patients", "patient_id", "arm", "index_date", "prior_treatments") == [
        ("P1", "child_pugh_a", day(0), "Surgery"),
        ("P2", "child_pugh_b", day(0), ""),
    ]
    assert [reason for (reason,) in rows_of(connection, "eligibility", "exclusion_reason")] == [
        None,
        None,
        "Child-Pugh class unknown at baseline",
        "no TACE",
    ]
    steps = {step for (step,) in connection.execute("select criterion from cohort.attrition").fetchall()}
    assert not steps & {"has_study_regimen", "is_in_study_window"}, "the study names neither"
    assert findings_of(connection, "attrition", "CC-013") == []


IN_QUARANTINE = {  # table and day of the row that is quarantined -> whether the patient stays in the cohort
    "infusion before the index day": ("drug_administrations", -40, False),
    "infusion on the index day": ("drug_administrations", 0, False),
    "infusion after the index day": ("drug_administrations", 1, True),
    "infusion on an unreadable day": ("drug_administrations", None, False),
    "contact": ("follow_up", 90, False),
    "nothing": None,
}


def test_a_patient_with_a_quarantined_row_that_may_decide_arm_index_date_or_death_waits():
    connection = open_drawn(**merged(*(haic_patient(name) for name in IN_QUARANTINE)))
    for name, row in IN_QUARANTINE.items():
        if row:
            table, offset, _ = row
            event_date = None if offset is None else day(offset)
            connection.execute(
                "insert into reference.quarantined_rows (table_name, row_key, patient_id, event_date) values (?, 'k', ?, ?)",
                [table, name, event_date],
            )
    build_up_to(connection, "eligibility")
    eligible = dict(connection.execute("select patient_id, is_eligible from cohort.eligibility").fetchall())
    assert eligible == {name: row is None or row[2] for name, row in IN_QUARANTINE.items()}
    reasons = {reason for (reason,) in connection.execute("select distinct exclusion_reason from cohort.eligibility").fetchall()}
    assert {reason.endswith("quarantined") for reason in reasons if reason} == {True}


FIRST_TACE = {  # a procedure and its day, quarantined where the first TACE accepted is on day 0 -> whether the patient waits
    "TACE before": ("TACE", -40, True),
    "TACE on the index day": ("TACE", 0, True),
    "TACE after": ("TACE", 1, False),
    "TACE on an unreadable day": ("TACE", None, True),
    "unreadable procedure": (None, -40, True),
    "surgery": ("SURGERY", -40, False),
}


def test_a_patient_whose_first_tace_may_be_quarantined_waits():
    first = [procedure(name, "TACE", 0) for name in FIRST_TACE]
    visits = {"assessments": [{"patient_id": name, "assessment_date": day(0), "child_pugh_class": "A"} for name in FIRST_TACE]}
    connection = open_drawn(study=BY_CHILD_PUGH, **(merged(*map(haic_patient, FIRST_TACE), *first, visits) | {"drug_administrations": []}))
    quarantined = [
        {"patient_id": name, "procedure": what, "procedure_date": None if offset is None else day(offset)}
        for name, (what, offset, _) in FIRST_TACE.items()
    ]
    quarantine_treatments(connection, "procedures", quarantined)
    build_up_to(connection, "eligibility")
    reason = "a treatment given up to the index date, or on an unreadable day, is quarantined"
    found = dict(rows_of(connection, "eligibility", "patient_id", "exclusion_reason"))
    assert found == {name: reason if waits else None for name, (_, _, waits) in FIRST_TACE.items()}
