"""Time to event: which date ends it, why, and the row that says so."""

import datetime as dt

import pytest

from tests.warehouse_of import (
    both,
    build,
    build_again,
    build_up_to,
    day,
    findings_of,
    haic_patient,
    merged,
    open_drawn,
    put,
    reads,
    rows_of,
    set_variables,
)

TIMES = 'select parameter, "days", is_event, event_description from cohort.time_to_event where patient_id = ? order by parameter'
SOURCE = "select source_table, source_row_key from cohort.time_to_event where patient_id = ? and parameter = ?"


def times(connection, patient="P1"):
    return {parameter: tuple(answer) for parameter, *answer in connection.execute(TIMES, [patient]).fetchall()}


@pytest.fixture(scope="module")
def connection():
    stable = reads("stable", (-3, 0, both(None)), (50, 1, both("SD")), (100, 2, both("NE")))
    connection = open_drawn(
        **merged(
            haic_patient("alive"),
            merged(haic_patient("stable"), stable),
            merged(haic_patient("progressed"), reads("progressed", (50, 1, both("SD")), (100, 2, both("PD")), (150, 3, both("PD")))),
            merged(haic_patient("progressed and died", death=120), reads("progressed and died", (100, 1, both("PD")))),
            merged(haic_patient("both on one day", death=100), reads("both on one day", (100, 1, both("PD")))),
            haic_patient("died", death=11),
            merged(haic_patient("seen later", last_contact=60), reads("seen later", (90, 1, both("SD")))),
            merged(haic_patient("seen on the day", last_contact=90), reads("seen on the day", (90, 1, both("SD")))),
        ),
        adverse_events=[{"patient_id": "died", "start_date": day(5), "end_date": day(30)}],  # ends after the death
    )
    build(connection)
    yield connection
    connection.close()


CONTACT, START, ASSESSED = "Last contact alive", "Treatment start", "Last tumour assessment"
EXPECTED = {
    "alive": {"OS": (200, False, CONTACT), "PFS": (200, False, CONTACT), "TTP": (0, False, START)},
    # the exam of day 100 is not evaluable: no censoring date
    "stable": {"OS": (200, False, CONTACT), "PFS": (200, False, CONTACT), "TTP": (50, False, ASSESSED)},
    "progressed": {"OS": (200, False, CONTACT), "PFS": (100, True, "Progression"), "TTP": (100, True, "Progression")},
    "progressed and died": {"OS": (120, True, "Death"), "PFS": (100, True, "Progression"), "TTP": (100, True, "Progression")},
    "both on one day": {"OS": (100, True, "Death"), "PFS": (100, True, "Progression"), "TTP": (100, True, "Progression")},
    "died": {"OS": (11, True, "Death"), "PFS": (11, True, "Death"), "TTP": (0, False, START)},
    "seen later": {"OS": (90, False, CONTACT), "PFS": (90, False, CONTACT), "TTP": (90, False, ASSESSED)},
}


@pytest.mark.parametrize("patient", EXPECTED)
def test_times(connection, patient):
    assert times(connection, patient) == EXPECTED[patient]


def test_each_time_names_its_row(connection):
    def row_of(table, where):
        return connection.execute(f"select min(row_key) from accepted.{table} where {where}").fetchall()[0][0]

    for patient, parameter, table, where in [
        ("alive", "OS", "follow_up", "patient_id = 'alive'"),
        ("alive", "TTP", "drug_administrations", "patient_id = 'alive'"),
        ("progressed", "PFS", "imaging_reads", "patient_id = 'progressed' and exam_id = 'HAIC100'"),
        ("died", "PFS", "follow_up", "patient_id = 'died'"),
        ("seen later", "OS", "imaging_reads", "patient_id = 'seen later'"),
    ]:
        source_table, source_row_key = connection.execute(SOURCE, [patient, parameter]).fetchall()[0]
        assert (source_table, source_row_key[:9]) == (table, row_of(table, where)[:9])
        assert connection.execute(f"select patient_id from accepted.{table} where row_key = ?", [source_row_key]).fetchall() == [(patient,)]


def test_months_are_days_by_the_length_of_a_month(connection):
    query = "select os_months, pfs_months, ttp_months from cohort.outcomes where patient_id in ('died', 'progressed') order by patient_id"
    months = [tuple(days / 30.4375 for days in each) for each in ((11, 11, 0), (200, 100, 100))]
    assert connection.execute(query).fetchall() == months


