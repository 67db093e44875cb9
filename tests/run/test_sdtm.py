"""The example in SDTM: DM, EX and LB by settings, RS, TR and DS by SQL beside the settings; every value as drawn here, or asked about."""

import datetime as dt
import shutil

import pytest

from pipelines.drop.inventory import inventory_drop
from pipelines.raw.load_drop import load_drop
from pipelines.settings.load_settings import load_settings
from pipelines.warehouse.build_tables import build_layers, open_warehouse
from pipelines.warehouse.reference_tables import build_reference
from tests.path_run import ROOT, pseudonyms, run_path

SETTINGS = ROOT / "examples" / "sdtm.toml"
DROP = ROOT / "examples" / "sdtm" / "drop"
COLUMNS = (
    "index_date", "sex", "age_years", "ecog", "child_pugh_class", "child_pugh_score", "bclc", "prior_treatments",
    "afp_operator", "afp_ng_ml", "total_bilirubin_mg_dl", "albumin_g_dl", "best_response", "os_days", "os_event", "pfs_days", "pfs_event",
)  # fmt: skip
COHORT = {  # umol/L / 17.104 are mg/dL; days count from the first HAIC to the death, the progression or the last contact
    # 80 -> 50 (-37.5 %) -> 48 -> 74 mm (+54 % of 48): PR, then PD on 2023-07-04; died on 2023-11-02
    "HAIC-01-001": (dt.date(2023, 1, 10), "M", 62, 0, "A", 5, "C", "", ">", 60500, 1.0, 3.9, "PR", 296, True, 175, True),
    # 80 -> 76 mm; the class is not sent and follows from 7 points; last contact on 2024-01-31
    "HAIC-01-002": (dt.date(2023, 2, 14), "F", 67, 1, "B", 7, "C", "", "=", 812, 2.0, 3.3, "SD", 351, False, 351, False),
    # atezolizumab and bevacizumab before; 66 -> 90 mm (+36 %) on 2023-05-02; AFP not done
    "HAIC-01-003": (dt.date(2023, 3, 7), "M", 75, 1, "B", 8, "C", "Systemic", None, None, 1.5, 3.1, "PD", 292, True, 56, True),
    # 40 -> 0 mm twice
    "HAIC-01-004": (dt.date(2023, 4, 4), "M", 52, 0, "A", 5, "B", "", "<", 1.3, 0.5, 4.2, "CR", 194, False, 194, False),
}  # 005 had no HAIC


@pytest.fixture(scope="module")
def sdtm(tmp_path_factory):
    return run_path(tmp_path_factory.mktemp("sdtm"), drop=DROP, config=SETTINGS)


@pytest.mark.slow
def test_the_cohort_is_that_of_the_domains(sdtm):
    assert sdtm.exit_code == 0
    rows = {row["patient_id"]: tuple(row[column] for column in COLUMNS) for row in sdtm.cohort("patients").to_dicts()}
    names = dict(zip(pseudonyms(list(COHORT)), COHORT, strict=True))
    assert {names[patient]: row for patient, row in rows.items()} == {
        name: tuple(pytest.approx(value, rel=1e-12) if isinstance(value, float) else value for value in row) for name, row in COHORT.items()
    }


@pytest.mark.slow
def test_every_row_is_accepted_and_a_death_that_two_domains_tell_counts_once(sdtm):
    counts = {table: (of["read"], of["accepted"], of["duplicates"]) for table, of in sdtm.status["tables"].items() if of["read"]}
    assert counts == {
        "assessments": (5, 5, 0),  # one per day of classifications
        "drug_administrations": (18, 18, 0),
        "follow_up": (7, 5, 2),  # DS and DM tell two deaths alike
        "imaging_reads": (22, 22, 0),  # eleven exams, two readers
        "labs": (40, 40, 0),
        "lesions": (30, 30, 0),
        "patients": (5, 5, 0),
    }
    assert sdtm.findings.filter(sdtm.findings["level"] != "flag").is_empty()
    assert sdtm.findings.filter(sdtm.findings["rule"].str.starts_with("CV")).is_empty(), "nothing is unreadable, and no column unknown"


ADDED = {  # a line of a domain -> the column of staging that is asked about
    "ds": ("HAIC-01,DS,HAIC-01-005,9,DISPOSITION EVENT,OTHER,OTHER,2024-01-05", "follow_up", "vital_status_status"),
    "rs": ("HAIC-01,RS,HAIC-01-001,99,ECOG,ECOG101,2,INVESTIGATOR,,,2023-01-09", "assessments", "ecog_status"),  # 0 of the same day
    "tr": (
        "HAIC-01,TR,HAIC-01-004,99,T1,TARGET,LVIADIAM,Longest Viable Diameter,large,mm,CT SCAN,INDEPENDENT ASSESSOR,READER 1,3,2023-09-01",
        "lesions",
        "viable_mm_status",
    ),
}


@pytest.mark.slow
def test_what_the_sql_cannot_read_is_asked_about(tmp_path):
    drop = shutil.copytree(DROP, tmp_path / "drop")
    for domain, (line, _, _) in ADDED.items():
        with (drop / f"{domain}.csv").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    settings = load_settings(SETTINGS)
    with open_warehouse() as connection:
        build_reference(connection, settings, dt.date(2024, 3, 1))
        load_drop(connection, inventory_drop(drop, settings), settings, bytes(32))
        build_layers(connection, "staging")
        for _, table, status in ADDED.values():
            assert connection.execute(f"select count(*) from staging.{table} where {status} = 'unreadable'").fetchall() == [(1,)], table
