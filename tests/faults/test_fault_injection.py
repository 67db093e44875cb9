"""Fault injection: one hospital with every kind of fault and its twin without; what is counted, and what the page says of it."""

import re
from collections import Counter

import pytest

from pipelines.book.outcome_words import WHAT_HAPPENED
from tests.faults.all_kinds import KINDS
from tests.faults.drop_faults import DROP_KINDS
from tests.faults.injection import Tally, found_in_dirty, judged, pseudonyms, run_twin, spoil_drops
from tests.faults.injection_report import summary_of, table_of
from tests.faults.unseen_faults import UNSEEN
from tests.path_run import ROOT
from tests.whole_path import slow_to_make


def test_there_are_more_than_sixty_kinds_and_each_has_a_name_of_its_own():
    names = [kind.name for kind in (*KINDS, *DROP_KINDS)]
    assert len(names) == len(set(names)) > 60
    assert len({kind.rule for kind in KINDS}) > 60
    assert UNSEEN


@pytest.fixture(scope="module")
@slow_to_make
def dirty():
    """The answer key of the dirty drop as `make demo` writes it, and what is found in it."""
    return found_in_dirty(20240731)


def test_every_fault_is_found_at_its_row_by_its_rule(dirty):
    tally = judged(20240731, *dirty)
    assert tally.planted == Counter(kind.name for kind in KINDS)
    assert tally.missed == []
    assert not tally.of_no_fault


def test_the_ten_first_findings_are_those_of_the_demo(dirty):
    """docs/first_findings.md quotes a finding as the workbook has it, and the kind of fault as the answer key has it."""
    answers, findings = dirty
    sections = re.split(r"^## \d+\. ", (ROOT / "docs" / "first_findings.md").read_text(encoding="utf-8"), flags=re.M)[1:]
    assert len(sections) == 10
    for section in sections:
        quoted = dict(re.findall(r"^\| ([a-z ]+) \| (.+) \|$", section, flags=re.M))
        file, sheet, row = re.fullmatch(r"`(.+?)`(?:, sheet (.+?))?, row (\d+)", quoted["where"]).groups(default="")
        rule, happened = quoted["rule"].split(", ")
        (kind,) = re.findall(r"\*\*In truth\*\* \(`(.+?)`\)", section)
        place = {"file": file, "sheet": sheet, "row": row, "rule": rule, "kind": kind}
        assert any(place.items() <= answer.items() for answer in answers), place
        (found,) = (each for each in findings if (each["source_file"], each["source_row"], each["rule"]) == (file, int(row), rule))
        assert (WHAT_HAPPENED[found["level"]], found["message"], found["action"]) == (
            happened,
            quoted["what is wrong"],
            quoted["what to do"],
        )
        for count, number in re.findall(r"The (\d+) findings of (\d{8})", section):
            assert sum(each["patient"] in pseudonyms([number]) for each in findings) == int(count)
        assert quoted["as sent"] == (found["raw"] or quoted["as sent"]) and ("not" in quoted["as sent"]) == (found["raw"] is None)


@pytest.mark.slow
def test_the_twin_without_faults_has_its_listed_findings_and_no_other():
    assert run_twin(20240731).of_twin == Counter()


@pytest.mark.slow
def test_every_drop_that_goes_wrong_as_a_whole_is_noticed():
    assert spoil_drops(20240731).missed == []


def answer(row, kind="a_fault", rule="XX-001", place="1", patients="07000001"):
    return {"file": "a.csv", "sheet": "", "row": str(row), "rule": rule, "kind": kind, "place": place, "patients": patients}


def finding(row, rule="XX-001", patient="p of another"):
    return {"source_file": "a.csv", "sheet": "", "source_row": row, "rule": rule, "patient": patient}


@pytest.mark.parametrize(
    ("answers", "findings", "found"),
    [
        ([answer(2)], [finding(2)], 1),
        ([answer(2)], [finding(3)], 0),  # at another row
        ([answer(2)], [finding(2, rule="XX-002")], 0),  # by another rule
        ([answer(2), answer(3, place="2")], [finding(2)], 0),  # both rows are wrong
        ([answer(2), answer(3, place="1")], [finding(3)], 1),  # one read of an exam stands for it
        ([answer(2)], [], 0),
    ],
)
def test_a_fault_is_found_at_each_of_its_places_by_its_rule(answers, findings, found):
    tally = judged(1, answers, findings)
    assert tally.planted["a_fault"] == 1 and tally.found["a_fault"] == found
    assert tally.missed == ([] if found else [("a_fault", 1)])


def test_findings_are_led_back_to_the_fault_of_their_row_or_patient_or_count_as_false():
    (pseudonym,) = pseudonyms(["07000001"])
    tally = judged(
        1,
        [answer(2)],
        [
            finding(2),
            finding(2, rule="XX-002"),  # the same row, another rule
            finding(9, rule="XX-003", patient=pseudonym),  # another row of the patient
            finding(9, rule="XX-003", patient=pseudonym),
            finding(5, rule="XX-004"),  # a patient without a fault
            finding(None, rule="XX-005", patient=None),  # about a table
        ],
    )
    assert tally.also == {"a_fault": Counter({"XX-002": 1, "XX-003": 1})}
    assert tally.of_no_fault == Counter({"XX-004": 1})
    assert tally.of_drop == Counter({"XX-005": 1})


@pytest.mark.parametrize(
    ("found", "more", "passes"),
    [
        (99, {}, True),  # 99 of 100
        (98, {}, False),
        (100, {"of_twin": Counter({"XX-001": 1})}, False),
        (100, {"of_no_fault": Counter({"XX-001": 1})}, False),
        (100, {"of_drop": Counter({"XX-001": 1})}, True),
    ],
)
def test_the_bars(found, more, passes):
    assert Tally(planted=Counter(a=100), found=Counter(a=found), **more).passes is passes


def test_a_kind_that_is_never_found_misses_the_bar_whatever_the_share():
    assert not Tally(planted=Counter(a=999, b=1), found=Counter(a=999)).passes


def test_the_page_prints_what_was_counted():
    kind = KINDS[0].name
    tally = Tally(planted=Counter({kind: 20}), found=Counter({kind: 19}), missed=[(kind, 4)], also={kind: Counter({"CP-019": 3})}, twins=20)
    summary = summary_of(tally, 20)
    assert "1 kinds of fault in 20 invented hospitals: 20 faults planted, 19 found" in summary and "95.00 %" in summary
    assert "MISSED" in summary and f"{kind.replace('_', ' ')} (1)" in summary
    assert f"| {kind.replace('_', ' ')} | {KINDS[0].table} | {KINDS[0].rule} | 19 of 20 | CP-019 (3) |" in table_of(tally)
