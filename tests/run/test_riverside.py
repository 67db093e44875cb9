"""The whole path on Riverside, an invented hospital whose extracts look like nobody's: by settings alone, every value as in its truth."""

import json
import os
from pathlib import Path

import pytest

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


def test_what_could_not_be_read_is_asked_about(riverside):
    """31 February, and a result that is no number; no other cell is unreadable."""
    unreadable = riverside.findings.filter(riverside.findings["rule"].str.starts_with("CV"))
    assert sorted(unreadable.group_by("rule").len().rows()) == [("CV-009", 9), ("CV-016", 1)]
