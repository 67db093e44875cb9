"""The sections [analysis] and [study] of registry.toml: the paper's choices, and every wrong name refused with a sentence."""

import pytest

from pipelines.settings.errors import UnusableSettings
from pipelines.settings.load_settings import load_settings
from pipelines.settings.sections import Analysis, Settings
from tests.path_run import ROOT

STATED = (ROOT / "registry.toml").read_text(encoding="utf-8")


def load(tmp_path, old, new) -> Settings:
    assert old in STATED
    (tmp_path / "registry.toml").write_text(STATED.replace(old, new, 1), encoding="utf-8")
    return load_settings(tmp_path / "registry.toml")


def test_registry_toml_states_the_defaults_and_names_the_covariates_of_tables_3_and_4():
    stated = load_settings(ROOT / "registry.toml")
    assert stated.analysis == Analysis()
    assert {endpoint: len(names) for endpoint, names in stated.study.multivariate.items()} == {"OS": 6, "PFS": 4}
    for key in Analysis.model_fields:
        assert f"\n{key} = " in STATED or f"\n# {key} = " in STATED


def test_a_file_without_the_section_has_the_papers_choices(tmp_path):
    start, end = STATED.index("[analysis]"), STATED.index("# The report:")
    assert load(tmp_path, STATED[start:end], "").analysis == Analysis()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tests = {}", 'tests = { bclx = "fisher" }', "there is no bclx; did you mean bclc?"),
        ("tests = {}", 'tests = { bclc = "welch" }', "bclc is counted, and welch is a test of means"),
        ("tests = {}", 'tests = { bclc = "wilcoxon" }', "bclc is counted, and wilcoxon is a test of ranks"),
        ("tests = {}", 'tests = { age = "fisher" }', "age is measured, and fisher is a test of counts"),
        ("tests = {}", 'tests = { age = "anova" }', "study.tests.age"),
        ("medians = []", 'medians = ["afb"]', "there is no afb; did you mean afp?"),
        ("medians = []", 'medians = ["bclc"]', "there is no bclc; known are ALP, ANC"),
        ('"ecog_0", "child_pugh_a", "metastasis"]', '"ecog0"]', "there is no ecog0; did you mean ecog_0?"),
        ('subgroups = ["female"', 'subgroups = ["age_years"', "age_years is a number, which makes no subgroups"),
        ("rate_months = [6, 12, 24]", "rate_months = []", "analysis.rate_months"),
        ("entry_p = 0.1", "entry_p = 5", "analysis.entry_p"),
        ("landmark_months = 3", "landmark_month = 3", "did you mean landmark_months?"),
        ("entry_p = 0.1", 'medians = ["afp"]', "analysis.medians is now study.medians: write its value there"),
        ("entry_p = 0.1", 'os_covariates = ["afp"]', "analysis.os_covariates is now study.multivariate.OS: write its value there"),
    ],
)
def test_a_wrong_name_is_refused(tmp_path, old, new, said):
    with pytest.raises(UnusableSettings) as refused:
        load(tmp_path, old, new)
    assert said in str(refused.value)


def test_a_test_is_fixed_for_one_variable(tmp_path):
    assert load(tmp_path, "tests = {}", 'tests = { bclc = "fisher", age = "welch" }').study.tests == {"bclc": "fisher", "age": "welch"}


def test_a_test_of_means_never_stands_beside_a_median(tmp_path):
    (tmp_path / "registry.toml").write_text(
        STATED.replace("medians = []", 'medians = ["age"]').replace("tests = {}", 'tests = { age = "welch" }'), encoding="utf-8"
    )
    with pytest.raises(UnusableSettings, match="age is printed as a median, and welch compares means"):
        load_settings(tmp_path / "registry.toml")


def test_what_is_skewed_is_printed_as_a_median_where_the_study_says_so(tmp_path):
    assert load(tmp_path, "medians = []", 'medians = "skewed"').study.printed_as_medians == (
        "ast", "alt", "bilirubin", "platelets", "inr", "creatinine", "afp", "pivka",
    )  # fmt: skip
