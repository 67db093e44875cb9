"""Lymph nodes: judged by the short axis. One below 10 mm is normal, whatever it does in the arterial phase, and its size stays in the sum.

RECIST 1.1, 4.3.1 and the EORTC RECIST working group's FAQ on lymph nodes: a target from 15 mm, normal below 10 mm, back from 10 mm; 10 to
below 15 mm as the only sign is judged at the next exam. mRECIST (PMC8252278, table 2): malignant from 15 mm, at the porta hepatis from 20.
"""

import pytest

from schemas.examples.settings import STUDY
from tests.cohort.test_response_criteria import BOTH, READERS, by_criterion, lesion, read
from tests.warehouse_of import build_up_to, findings_of, open_drawn

PORTA, OTHER = "LYMPH_NODE_PORTA", "LYMPH_NODE_OTHER"
# Each exam, baseline first: mm of the liver target (None: the patient has none), mm of the node; then the target responses by mRECIST.
TARGETS = {
    "a node below 10 mm is normal: complete response, and 9.8 mm is no relapse": (OTHER, [(60, 22), (0, 8), (0, 9.8)], ["CR", "CR"]),
    "the node alone": (OTHER, [(None, 22), (None, 7.9)], ["CR"]),
    "below 10 mm": (OTHER, [(0, 22), (0, 9.9)], ["CR"]),
    "at 10 mm it is left: -54.5 % of 22": (OTHER, [(0, 22), (0, 10)], ["PR"]),
    "the liver target is left: 8.9 mm of 82": (OTHER, [(60, 22), (0.9, 8)], ["PR"]),
    "back from 10 mm, but below a target alone: the next exam decides": (
        OTHER,
        [(60, 22), (0, 8), (0, 10), (0, 14.9)],
        ["CR", "REVIEW", "REVIEW"],
    ),
    "back at the size of a target": (OTHER, [(60, 22), (0, 8), (0, 15)], ["CR", "PD"]),
    "at the porta hepatis that is 20 mm": (PORTA, [(60, 22), (0, 8), (0, 19.9), (0, 20)], ["CR", "REVIEW", "PD"]),
    "whatever comes back in the liver is": (OTHER, [(60, 22), (0, 8), (0.1, 8)], ["CR", "PD"]),
    "even where the sum is smaller than that of the normal nodes": (OTHER, [(60, 22), (0, 9), (3, 5)], ["CR", "PD"]),
    "the true short axis is in the smallest sum: 10 + 8 = 18, 12 + 9.6 = 21.6 is +20 %": (
        OTHER,
        [(60, 22), (10, 8), (12, 9.6)],
        ["PR", "PD"],
    ),
    "and 12 + 9.5 = 21.5 is +19.4 %": (OTHER, [(60, 22), (10, 8), (12, 9.5)], ["PR", "PR"]),
    "a normal node at baseline is nothing to follow": (OTHER, [(None, 8), (None, 8)], ["NE"]),
    "the liver target is not measured: no relapse, and no complete response": (OTHER, [(60, 22), (0, 8), (None, 9.8)], ["CR", "NE"]),
}


def node(exam, name, size, **more):
    return lesion(exam, name, size, size, **more)


def drawn_of(patient, organ, sizes):
    """Return the reads and lesions of a patient with a liver target and a node."""
    lesions = []
    for place, (liver, across) in enumerate(sizes):
        if liver is not None:
            lesions.append(lesion(f"E{place}", "T1", liver, liver, patient=patient, enhances=liver > 0))
        lesions.append(node(f"E{place}", "T2", across, patient=patient, enhances=True) | {"organ": organ})
    return [read(-3 + 50 * place, place, patient=patient) for place, _ in enumerate(sizes)], lesions


@pytest.fixture(scope="module")
def of_targets():
    reads, lesions = [], []
    for case, (organ, sizes, _) in TARGETS.items():
        own_reads, own_lesions = drawn_of(case, organ, sizes)
        reads += own_reads
        lesions += own_lesions
    connection = open_drawn(readers=READERS, study=STUDY, imaging_reads=reads, lesions=lesions)
    build_up_to(connection, "read_responses")
    return connection


@pytest.mark.parametrize("case", TARGETS)
def test_target_response_with_a_node(of_targets, case):
    found = of_targets.execute(
        "select derived_target_response from cohort.read_responses where patient_id = ? order by timepoint", [case]
    ).fetchall()
    assert [response for (response,) in found] == TARGETS[case][2]


def test_a_sum_keeps_the_true_short_axis(of_targets):
    case = next(iter(TARGETS))
    found = of_targets.execute("select sum_mm, nadir_mm from cohort.target_sums where patient_id = ? order by timepoint", [case]).fetchall()
    assert found == [(82.0, None), (8.0, 82.0), (9.8, 8.0)]


