"""Studies by data alone, each taken the whole path from a hospital's extracts: what is printed is what R computes from the truth."""

import csv
from collections import defaultdict
from functools import cache

import pytest

from tests.r.golden_values import relative_error
from tests.study.hospital import HERE, Study, numbers_of
from tests.study.studies import STUDIES

SAME = 1e-6


@cache
def golden() -> dict[str, dict[tuple[str, str, str], float | None]]:
    """Return what each study must print: (analysis, name, group) -> R's value, None for NA."""
    values = defaultdict(dict)
    with (HERE / "golden.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            value = None if row["value"] in ("NA", "NaN") else float(row["value"])
            values[row["study"]][row["analysis"], row["name"], row["group"]] = value
    return dict(values)


def test_every_study_has_its_golden_values():
    assert golden().keys() - {"versions"} == {study.name for study in STUDIES}
    assert min(len(values) for values in golden().values() if values is not golden()["versions"]) >= 50


@pytest.mark.slow
@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.name)
def test_a_study_prints_what_r_computes_from_the_truth(study: Study, tmp_path):
    printed, expected = numbers_of(tmp_path, study), golden()[study.name]
    assert [key for key in expected if key not in printed] == []
    different = {key: (printed[key], value) for key, value in expected.items() if relative_error(printed[key], value) > SAME}
    assert different == {}
