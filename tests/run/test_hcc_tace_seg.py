"""The whole path on 105 real patients (HCC-TACE-Seg), where the data are at hand; every finding is one that was looked up and is real."""

import json
import re
import shutil

import polars as pl
import pytest

from pipelines.__main__ import main
from pipelines.trace.numbers import find_number
from pipelines.trace.released import open_release
from pipelines.trace.trace_number import trace_number
from tests.path_run import ROOT, pseudonyms, run_path
from tests.r.hcc_tace_seg import DROP, WORKBOOK, read_sheet, stored_values

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not WORKBOOK.is_file(),
        reason=f"the published data are not part of the project; put them into {DROP}, or name their folder in HCC_TACE_SEG",
    ),
]

# (rule, patient, how many findings): docs/hcc_tace_seg.md explains each
FINDINGS = [
    # follow-up reads without the interval that would date them: kept for the rates by reader
    *(("MR-031", patient, reads) for patient, reads in ((29, 1), (84, 3), (89, 3), (98, 3), (105, 3))),
    # viable sum above total sum: 70.8 > 59.7, 34 > 32, 286 > 250, 82.9 > 48.6, 75.7 > 17.3, 53.1 > 8.4, 63.1 > 60.4, 37.7 > 10.4
    *(("MR-005", patient, 1) for patient in (4, 27, 41, 51, 57, 59, 89, 94)),
    # 16.7 mm against 89.7 and 80, then 7.5 against 40.6 and 44: another lesion; 10.4 mm against 108.8 and 100: a decimal point
    ("IR-009", 23, 2),
    ("IR-009", 25, 1),
    # the response exam lies before the diagnosis
    *(("PT-003", patient, 3) for patient in (7, 17, 62, 83)),
    # the follow-up exam lies 25.86 weeks before the baseline exam
    ("PT-009", 17, 1),
    # no two of three readers agree, and nobody adjudicated
    *(("IR-002", patient, 1) for patient in (33, 35, 42)),
    # read by one reader only
    *(("CP-008", patient, 1) for patient in (30, 65, 100)),
    # no read at all
    *(("CP-006", patient, 1) for patient in (24, 45, 50, 73, 85, 90)),
    # … so that no exam after treatment is evaluable: each of them for a reason that another finding names
    *(("CP-007", patient, 1) for patient in (24, 45, 50, 73, 85, 90)),  # no read at all (CP-006)
    *(("CP-007", patient, 1) for patient in (29, 84, 89, 98, 105)),  # the reads have no day (MR-031)
    *(("CP-007", patient, 1) for patient in (33, 35, 42, 30, 65, 100)),  # not adjudicated, or one reader (IR-002, CP-008)
    ("CP-007", 17, 1),  # the exam lies before the treatment (PT-009)
    # outside the usual range: age 93 years, AFP 209147 and 566530 ng/mL, tumour 0.8 cm
    ("PA-001", 76, 1),
    ("PA-012", 9, 1),
    ("PA-012", 20, 1),
    ("PA-017", 1, 1),
    # sums that no five tumours of the recorded size can have, of a single one no more: 95.3 / 5 > 10, 113.9 / 5 > 15, 159 / 5 > 17, 42 > 16
    *(("PA-024", patient, 1) for patient in (12, 48, 57, 95)),
]


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    return run_path(tmp_path_factory.mktemp("real"), drop=DROP, config=ROOT / "examples" / "hcc_tace_seg.toml")


@pytest.fixture(scope="module")
def number_of():
    ids = pseudonyms([f"HCC_{number:03}" for number in range(1, 106)])
    return dict(zip(ids, range(1, 106), strict=True))


ANSWERS = {  # to the questions of the drafted settings: a line as drafted, and as a person completes it
    "# has_real_dates = false": "has_real_dates = false",
    'files = ["clinical_data.csv"]': "",
    '# files = ["clinical_data_v2.xlsx"]': 'files = ["clinical_data_v2.xlsx"]',
    '# sheet = "data table"': 'sheet = "data table"',
}


def test_drafted_settings_give_the_same_cohort_once_their_questions_are_answered(real, tmp_path):
    """The sheet is found to be one that the shipped SQL reads; the day of the cut, the study and the readers are a person's to say."""
    written = (ROOT / "examples" / "hcc_tace_seg.toml").read_text(encoding="utf-8")
    drafted = tmp_path / "drafted.toml"
    assert main(["draft", "settings", str(DROP), "--to", str(drafted), "--data", str(tmp_path / "draft")]) == 0
    text = drafted.read_text(encoding="utf-8")
    for asked, answer in ANSWERS.items():
        assert asked in text
        text = text.replace(asked, answer)
    text = re.sub(r"as_of = \S+", "as_of = 2021-12-31", text[: text.index("[study]")]) + text[text.index("[sources.") :]
    drafted.write_text(text + written[written.index("[study]") : written.index("[sources.")], encoding="utf-8")
    again = run_path(tmp_path / "data", drop=DROP, config=drafted)
    assert again.exit_code == 0
    tables = sorted(path.stem for path in (real.data / "registry" / "current" / "cohort").glob("*.parquet"))
    assert len(tables) > 20 and [table for table in tables if not again.cohort(table).equals(real.cohort(table))] == []


