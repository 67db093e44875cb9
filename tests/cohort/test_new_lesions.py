"""New lesions: a liver nodule is progression from 10 mm with the typical pattern; a smaller or atypical one is equivocal until it grows.

mRECIST as read in radiol.dxy.cn/article/515075 and pparpathway.com; RECIST 1.1 knows no least size (but that of nodes), and dates what a
later scan confirms to the first scan.
"""

import pytest

from schemas.examples.settings import STUDY
from tests.cohort.test_response_criteria import BOTH, READERS, by_criterion, lesion, read
from tests.warehouse_of import build_up_to, day, findings_of, haic_patient, merged, open_drawn

YES, NO, UNKNOWN = True, False, None


def nodule(exam, size, enhances=YES, washes_out=YES, *, viable=None, organ="LIVER", patient="P1"):
    """Draw a new lesion; of one that does not enhance only the whole is measured."""
    viable = viable if viable is not None else size if enhances else 0.0
    return lesion(exam, "N1", viable, size, role="NEW", enhances=enhances, patient=patient) | {"organ": organ, "has_washout": washes_out}


def target(exam, patient="P1"):
    return lesion(exam, "T1", 50.0, 50.0, enhances=True, patient=patient)


ONE_EXAM = [  # size, arterial enhancement, washout, organ, recorded mark; overall response by mRECIST and RECIST 1.1
    ((7.0, YES, YES, "LIVER", None), ("SD", "PD")),  # below 10 mm
    ((9.9, YES, YES, "LIVER", None), ("SD", "PD")),
    ((10.0, YES, YES, "LIVER", None), ("PD", "PD")),
    ((25.0, NO, YES, "LIVER", None), ("SD", "PD")),  # without arterial enhancement
    ((25.0, YES, NO, "LIVER", None), ("SD", "PD")),  # without washout
    ((25.0, YES, UNKNOWN, "LIVER", None), ("PD", "PD")),  # washout is not sent: it enhances
    ((25.0, UNKNOWN, UNKNOWN, "LIVER", YES), ("PD", "PD")),  # the pattern is not sent: as recorded
    ((25.0, UNKNOWN, UNKNOWN, "LIVER", NO), ("SD", "PD")),
    ((25.0, UNKNOWN, UNKNOWN, "LIVER", None), ("PD", "PD")),  # nothing recorded: the row says that it is new
    ((None, YES, YES, "LIVER", NO), ("SD", "PD")),  # the size is not sent
    ((7.0, NO, NO, "LUNG", None), ("PD", "PD")),  # outside the liver there is no least size
    ((9.9, YES, YES, "LYMPH_NODE_OTHER", None), ("SD", "SD")),  # a normal node
    ((10.0, YES, YES, "LYMPH_NODE_OTHER", None), ("SD", "SD")),  # 10 to below 15 mm: the next exam decides
    ((14.9, YES, YES, "LYMPH_NODE_OTHER", None), ("SD", "SD")),
    ((15.0, NO, NO, "LYMPH_NODE_OTHER", None), ("PD", "PD")),
    ((19.9, YES, YES, "LYMPH_NODE_PORTA", None), ("SD", "PD")),
    ((20.0, YES, YES, "LYMPH_NODE_PORTA", None), ("PD", "PD")),
]


def test_what_a_new_lesion_is_at_its_first_exam():
    reads, lesions = [], []
    for place, ((size, enhances, washes_out, organ, mark), _) in enumerate(ONE_EXAM):
        patient = f"P{place:02}"
        reads += [read(-3, 0, patient=patient), read(50, 1, patient=patient, has_new_lesion=mark)]
        row = nodule("E1", size, enhances, washes_out, organ=organ, patient=patient)
        row |= {"viable_mm": size} if organ.startswith("LYMPH") or enhances is None else {}
        lesions += [target("E0", patient), target("E1", patient), row]
    connection = open_drawn(readers=READERS, study=STUDY | {"criteria": BOTH}, imaging_reads=reads, lesions=lesions)
    build_up_to(connection, "read_responses")
    for place, (drawn, responses) in enumerate(ONE_EXAM):
        found = by_criterion(connection, "derived_overall_response", where=f"patient_id = 'P{place:02}'")
        assert tuple(found[name] for name in BOTH) == responses, drawn


