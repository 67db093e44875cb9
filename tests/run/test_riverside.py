"""The whole path on Riverside, an invented hospital whose extracts look like nobody's: by settings alone, every value as in its truth."""

import json
import os
import re
from pathlib import Path

import polars as pl
import polars.selectors as cs
import pytest

from pipelines.__main__ import main
from tests.path_run import ROOT, pseudonyms, run_path

HOSPITAL = Path(os.environ.get("RIVERSIDE", ROOT.parent / "shared" / "cases" / "riverside"))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (HOSPITAL / "truth.json").is_file(),
        reason=f"the invented hospital is not part of the project; put it into {HOSPITAL}, or name its folder in RIVERSIDE",
    ),
]
COLUMNS = {  # of truth.json: that of the cohort, where it is not called the same
    "arm": "arm", "sex": "sex", "age": "age_years", "ecog": "ecog", "cp": "child_pugh_class", "cps": "child_pugh_score", "bclc": "bclc",
    "pv": "has_portal_vein_invasion", "met": "has_metastasis", "best": "best_response", "os_event": "os_event", "os_days": "os_days",
    "pfs_event": "pfs_event", "pfs_days": "pfs_days",
}  # fmt: skip
MEASURED = {
    "size_cm": "largest_tumour_cm", "albumin": "albumin_g_dl", "bili": "total_bilirubin_mg_dl", "ast": "ast_u_l", "alt": "alt_u_l",
    "plt": "platelets_10e3_ul", "inr": "inr", "creat": "creatinine_mg_dl",
}  # fmt: skip
ETIOLOGIES = {"Alcohol": "Alcohol", "Hep B": "HBV", "Hep C": "HCV", "Hep B + C": "HBV+HCV", "MASLD": "Others", "Unknown": "Others"}
REPLACED = {  # the result of the day is unreadable ("haemolysed") or missing ("n/t"): an older one of the window counts
    ("H-000107", "bili"),
    ("H-000114", "afp"),
}


@pytest.fixture(scope="module")
def riverside(tmp_path_factory):
    folder = tmp_path_factory.mktemp("riverside")
    settings = (ROOT / "examples" / "riverside.toml").read_text(encoding="utf-8")
    (folder / "riverside.toml").write_text(settings.replace("[study]", '[identity]\nkey_file = "public"\n\n[study]', 1), encoding="utf-8")
    return run_path(folder / "data", drop=HOSPITAL / "drop", config=folder / "riverside.toml")


ANSWERS = {  # to the questions of the drafted settings: a line as drafted, and as a person completes it
    '# codes.etiology = { "Hep B" = "?", "Hep C" = "?" }':
        'codes.etiology = { "Hep B" = "HBV", "Hep C" = "HCV", "Hep B + C" = "HBV+HCV", "Unknown" = "Others" }',
    '# codes.metastasis = { "Lung" = "?", "LN" = "?", "Bone" = "?" }': 'codes.metastasis = { "Lung" = "Y", "LN" = "Y", "Bone" = "Y" }',
    '"{} C{cycle_no}D{day_no}"]': '"{} C{cycle_no}D{day_no}{route=IV}", "Lenvatinib{route=ORAL}", "Sorafenib{route=ORAL}"]',
    '# codes.vital_status = { "Y" = "?", "N" = "?" }': 'codes.vital_status = { "Y" = "DEAD", "N" = "ALIVE" }',
    '# headers."Sum (mm)" = "sum_viable_mm"': 'headers."Sum (mm)" = "sum_viable_mm"',
    "# codes.modality =": "codes.modality =",
    "# codes.course =": "codes.course =",
    '# wide."AFP(ECLIA)"': 'wide."AFP(ECLIA)"',
    '# headers."Seq" = ""': 'headers."Seq" = ""',
}  # fmt: skip


