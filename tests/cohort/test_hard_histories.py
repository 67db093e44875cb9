"""Histories that no table of mRECIST or RECIST 1.1 shows, each with what is right by both, derived by hand.

Lencioni and Llovet 2010 and KLCA-NCC 2022 (mRECIST: what is viable enhances), RECIST 1.1 with the EORTC working group's FAQ (nodes, lesions
that split, merge, are too small, come back), PMC6915965 (a thrombus that does not enhance is bland).
"""

from dataclasses import dataclass, field

import pytest

from schemas.examples.settings import STUDY
from tests.cohort.test_response_criteria import BOTH, READERS, lesion, read
from tests.warehouse_of import build_up_to, day, findings_of, open_drawn

DEAD, ALIVE = {"has_arterial_enhancement": False}, {"has_arterial_enhancement": True}
SMALL = {"viable_below_mm": 0.0, "total_below_mm": 0.0}
NODE, PORTA, LUNG = {"organ": "LYMPH_NODE_OTHER"}, {"organ": "LYMPH_NODE_PORTA"}, {"organ": "LUNG"}
VEIN, THROMBUS = {"organ": "PORTAL_VEIN"}, {"lesion_kind": "THROMBUS"}
FLUID = {"organ": "OTHER", "lesion_kind": "EFFUSION"}
ROLES = {"T": "TARGET", "NT": "NONTARGET", "N": "NEW"}
TYPICAL = ALIVE | {"has_washout": True}


@dataclass
class Case:
    """The lesions of each exam, the baseline first, as {name: (viable, total, more)}; the overall responses by mRECIST and RECIST 1.1."""

    exams: list[dict]
    mrecist: list[str | None]
    recist: list[str | None]
    asked: set[str] = field(default_factory=set)
    recorded: list[dict] = field(default_factory=list)


def same(exams, *responses, **more):
    return Case(exams, list(responses), list(responses), **more)


