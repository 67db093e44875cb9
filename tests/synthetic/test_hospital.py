"""The drop as files: the same seed gives the same bytes, patient k is the same in any hospital, every fault stands where it is said."""

import csv
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.synthetic.faulty_patients import likeness, planted_case
from pipelines.synthetic.hospital import patient_number, write_drop
from pipelines.synthetic.imaging import look_copied
from pipelines.synthetic.laboratory import Bench
from pipelines.synthetic.patients import birth_date
from pipelines.synthetic.reconstructed import SCREENED_OUT
from pipelines.synthetic.records import Records, journeys_of, records_of
from tests.faults.all_kinds import KINDS
from tests.synthetic.drop_reading import events, rows_by_place, text_lines
from tests.whole_path import slow_to_make

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


def hashes(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.fixture(scope="module")
@slow_to_make
def clean(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clean") / "drop"
    write_drop(folder)
    return folder


@pytest.fixture(scope="module")
@slow_to_make
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


@pytest.mark.slow
@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_same_seed_same_bytes_whatever_the_hash_order(clean, dirty, tmp_path, hash_seed):
    mode, before = ("clean", clean) if hash_seed == "1" else ("dirty", dirty)
    code = f"from pipelines.synthetic.hospital import write_drop; write_drop({str(tmp_path / 'drop')!r}, mode={mode!r})"
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root, env={**os.environ, "PYTHONHASHSEED": hash_seed})
    assert hashes(tmp_path / "drop") == hashes(before)
    if mode == "dirty":
        assert (tmp_path / "drop.answers.csv").read_bytes() == dirty.with_name("drop.answers.csv").read_bytes()


@pytest.mark.slow
def test_other_seed_other_bytes(clean, tmp_path):
    write_drop(tmp_path, seed=1)
    before, after = hashes(clean), hashes(tmp_path)
    assert {name for name in FILES if before[name] == after[name]} == set(), "the marker, too: it names the hospital"


@pytest.mark.parametrize("patients", [3, 100, 130])
def test_patient_k_is_the_same_in_a_hospital_of_any_size(patients):
    def record(size):
        records = Records()
        for journey in journeys_of(size, 7):
            if journey.index in (2, 3, SCREENED_OUT + 1):
                records.add(records_of(journey))
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


@pytest.mark.parametrize("seed", [5, 11])
def test_two_readers_never_measure_a_whole_course_alike_by_chance(seed):
    """Of patient 221 of seed 5 the first draws would be the same at every exam."""
    for journey in journeys_of(221, seed):
        records = records_of(journey)
        of_course = {(read["exam_id"], read["reader_id"]): read["course"] for read in records.imaging_reads}
        measured = {}
        for row in records.lesions:
            measured.setdefault((of_course[row["exam_id"], row["reader_id"]], row["reader_id"]), []).append(row)
        for course in {course for course, _ in measured}:
            assert not look_copied(measured[course, "R1"], measured[course, "R2"]), journey.index


EVERY_EXAM = [{"exam_id": f"E{exam}", "viable_mm": size} for exam in range(4) for size in (12, 20, 31)]


@pytest.mark.parametrize(
    ("others", "is_copy"),
    [
        (EVERY_EXAM, True),
        (EVERY_EXAM[::-1], True),  # in another order
        (EVERY_EXAM[:11], False),  # one diameter is missing
        ([*EVERY_EXAM[:11], {"exam_id": "E3", "viable_mm": 32}], False),
        ([*EVERY_EXAM, {"exam_id": "E4", "viable_mm": 9}], True),  # an exam that the other could not measure
        ([*EVERY_EXAM, {"exam_id": "E4", "viable_mm": None}], True),
    ],
)
def test_a_copy_is_a_course_measured_alike(others, is_copy):
    assert look_copied(EVERY_EXAM, others) is is_copy


@pytest.mark.parametrize("days", [0, 17])
def test_nobody_is_born_on_a_day_that_systems_fill_in(days):
    (journey,) = (journey for journey in journeys_of(1, 5) if journey.index == 1)
    first_of_january = replace(journey.truth, age=53, haic_start=date(2023, 1, 1) + timedelta(days))
    born = birth_date(replace(journey, truth=first_of_january), days)
    assert born == date(1970, 1, 2 if days else 1) - timedelta(0 if days else 1)
    assert (first_of_january.haic_start.year - born.year) - ((1, 1 + days) < (born.month, born.day)) == 53


@pytest.mark.parametrize(("drawn", "kept"), [(9998.4, 9998), (9999.4, 10000), (10000.0, 10000)])
def test_no_result_is_a_number_that_stands_for_unknown(monkeypatch, drawn, kept):
    bench = Bench(next(iter(journeys_of(1, 5))))
    monkeypatch.setattr(bench, "value", lambda *_: drawn)
    bench.take(31, ("PIVKA",), None, {}, may_fail=False)
    assert [result[2] for result in bench.results] == [kept]


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


def test_the_answer_key_has_every_kind_of_fault_once_with_a_patient_of_its_own(answers):
    patients = {kind.name: {row["patients"] for row in answers if row["kind"] == kind.name} for kind in KINDS}
    assert all(len(numbers) == 1 for numbers in patients.values())
    assert len(set.union(*patients.values())) == len(KINDS)
    assert {(row["kind"], row["rule"]) for row in answers} == {(kind.name, kind.rule) for kind in KINDS}


def test_every_answer_points_to_a_row_that_exists(dirty_rows, answers):
    for answer in answers:
        assert int(answer["row"]) in dirty_rows[answer["file"], answer["sheet"]], answer


@pytest.mark.parametrize(
    ("kind", "mark"),
    [
        ("a_telephone_number_stands_in_the_reason_of_a_reduction", "010-1234-5678"),
        ("a_line_of_patients_is_no_text", "\ufffd"),
        ("the_sex_is_in_no_code_book", ",3,"),
        ("the_diagnosis_is_a_bile_duct_cancer", "C22.1"),
        ("the_code_of_a_test_is_in_no_dictionary", "9999-9"),
        ("a_performance_status_of_5_is_recorded_at_a_visit", "|5|"),
        ("a_response_is_of_another_guideline", "iCPD"),
        ("a_reader_is_not_in_the_roster", "R9"),
        ("an_organ_is_in_no_vocabulary", "SPLEENX"),
        ("a_remark_holds_the_delimiter_of_its_file", "추가"),
        ("a_birth_date_is_the_default_of_a_system", "1900-01-01"),
        ("atezolizumab_is_given_at_840_mg", ";840;"),
    ],
)
def test_the_row_of_an_answer_holds_its_fault(dirty_rows, answers, kind, mark):
    (answer,) = [answer for answer in answers if answer["kind"] == kind]
    assert mark in dirty_rows[answer["file"], answer["sheet"]][int(answer["row"])]


def test_the_patients_of_the_clean_drop_are_the_same_in_a_dirty_one(clean_rows, dirty_rows):
    for place, rows in clean_rows.items():
        missing = Counter(rows.values()) - Counter(dirty_rows[place].values())
        assert all("합계" in row or "소계" in row for row in missing), place


@pytest.mark.slow
def test_the_twin_of_a_dirty_drop_has_its_patients_and_no_fault(tmp_path, dirty_rows, answers):
    write_drop(tmp_path, mode="twin")
    twin = rows_by_place(tmp_path)
    of = {row.split(",")[0] for row in twin["patients.csv", ""].values()}
    assert {number for answer in answers for number in answer["patients"].split()[:1]} <= of
    faulty = Counter(row for rows in dirty_rows.values() for row in rows.values())
    changed = Counter(row for rows in twin.values() for row in rows.values()) - faulty
    assert changed.total() < 0.1 * faulty.total()


def test_no_fault_is_planted_in_a_patient_who_is_like_another_by_chance():
    (kind, *_), seed = KINDS, 1
    first = planted_case(kind, place=0, seed=seed)
    second = planted_case(kind, place=0, seed=seed, others={likeness(first.journey)})
    assert likeness(first.journey) != likeness(second.journey)
    assert first.journey.number != second.journey.number
