"""What changes from one night to the next without a word: a column that vanishes, a header nobody knows, another encoding, a lost sheet."""

import shutil

import pytest

from tests.path_run import ROOT
from tests.small_drop import SmallDrop, small_drop  # noqa: F401

pytestmark = pytest.mark.slow


def of_rule(drop: SmallDrop, rule: str) -> list[tuple]:
    return [
        (row["level"], row["layer"], row["table"], row["source_file"], row["message"]) for row in drop.findings() if row["rule"] == rule
    ]


def test_a_column_that_nobody_knows_and_a_header_that_never_comes_are_named(small_drop):  # noqa: F811
    small_drop.replace("adverse_events", "action", "조치사항")
    small_drop.set('files = ["labs*"]', 'files = ["labs*"]\nheaders = { "Colected" = "collected_at", "value" = "value" }')
    assert small_drop.run() == 0
    unknown = "the registry does not know these columns of the file, which stay outside: 조치사항"
    never_met = "no file of the table has a header that its settings name: Colected"
    assert of_rule(small_drop, "CV-003") == [
        ("flag", "raw", "adverse_events", "adverse_events.csv", unknown),
        ("flag", "raw", "labs", None, never_met),
    ]


def test_a_column_that_may_stay_outside_is_no_finding(small_drop):  # noqa: F811
    small_drop.replace("adverse_events", "action", "조치사항")
    small_drop.set('files = ["adverse_events*"]', 'files = ["adverse_events*"]\nheaders = { "조치사항" = "" }')
    assert small_drop.run() == 0
    assert of_rule(small_drop, "CV-003") == []


def test_a_column_that_the_last_release_had_may_not_vanish(small_drop):  # noqa: F811
    assert small_drop.run() == 0
    good = small_drop.status["release"]
    small_drop.replace("imaging_reads", "overall_response", "response_result_final")
    code, _, err = small_drop.listen()
    assert code == 4
    assert "no file has the column overall_response any more, which the last release had" in err
    assert small_drop.current.resolve().name == good
    reason = 'override_reason = "the department left the column out for good"'
    small_drop.set("min_rows_of_last_pct = 0", f"min_rows_of_last_pct = 0\n{reason}\noverride_day = 2024-12-30")
    assert small_drop.run() == 4, "the reason was for the run of the day before"
    small_drop.set("override_day = 2024-12-30", "override_day = 2024-12-31")
    assert small_drop.run() == 0
    assert small_drop.status["release"] != good


def test_utf_8_declared_as_latin_1_stops(small_drop):  # noqa: F811
    small_drop.append("labs", "00000003,AST,40,㎍/L,2023-01-20")
    small_drop.set('files = ["labs*"]', 'files = ["labs*"]\nencoding = "latin-1"')
    code, _, err = small_drop.listen()
    assert code == 4 and "labs* (file 6): it is declared as latin-1 and is UTF-8" in err


SHEET = "TCIA_ID,Sex,age\nHCC_001,1,70\n"


@pytest.mark.parametrize(
    ("sheet", "ends", "said"),
    [
        (SHEET, 2, "which no sheet has; correct the SQL, or send the sheet with it"),  # of no release is known that the SQL was right once
        (SHEET.replace("age", "patient_id"), 4, "a column is called patient_id, a name that the registry uses itself"),
    ],
)
def test_a_wide_sheet_without_its_columns_stops(small_drop, sheet, ends, said):  # noqa: F811
    for path in small_drop.drop.iterdir():
        path.unlink()
    (small_drop.drop / "wide.csv").write_text(sheet, encoding="utf-8")
    settings = (ROOT / "examples" / "hcc_tace_seg.toml").read_text(encoding="utf-8")
    settings = settings.replace('files = ["clinical_data_v2.xlsx"]', 'files = ["wide.csv"]').replace('sheet = "data table"\n', "")
    small_drop.config.write_text(settings, encoding="utf-8")
    shutil.copytree(ROOT / "examples" / "hcc_tace_seg", small_drop.config.parent / "hcc_tace_seg")
    code, _, err = small_drop.listen()
    assert code == ends and said in err


def test_what_loading_asks_about_is_in_the_findings_and_a_name_that_tells_who_a_patient_is_in_nothing_else(small_drop):  # noqa: F811
    import zipfile

    rows = (small_drop.drop / "labs.csv").read_bytes()
    (small_drop.drop / "labs.csv").unlink()
    with zipfile.ZipFile(small_drop.drop / "labs.zip", "w") as archive:
        archive.writestr("홍길동 310707-1908172.csv", rows)
    reads = small_drop.drop / "imaging_reads.csv"
    reads.write_bytes(reads.read_bytes().rstrip()[:-1])  # the last response PR is P
    code, out, err = small_drop.listen()
    assert code == 0 and "310707" not in out + err
    asked = {row["rule"]: (row["source_file"], row["source_row"]) for row in small_drop.findings() if row["layer"] == "raw"}
    assert asked == {"CV-004": ("labs.zip/홍길동 310707-1908172.csv", None), "CV-031": ("imaging_reads.csv", 5)}
    assert small_drop.status["findings"]["CV-004"] == small_drop.status["findings"]["CV-031"] == 1
    texts = [path.read_bytes() for zone in ("out", "registry") for path in (small_drop.data / zone).rglob("*") if path.is_file()]
    assert not any(b"310707-1908172" in text for text in texts)