def test_a_record_after_the_last_contact_is_used_and_asked_about(connection):
    (key,) = connection.execute("select row_key from accepted.follow_up where patient_id = 'seen later'").fetchall()[0]
    assert findings_of(connection, "last_known_states", "PT-006") == [key]
    last = dict(rows_of(connection, "last_known_states", "patient_id", "source_table"))
    assert (last["seen later"], last["seen on the day"]) == ("imaging_reads", "follow_up")


def test_no_rule_of_the_analysis_speaks_of_good_data(connection):
    for table in ("time_to_event", "patients"):
        for rule in ("TE-001", "TE-002", "TE-003", "TE-004", "CC-009", "CR-010", "MR-019"):
            assert findings_of(connection, table, rule) == []


MONTHS = {  # month of death, last contact -> day of death by the first, the 15th, the last day of the month
    "in the month after": ("2023-03", "2023-02-20", ("2023-03-01", "2023-03-15", "2023-03-31")),
    "seen in the month": ("2023-03", "2023-03-10", ("2023-03-10", "2023-03-15", "2023-03-31")),
    "seen after the 15th": ("2023-03", "2023-03-16", ("2023-03-16", "2023-03-16", "2023-03-31")),
    "in February": ("2023-02", "2023-02-01", ("2023-02-01", "2023-02-15", "2023-02-28")),
    "no day of a contact either": ("2023-03", None, ("2023-03-01", "2023-03-15", "2023-03-31")),
    "in the month of the extract": ("2023-04", "2023-03-01", ("2023-04-01", "2023-04-10", "2023-04-10")),
}


@pytest.fixture(scope="module")
def known_to_the_month():
    date = dt.date.fromisoformat
    patients = []
    for name, (month, contact, _) in MONTHS.items():
        patient = haic_patient(name, death=0)
        patient["follow_up"][0] |= {"death_date": None, "death_month": date(f"{month}-01"), "last_contact_date": contact and date(contact)}
        patients.append(patient)
    told = haic_patient("another row tells the day", death=60)  # 2023-03-11
    told["follow_up"].append({**told["follow_up"][0], "death_date": None, "death_month": date("2023-03-01")})
    infused = haic_patient("given a drug later in the month", death=0)
    infused["follow_up"][0] |= {"death_date": None, "death_month": date("2023-01-01"), "last_contact_date": date("2023-01-02")}
    infused["drug_administrations"].append({**infused["drug_administrations"][0], "administration_date": date("2023-01-20")})
    events = []
    for name, end in (("an event ends with the month", "2023-03-31"), ("an event ends after the month", "2023-04-01")):
        patient = haic_patient(name, death=0)
        patient["follow_up"][0] |= {"death_date": None, "death_month": date("2023-03-01"), "last_contact_date": date("2023-02-20")}
        events.append(patient | {"adverse_events": [{"patient_id": name, "start_date": date("2023-02-01"), "end_date": date(end)}]})
    connection = open_drawn(**merged(*patients, told, infused, *events))
    set_variables(connection, as_of=date("2023-04-10"))
    build_up_to(connection, "patients")
    return connection


@pytest.mark.parametrize(("place", "choice"), list(enumerate(("first", "middle", "last"))))
def test_a_death_known_to_the_month_is_given_a_day(known_to_the_month, place, choice):
    """admiral, derive_vars_dt: date_imputation first, mid, last; min_dates are the days known alive, max_dates the day of the extract."""
    build_again(known_to_the_month, "patients", month_of_death=choice)
    found = {name: str(day) for name, day in rows_of(known_to_the_month, "patients", "patient_id", "death_date")}
    expected = {name: days[place] for name, (*_, days) in MONTHS.items()}
    assert found == expected | {
        "another row tells the day": "2023-03-11",
        "an event ends with the month": "2023-03-31",
        "an event ends after the month": ("2023-03-01", "2023-03-15", "2023-03-31")[place],
        "given a drug later in the month": ("2023-01-20", "2023-01-20", "2023-01-31")[place],
    }
    imputed = dict(rows_of(known_to_the_month, "patients", "patient_id", "is_death_date_imputed"))
    assert {name for name, is_imputed in imputed.items() if not is_imputed} == {"another row tells the day"}
    assert all(is_event for (is_event,) in rows_of(known_to_the_month, "patients", "os_event"))


