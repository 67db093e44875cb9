"""What a study plans: the list of regimens, with what the settings say otherwise, and regimens of its own."""

import pytest

from pipelines.settings.errors import UnusableSettings
from pipelines.settings.load_settings import load_settings
from pipelines.settings.plan_in_words import counted_plans, say_days, say_doses, say_late_after, say_planned_cycle
from pipelines.settings.plans import plans_of

BEGINNING = '[registry]\nname = "Hospital"\n[readers]\nR1 = "reader"\n[sources.emr.tables.patients]\nfiles = ["p.csv"]\n'
STUDY = '[study]\nindex_treatment = "HAIC"\n'
FP = 'regimens = ["FP"]\n'


def row(regimen: str, **cells) -> str:
    """Write a [[study.regimen]]; a text stands in quotation marks, and the rest as it is."""
    said = {name: f'"{value}"' if isinstance(value, str) else str(value).lower() for name, value in {"regimen": regimen, **cells}.items()}
    return "\n".join(["[[study.regimen]]", *(f"{name} = {value}" for name, value in said.items()), ""])


@pytest.fixture
def read(tmp_path):
    def _read(*parts: str):
        (tmp_path / "registry.toml").write_text(BEGINNING + "".join(parts), encoding="utf-8")
        return load_settings(tmp_path / "registry.toml").study

    return _read


def cells(study, *columns, regimen="FP"):
    return [tuple(one[column] for column in columns) for one in plans_of(study) if one["regimen"] == regimen]


def test_without_rows_of_its_own_a_study_has_the_list(read):
    assert cells(read(STUDY, FP), "drug", "dose", "days", "late_after_days") == [("FLUOROURACIL", 500, 3, 42), ("CISPLATIN", 60, 1, 42)]


def test_a_row_changes_what_it_names_of_its_drug(read):
    study = read(STUDY, FP, row("FP", drug="FLUOROURACIL", dose=400))
    assert cells(study, "drug", "dose", "days") == [("FLUOROURACIL", 400, 3), ("CISPLATIN", 60, 1)]


def test_an_interval_is_of_all_drugs_of_the_regimen(read):
    study = read(STUDY, FP, row("FP", late_after_days=35))
    assert cells(study, "drug", "dose", "late_after_days") == [("FLUOROURACIL", 500, 35), ("CISPLATIN", 60, 35)]


def test_a_dose_by_weight_is_changed_for_its_weight(read):
    study = read('[study]\nindex_treatment = "LENVATINIB"\n', row("LENVATINIB", drug="LENVATINIB", from_weight_kg=60, dose=10))
    assert cells(study, "from_weight_kg", "dose", regimen="LENVATINIB") == [(None, 8), (60, 10)]


def test_a_regimen_of_its_own_has_drugs_of_the_list(read):
    shared = {"label": "AP", "treatment": "HAIC", "dose_unit": "mg/m2", "days": 1}
    own = row("AP", drug="DOXORUBICIN", dose=30, is_needed=True, late_after_days=30, **shared) + row(
        "AP", drug="CISPLATIN", dose=50, **shared
    )
    study = read(STUDY, 'regimens = ["AP"]\n', own)
    assert cells(study, "drug", "dose", "first_day", "is_needed", "late_after_days", regimen="AP") == [
        ("DOXORUBICIN", 30, 1, True, 30),
        ("CISPLATIN", 50, 1, False, 30),
    ]
    assert say_planned_cycle(study) == "doxorubicin 30 mg/m², cisplatin 50 mg/m²"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (
            [STUDY, FP, row("FP", drug="FLUORURACIL", dose=400)],
            "FP: there is no drug FLUORURACIL; did you mean FLUOROURACIL?",
        ),
        ([STUDY, FP, row("FP", dose=400)], "study.regimen FP: dose is of a drug; name the drug"),
        ([STUDY, FP, row("FPP", late_after_days=40)], "study.regimen FPP: the list has no such regimen, and a new one needs its drugs"),
        ([STUDY, FP, row("AP", drug="CISPLATIN", dose=50)], "AP CISPLATIN: label and treatment and dose_unit must be said"),
        ([STUDY, FP, row("FP")], "FP says nothing; name a dose, days or an interval"),
        ([STUDY, FP, row("FP", drug="CISPLATIN", dose=0)], "study.regimen.0.dose"),
        ([STUDY, FP, row("FP", drug="CISPLATIN", dos=50)], "unknown key study.regimen.0.dos; did you mean dose?"),
        ([STUDY, FP, 2 * row("FP", drug="CISPLATIN", dose=50)], "FP CISPLATIN has two rows; put them into one"),
        ([STUDY, FP, row("FP", least_interval_days=60)], "FP: least_interval_days = 60 lies above most_interval_days = 56"),
        ([STUDY, 'regimens = ["FOLFIX"]\n'], "study.regimens: there is no regimen FOLFIX; did you mean FOLFOX?"),
        ([STUDY, 'regimens = ["ATE_BEVA"]\n'], "study.regimens: ATE_BEVA is a regimen of ATE_BEVA, which is not the index treatment"),
        ([STUDY, 'regimens = ["FP", "FP_HIGH_DOSE"]\n'], "study.regimens: FP and FP_HIGH_DOSE have the same drugs"),
    ],
)
def test_what_makes_no_plan_is_refused_in_a_sentence(read, parts, said):
    with pytest.raises(UnusableSettings) as refused:
        read(*parts)
    assert said in str(refused.value)


def test_the_plans_in_words(read):
    study = read(STUDY, FP)
    assert say_planned_cycle(study) == "fluorouracil 3 × 500 mg/m², cisplatin 60 mg/m²"
    assert say_late_after(study) == "42 days"
    assert say_doses(counted_plans(study)) == "fluorouracil 500 mg/m2, cisplatin 60 mg/m2"
    assert say_days(counted_plans(study)) == "fluorouracil on days 1 to 3, cisplatin on day 2"


def test_of_two_regimens_each_is_named(read):
    study = read(STUDY, 'regimens = ["FOLFOX", "FP"]\n')
    assert say_planned_cycle(study) == (
        "FOLFOX: oxaliplatin 85 mg/m², leucovorin 400 mg/m², fluorouracil 2 × 1400 mg/m²; "
        "fluorouracil and cisplatin: fluorouracil 3 × 500 mg/m², cisplatin 60 mg/m²"
    )
    assert say_late_after(study) == "28 days (FOLFOX) or 42 days (fluorouracil and cisplatin)"


def test_a_plan_for_every_day_and_by_weight(read):
    study = read('[study]\nindex_treatment = "LENVATINIB"\n')
    assert say_planned_cycle(study) == "lenvatinib 8 mg each day, lenvatinib 12 mg each day from 60 kg on"
    assert say_late_after(study) == ""


def test_plans_in_force_are_those_of_the_index_treatment_and_of_treatments_that_arms_ask_about(read):
    arm = '[[study.arms]]\nname = "after"\nlabel = "After ate-beva"\nlast_before = "ATE_BEVA"\n'
    plans = plans_of(read(STUDY, FP, arm))
    assert {one["regimen"] for one in plans if one.is_counted} == {"FP"}
    assert {one["regimen"] for one in plans if one.is_in_force} == {"FP", "ATE_BEVA"}
