"""One set of lesions, responses by several criteria: each sums its own diameter, and from its own limits on a sum is a response.

The limits of mRECIST (viable, 30 % and 20 %) and RECIST 1.1 (total, 30 %, 20 % and 5 mm) are those of the registry's list; `half` is a
study's own, of viable diameters with 50 % and 25 %, as EASL has them.
"""

import pytest

from pipelines.analysis.response_criteria import fit_other_responses
from pipelines.analysis.response_sets import response_sets_of
from pipelines.analysis.response_table import fit_response_table
from pipelines.trace.numbers import find_number
from schemas.examples.settings import STUDY
from schemas.role import BEST_RESPONSES, READER_OPINIONS, RESPONSE_CRITERIA, WAITING_PATIENTS
from tests.cohort.test_response_sets import Cohort as Drawn
from tests.warehouse_of import build_up_to, day, findings_of, haic_patient, merged, open_drawn

HALF = {"name": "half", "like": "mRECIST", "pr_decrease_pct": 50.0, "pd_increase_pct": 25.0}
BOTH = ["mRECIST", "RECIST 1.1"]
READERS = {"R1": "reader"}


def lesion(exam, name, viable, total, *, role="TARGET", enhances=None, patient="P1"):
    at = {"patient_id": patient, "exam_id": exam, "reader_id": "R1", "lesion_id": name, "role": role, "organ": "LIVER"}
    return at | {"viable_mm": viable, "total_mm": total, "has_arterial_enhancement": enhances}


def read(offset, timepoint, *, patient="P1", **recorded):
    at = {"row_key": f"{patient}:{timepoint}", "patient_id": patient, "exam_id": f"E{timepoint}", "exam_date": day(offset)}
    return at | {"reader_id": "R1", "course": "HAIC", "timepoint": timepoint, **recorded}


def one_target(patient, *sizes):
    """Return reads and the one target of a patient, drawn as (viable, total) at the baseline and at each exam after it."""
    return {
        "imaging_reads": [read(-3 + 50 * place, place, patient=patient) for place, _ in enumerate(sizes)],
        "lesions": [lesion(f"E{place}", "T1", *size, patient=patient) for place, size in enumerate(sizes)],
    }


def opened(drawn, *tables, **study):
    connection = open_drawn(readers=READERS, study=STUDY | study, **drawn)
    build_up_to(connection, *tables)
    return connection


def by_criterion(connection, column, table="read_responses", where="true"):
    """Return {criterion: the column of its only row}."""
    return dict(connection.execute(f"select criterion, {column} from cohort.{table} where {where}").fetchall())


SIZES = [
    # (viable, total) at baseline and later; target response by mRECIST, RECIST 1.1, half
    ((50.0, 60.0), (35.0, 60.0), ("PR", "SD", "SD")),  # viable -30 %, total as before
    ((50.0, 60.0), (0.0, 60.0), ("CR", "SD", "CR")),  # nothing enhances, the lesion is still there
    ((50.0, 60.0), (0.0, 0.0), ("CR", "CR", "CR")),
    ((50.0, 60.0), (25.1, 42.1), ("PR", "SD", "SD")),  # -49.8 %; total -29.8 %
    ((50.0, 60.0), (25.0, 42.0), ("PR", "PR", "PR")),  # -50 %; total -30 %
    ((50.0, 60.0), (24.9, 41.9), ("PR", "PR", "PR")),
    ((50.0, 60.0), (60.0, 60.0), ("PD", "SD", "SD")),  # viable +20 %
    ((50.0, 70.0), (62.4, 70.0), ("PD", "SD", "SD")),  # viable +24.8 %
    ((50.0, 70.0), (62.5, 70.0), ("PD", "SD", "PD")),  # viable +25 %
    ((20.0, 20.0), (20.0, 24.0), ("SD", "SD", "SD")),  # total +20 %, 4 mm
    ((20.0, 20.0), (20.0, 24.9), ("SD", "SD", "SD")),  # total +24.5 %, 4.9 mm
    ((20.0, 20.0), (20.0, 25.0), ("SD", "PD", "SD")),  # total +25 %, 5 mm
    ((20.0, 20.0), (20.0, 25.1), ("SD", "PD", "SD")),
    ((50.0, 100.0), (50.0, 119.9), ("SD", "SD", "SD")),  # total +19.9 %, 19.9 mm
    ((50.0, 100.0), (50.0, 120.0), ("SD", "PD", "SD")),  # total +20 %, 20 mm
    ((50.0, 60.0), (35.0, None), ("PR", "NE", "SD")),  # the total is not measured: the viable one never stands for it
    ((50.0, None), (35.0, 42.0), ("PR", "NE", "SD")),  # nor at baseline
    ((50.0, 60.0), (None, 42.0), ("NE", "PR", "NE")),
]