EFFUSIONS = [("POSITIVE", ("PD", "PD")), ("NEGATIVE", ("SD", "PD")), ("NOT DONE", ("SD", "PD")), (None, ("SD", "PD"))]


def test_an_effusion_is_progression_by_its_cytology_and_by_recist_as_recorded():
    reads, lesions = [], []
    for place, (cytology, _) in enumerate(EFFUSIONS):
        patient = f"P{place}"
        reads += [read(-3, 0, patient=patient), read(50, 1, patient=patient, has_new_lesion=True)]
        fluid = lesion("E1", "N1", None, None, role="NEW", patient=patient)
        fluid |= {"organ": "OTHER", "lesion_kind": "EFFUSION", "cytology": cytology}
        lesions += [target("E0", patient), target("E1", patient), fluid]
    connection = open_drawn(readers=READERS, study=STUDY | {"criteria": BOTH}, imaging_reads=reads, lesions=lesions)
    build_up_to(connection, "read_responses")
    for place, (cytology, responses) in enumerate(EFFUSIONS):
        found = by_criterion(connection, "derived_overall_response", where=f"patient_id = 'P{place}'")
        assert tuple(found[name] for name in BOTH) == responses, cytology


FOLLOWED = {  # the nodule at each exam after the baseline: size, enhancement, washout (None: no row); the overall responses by mRECIST
    "it reaches 10 mm with the pattern: progression since the first exam": ([(7.0, YES, YES), (12.0, YES, YES)], ["PD", "PD"]),
    "it stays small": ([(7.0, YES, YES), (9.9, YES, YES)], ["SD", "SD"]),
    "it takes on the pattern": ([(25.0, NO, NO), (25.0, YES, YES)], ["PD", "PD"]),
    "it grows by 10 mm without the pattern": ([(25.0, NO, NO), (30.0, NO, NO), (35.0, NO, NO)], ["PD", "PD", "PD"]),
    "by 9.9 mm": ([(25.0, NO, NO), (34.9, NO, NO)], ["SD", "SD"]),
    "it goes": ([(7.0, YES, YES), None], ["SD", "SD"]),
    "it is not seen in between": ([(7.0, YES, YES), None, (12.0, YES, YES)], ["PD", "SD", "PD"]),
}


@pytest.fixture(scope="module")
def followed():
    drawn = []
    for case, (exams, _) in FOLLOWED.items():
        rows = [target(f"E{place}", case) for place in range(len(exams) + 1)]
        rows += [
            nodule(f"E{place}", *exam, patient=case) | {"exam_date": day(-3 + 50 * place)} for place, exam in enumerate(exams, 1) if exam
        ]
        reads = [read(-3 + 50 * place, place, patient=case) for place in range(len(exams) + 1)]
        drawn.append(merged(haic_patient(case), {"imaging_reads": reads, "lesions": rows}))
    connection = open_drawn(readers=READERS, study=STUDY, **merged(*drawn))
    build_up_to(connection, "read_responses", "progressions")
    return connection


@pytest.mark.parametrize("case", FOLLOWED)
def test_what_is_confirmed_later_is_dated_back(followed, case):
    found = followed.execute(
        "select derived_overall_response from cohort.read_responses where patient_id = ? order by timepoint", [case]
    ).fetchall()
    assert [response for (response,) in found] == FOLLOWED[case][1]
    progressed = followed.execute("select progression_date from cohort.progressions where patient_id = ?", [case]).fetchall()
    assert progressed == ([(day(47),)] if FOLLOWED[case][1][0] == "PD" else [])