def test_drafted_settings_give_the_same_cohort_once_their_questions_are_answered(riverside, tmp_path):
    written = (riverside.data.parent / "riverside.toml").read_text(encoding="utf-8")
    drafted = tmp_path / "drafted.toml"
    assert main(["draft", "settings", str(HOSPITAL / "drop"), "--to", str(drafted), "--data", str(tmp_path / "draft")]) == 0
    text = drafted.read_text(encoding="utf-8")
    assert re.search(r"patient_id_pattern = 'H\\-\[0-9\]\{6\}'", text) and '"Dr Kim" = "reader"' in text
    for asked, answer in ANSWERS.items():
        assert asked in text
        text = text.replace(asked, answer)
    answered = written[: written.index("[sources.")] + text[text.index("[sources.") :]  # the study is a person's to say
    drafted.write_text(answered, encoding="utf-8")
    again = run_path(tmp_path / "data", drop=HOSPITAL / "drop", config=drafted)
    assert again.exit_code == 0
    tables = sorted(path.stem for path in (riverside.data / "registry" / "current" / "cohort").glob("*.parquet"))
    assert len(tables) > 20 and [table for table in tables if not plain(again.cohort(table)).equals(plain(riverside.cohort(table)))] == []


def plain(table: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a table without their keys, which differ where a unit is spelt in another way (10^9/L, x10^9/L)."""
    return table.select(cs.exclude(cs.ends_with("row_key"))).sort(pl.all())


@pytest.fixture(scope="module")
def patients(riverside):
    """Each patient's truth beside the patient's row of the cohort."""
    truth = json.loads((HOSPITAL / "truth.json").read_text(encoding="utf-8"))
    rows = {row["patient_id"]: row for row in riverside.cohort("patients").to_dicts()}
    return [(true, rows.pop(name)) for true, name in zip(truth, pseudonyms([true["mrn"] for true in truth]), strict=True)], rows


def test_every_patient_of_the_truth_is_in_the_cohort_and_nobody_else(riverside, patients):
    assert riverside.exit_code == 0
    pairs, others = patients
    assert (len(pairs), others) == (60, {})


@pytest.mark.parametrize("name", COLUMNS)
def test_every_value_is_the_true_one(patients, name):
    assert [(true["mrn"], row[COLUMNS[name]]) for true, row in patients[0]] == [(true["mrn"], true[name]) for true, _ in patients[0]]


@pytest.mark.parametrize("name", MEASURED)
def test_every_measured_value_is_the_true_one(patients, name):
    known = [(true, row) for true, row in patients[0] if (true["mrn"], name) not in REPLACED]
    assert [row[MEASURED[name]] for _, row in known] == pytest.approx([true[name] for true, _ in known], rel=1e-12)


def test_afp_keeps_its_sign(patients):
    for true, row in patients[0]:
        if (true["mrn"], "afp") not in REPLACED:
            sign = row["afp_operator"].replace("=", "")
            assert f"{sign}{row['afp_ng_ml']:g}" == str(true["afp"]).removesuffix(".0"), true["mrn"]


def test_index_etiology_and_number_of_tumours(patients):
    for true, row in patients[0]:
        assert (str(row["index_date"]), row["etiology"]) == (true["index"], ETIOLOGIES[true["cause"]]), true["mrn"]
        number = {"1": (1, "single"), "2": (2, "multiple"), "3": (3, "multiple")}.get(true["n"], (None, "multiple"))
        assert (row["tumour_count"], row["tumour_number"]) == number, true["mrn"]


def test_what_the_hospital_does_not_send_is_asked_about_once_and_not_of_each_patient(riverside):
    """It sends no lesions, adverse events, daily laboratory results and body sizes, and no reason beside a read that shows nothing."""
    asked = riverside.findings.filter(pl.col("rule").is_in(["CP-021", "PT-011", "CP-012", "CP-010"])).select("rule", "table", "patient")
    assert sorted(asked.rows()) == [
        ("CP-010", "imaging_reads", None),
        ("CP-012", "cycle_body_sizes", None),
        ("CP-021", "adverse_events", None),
        ("CP-021", "lesions", None),
        ("PT-011", "cycle_monitoring", None),
    ]


def test_findings_name_the_settings_that_are_in_use(riverside):
    actions = riverside.findings["action"]
    assert not actions.str.contains("registry.toml", literal=True).any() and actions.str.contains("in riverside.toml", literal=True).any()


def test_what_could_not_be_read_is_asked_about(riverside):
    """31 February, a result that is no number, and counts of tumours as limits (>3); no other cell is unreadable."""
    unreadable = riverside.findings.filter(riverside.findings["rule"].str.starts_with("CV"))
    assert sorted(unreadable.group_by("rule").len().rows()) == [("CV-009", 9), ("CV-016", 1), ("CV-035", 5)]