@pytest.fixture(scope="module")
def of_sizes():
    patients = merged(*(one_target(f"P{place:02}", before, after) for place, (before, after, _) in enumerate(SIZES)))
    return opened(patients, "read_responses", criteria=[*BOTH, "half"], response_criterion=[HALF])


@pytest.mark.parametrize("place", range(len(SIZES)), ids=lambda place: str(SIZES[place]))
def test_each_criterion_has_its_diameter_and_its_limits(of_sizes, place):
    found = by_criterion(of_sizes, "derived_target_response", where=f"patient_id = 'P{place:02}'")
    assert tuple(found[name] for name in (*BOTH, "half")) == SIZES[place][2]


def test_a_recorded_response_is_that_of_the_criterion_by_which_the_site_records():
    drawn = one_target("P1", (50.0, 60.0), (35.0, 60.0))  # PR by mRECIST, SD by RECIST 1.1
    drawn["imaging_reads"][1] |= {"target_response": "SD", "overall_response": "SD", "non_target_response": "NA"}
    by_mrecist = opened(drawn, "exam_responses", criteria=BOTH)
    assert by_criterion(by_mrecist, "recorded_overall_response") == {"mRECIST": "SD", "RECIST 1.1": None}
    assert by_criterion(by_mrecist, "response", "exam_responses") == {"mRECIST": "SD", "RECIST 1.1": "SD"}  # recorded; derived
    assert findings_of(by_mrecist, "read_responses", "MR-007") == ["P1:1"], "the viable sum says PR"
    by_recist = opened(drawn, "exam_responses", criteria=BOTH, recorded_criterion="RECIST 1.1")
    assert by_criterion(by_recist, "recorded_overall_response") == {"mRECIST": None, "RECIST 1.1": "SD"}
    assert by_criterion(by_recist, "response", "exam_responses") == {"mRECIST": "PR", "RECIST 1.1": "SD"}
    assert findings_of(by_recist, "read_responses", "MR-007") == [], "the total sum says SD, as recorded"


def test_the_recorded_sum_is_that_of_the_diameter():
    rows = [read(-3, 0, sum_viable_mm=50.0, sum_total_mm=60.0), read(50, 1, sum_viable_mm=30.0, sum_total_mm=58.0)]
    connection = opened({"imaging_reads": rows}, "read_responses", criteria=BOTH)
    assert by_criterion(connection, "sum_mm") == {"mRECIST": 30.0, "RECIST 1.1": 58.0}
    assert by_criterion(connection, "derived_target_response") == {"mRECIST": "PR", "RECIST 1.1": "SD"}  # -40 %; -3.3 %


NON_TARGETS = [
    # (viable, total, whether it enhances); by mRECIST and RECIST 1.1
    ((8.0, 12.0, True), ("IR/SD", "IR/SD")),
    ((0.0, 12.0, False), ("CR", "IR/SD")),  # nothing enhances, the lesion is still there
    ((0.0, 0.0, False), ("CR", "CR")),
    ((None, None, True), ("IR/SD", "IR/SD")),  # what enhances is there
    ((None, None, False), ("CR", "NE")),  # whether anything is left of the lesion, nobody says
]
# Recorded by viable tumour, where no lesions are sent: what that tells of the whole lesion.
RECORDED = [("CR", "NE"), ("IR/SD", "IR/SD"), ("PD", "PD"), ("NE", "NE"), ("NA", "NA"), (None, "NA")]


def test_a_non_target_is_left_by_its_enhancement_or_by_its_size():
    drawn = merged(*(one_target(f"P{place}", (50.0, 60.0), (50.0, 60.0)) for place, _ in enumerate(NON_TARGETS)))
    for place, ((viable, total, enhances), _) in enumerate(NON_TARGETS):
        own = {"role": "NONTARGET", "patient": f"P{place}"}
        drawn["lesions"] += [
            lesion("E0", "NT1", 8.0, 12.0, enhances=True, **own),
            lesion("E1", "NT1", viable, total, enhances=enhances, **own),
        ]
    connection = opened(drawn, "read_responses", criteria=BOTH)
    for place, (_, responses) in enumerate(NON_TARGETS):
        found = by_criterion(connection, "derived_non_target_response", where=f"patient_id = 'P{place}'")
        assert tuple(found[name] for name in BOTH) == responses, NON_TARGETS[place]


