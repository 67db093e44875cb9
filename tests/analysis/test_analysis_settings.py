"""The section [analysis] of registry.toml: the paper's choices by default, and every wrong name refused with a sentence."""

import pytest

from pipelines.settings.errors import UnusableSettings
from pipelines.settings.load_settings import load_settings
from pipelines.settings.sections import Analysis
from tests.path_run import ROOT

STATED = (ROOT / "registry.toml").read_text(encoding="utf-8")


def load(tmp_path, old, new):
    assert old in STATED
    (tmp_path / "registry.toml").write_text(STATED.replace(old, new), encoding="utf-8")
    return load_settings(tmp_path / "registry.toml").analysis


def test_registry_toml_states_the_defaults_and_names_the_covariates_of_tables_3_and_4():
    stated = load_settings(ROOT / "registry.toml").analysis
    assert stated == Analysis(os_covariates=stated.os_covariates, pfs_covariates=stated.pfs_covariates)
    assert len(stated.os_covariates) == 6 and len(stated.pfs_covariates) == 4
    for key in Analysis.model_fields:
        assert f"\n{key} = " in STATED


def test_a_file_without_the_section_has_the_papers_choices(tmp_path):
    start, end = STATED.index("[analysis]"), STATED.index("# One block per system")
    assert load(tmp_path, STATED[start:end], "") == Analysis()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tests = {}", 'tests = { bclx = "fisher" }', "bclx is none of age, sex"),
        ("tests = {}", 'tests = { bclc = "welch" }', "bclc is counted, and welch is a test of means"),
        ("tests = {}", 'tests = { age = "fisher" }', "age is measured, and fisher is a test of counts"),
        ("tests = {}", 'tests = { age = "anova" }', "analysis.tests.age"),
        ("medians = []", 'medians = ["afb"]', "afb is none of age, sex"),
        ('"ecog_0", "child_pugh_a", "metastasis"]', '"ecog0"]', "ecog0 is none of post_ate_beva"),
        ("rate_months = [6, 12, 24]", "rate_months = []", "analysis.rate_months"),
        ("entry_p = 0.1", "entry_p = 5", "analysis.entry_p"),
        ("landmark_months = 3", "landmark_month = 3", "did you mean landmark_months?"),
    ],
)
def test_a_wrong_name_is_refused(tmp_path, old, new, said):
    with pytest.raises(UnusableSettings, match=r"analysis") as refused:
        load(tmp_path, old, new)
    assert said in str(refused.value)


def test_a_test_is_fixed_for_one_variable(tmp_path):
    assert load(tmp_path, "tests = {}", 'tests = { bclc = "fisher", age = "welch" }').tests == {"bclc": "fisher", "age": "welch"}
