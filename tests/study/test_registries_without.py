"""A registry without sex, one that treats children, one without laboratory results: each goes the whole path because its study says so."""

import json

import pytest

from tests.small_drop import SmallDrop, signals_kept, text_of
from tests.whole_path import slow_to_make


def taken(folder, study: str, **tables: str) -> SmallDrop:
    """Take a small drop whose study says more, and return it with `code` and `page`."""
    with signals_kept():
        drop = SmallDrop(folder / "hospital", **tables)
        drop.set('\n[[study.arms]]\nname = "first_line"\n', f'{study}\n[[study.arms]]\nname = "first_line"\n')
        drop.code = drop.run()
    drop.page = (drop.data / "out" / "report.html").read_text(encoding="utf-8")
    return drop


def without_column(table: str, column: str) -> str:
    lines = [line.split(",") for line in text_of(table).splitlines()]
    place = lines[0].index(column)
    return "".join(",".join(cells[:place] + cells[place + 1 :]) + "\n" for cells in lines)


def rules_of_each_patient(drop: SmallDrop) -> set[str]:
    """Return the rules that find every patient of the cohort, which is how a rule cries."""
    cohort = {row["patient_id"] for row in drop.rows("cohort/patients")}
    found: dict[str, set[str]] = {}
    for finding in drop.findings():
        found.setdefault(finding["rule"], set()).add(finding["patient"])
    return {rule for rule, patients in found.items() if cohort <= patients}


OF_ALL_SMALL_DROPS = {"CP-013", "PT-011", "CP-004"}  # two days of treatment without daily results: found with everything there


@pytest.fixture(scope="module")
@slow_to_make
def without_sex(tmp_path_factory):
    study = """
        eligibility.has_sex = { off = true, reason = "the extracts hold no sex" }
        table1 = ["age", "bclc"]
        covariates = ["age_over_65"]
    """
    return taken(tmp_path_factory.mktemp("sex"), study, patients=without_column("patients", "sex"))


def test_a_registry_without_sex(without_sex):
    assert without_sex.code == 0
    assert {(row["sex"], row["age_years"]) for row in without_sex.rows("cohort/patients")} == {(None, 62), (None, 67)}
    assert rules_of_each_patient(without_sex) <= OF_ALL_SMALL_DROPS
    assert "Criteria of eligibility that this study does not ask: sex known (the extracts hold no sex)." in without_sex.page
    table1 = without_sex.page.partition("Table 1.")[2].partition("</table>")[0]
    assert "Age" in table1 and "Sex" not in table1


@pytest.fixture(scope="module")
@slow_to_make
def with_children(tmp_path_factory):
    study = """
        eligibility.is_adult = { value = [0, 17] }
        table1 = ["age", "sex"]
        covariates = ["female"]
    """
    patients = text_of("patients").replace("1960-01-11", "2010-01-11").replace("1955-05-05", "2022-05-05")
    visits = text_of("assessments").replace("160,52", "66,7")
    doses = text_of("drug_administrations").replace("750,mg,1.52", "180,mg,0.36").replace("90,mg,1.52", "21,mg,0.36")
    return taken(tmp_path_factory.mktemp("children"), study, patients=patients, assessments=visits, drug_administrations=doses)


def test_a_registry_with_children(with_children):
    """One is grown up, born in 1948: had that patient been treated, it would be excluded by the limits of the study."""
    assert with_children.code == 0
    assert sorted(row["age_years"] for row in with_children.rows("cohort/patients")) == [0, 12]
    assert not {"PA-001", "PA-002", "PA-003", "PA-004"} & {finding["rule"] for finding in with_children.findings()}
    bodies = [(row["height_cm"], row["weight_kg"]) for row in with_children.rows("cohort/body_sizes") if row["weight_kg"] == 7]
    assert bodies and set(bodies) == {(66, 7)}, "a small body is a body"
    assert rules_of_each_patient(with_children) <= OF_ALL_SMALL_DROPS
    steps = {row["criterion"]: row["description"] for row in with_children.rows("cohort/attrition")}
    assert steps["is_adult"] == "age 0 to 17 years at the index date"


@pytest.fixture(scope="module")
@slow_to_make
def without_labs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("labs")
    with signals_kept():
        drop = SmallDrop(folder / "hospital")
        (drop.drop / "labs.csv").unlink()
        drop.set('[sources.emr.tables.labs]\nfiles = ["labs*"]\n', "")
        drop.set("has_real_dates = false\n", 'has_real_dates = false\ntables_not_sent = ["labs"]\n')
        drop.set('\n[[study.arms]]\nname = "first_line"\n', '\ntable1 = ["age", "sex"]\n\n[[study.arms]]\nname = "first_line"\n')
        drop.code = drop.run()
    drop.page = (drop.data / "out" / "report.html").read_text(encoding="utf-8")
    return drop


def test_a_registry_without_laboratory_results(without_labs):
    assert without_labs.code == 0
    assert len(without_labs.rows("cohort/patients")) == 2
    assert rules_of_each_patient(without_labs) <= OF_ALL_SMALL_DROPS - {"CP-004", "PT-011"}
    said = [finding for finding in without_labs.findings() if finding["rule"] == "CP-004"]
    assert [(finding["patient"], "is known of no patient" in finding["message"]) for finding in said] == [(None, True)]
    table1 = without_labs.page.partition("Table 1.")[2].partition("</table>")[0]
    assert "Sex" in table1 and "AST" not in table1


def test_a_table_that_is_not_sent_is_asked_about_once(without_labs):
    (said,) = [finding for finding in without_labs.findings() if finding["rule"] == "CP-021"]
    assert (said["level"], said["table"], said["patient"]) == ("flag", "labs", None)
    assert said["message"].startswith("no row of labs is sent, so that of 3 patients nothing was asked by CC-007, ")
    assert "take it out of tables_not_sent" in said["action"]
    (outcome,) = [one for one in json.loads((without_labs.current / "results.json").read_text())["rules"] if one["rule"] == "CP-021"]
    assert (outcome["outcome"], outcome["rows"], outcome["findings"]) == ("failed", 9, 1)