T1, DEAD_T1, GONE_T1 = {"T1": (50, 50)}, {"T1": (0, 50, DEAD)}, {"T1": (0, 0, DEAD)}
NT_ALIVE, NT_DEAD = {"NT1": (None, None, ALIVE)}, {"NT1": (None, None, DEAD)}
NT2_ALIVE, NT2_GONE = {"NT2": (None, None, ALIVE)}, {"NT2": (0, 0, DEAD)}
NT_OF = {size: {"NT1": (size, size, ALIVE | {"lesion_kind": "INFILTRATIVE"})} for size in (20, 24, 25, 30, 35.9, 36, 40, 60)}
CASES = {
    # too small to measure: 5 mm of 50 is -90 %; but nothing of what does not enhance is viable
    "too small, and dead": Case([T1, {"T1": (None, None, SMALL | DEAD)}], ["CR"], ["PR"]),
    "too small, and alive": same([T1, {"T1": (None, None, SMALL | ALIVE)}], "PR"),
    "too small, and nothing said": same([T1, {"T1": (None, None, SMALL)}], "PR"),
    "a new lesion in the lung is too small": same([T1, T1 | {"N1": (None, None, SMALL | LUNG)}], "PD"),
    "a new liver nodule is too small": Case([T1, T1 | {"N1": (None, None, SMALL | TYPICAL)}], ["SD"], ["PD"], {"MR-024"}),
    "a new node is too small": same([T1, T1 | {"N1": (None, None, SMALL | NODE)}], "SD"),
    # what comes back after a complete response
    "a non-target enhances again after CR": Case([T1 | NT_ALIVE, DEAD_T1 | NT_DEAD, DEAD_T1 | NT_ALIVE], ["CR", "PD"], ["SD", "SD"]),
    "infiltrative tumour alone enhances again after CR": Case(
        [{"NT1": (None, None, ALIVE | {"lesion_kind": "INFILTRATIVE"})}, NT_DEAD, NT_ALIVE], ["CR", "PD"], ["NE", "NON-CR/NON-PD"]
    ),
    "a non-target enhances again, and there was no CR": Case(
        [T1 | NT_ALIVE, {"T1": (40, 40)} | NT_DEAD, {"T1": (40, 40)} | NT_ALIVE], ["SD", "SD"], ["SD", "SD"]
    ),
    "a non-target never died: 0 mm is PR": Case([T1 | NT_ALIVE, DEAD_T1 | NT_ALIVE, DEAD_T1 | NT_DEAD], ["PR", "CR"], ["SD", "SD"]),
    "a non-target node is back at 12 mm after CR, then at 16": same(
        [T1 | {"NT1": (12, 12, NODE)}, *(GONE_T1 | {"NT1": (size, size, NODE)} for size in (8, 12, 16))], "CR", None, "PD", asked={"MR-024"}
    ),
    "3 mm of a target after CR: 5 mm are asked for by RECIST 1.1 alone": Case([T1, GONE_T1, {"T1": (3, 3)}], ["CR", "PD"], ["CR", None]),
    # veins
    "a new thrombus that does not enhance is bland, and may grow": same(
        [T1, T1 | {"N1": (None, 15, VEIN | DEAD)}, T1 | {"N1": (None, 40, VEIN | DEAD)}], "SD", "SD", asked={"MR-024"}
    ),
    "it enhances later: progression since it was seen": same(
        [T1, T1 | {"N1": (None, 15, THROMBUS | DEAD)}, T1 | {"N1": (None, 15, THROMBUS | ALIVE)}], "PD", "PD"
    ),
    "it is not said whether it enhances, and the reader calls it no new lesion": same(
        [T1, T1 | {"N1": (None, 15, VEIN)}], "SD", recorded=[{"has_new_lesion": False}], asked={"MR-009"}
    ),
    # targets that the baseline lacks, or a later exam
    "a target where the baseline has non-targets alone": same(
        [NT_ALIVE, NT_ALIVE | {"T1": (20, 20)}, NT_ALIVE | {"T1": (45, 45)}], "NON-CR/NON-PD", None, asked={"MR-026", "MR-027"}
    ),
    "a late target of 20 mm grows by 20 % and 4 mm": same([T1, T1 | {"T9": (20, 20)}, T1 | {"T9": (24, 24)}], "SD", "SD", asked={"MR-026"}),
    "a late target goes": same([T1, T1 | {"T9": (20, 20)}, T1 | {"T9": (0, 0, DEAD)}], "SD", "SD", asked={"MR-026"}),
    "what is left of the targets alone is PD: 85 of 70 mm, +21.4 %": same([{"T1": (50, 50), "T2": (20, 20)}, {"T2": (85, 85)}], "PD"),
    "what is left is dead: the other may be anything": same(
        [{"T1": (50, 50), "T2": (20, 20)}, {"T2": (0, 0, DEAD)}], "NE", asked={"CP-009"}
    ),
    "a sum that lacks a target is no smallest sum: 115 of 100 mm": same(
        [{"T1": (50, 50), "T2": (50, 50)}, {"T1": (20, 20)}, {"T1": (60, 60), "T2": (55, 55)}], "NE", "SD", asked={"CP-009"}
    ),
    "a target is missing once": same(
        [{"T1": (50, 50), "T2": (50, 50)}, T1, {"T1": (50, 50), "T2": (50, 50)}], "NE", "SD", asked={"CP-009"}
    ),
    "nothing could be assessed": same([T1, {"T1": (None, None)}], "NE", asked={"CP-009"}),
    # split and merged
    "split, and one again: 40, then 45 mm of 60": same(
        [{"T1": (60, 60)}, {"T1.1": (20, 20), "T1.2": (20, 20)}, {"T1.1/T1.2": (45, 45)}], "PR", "SD"
    ),
    "a part grows: 48 mm after 40, +20 % and 8 mm": same(
        [{"T1": (60, 60)}, {"T1.1": (20, 20), "T1.2": (20, 20)}, {"T1.1": (20, 20), "T1.2": (28, 28)}], "PR", "PD"
    ),
    "a part dies": same([{"T1": (60, 60)}, {"T1.1": (20, 20), "T1.2": (0, 0, DEAD)}], "PR"),
    "the merged lesion is dead and still 50 mm of 60": Case([{"T1": (30, 30), "T2": (30, 30)}, {"T1/T2": (0, 50, DEAD)}], ["CR"], ["SD"]),
    # a target that merged with a non-target is a target: what is left of both is measured as one
    "a target merged with a non-target, and is dead": Case([T1 | NT_ALIVE, {"T1/NT1": (0, 55, DEAD)}], ["CR"], ["SD"]),
    "and is gone": same([T1 | NT_ALIVE, {"T1/NT1": (0, 0, DEAD)}], "CR"),
    "it says so beside its name": same([T1 | NT_ALIVE, {"T1": (0, 0, DEAD | {"merged_with": "NT1"})}], "CR"),
    "and another non-target is there": same([T1 | NT_ALIVE | NT2_ALIVE, {"T1/NT1": (0, 0, DEAD)} | NT2_ALIVE], "PR"),
    "and another non-target is not mentioned": same([T1 | NT_ALIVE | NT2_ALIVE, {"T1/NT1": (0, 0, DEAD)}], "PR"),
    "and another non-target is dead, too": same([T1 | NT_ALIVE | NT2_ALIVE, {"T1/NT1": (0, 0, DEAD)} | NT2_GONE], "CR"),
    "merged with a non-target, and alive: 30, then 36 of 50 mm": same(
        [T1 | NT_ALIVE, {"T1/NT1": (30, 30)}, {"T1/NT1": (36, 36)}], "PR", "PD"
    ),
    "merged with a non-target, and back at 3 mm after CR": Case(
        [T1 | NT_ALIVE, {"T1/NT1": (0, 0, DEAD)}, {"T1/NT1": (3, 3)}], ["CR", "PD"], ["CR", None]
    ),
    "what merged with a non-target stands there, too": same([T1 | NT_ALIVE, {"T1": (20, 20), "T1/NT1": (40, 40)}], "PR"),
    "a non-target under the name of a target is no target": same(
        [T1 | NT_ALIVE, GONE_T1 | {"TNT1": (0, 0, DEAD | {"split_from": "NT1"})}], "PR", asked={"MR-026"}
    ),
    # nodes
    "the long axis of a node grows, its short axis does not": same(
        [
            {"T1": (40, 40), "T2": (30, 30, NODE | {"short_axis_mm": 18.0})},
            {"T1": (40, 40), "T2": (45, 45, NODE | {"short_axis_mm": 18.0})},
        ],
        "SD",
    ),
    "a node at the porta grows from 22 to 26.4 mm: +20 % and 4.4 mm": Case(
        [{"T1": (22, 22, PORTA)}, {"T1": (26.4, 26.4, PORTA)}], ["PD"], ["SD"]
    ),
    # viable and whole
    "dead tumour swells: 62 of 50 mm": Case([T1, {"T1": (0, 62, DEAD)}], ["CR"], ["PD"]),
    "live tumour grows within: 12 of 10 mm": Case([{"T1": (10, 60)}, {"T1": (12, 60)}], ["PD"], ["SD"]),
    "dead, and no viable diameter written": Case([T1, {"T1": (None, 50, DEAD)}], ["CR"], ["SD"]),
    # what a non-target does is for a reader to say: 24 of 20 mm is 4 mm, 25 of 20 mm is 5 mm and +25 %
    "infiltrative tumour grows, and nobody says what it is": same(
        [T1 | NT_OF[20], T1 | NT_OF[24], T1 | NT_OF[25], T1 | NT_OF[25]], "SD", "SD", "SD", asked={"MR-032"}
    ),
    "35.9 after 40 and 30 mm is +19.7 %": same([T1 | NT_OF[40], T1 | NT_OF[30], T1 | NT_OF[35.9]], "SD", "SD"),
    "36 after 40 and 30 mm is +20 %": same([T1 | NT_OF[40], T1 | NT_OF[30], T1 | NT_OF[36]], "SD", "SD", asked={"MR-032"}),
    "it grows, and the reader calls it stable": same([T1 | NT_OF[20], T1 | NT_OF[60]], "SD", recorded=[{"non_target_response": "IR/SD"}]),
    "it grows, and the reader calls it progression": same([T1 | NT_OF[20], T1 | NT_OF[60]], "PD", recorded=[{"non_target_response": "PD"}]),
    "a non-target is not assessed": same([T1 | NT_ALIVE, GONE_T1 | {"NT1": (None, None)}], "PR"),
    "a non-target is not mentioned": same([T1 | NT_ALIVE, GONE_T1], "PR"),
    # new lesions
    "an effusion is malignant by a later cytology": same(
        [T1, T1 | {"N1": (None, None, FLUID | {"cytology": "NOT DONE"})}, T1 | {"N1": (None, None, FLUID | {"cytology": "POSITIVE"})}],
        "PD",
        "PD",
    ),
    "a new tumour goes again": same([T1, T1 | {"N1": (12, 12, TYPICAL)}, T1], "PD", "SD"),
    "of two new lesions one is tumour": same([T1, T1 | {"N1": (25, 25, TYPICAL), "N2": (12, 12, NODE)}], "PD"),
    "the lesions have another day than their reads": Case(
        [T1, T1 | {"N1": (7, 7, TYPICAL | {"exam_date": day(300)})}, T1 | {"N1": (12, 12, TYPICAL | {"exam_date": day(20)})}],
        ["PD", "PD"],
        ["PD", "PD"],
    ),
}


