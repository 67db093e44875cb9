"""The whole path on the synthetic hospital: the clean drop gives back the reconstructed cohort, the dirty one its answer key."""

import csv
import re
from collections import Counter

import polars as pl
import pytest

from pipelines.raw.key_file import SYNTHETIC_MARKER
from pipelines.synthetic.hospital import patient_number, write_drop
from pipelines.synthetic.reconstructed import COHORT_FILE
from tests.faults.listed_findings import LISTED_FINDINGS
from tests.path_run import pseudonyms, run_path
from tests.whole_path import clean_release

pytestmark = pytest.mark.slow

PATIENTS = [f"P{place:03}" for place in range(1, 101)]
PATIENT_OF = dict(zip(pseudonyms([patient_number(place) for place in range(1, 101)]), PATIENTS, strict=True))

COLUMN_OF = {  # reconstructed cohort -> cohort.patients
    "group": "arm",
    "age": "age_years",
    "sex": "sex",
    "ast": "ast_u_l",
    "alt": "alt_u_l",
    "bilirubin": "total_bilirubin_mg_dl",
    "bclc": "bclc_group",
    "etiology": "etiology",
    "child_pugh": "child_pugh_class",
    "ecog": "ecog",
    "afp": "afp_ng_ml",
    "size_cm": "largest_tumour_cm",
    "tumor_number": "tumour_number",
    "pvi": "has_portal_vein_invasion",
    "mets": "has_metastasis",
    "prior_treatments": "prior_treatments",
    "haic_start": "index_date",
    "os_days": "os_days",
    "os_months": "os_months",
    "os_event": "os_event",
    "progressed": "has_progressed",
    "pfs_days": "pfs_days",
    "pfs_months": "pfs_months",
    "pfs_event": "pfs_event",
    "best_response": "best_response",
}


@pytest.fixture(scope="module")
def clean():
    return clean_release()


@pytest.fixture(scope="module")
def cohort(clean):
    rows = clean.cohort("patients").to_dicts()
    return {PATIENT_OF[row["patient_id"]]: row for row in rows}


def test_the_clean_drop_is_published(clean):
    assert clean.exit_code == 0
    assert clean.status["state"] == "published"
    assert clean.status["cohort"] == {"n": 100, "arms": {"first_line": 66, "post_ate_beva": 34}}


@pytest.mark.parametrize("field", list(COLUMN_OF))
def test_the_cohort_is_the_reconstructed_one_field_by_field(cohort, field):
    assert set(cohort) == set(PATIENTS)
    with COHORT_FILE.open(encoding="utf-8", newline="") as file:
        truth = {row["patient_id"]: row[field] for row in csv.DictReader(file)}
    assert {patient: as_printed(row[COLUMN_OF[field]], field) for patient, row in cohort.items()} == {
        patient: as_printed(value, field) for patient, value in truth.items()
    }


