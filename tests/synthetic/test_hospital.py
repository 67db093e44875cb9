"""The drop as files: the same seed gives the same bytes, patient k is the same in any hospital, every fault stands where it is said."""

import csv
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from pipelines.synthetic.hospital import patient_number, write_drop
from pipelines.synthetic.reconstructed import SCREENED_OUT
from pipelines.synthetic.records import Records, journeys_of
from tests.synthetic.drop_reading import events, rows_by_place, text_lines

FILES = {
    "SYNTHETIC.txt",
    "adverse_events.ndjson",
    "assessments.xlsx",
    "drug_administrations.csv",
    "follow_up.zip",
    "imaging.xlsx",
    "labs_2021.csv.gz",
    "labs_2022.csv.gz",
    "labs_2023.csv.gz",
    "labs_2024.csv.gz",
    "lesions_2024.parquet",
    "patients.csv",
    "procedures.tsv",
}
NUMBERS = {
    "CV": "004 005 007 008 009 010 012 013 014 016 018 019 020 021 022 023 024 026 027 028 029",
    "PA": "002 003 005 006 007 008 009 010 011 012 017 018",
    "PT": "001 002 005 007 012",
    "CP": "001 003",
    "CR": "001 002 003 004 005 006 007 012 013",
    "MR": "005 006 020 021",
    "TX": "005 013 017",
}
PLANTED = {f"{family}-{number}" for family, numbers in NUMBERS.items() for number in numbers.split()}