def rows_of(patient, case):
    """Return the reads, 50 days apart, and lesions of a case."""
    reads, lesions = [], []
    for place, sizes in enumerate(case.exams):
        recorded = case.recorded[place - 1] if 0 < place <= len(case.recorded) else {}
        reads.append(read(-3 + 50 * place, place, patient=patient, **recorded))
        for name, (viable, total, *more) in sizes.items():
            role = next(role for start, role in ROLES.items() if name.startswith(start))
            drawn = lesion(f"E{place}", name, viable, total, role=role, patient=patient) | {"exam_date": reads[-1]["exam_date"]}
            lesions.append(drawn | {each: value for part in more for each, value in part.items()})
    return reads, lesions


@pytest.fixture(scope="module")
def connection():
    reads, lesions = [], []
    for name, case in CASES.items():
        own_reads, own_lesions = rows_of(name, case)
        reads += own_reads
        lesions += own_lesions
    connection = open_drawn(readers=READERS, study=STUDY | {"criteria": BOTH}, imaging_reads=reads, lesions=lesions)
    build_up_to(connection, "read_responses", "late_targets", "non_target_changes")
    return connection


@pytest.mark.parametrize("name", CASES)
def test_each_history_has_the_responses_that_are_right(connection, name):
    found = {criterion: [] for criterion in BOTH}
    query = "select criterion, derived_overall_response from cohort.read_responses where patient_id = ? order by timepoint"
    for criterion, response in connection.execute(query, [name]).fetchall():
        found[criterion].append(response)
    assert (found["mRECIST"], found["RECIST 1.1"]) == (CASES[name].mrecist, CASES[name].recist)


def test_a_person_is_asked_where_arithmetic_cannot_say(connection):
    patient_of = dict(
        connection.execute(
            "select row_key, patient_id from accepted.imaging_reads union all select row_key, patient_id from accepted.lesions"
        ).fetchall()
    )
    asked = {name: set() for name in CASES}
    for table, rules in {
        "read_responses": ("MR-008", "MR-009", "MR-024", "MR-025", "CP-009"),
        "late_targets": ("MR-026", "MR-027"),
        "non_target_changes": ("MR-032",),
    }.items():
        for rule in rules:
            for key in findings_of(connection, table, rule):
                asked[patient_of[key]].add(rule)
    assert asked == {name: case.asked for name, case in CASES.items()}