def test_progression_free_survival_censored_at_the_last_assessment():
    drawn = merged(
        haic_patient("never assessed"),
        haic_patient("never assessed, died", death=80),
        merged(haic_patient("assessed"), reads("assessed", (50, 1, both("SD")), (100, 2, both("NE")))),
    )
    connection = open_drawn(settings={"pfs_censor": "last_assessment"}, **drawn)
    build_up_to(connection, "time_to_event")
    assert times(connection, "never assessed")["PFS"] == (0, False, START)
    assert times(connection, "never assessed, died")["PFS"] == (80, True, "Death")
    assert times(connection, "assessed") == {"OS": (200, False, CONTACT), "PFS": (50, False, ASSESSED), "TTP": (50, False, ASSESSED)}


def test_the_first_day_may_count():
    connection = open_drawn(**haic_patient("P1"))
    build_up_to(connection, "time_to_event")
    for plus_one, days in ((1, 201), (0, 200)):
        build_again(connection, "time_to_event", aval_plus_one=plus_one)
        assert times(connection)["OS"][0] == days
        assert findings_of(connection, "time_to_event", "CC-009") == []


def test_new_therapy_censors_at_the_last_assessment_before_it():
    drawn = merged(haic_patient("P1"), reads("P1", (50, 1, both("SD")), (100, 2, both("PD"))))
    drawn["procedures"] = [{"procedure": "TACE", "procedure_date": day(70)}, {"procedure": "PORT", "procedure_date": day(20)}]
    connection = open_drawn(**drawn)
    build_up_to(connection, "time_to_event")
    for policy, expected in [("censor", (50, False, "New anticancer therapy")), ("ignore", (100, True, "Progression"))]:
        build_again(connection, "time_to_event", new_therapy=policy)
        assert times(connection)["PFS"] == expected
        assert times(connection)["OS"] == (200, False, CONTACT)
        assert findings_of(connection, "time_to_event", "TE-002") == []


def test_death_after_missed_visits():
    """Two planned intervals (126 days) and two weeks after the last assessment on day 50; one day more is a second missed visit."""
    deaths = {"in time": 50 + 2 * 126 + 14, "late": 50 + 2 * 126 + 15}
    patients = [merged(haic_patient(name, death=death), reads(name, (50, 1, both("SD")))) for name, death in deaths.items()]
    connection = open_drawn(settings={"missed_visits": "censor"}, **merged(*patients))
    build_up_to(connection, "patients")
    assert times(connection, "in time")["PFS"] == (deaths["in time"], True, "Death")
    assert times(connection, "late")["PFS"] == (50, False, "Missed visits")
    for name, death in deaths.items():
        assert times(connection, name)["OS"] == (death, True, "Death")
    assert findings_of(connection, "patients", "TE-004") == []


def test_the_site_may_record_progression_itself():
    def recorded(patient, **more):
        drawn = haic_patient(patient)
        drawn["follow_up"][0] |= more
        return drawn

    drawn = merged(
        merged(recorded("progressed", progression_date=day(70)), reads("progressed", (50, 1, both("PD")))),
        recorded("free", progression_free_date=day(90)),
        recorded("on the index day", progression_date=day(0)),
        recorded("the day before", progression_date=day(-1)),
        merged(recorded("not said"), reads("not said", (50, 1, both("SD")))),
        recorded("later than contact", progression_free_date=day(230)),
    )
    connection = open_drawn(settings={"progression": "recorded"}, **drawn)
    build_up_to(connection, "time_to_event")
    assert times(connection, "progressed")["TTP"] == (70, True, "Progression")
    assert times(connection, "free")["TTP"] == (90, False, ASSESSED)
    assert times(connection, "not said")["TTP"] == (50, False, ASSESSED)
    assert times(connection, "later than contact")["OS"] == (230, False, CONTACT)
    assert rows_of(connection, "progressions", "patient_id", "progression_date") == [
        ("on the index day", day(0)),
        ("progressed", day(70)),
    ]
    build_again(connection, "time_to_event", progression="reads")
    assert times(connection, "progressed")["TTP"] == (50, True, "Progression")


@pytest.fixture(scope="module")
def drawn_by_hand():
    """A warehouse for cohort tables that the tests write themselves."""
    connection = open_drawn()
    put(connection, "index_dates", [{"index_date": day(0)}])
    build(connection, "response_sets")
    return connection


