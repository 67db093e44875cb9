"""60 flips of single cells of the published sheet: each is found by the right rule, or rightly by none; nobody else is found."""

import pytest

from tests.faults.real_flips import EACH, KINDS, SHEETS, flip_cells
from tests.path_run import ROOT, pseudonyms, run_path
from tests.run.test_hcc_tace_seg import DROP, FINDINGS, pytestmark  # noqa: F401  (slow, and only where the data are at hand)

FOUND_ANYWAY = {f"HCC_{number:03}" for _, number, _ in FINDINGS}


@pytest.mark.parametrize("kinds", SHEETS, ids=["reads", "patients"])
def test_each_flip_is_found_by_the_right_rule_or_rightly_by_none(tmp_path, kinds):
    flips = flip_cells(DROP, tmp_path / "drop", kinds, FOUND_ANYWAY)
    run = run_path(tmp_path / "data", drop=tmp_path / "drop", config=ROOT / "examples" / "hcc_tace_seg.toml")
    rules: dict[str, set[str]] = {}
    for rule, patient in run.findings.select("rule", "patient").drop_nulls().rows():
        rules.setdefault(patient, set()).add(rule)
    flipped = dict(zip(pseudonyms([flip.patient for flip in flips]), flips, strict=True))
    assert len(flipped) == len(kinds) * EACH
    for patient, flip in flipped.items():
        found = rules.get(patient, set())
        assert (flip.kind.rule in found) if flip.kind.rule else not found, (flip, found)
    others = set(pseudonyms(sorted(FOUND_ANYWAY)))
    assert rules.keys() - flipped.keys() == others, "whom nobody flipped is found as before"


def test_there_are_60_and_each_that_is_silent_has_its_reason():
    assert len(KINDS) * EACH == 60
    assert [kind.name for kind in KINDS if bool(kind.rule) == bool(kind.reason)] == []
    assert len({kind.name for kind in KINDS}) == len(KINDS)