def test_every_row_is_read_and_105_patients_are_in_the_cohort(real):
    assert real.exit_code == 0
    assert real.status["state"] == "published"
    assert real.status["tables"]["imaging_reads"] == {"read": 574, "accepted": 574, "quarantined": 0, "duplicates": 0}
    assert real.status["cohort"] == {"n": 105, "arms": {"child_pugh_a": 86, "child_pugh_b": 18, "child_pugh_c": 1}}


def test_the_findings_are_what_is_wrong_and_no_false_alarm(real, number_of):
    found = real.findings.filter(pl.col("patient").is_not_null()).group_by("rule", "patient").len()
    assert sorted((rule, number_of[patient], count) for rule, patient, count in found.rows()) == sorted(FINDINGS)


def test_of_the_whole_source_it_is_said_what_it_does_not_send_and_that_two_readers_differ_often(real):
    whole = real.findings.filter(pl.col("patient").is_null())
    assert sorted(whole.select("rule", "table").rows()) == [
        ("CP-004", "baseline_labs"),
        ("CP-005", "category_counts"),
        *(("CP-021", table) for table in ("adverse_events", "drug_administrations", "lesions")),
        ("IR-006", "reader_agreement"),
    ]
    counts = real.check("category_counts").filter(variable="largest_tumour_cm", arm="all", category="Missing")
    assert counts["patient_count"].to_list() == [52]


def test_the_agreement_of_its_readers_is_that_of_other_readers_of_mrecist(real):
    """Linear weights; Choi et al. 2018 have 0.577-0.618. R1 and R2 say the same in 53 of 91 exams, 58.2 %."""
    agreement = real.check("reader_agreement").sort("row_key")
    assert agreement.select("row_key", "exam_count", "equal_count").rows() == [("R1:R2", 91, 53), ("R1:R3", 89, 60), ("R2:R3", 89, 61)]
    assert [round(kappa, 3) for kappa in agreement["weighted_kappa"]] == [0.478, 0.581, 0.58]


def test_every_finding_is_led_back_to_its_row_of_the_sheet(real, number_of):
    for patient, row in real.findings.filter(pl.col("patient").is_not_null()).select("patient", "source_row").rows():
        assert row == number_of[patient] + 1  # HCC_001 stands in row 2


def test_the_recorded_category_is_the_one_that_follows_from_the_sums(real):
    reads = real.cohort("read_responses").filter(pl.col("recorded_target_response").is_not_null())
    assert reads.height == 287 - 13
    assert reads.filter(pl.col("recorded_target_response") != pl.col("derived_target_response")).height == 0


def test_by_recist_1_1_the_derived_category_is_the_one_that_the_sheet_has(real, number_of):
    """The sheet's categories of total diameters, 2 PR, 3 SD, 4 PD, are not among what the registry reads: it derives them from the sums."""
    sheet = read_sheet()
    categories = {"1": "CR", "2": "PR", "3": "SD", "4": "PD"}
    written = {
        (int(row["TCIA_ID"][4:]), f"R{reader}"): categories[row[f"{reader}_RECIST"]]
        for row in sheet.iter_rows(named=True)
        for reader in (1, 2, 3)
        if row[f"{reader}_RECIST"]
    }
    reads = real.cohort("read_responses").filter(criterion="RECIST 1.1").select("patient_id", "reader_id", "derived_target_response")
    derived = {(number_of[patient], reader): response for patient, reader, response in reads.rows()}
    assert len(derived) == 287 - 13
    assert {key: (written.get(key), response) for key, response in derived.items() if written.get(key) != response} == {}


def test_a_response_by_recist_1_1_is_traced_to_the_reads_that_decide(real):
    released = open_release(real.data)
    number = find_number(released, ["Table 2 RECIST 1.1", "all", "PR"])
    assert number.title == "Table 2 RECIST 1.1, all, PR" and len(number.patients) == 5
    traced = trace_number(released, number)
    decides = traced.filter(pl.col("what").str.ends_with(": PR, decides"))
    assert decides["patient"].n_unique() == 5 and traced["row_key"].null_count() == 0