NON_TARGETS = [  # viable mm, total mm, short axis, whether it enhances; non-target response by mRECIST and RECIST 1.1
    ((8.0, 12.0, 8.0, True), ("CR", "CR")),
    ((8.0, 9.9, None, True), ("CR", "CR")),
    ((10.0, 10.0, None, True), ("IR/SD", "IR/SD")),
    ((None, None, 9.9, None), ("CR", "CR")),
    ((None, None, 10.0, False), ("IR/SD", "IR/SD")),  # it is judged by its size
    ((None, None, None, True), ("IR/SD", "IR/SD")),  # not measured: what enhances is there
    ((None, None, None, None), ("NE", "NE")),
]


def test_a_non_target_node_below_10_mm_is_normal():
    reads, lesions = [], []
    for place, ((viable, total, across, enhances), _) in enumerate(NON_TARGETS):
        own = {"patient": f"P{place}", "role": "NONTARGET"}
        reads += [read(-3, 0, patient=f"P{place}"), read(50, 1, patient=f"P{place}")]
        lesions += [
            lesion("E0", "NT1", 18.0, 18.0, enhances=True, **own) | {"organ": OTHER},
            lesion("E1", "NT1", viable, total, enhances=enhances, **own) | {"organ": OTHER, "short_axis_mm": across},
        ]
    connection = open_drawn(readers=READERS, study=STUDY | {"criteria": BOTH}, imaging_reads=reads, lesions=lesions)
    build_up_to(connection, "read_responses")
    for place, (drawn, responses) in enumerate(NON_TARGETS):
        found = by_criterion(connection, "derived_non_target_response", where=f"patient_id = 'P{place}'")
        assert tuple(found[name] for name in BOTH) == responses, drawn


def test_a_node_is_known_by_its_kind_where_the_organ_does_not_say_it():
    sizes = {"E0": 22.0, "E1": 9.0}
    lesions = [lesion(exam, "T1", size, size) | {"organ": "OTHER", "lesion_kind": "NODE"} for exam, size in sizes.items()]
    connection = open_drawn(readers=READERS, imaging_reads=[read(-3, 0), read(50, 1)], lesions=lesions)
    build_up_to(connection, "read_responses")
    assert by_criterion(connection, "derived_target_response") == {"mRECIST": "CR"}


def test_the_short_axis_is_what_every_criterion_sums_of_a_node():
    drawn = {"E0": (30.0, 40.0, 22.0), "E1": (25.0, 40.0, 15.4)}  # viable, total, across: 15.4 is -30 % of 22
    lesions = [lesion(exam, "T1", *sizes) | {"organ": OTHER, "short_axis_mm": across} for exam, (*sizes, across) in drawn.items()]
    connection = open_drawn(readers=READERS, study=STUDY | {"criteria": BOTH}, imaging_reads=[read(-3, 0), read(50, 1)], lesions=lesions)
    build_up_to(connection, "read_responses")
    assert by_criterion(connection, "sum_mm") == {"mRECIST": 15.4, "RECIST 1.1": 15.4}
    assert by_criterion(connection, "derived_target_response") == {"mRECIST": "PR", "RECIST 1.1": "PR"}


def test_the_size_of_a_normal_node_is_a_limit_of_the_criterion():
    own = {"name": "own", "like": "mRECIST", "normal_node_mm": 20.0}
    lesions = [node(exam, "T1", size) | {"organ": PORTA} for exam, size in {"E0": 30.0, "E1": 19.9}.items()]
    connection = open_drawn(
        readers=READERS,
        study=STUDY | {"criterion": "own", "criteria": ["own", "mRECIST"], "response_criterion": [own]},
        imaging_reads=[read(-3, 0), read(50, 1)],
        lesions=lesions,
    )
    build_up_to(connection, "read_responses")
    assert by_criterion(connection, "derived_target_response") == {"own": "CR", "mRECIST": "PR"}


def test_a_recorded_complete_response_with_a_normal_node_is_no_contradiction():
    reads, lesions = drawn_of("P1", OTHER, [(60.0, 22.0), (0.0, 8.0), (0.0, 9.8)])
    for row in reads[1:]:
        row |= {"target_response": "CR", "non_target_response": "NA", "has_new_lesion": False, "overall_response": "CR"}
    connection = open_drawn(readers=READERS, imaging_reads=reads, lesions=lesions)
    build_up_to(connection, "read_responses", "baseline_targets")
    assert [findings_of(connection, "read_responses", rule) for rule in ("MR-007", "MR-008", "MR-009", "CP-009")] == [[], [], [], []]
    assert findings_of(connection, "baseline_targets", "MR-001") == []
