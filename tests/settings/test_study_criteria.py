"""The response criteria of a study stand in the settings by name; one with limits of its own says what differs; a wrong name is named."""

import pytest

from pipelines.settings.errors import UnusableSettings
from pipelines.settings.load_settings import load_settings
from pipelines.warehouse.criteria_in_force import criteria_in_force, recorded_criterion, with_limits
from tests.path_run import ROOT

BEGINNING = '[registry]\nname = "Hospital"\n[readers]\nR1 = "reader"\n[sources.emr.tables.patients]\nfiles = ["p.csv"]\n'
BEST, HALF = (
    '["mRECIST", "RECIST 1.1"]',
    '[[study.response_criterion]]\nname = "half"\nlike = "mRECIST"\npr_decrease_pct = 50\npd_increase_pct = 25',
)


@pytest.fixture
def read(tmp_path):
    def _read(study: str):
        (tmp_path / "registry.toml").write_text(f"{BEGINNING}[study]\n{study}\n", encoding="utf-8")
        return load_settings(tmp_path / "registry.toml").study

    return _read


@pytest.mark.parametrize(
    ("study", "in_force", "recorded"),
    [
        ("", ["mRECIST"], "mRECIST"),  # of a study that names none, the first of the list
        (f"criteria = {BEST}", ["mRECIST", "RECIST 1.1"], "mRECIST"),
        (f'criterion = "RECIST 1.1"\ncriteria = {BEST}', ["RECIST 1.1", "mRECIST"], "RECIST 1.1"),  # the primary one first
        (f'criterion = "RECIST 1.1"\ncriteria = {BEST}\nrecorded_criterion = "mRECIST"', ["RECIST 1.1", "mRECIST"], "mRECIST"),
        (f'criterion = "half"\n{HALF}', ["half"], "half"),
    ],
)
def test_the_primary_criterion_comes_first_and_is_the_recorded_one_unless_the_study_says_so(read, study, in_force, recorded):
    found = read(study)
    assert [each.criterion for each in criteria_in_force(found)] == in_force
    assert recorded_criterion(found) == recorded


def test_a_criterion_of_the_study_is_as_the_one_that_it_is_like_but_for_what_it_says(read):
    (half,) = criteria_in_force(read(f'criterion = "half"\n{HALF}'))
    assert (half.label, half.diameter, half.pr_decrease_pct, half.pd_increase_pct, half.pd_min_abs_mm) == ("half", "viable", 50, 25, 0)
    assert half.limits_in_words == "partial response from -50 % of the baseline, progression from +25 % over the smallest sum"


def test_a_limit_can_be_changed_for_one_run(read):
    study = read(f'criterion = "half"\n{HALF}')
    (changed,) = criteria_in_force(with_limits(with_limits(study, "half", pd_min_abs_mm=5.0), "half", pd_increase_pct=20.0))
    assert changed.limits_in_words == "partial response from -50 % of the baseline, progression from +20 % and 5 mm over the smallest sum"
    (listed,) = criteria_in_force(with_limits(read(""), "mRECIST", pd_min_abs_mm=5.0))
    assert (listed.label, listed.pr_decrease_pct, listed.pd_min_abs_mm) == ("mRECIST", 30, 5)


@pytest.mark.parametrize(
    ("study", "said"),
    [
        ('criterion = "RECIST"', "study.criterion: there is no criterion RECIST; did you mean mRECIST?"),
        ('criteria = ["mRECIST", "RECIST1.1"]', "study.criteria: there is no criterion RECIST1.1; did you mean RECIST 1.1?"),
        ('criteria = ["mRECIST", "mRECIST"]', "study.criteria: mRECIST is named twice"),
        ('criterion = "mRECIST"\ncriteria = ["RECIST 1.1"]', "study.criterion: mRECIST is not among study.criteria; add it there"),
        (
            'criteria = ["mRECIST"]\nrecorded_criterion = "RECIST 1.1"',
            "study.recorded_criterion: RECIST 1.1 is not among study.criteria; add it there",
        ),
        (
            HALF.replace('like = "mRECIST"', 'like = "mRECISST"'),
            "study.response_criterion half: like names mRECISST, which is no criterion; did you mean mRECIST?",
        ),
        (
            HALF.replace('like = "mRECIST"', 'diameter = "total"'),
            "study.response_criterion half: pd_min_abs_mm, least_target_mm, least_node_mm, least_porta_node_mm, "
            "normal_node_mm, too_small_mm, new_nodule_mm, new_nodule_growth_mm, late_target_growth_mm, new_effusion not said; "
            "say them, or name with like whose they are",
        ),
        (
            HALF.replace('"half"', '"RECIST 1.1"'),
            "study.response_criterion RECIST 1.1: there is another criterion of this name; give this one a name of its own",
        ),
        (HALF.replace("= 50", "= 150"), "study.response_criterion.0.pr_decrease_pct: "),
        (f"{HALF}\npd_min_mm = 5", "unknown key study.response_criterion.half.pd_min_mm; did you mean pd_min_abs_mm?"),
        (
            "[response]\npd_min_abs_mm = 5",
            "response.pd_min_abs_mm is now pd_min_abs_mm of a [[study.response_criterion]], which study.criterion names: "
            "write its value there",
        ),
    ],
)
def test_what_is_no_criterion_is_refused_in_one_sentence(read, study, said):
    with pytest.raises(UnusableSettings) as refused:
        read(study)
    (line,) = str(refused.value).splitlines()
    assert line.split("registry.toml: ", 1)[1].startswith(said)


@pytest.mark.parametrize(("file", "in_force"), [("registry.toml", ["mRECIST"]), ("examples/hcc_tace_seg.toml", ["mRECIST", "RECIST 1.1"])])
def test_the_settings_that_are_shipped_record_by_mrecist(file, in_force):
    study = load_settings(ROOT / file).study
    assert [each.criterion for each in criteria_in_force(study)] == in_force
    assert recorded_criterion(study) == "mRECIST"