GOOD = {
    "row_key": "P1:OS",
    "parameter": "OS",
    "start_name": "index",
    "event_description": "Death",
    "censoring_code": 0,
    "is_event": True,
    "days": 30,
    "months": 30 / 30.4375,
    "start_date": day(0),
    "event_or_censor_date": day(30),
    "unclamped_date": day(30),
}


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("TE-002", {"is_event": False}),
        ("TE-002", {"censoring_code": 1}),
        ("TE-002", {"censoring_code": -1, "is_event": False, "censoring_description": "x"}),
        ("TE-002", {"event_description": None}),
        ("TE-002", {"censoring_description": "x"}),
        ("TE-003", {"unclamped_date": day(-1)}),
        ("TE-003", {"start_date": day(-1)}),
        ("TE-003", {"event_or_censor_date": day(9999)}),
        ("CC-009", {"days": 31}),
        ("CC-009", {"months": 1.0}),
        ("CC-009", {"months": None}),
    ],
    ids=str,
)
def test_rules_of_the_records(drawn_by_hand, rule, change):
    connection = drawn_by_hand
    put(connection, "time_to_event", [GOOD])
    assert findings_of(connection, "time_to_event", rule) == []
    put(connection, "time_to_event", [{**GOOD, **change}])
    assert findings_of(connection, "time_to_event", rule) == ["P1:OS"]


def test_one_record_per_parameter():
    connection = open_drawn()
    put(connection, "time_to_event", [GOOD, {**GOOD, "row_key": "P1:PFS", "parameter": "PFS"}])
    assert findings_of(connection, "time_to_event", "TE-001") == []
    put(connection, "time_to_event", [GOOD, {**GOOD, "row_key": "again"}])
    assert findings_of(connection, "time_to_event", "TE-001") == ["P1:OS", "again"]


PATIENT = {
    "row_key": "P1",
    "arm": "first_line",
    "index_date": day(0),
    "best_response": "SD",
    "confirmed_best_response": "SD",
    "has_response": False,
    "has_confirmed_response": False,
    "has_disease_control": True,
    "has_progressed": False,
    **{f"{parameter}_days": 30 for parameter in ("os", "pfs", "ttp")},
    **{f"{parameter}_event": parameter != "ttp" for parameter in ("os", "pfs", "ttp")},
    "is_baseline_exam_in_window": True,
}


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("CR-010", {"arm": None}),
        ("CR-010", {"index_date": None}),
        ("TE-001", {"ttp_days": None}),
        ("TE-001", {"os_event": None}),
        ("TE-004", {"pfs_days": 31}),
        ("TE-004", {"ttp_days": 31}),  # nobody progresses after death
        ("TE-004", {"pfs_days": 29}),  # died without progression: the same day ends both
        ("TE-004", {"pfs_event": False}),
        ("MR-019", {"has_response": True}),
        ("MR-019", {"has_disease_control": False}),
        ("MR-019", {"confirmed_best_response": "PR"}),
        ("MR-019", {"best_response": None}),
        ("CP-006", {"is_baseline_exam_in_window": False}),
    ],
    ids=str,
)
def test_rules_of_the_cohort(drawn_by_hand, rule, change):
    connection = drawn_by_hand
    put(connection, "patients", [PATIENT])
    assert findings_of(connection, "patients", rule) == []
    put(connection, "patients", [{**PATIENT, **change}])
    assert findings_of(connection, "patients", rule) == ["P1"]


def test_one_row_per_patient():
    connection = open_drawn()
    put(connection, "patients", [PATIENT, {**PATIENT, "row_key": "again"}])
    assert findings_of(connection, "patients", "CR-010") == ["P1", "again"]


def test_columns_of_the_paper(connection):
    assert rows_of(connection, "patients", "best_response", "has_progressed")[-1] == ("SD", False)
    assert ("NE", False) in rows_of(connection, "patients", "best_response", "has_progressed")  # MISSING is NE here


def test_only_the_index_course_after_the_index_date_progresses():
    drawn = merged(
        haic_patient("P1"),
        reads("P1", (20, 1, both("PD")), course="ATE_BEVA"),
        reads("P1", (0, 1, both("PD")), (50, 2, both("SD")), (100, 3, both("PD"))),
    )
    connection = open_drawn(**drawn)
    build_up_to(connection, "progressions")
    assert rows_of(connection, "progressions", "progression_date") == [(day(100),)]


def test_the_cause_of_death_reaches_the_patients_and_ends_with_the_cut_off():
    drawn = merged(haic_patient("cause", death=100), haic_patient("no cause", death=100), haic_patient("alive"))
    drawn["follow_up"][0] |= {"death_cause_group": "LIVER FAILURE"}
    connection = open_drawn(**drawn)
    build_up_to(connection, "patients")
    found = dict(connection.sql("select patient_id, death_cause_group from cohort.patients").fetchall())
    assert found == {"cause": "LIVER FAILURE", "no cause": None, "alive": None}
    build_again(connection, "patients", data_cutoff=day(99))
    assert set(connection.sql("select death_cause_group from cohort.patients").fetchall()) == {(None,)}