def test_every_number_is_the_one_that_r_makes_of_the_sheet(real):
    """survfit, survdiff, binom.test and chisq.test (R 4.2, survival 3.5-3) and kappas in base R: tests/r/hcc_tace_seg.R."""
    results = real.data / "registry" / "current" / "results"
    printed = {
        (one["analysis"], one["name"], one["group"]): one["value"]
        for one in json.loads((results / "statistics.json").read_text(encoding="utf-8"))["numbers"]
    }
    agreement = real.check("reader_agreement")
    for name in ("exam_count", "equal_count", "weighted_kappa", "quadratic_kappa"):
        printed |= {("agreement", name, pair): value for pair, value in agreement.select("row_key", name).rows()}
    by_r = {key: value for key, value in stored_values().items() if "evaluable" not in key[1]}
    assert len(by_r) > 700 and by_r.keys() - printed.keys() == set()
    assert {key for key, value in by_r.items() if value is None} == {key for key in by_r if printed[key] is None}
    known = {key: value for key, value in by_r.items() if value is not None}
    different = {key: (printed[key], value) for key, value in known.items() if printed[key] != pytest.approx(value, rel=1e-8, abs=1e-12)}
    assert different == {}


def test_the_rates_of_those_evaluable_are_the_ones_that_r_makes(real):
    """As they are printed, "58 (64.4) of 90", for each reader, with and without the reads that have no day, and by either criterion."""
    table = pl.read_csv(real.data / "registry" / "current" / "results" / "tables" / "response_definitions.csv")
    printed = {(line[0], line[1]): line[5] for line in table.rows() if line[1] and "of those evaluable" in line[1]}
    titles = {f"table_2_r{reader}": f"Best response by reader R{reader} alone" for reader in (1, 2, 3)}
    titles |= {f"table_2_r{reader}_with_undated_reads": f"Best response by reader R{reader}, undated reads too" for reader in (1, 2, 3)}
    titles |= {f"response_recist_1_1_r{reader}": f"RECIST 1.1: best response by reader R{reader} alone" for reader in (1, 2, 3)}
    by_r = stored_values()
    assert printed == {
        (title, f"{rate} of those evaluable"): (
            f"{by_r[where, f'{rate}.count', 'all']:g} ({by_r[where, f'{rate}.of_those_evaluable', 'all']:.1f}) "
            f"of {by_r[where, f'{rate}.evaluable', 'all']:g}"
        )
        for where, title in titles.items()
        for rate in ("ORR", "DCR")
    }


def test_survival_and_progression_are_the_recorded_weeks_in_days(real, number_of):
    sheet = read_sheet()
    recorded = {
        int(row["TCIA_ID"][4:]): (
            round(7 * float(row["OS"])),
            row["Death_1_StillAliveorLostToFU_0"] == "1",
            round(7 * float(row["TTP"])),
            row["Censored_0_progressed_1"] == "1",
        )
        for row in sheet.iter_rows(named=True)
    }
    patients = real.cohort("patients").select("patient_id", "os_days", "os_event", "ttp_days", "ttp_event")
    assert {number_of[patient]: tuple(values) for patient, *values in patients.rows()} == recorded


# --- arms by another stage


def test_arms_by_the_okuda_stage_are_a_matter_of_the_settings(tmp_path):
    """survdiff and coxph (survival 3.5-3) on the published sheet, days being round(7 * OS): I, II, III."""
    text = (ROOT / "examples" / "hcc_tace_seg.toml").read_text(encoding="utf-8")
    before, _, after = text.partition("[[study.arms]]")
    arms = "".join(
        f'[[study.arms]]\nname = "okuda_{stage.lower()}"\nlabel = "Okuda {stage}"\nvariable = "okuda"\nlevel = "{stage}"\n\n'
        for stage in ("I", "II", "III")
    )
    shutil.copytree(ROOT / "examples" / "hcc_tace_seg", tmp_path / "hcc_tace_seg")  # its SQL stands beside the settings
    config = tmp_path / "okuda.toml"
    config.write_text(before + arms + after[after.index("[identity]") :], encoding="utf-8")
    outputs = run_path(tmp_path / "data", drop=DROP, config=config)
    assert outputs.exit_code == 0
    text = (outputs.data / "registry" / "current" / "results" / "statistics.json").read_text(encoding="utf-8")
    printed = {(one["analysis"], one["name"], one["group"]): one["value"] for one in json.loads(text)["numbers"]}
    assert [printed["os", "patients", f"okuda_{stage}"] for stage in ("i", "ii", "iii")] == [71, 33, 1]
    for key, value in {
        ("os", "log_rank.chi_square", "arms"): 34.17814545,
        ("os", "log_rank.p", "arms"): 3.787128262e-08,
        ("table_3", "univariate.okuda_ii.hazard_ratio", "arms"): 1.269826814,
        ("table_3", "univariate.okuda_ii.lower", "arms"): 0.8226080948,
        ("table_3", "univariate.okuda_ii.upper", "arms"): 1.960180246,
        ("table_3", "univariate.okuda_iii.hazard_ratio", "arms"): 55.904597250,
        ("table_3", "univariate.okuda_iii.upper", "arms"): 619.874893663,
    }.items():
        assert printed[key] == pytest.approx(value, rel=1e-6), key