def as_printed(value, field: str):
    """Return a value of either side as a number with three decimals, or as text; blank and NULL are one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return float(value)
    try:
        return round(float(value), 3)
    except (TypeError, ValueError):
        return str(value)


def test_every_best_response_is_confirmed(cohort):
    assert all(row["best_response"] == row["confirmed_best_response"] for row in cohort.values())


def test_the_clean_drop_has_its_listed_findings_and_no_other(clean):
    assert Counter(rule for rule, _ in LISTED_FINDINGS) == {"CP-007": 8, "PA-019": 5, "CP-004": 3, "PA-001": 2}
    found = clean.findings.select("rule", "patient").rows()
    listed = Counter((rule, pseudonym) for rule, patient in LISTED_FINDINGS for pseudonym in pseudonyms_of(patient))
    assert Counter(found) == listed, "and nothing is said of the hospital as a whole"


def pseudonyms_of(patient: str) -> list[str]:
    return [pseudonym for pseudonym, name in PATIENT_OF.items() if name == patient]


def test_nothing_of_the_clean_drop_is_quarantined(clean):
    for table, counts in clean.status["tables"].items():
        assert counts["read"] == counts["accepted"] > 0, table
        assert counts["quarantined"] == counts["duplicates"] == 0, table


def test_exclusions_add_up(clean):
    attrition = clean.cohort("attrition").sort("step")
    assert attrition["before_count"][0] == clean.accepted("patients").height == 112
    assert attrition["remaining_count"][-1] == 100
    for before, excluded, remaining in attrition.select("before_count", "excluded_count", "remaining_count").rows():
        assert before - excluded == remaining
    assert attrition["before_count"][1:].to_list() == attrition["remaining_count"][:-1].to_list()
    reasons = clean.cohort("eligibility").filter(~pl.col("is_eligible"))
    assert reasons.height == 12 and reasons["exclusion_reason"].null_count() == 0


def test_a_hospital_of_another_size(tmp_path):
    drop = tmp_path / "drop"
    write_drop(drop, patients=230, seed=3)
    larger = run_path(tmp_path / "data", drop=drop)
    assert larger.exit_code == 0 and larger.status["cohort"]["n"] == 230
    assert {row["rule"] for row in larger.findings.to_dicts()} <= {rule for rule, _ in LISTED_FINDINGS}


def test_a_drop_that_loses_its_patients_stops_and_the_last_good_release_stays(tmp_path):
    drop, data = tmp_path / "drop", tmp_path / "data"
    write_drop(drop, patients=20)
    good = run_path(data, drop=drop)
    assert good.exit_code == 0
    # saved through a spreadsheet: the patient numbers have lost their leading zeros
    text = (drop / "patients.csv").read_bytes().decode("cp949")
    (drop / "patients.csv").write_bytes(re.sub(r"(?m)^0+", "", text).encode("cp949"))
    lost = run_path(data, drop=drop)
    assert lost.exit_code == 3
    assert lost.status["state"] == "stopped" and lost.status["release"] is None
    assert "CP-016 on patients" in lost.status["message"] and "a changed form of the patient numbers" in lost.status["message"]
    assert lost.cohort("patients").equals(good.cohort("patients"))
    assert {"CP-020", "CV-007", "CR-002"} <= set(lost.findings["rule"])


def test_the_synthetic_hospital_never_takes_the_place_of_a_hospitals_release(tmp_path):
    drop, data = tmp_path / "drop", tmp_path / "data"
    write_drop(drop, patients=10)
    assert run_path(data, drop=drop).exit_code == 0
    assert run_path(data).exit_code == 0  # invented patients make way for invented patients
    (drop / SYNTHETIC_MARKER).unlink()
    key = data / "restricted" / "key" / "patient_numbers.key"
    key.parent.mkdir(parents=True)
    key.write_text("1a" * 32 + "\n", encoding="ascii")
    hospital = run_path(data, drop=drop)
    assert hospital.exit_code == 0
    forgotten = run_path(data)  # no drop is named
    assert forgotten.exit_code == 2 and "name its folder with DROP=folder" in forgotten.status["message"]
    assert forgotten.cohort("patients").equals(hospital.cohort("patients"))


def test_another_key_does_not_give_every_patient_another_pseudonym_in_silence(tmp_path):
    drop, data = tmp_path / "drop", tmp_path / "data"
    write_drop(drop, patients=10)
    (drop / SYNTHETIC_MARKER).unlink()
    key = data / "restricted" / "key" / "patient_numbers.key"
    key.parent.mkdir(parents=True)
    key.write_text("1a" * 32 + "\n", encoding="ascii")
    assert run_path(data, drop=drop).exit_code == 0
    key.write_text("2b" * 32 + "\n", encoding="ascii")
    (drop / "procedures.tsv").write_bytes((drop / "procedures.tsv").read_bytes() + b"\n")
    other = run_path(data, drop=drop)
    assert other.exit_code == 2 and "another key" in other.status["message"]
