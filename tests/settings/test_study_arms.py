"""The arms of a study stand in the settings: one or more, each with a name and a label, one of them the reference, none twice."""

import pytest

from pipelines.settings.errors import UnusableSettings
from pipelines.settings.load_settings import load_settings
from tests.path_run import ROOT

BEGINNING = '[registry]\nname = "Hospital"\n[readers]\nR1 = "reader"\n[sources.emr.tables.patients]\nfiles = ["p.csv"]\n'


def arm(name: str, *more: str) -> str:
    return "\n".join(["[[study.arms]]", f'name = "{name}"', f'label = "Label of {name}"', *more, ""])


@pytest.fixture
def read(tmp_path):
    def _read(*arms: str):
        (tmp_path / "registry.toml").write_text(BEGINNING + "\n".join(arms), encoding="utf-8")
        return load_settings(tmp_path / "registry.toml").study

    return _read


def test_the_arms_are_compared_in_their_order_with_the_one_that_is_the_reference(read):
    study = read(arm("a"), arm("b", "reference = true"), arm("c", "in_study = false", 'reason = "came later"'))
    assert study.compared_arms == {"a": "Label of a", "b": "Label of b"}
    assert study.reference_arm == "b"


def test_without_a_reference_it_is_the_first_arm_in_the_study(read):
    study = read(arm("held_out", "in_study = false", 'reason = "came later"'), arm("a"), arm("b"))
    assert study.reference_arm == "a"


def test_a_study_that_names_no_arms_has_one(read):
    assert list(read().compared_arms.values()) == ["All patients"]


@pytest.mark.parametrize(
    ("arms", "said"),
    [
        ([arm("a"), arm("a")], "there are two arms a"),
        ([arm("all")], "all stands for the patients of every arm"),
        ([arm("a", "reference = true"), arm("b", "reference = true")], "a and b are both the reference"),
        ([arm("a", "in_study = false", 'reason = "r"')], "no arm is in the study"),
        ([arm("a"), arm("b", "in_study = false")], "b is not in the study; say why with reason"),
        ([arm("a"), arm("b", "in_study = false", 'reason = "r"', "reference = true")], "the reference b is not in the study"),
        ([arm("First line")], "study.arms.0.name"),
        ([arm("a", 'variable = "child_pug"', 'level = "A"')], "study.arms a: there is no variable child_pug; did you mean child_pugh?"),
        ([arm("a", 'variable = "afp_over_40"', 'level = "true"')], "there is no variable afp_over_40; did you mean afp_over_400?"),
        ([arm("a", "labell = 1")], "unknown key study.arms.a.labell; did you mean label?"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(read, arms, said):
    with pytest.raises(UnusableSettings) as refused:
        read(*arms)
    assert said in str(refused.value)


@pytest.mark.parametrize(("file", "reference"), [("registry.toml", "first_line"), ("examples/hcc_tace_seg.toml", "child_pugh_a")])
def test_the_settings_that_are_shipped_name_their_arms(file, reference):
    study = load_settings(ROOT / file).study
    assert len(study.compared_arms) > 1 and study.reference_arm == reference