def test_a_new_lesion_of_another_course_has_the_same_name_and_confirms_nothing():
    """A nodule of 7 mm under ate-beva, and after its last exam another lesion of that name, of 20 mm, under HAIC."""
    reads, lesions = [], []
    for course, offset, place, size in (
        ("ATE_BEVA", -300, 0, None),
        ("ATE_BEVA", -250, 1, 7.0),
        ("HAIC", -3, 0, None),
        ("HAIC", 50, 1, 20.0),
    ):
        exam = f"{course}{place}"
        reads.append(read(offset, place) | {"row_key": exam, "exam_id": exam, "course": course})
        rows = [target(exam), *([nodule(exam, size)] if size else [])]
        lesions += [row | {"exam_date": day(offset)} for row in rows]
    connection = open_drawn(readers=READERS, study=STUDY, imaging_reads=reads, lesions=lesions)
    build_up_to(connection, "read_responses")
    found = dict(connection.execute("select course, derived_overall_response from cohort.read_responses").fetchall())
    assert found == {"ATE_BEVA": "SD", "HAIC": "PD"}


RECORDED = [  # the nodule at E1, its mark and overall response; the rules that ask
    ((7.0, YES, YES), (NO, "SD"), []),  # equivocal, and not called new: rightly
    ((7.0, YES, YES), (YES, "SD"), []),  # seen, and no progression of itself
    ((7.0, YES, YES), (YES, "PD"), []),  # of this MR-010 of the lesions asks
    ((7.0, YES, YES), (None, "PD"), []),
    ((7.0, YES, YES), (None, None), ["MR-024"]),
    ((12.0, YES, YES), (YES, "PD"), []),
    ((12.0, YES, YES), (YES, "SD"), ["MR-008", "MR-009"]),
    ((12.0, YES, YES), (NO, "SD"), ["MR-009"]),
    ((12.0, YES, YES), (None, None), []),
]


def test_what_a_reader_recorded_rightly_of_a_new_nodule_is_not_asked_about():
    reads, lesions = [], []
    for place, (drawn, (mark, overall), _) in enumerate(RECORDED):
        patient = f"P{place}"
        target_response = overall and "SD"
        reads += [
            read(-3, 0, patient=patient),
            read(50, 1, patient=patient, has_new_lesion=mark, overall_response=overall, target_response=target_response),
        ]
        lesions += [target("E0", patient), target("E1", patient), nodule("E1", *drawn, patient=patient)]
    connection = open_drawn(readers=READERS, imaging_reads=reads, lesions=lesions)
    build_up_to(connection, "read_responses")
    found = {rule: findings_of(connection, "read_responses", rule) for rule in ("MR-007", "MR-008", "MR-009", "MR-024", "MR-025")}
    for place, (*drawn, rules) in enumerate(RECORDED):
        assert [rule for rule, keys in found.items() if f"P{place}:1" in keys] == rules, drawn


def test_a_recorded_response_stands_and_the_date_of_the_progression_is_asked_about():
    sizes = [7.0, 12.0]
    reads = [read(-3, 0)] + [
        read(-3 + 50 * place, place, has_new_lesion=overall == "PD", overall_response=overall) for place, overall in ((1, "SD"), (2, "PD"))
    ]
    lesions = [target(f"E{place}") for place in range(3)]
    lesions += [nodule(f"E{place}", size) | {"exam_date": day(-3 + 50 * place)} for place, size in enumerate(sizes, 1)]
    connection = open_drawn(readers=READERS, imaging_reads=reads, lesions=lesions)
    build_up_to(connection, "exam_responses")
    assert findings_of(connection, "read_responses", "MR-025") == ["P1:1"]
    assert findings_of(connection, "read_responses", "MR-008") == []
    found = connection.sql("select response, adjudicated_derived_response from cohort.exam_responses order by timepoint").fetchall()
    assert found == [("SD", "PD"), ("PD", "PD")]