def test_non_targets_recorded_by_viable_tumour_tell_as_much_of_the_whole_lesion_as_follows():
    sums = {"sum_viable_mm": 50.0, "sum_total_mm": 60.0}
    rows = []
    for place, (recorded, _) in enumerate(RECORDED):
        rows += [read(-3, 0, patient=f"P{place}", **sums), read(50, 1, patient=f"P{place}", **sums, non_target_response=recorded)]
    connection = opened({"imaging_reads": rows}, "read_responses", criteria=BOTH)
    for place, (recorded, of_total) in enumerate(RECORDED):
        found = by_criterion(connection, "derived_non_target_response", where=f"patient_id = 'P{place}'")
        assert found == {"mRECIST": recorded or "NA", "RECIST 1.1": of_total}


def test_a_new_lesion_is_progression_by_every_criterion():
    drawn = one_target("P1", (50.0, 60.0), (35.0, 60.0))
    drawn["lesions"].append(lesion("E1", "N1", 12.0, 12.0, role="NEW"))
    connection = opened(drawn, "read_responses", criteria=BOTH)
    assert by_criterion(connection, "derived_overall_response") == {"mRECIST": "PD", "RECIST 1.1": "PD"}


# Viable 50 -> 30 -> 36 mm: PR, then PD (+20 % of 30). Total 60 -> 58 -> 57 mm: SD.
COURSE = merged(haic_patient("P1"), one_target("P1", (50.0, 60.0), (30.0, 58.0), (36.0, 57.0)))


@pytest.mark.parametrize(("primary", "best", "progressed"), [("mRECIST", "PR", day(97)), ("RECIST 1.1", "SD", None)])
def test_the_primary_criterion_makes_the_columns_of_people_and_the_progression(primary, best, progressed):
    connection = opened(COURSE, "patients", "response_criteria", criterion=primary, criteria=BOTH)
    assert by_criterion(connection, "best_response", "best_responses") == {"mRECIST": "PR", "RECIST 1.1": "SD"}
    assert by_criterion(connection, "is_primary_criterion", "best_responses") == {name: name == primary for name in BOTH}
    assert connection.sql("select best_response, progression_date from cohort.patients").fetchall() == [(best, progressed)]
    assert by_criterion(connection, "order_no", "response_criteria")[primary] == 1


def test_with_one_criterion_the_rows_are_named_as_the_reads_are():
    connection = opened(COURSE, "best_responses")
    assert connection.sql("select row_key from cohort.read_responses order by row_key").fetchall() == [("P1:1",), ("P1:2",)]
    assert connection.sql("select row_key from cohort.best_responses").fetchall() == [("P1",)]


def test_no_row_of_several_criteria_has_the_name_of_another():
    connection = opened(COURSE, "patients", "response_criteria", criteria=[*BOTH, "half"], response_criterion=[HALF])
    tables = ("lesion_sums", "target_sums", "read_responses", "reader_votes", "exam_opinions", "exam_responses")
    for table in (*tables, "response_histories", "confirmed_responses", "best_responses"):
        named, rows = connection.execute(f"select count(distinct row_key), count(*) from cohort.{table}").fetchall()[0]
        assert named == rows > 0, table


def test_where_no_total_diameter_is_sent_nobody_is_evaluable_by_it_and_one_finding_says_so():
    drawn = merged(haic_patient("P1"), one_target("P1", (50.0, None), (30.0, None), (36.0, None)))
    connection = opened(drawn, "patients", "response_criteria", criteria=BOTH)
    assert by_criterion(connection, "best_response", "best_responses") == {"mRECIST": "PR", "RECIST 1.1": "NE"}
    assert by_criterion(connection, "is_evaluable", "response_criteria") == {"mRECIST": True, "RECIST 1.1": False}
    assert findings_of(connection, "response_criteria", "MR-022") == ["RECIST 1.1"]


TARGETS = [
    # organ, (viable, total), whether it enhances; why it is no target by mRECIST, by RECIST 1.1
    ("LIVER", (9.9, 30.0), True, "too small", None),
    ("LIVER", (9.9, 9.9), True, "too small", "too small"),
    ("LIVER", (10.0, 10.0), True, None, None),
    ("LIVER", (0.0, 40.0), False, "no arterial enhancement", None),
    ("LYMPH_NODE_OTHER", (14.9, 14.9), True, "node too small", "node too small"),
    ("LYMPH_NODE_PORTA", (15.0, 15.0), True, "node of the porta hepatis too small", None),  # 20 mm by mRECIST
]