def hashes(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clean") / "drop"
    write_drop(folder)
    return folder


@pytest.fixture(scope="module")
def dirty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dirty") / "drop"
    write_drop(folder, mode="dirty")
    return folder


@pytest.fixture(scope="module")
def clean_rows(clean):
    return rows_by_place(clean)


@pytest.fixture(scope="module")
def dirty_rows(dirty):
    return rows_by_place(dirty)


@pytest.fixture(scope="module")
def answers(dirty):
    with dirty.with_name("drop.answers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_drop_has_its_files_and_says_that_it_is_synthetic(clean):
    assert {path.name for path in clean.iterdir()} == FILES
    assert "invented" in (clean / "SYNTHETIC.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_same_seed_same_bytes_whatever_the_hash_order(clean, dirty, tmp_path, hash_seed):
    mode, before = ("clean", clean) if hash_seed == "1" else ("dirty", dirty)
    code = f"from pipelines.synthetic.hospital import write_drop; write_drop({str(tmp_path / 'drop')!r}, mode={mode!r})"
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root, env={**os.environ, "PYTHONHASHSEED": hash_seed})
    assert hashes(tmp_path / "drop") == hashes(before)
    if mode == "dirty":
        assert (tmp_path / "drop.answers.csv").read_bytes() == dirty.with_name("drop.answers.csv").read_bytes()


def test_other_seed_other_bytes(clean, tmp_path):
    write_drop(tmp_path, seed=1)
    before, after = hashes(clean), hashes(tmp_path)
    assert {name for name in FILES if before[name] == after[name]} == {"SYNTHETIC.txt"}


@pytest.mark.parametrize("patients", [3, 100, 130])
def test_patient_k_is_the_same_in_a_hospital_of_any_size(patients):
    def record(size):
        records = Records()
        for journey in journeys_of(size, 7):
            if journey.index in (2, 3, SCREENED_OUT + 1):
                records.add(journey)
        return records

    assert record(patients) == record(250)


def test_numbers_are_eight_digits_and_never_the_same():
    indexes = [*range(1, 20_001), *range(SCREENED_OUT + 1, SCREENED_OUT + 2_401)]
    numbers = [patient_number(index) for index in indexes]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch("0[0-9]{7}", number) for number in numbers)


def test_a_larger_hospital_keeps_the_hundred_and_stays_within_the_study():
    journeys = journeys_of(300, 20240731)
    assert len(journeys) == 300 + 36
    first = {journey.index: journey for journey in journeys_of(100, 20240731)}
    assert all(journey == first[journey.index] for journey in journeys if journey.index <= 100)
    for journey in journeys:
        assert "2022-03-01" <= journey.date(0).isoformat() <= "2024-06-30"
        assert journey.date(journey.truth.os_days).isoformat() <= "2024-12-31"


def test_identifiers_stand_only_in_the_columns_that_are_dropped(clean, clean_rows):
    like_identifier = re.compile(r"\d{6}-?[1-8]\d{6}|01[016789]-?\d{3,4}-?\d{4}")
    header, *lines = text_lines(clean, "patients.csv")
    places = [header.split(",").index(name) for name in ("환자명", "주민등록번호", "전화번호")]
    assert places == [1, 2, 3]
    for line in filter(None, lines):
        assert not like_identifier.search(",".join(line.split(",")[4:]))
    for (place, _), rows in clean_rows.items():
        if place != "patients.csv":
            assert not [row for row in rows.values() if like_identifier.search(row)]


def test_a_clean_drop_has_no_row_twice(clean_rows):
    for (place, sheet), rows in clean_rows.items():
        filled = [row for row in list(rows.values())[1:] if re.match(r"\d|\{", row)]
        if place == "labs_2023.csv.gz":
            assert sum(row == rows[1] for row in rows.values()) == 2  # the header of a second page
        assert not [row for row, times in Counter(filled).items() if times > 1], (place, sheet)


def test_files_hold_what_hospital_systems_leave_in_them(clean, clean_rows):
    rows = clean_rows
    assert any(not line.strip(",") for line in rows["labs_2024.csv.gz", ""].values())
    assert list(rows["patients.csv", ""].values())[-1].startswith("합계,112명")
    assert sum(line.startswith(("소계", "합계")) for line in rows["procedures.tsv", ""].values()) == 2
    assert any(line.endswith('"') and line.startswith("after cycle") for line in rows["drug_administrations.csv", ""].values())
    assert {event["action"] for event in events(clean)} >= {"조치없음", "감량"}
    labs = "\n".join(row for (place, _), rows in rows.items() if place.startswith("labs") for row in rows.values())
    for text in ("검체부족", "1.3 미만", "<1.3", ">60500", "×10³/㎕", "10⁹/L", "µmol/L", "IU/L"):
        assert text in labs


def test_every_planted_rule_is_in_the_answer_key(answers):
    assert {row["rule"] for row in answers if row["why"] == "planted"} == PLANTED
    assert {row["rule"] for row in answers if row["why"] == "follows"} == {"CP-019", "CR-002", "CR-007"}
    assert len({tuple(row.values()) for row in answers}) == len(answers)


def test_every_answer_points_to_a_row_that_exists(dirty_rows, answers):
    for answer in answers:
        assert int(answer["row"]) in dirty_rows[answer["file"], answer["sheet"]], answer


@pytest.mark.parametrize(
    ("rule", "marks"),
    [
        ("CV-004", {"010-1234-5678", "550302-1234567", "5503021234567"}),
        ("CV-005", {"\ufffd"}),
        ("CV-008", {",3,"}),
        ("CV-012", {"C22.1"}),
        ("CV-013", {"타액검사", "9999-9"}),
        ("CV-018", {"|5|", "기동 가능"}),
        ("CV-021", {"iCPD", "MR"}),
        ("CV-023", {"R9"}),
        ("CV-024", {"감기약", "mL"}),
        ("CV-026", {"SPLEENX", "의심"}),
        ("CV-028", {"추가", "보류", "6월 5일", '"00000000"'}),
        ("MR-005", {"40"}),
        ("PT-002", {"1900", "1901", "1970"}),
    ],
)
def test_the_row_of_an_answer_holds_its_fault(dirty_rows, answers, rule, marks):
    planted = [answer for answer in answers if answer["rule"] == rule and answer["why"] == "planted"]
    assert planted
    for answer in planted:
        row = dirty_rows[answer["file"], answer["sheet"]][int(answer["row"])]
        assert any(mark in row for mark in marks), (answer, row)


def test_the_good_rows_of_a_dirty_drop_are_the_clean_ones(clean_rows, dirty_rows, answers):
    bad = defaultdict(set)
    for answer in answers:
        if answer["rule"] != "CP-019":  # led back to a good row: the faulty one stands elsewhere
            bad[answer["file"], answer["sheet"]].add(int(answer["row"]))
    for place, rows in clean_rows.items():
        good = Counter(row for number, row in dirty_rows[place].items() if number not in bad[place])
        missing = Counter(rows.values()) - good
        assert all("합계" in row or "소계" in row for row in missing), place