@pytest.mark.parametrize("criterion", BOTH)
def test_what_may_be_a_target_is_a_matter_of_the_recorded_criterion(criterion):
    drawn = merged(*(one_target(f"P{place}", size) for place, (_, size, *_) in enumerate(TARGETS)))
    for row, (organ, _, enhances, *_) in zip(drawn["lesions"], TARGETS, strict=True):
        row |= {"organ": organ, "has_arterial_enhancement": enhances}
    connection = opened(drawn, "baseline_targets", criterion=criterion)
    found = connection.sql("select hindrance from cohort.baseline_targets order by patient_id").fetchall()
    assert [hindrance for (hindrance,) in found] == [row[3 + BOTH.index(criterion)] for row in TARGETS]


# Best response by mRECIST and RECIST 1.1: P1 PR and SD, P2 CR and SD, P3 PD and SD.
THREE = merged(
    *(haic_patient(patient) for patient in ("P1", "P2", "P3")),
    one_target("P1", (50.0, 60.0), (30.0, 58.0)),
    one_target("P2", (50.0, 60.0), (0.0, 58.0)),
    one_target("P3", (50.0, 70.0), (61.0, 71.0)),
)


@pytest.fixture(scope="module")
def of_three():
    return Drawn(opened(THREE, "patients", "response_criteria", "response_sets", "quarantined_patients", criteria=BOTH))


def test_the_responses_by_another_criterion_are_the_same_table_of_the_same_patients(of_three):
    cohort = {one: of_three.of_role(one) for one in (BEST_RESPONSES, READER_OPINIONS, RESPONSE_CRITERIA, WAITING_PATIENTS)}
    patients, sets = of_three.cohort("patients"), response_sets_of(of_three.cohort("response_sets"))
    counts = {name: fit_response_table(patients, sets=sets).line(name).groups[-1].count for name in ("CR", "PR", "SD", "PD", "ORR")}
    assert counts == {"CR": 1, "PR": 1, "SD": 0, "PD": 1, "ORR": 2}
    (other,) = fit_other_responses(patients, cohort, "chi_square", sets)
    assert {name: other.response.line(name).groups[-1].count for name in counts} == {"CR": 0, "PR": 0, "SD": 3, "PD": 0, "ORR": 0}
    (reader,) = other.readers
    assert reader.line("SD").groups[-1].count == 3
    assert [(name, share.count) for name, _, share in other.bounds.cases[0].rates] == [("ORR", 0), ("DCR", 3)]


@pytest.mark.parametrize(
    ("table", "line", "patients"),
    [
        ("Table 2", "PR", ["P1"]),
        ("Table 2 reader R1", "ORR", ["P1", "P2"]),
        ("Table 2 RECIST 1.1", "SD", ["P1", "P2", "P3"]),
        ("Table 2 RECIST 1.1", "ORR", []),
        ("Table 2 RECIST 1.1 confirmed", "DCR", ["P1", "P2", "P3"]),
    ],
)
def test_a_number_by_another_criterion_has_its_patients(of_three, table, line, patients):
    assert list(find_number(of_three, [table, "all", line]).patients) == patients


RECORDED_WITHOUT = [  # sums at baseline and later (viable), recorded overall response; whether arithmetic can verify it
    ((50.0, 30.0), "PR", True),
    ((None, 30.0), "PR", False),
    ((None, None), "SD", False),
    ((None, None), "NE", True),  # nothing to verify
]


def test_recorded_responses_without_a_baseline_sum_stand_and_are_counted_in_one_finding():
    rows = []
    for place, (sums, response, _) in enumerate(RECORDED_WITHOUT):
        rows += [read(-3 + 50 * number, number, patient=f"P{place}", sum_viable_mm=mm) for number, mm in enumerate(sums)]
        rows[-1] |= {"overall_response": response}
    connection = opened({"imaging_reads": rows}, "response_criteria")
    counts = connection.sql("select recorded_read_count, unverifiable_read_count from cohort.response_criteria").fetchall()
    assert counts == [(3, sum(not is_verified for *_, is_verified in RECORDED_WITHOUT))]
    assert findings_of(connection, "response_criteria", "MR-029") == ["mRECIST"]
    assert by_criterion(connection, "count(*)", "read_responses", "recorded_overall_response is not null group by criterion") == {
        "mRECIST": 4
    }
