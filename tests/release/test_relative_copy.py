"""The copy for people outside has no date: days are counted from the index day, and joins hold as in the release."""

import csv
import datetime as dt
import json
import re

import polars as pl
import pytest

from pipelines.__main__ import main
from pipelines.drop.inventory import hash_file
from pipelines.release.relative_copy import write_relative_copy
from pipelines.run.exit_code import ExitCode
from pipelines.settings.errors import NothingToShow
from tests.published_bytes import texts_below

DAY = dt.date
MONTH, OF_MONTH = "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"
DATE = re.compile(f"(?<![0-9A-Za-z.])(19[2-9]|20[0-9])[0-9]([-./]{MONTH}\\b|{MONTH}{OF_MONTH}(?![0-9A-Za-z.]))")
DICTIONARY = [
    ("accepted", "labs", "row_key", "VARCHAR", "", "Row key", "key", "", ""),
    ("accepted", "labs", "patient_id", "VARCHAR", "", "Patient", "Pseudonym", "", ""),
    ("accepted", "labs", "source_file", "VARCHAR", "", "File", "the file", "", ""),
    ("accepted", "labs", "source_row", "BIGINT", "", "Row", "the row", "", ""),
    ("accepted", "labs", "collected_at", "TIMESTAMP", "", "Collected at", "When the specimen was taken", "", ""),
    ("accepted", "patients", "row_key", "VARCHAR", "", "Row key", "key", "", ""),
    ("accepted", "patients", "patient_id", "VARCHAR", "", "Patient", "Pseudonym", "", ""),
    ("accepted", "patients", "sex", "VARCHAR", "", "Sex", "Sex", "M = Male | F = Female", ""),
    ("accepted", "patients", "birth_year", "BIGINT", "", "Birth year", "Year of birth", "", ""),
    ("cohort", "eligibility", "row_key", "VARCHAR", "", "Row key", "key", "", ""),
    ("cohort", "eligibility", "patient_id", "VARCHAR", "", "Patient", "Pseudonym", "", ""),
    ("cohort", "eligibility", "index_date", "DATE", "", "Index date", "First day of treatment", "", ""),
    ("cohort", "treatments", "row_key", "VARCHAR", "", "Row key", "key", "", ""),
    ("cohort", "treatments", "patient_id", "VARCHAR", "", "Patient", "Pseudonym", "", ""),
    ("cohort", "treatments", "said", "VARCHAR", "", "Said", "in words", "", ""),
    ("cohort", "attrition", "row_key", "VARCHAR", "", "Row key", "key", "", ""),
    ("cohort", "attrition", "excluded_count", "BIGINT", "", "Excluded", "patients", "", ""),
]
TABLES = {
    "accepted/labs": {
        "row_key": ["a1", "a2", "a3"],
        "patient_id": ["p1", "p1", "p2"],
        "source_file": ["labs.csv"] * 3,
        "source_row": [2, 3, 4],
        "collected_at": [dt.datetime(2023, 1, 9, 6), None, dt.datetime(2023, 1, 9)],
    },
    "accepted/patients": {"row_key": ["b1", "b2"], "patient_id": ["p1", "p2"], "sex": ["M", "F"], "birth_year": [1960, 1955]},
    "cohort/eligibility": {"row_key": ["p1", "p2"], "patient_id": ["p1", "p2"], "index_date": [DAY(2023, 1, 10), None]},
    "cohort/treatments": {
        "row_key": ["p1:HAIC:2023-01-10", "p1:TACE:2022-12-31"],
        "patient_id": ["p1", "p1"],
        "said": ["from 2022-03-01 on", "2022.3월"],
    },
    "cohort/attrition": {"row_key": ["1"], "excluded_count": [3]},
}


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """A release of p1, whose index day is 10 January 2023, and p2, who has none."""
    folder = tmp_path_factory.mktemp("data") / "registry" / "releases" / "2024-12-31-5a5a5a5a5a5a"
    for name, columns in TABLES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        frame = pl.DataFrame(columns)
        frame.write_parquet(folder / f"{name}.parquet")
    with (folder / "data_dictionary.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("layer", "table", "column", "type", "unit", "label", "meaning", "codes", "separator"), *DICTIONARY])
    (folder / "results.json").write_text('{"as_of": "2024-12-31"}')
    files = {path.relative_to(folder).as_posix(): hash_file(path) for path in folder.rglob("*") if path.is_file()}
    (folder / "manifest.json").write_text(json.dumps({"release": folder.name, "inputs": {}, "files": files}))
    (folder.parents[1] / "current").symlink_to(folder)
    return folder


@pytest.fixture(scope="module")
def copy(release, tmp_path_factory):
    folder = tmp_path_factory.mktemp("outside") / "copy"
    data = release.parents[2]
    assert main(["releases", "export", "current", "--relative", "--to", str(folder), "--data", str(data)]) == ExitCode.DONE
    return folder


def dates_in(copy):
    """Return where a date stands in a text of the copy; Parquet is searched by its cells, for its bytes are packed."""
    texts = ((where, text) for where, text in texts_below(copy) if not where.endswith(".parquet"))
    return [(where, found[0]) for where, text in texts if (found := DATE.search(text))]


def rows(copy, name):
    return pl.read_parquet(copy / f"{name}.parquet").to_dicts()


def test_dates_are_days_from_the_index_day(copy):
    assert rows(copy, "cohort/eligibility") == [{"row_key": "p1", "patient_id": "p1", "index_date": 0}]
    assert rows(copy, "accepted/labs") == [
        {"row_key": "a1", "patient_id": "p1", "collected_at": -0.75},  # 6 in the morning of the day before
        {"row_key": "a2", "patient_id": "p1", "collected_at": None},
    ]


def test_keys_stay_keys_and_words_have_no_date(copy):
    assert rows(copy, "cohort/treatments") == [
        {"row_key": "p1:HAIC:day 0", "patient_id": "p1", "said": "from (a date) on"},
        {"row_key": "p1:TACE:day -10", "patient_id": "p1", "said": "(a date)월"},
    ]


def test_the_year_of_birth_and_places_in_the_hospitals_files_are_left_out(copy):
    assert rows(copy, "accepted/patients") == [{"row_key": "b1", "patient_id": "p1", "sex": "M"}]
    assert rows(copy, "cohort/attrition") == [{"row_key": "1", "excluded_count": 3}]


def test_dictionary_and_manifest_are_the_copys_own(copy):
    with (copy / "data_dictionary.csv").open(newline="") as file:
        described = {(row["table"], row["column"]): row for row in csv.DictReader(file)}
    assert described["eligibility", "index_date"] | {"layer": ""} == {
        "layer": "", "table": "eligibility", "column": "index_date", "type": "BIGINT", "unit": "days", "label": "Index date",
        "meaning": "First day of treatment, in days from the index day", "codes": "", "separator": "",
    }  # fmt: skip
    assert ("patients", "birth_year") not in described and ("labs", "source_file") not in described
    assert described["patients", "sex"]["codes"] == "M = Male | F = Female"
    manifest = json.loads((copy / "manifest.json").read_text())
    assert manifest["files"] == {
        path.relative_to(copy).as_posix(): hash_file(path)
        for path in copy.rglob("*")
        if path.is_file() and path.name not in ("manifest.json", "SHA256SUMS")
    }
    assert (manifest["patients"], manifest["patients_without_index_day_left_out"]) == (1, 1)


def test_no_date_is_in_the_copy(copy):
    assert dates_in(copy) == []


def test_a_release_without_index_days_is_not_copied(release, tmp_path):
    (tmp_path / "release" / "cohort").mkdir(parents=True)
    with pytest.raises(NothingToShow, match="knows no index days"):
        write_relative_copy(tmp_path / "release", tmp_path / "copy")


@pytest.mark.parametrize(
    ("asked", "to", "said"),
    [
        ("2020-01-01-000000000000", "new", "is no release of"),
        ("../../out", "new", "is no release of"),
        ("current", "registry/new", "lies among the releases"),
        ("current", "registry", "is not empty"),
    ],
)
def test_what_is_no_release_or_no_place_is_refused(release, capsys, asked, to, said):
    data = release.parents[2]
    code = main(["releases", "export", asked, "--relative", "--to", str(data / to), "--data", str(data)])
    assert code == ExitCode.USAGE and said in capsys.readouterr().err


def test_a_copy_with_dates_is_not_made(release, capsys, tmp_path):
    data = str(release.parents[2])
    assert main(["releases", "export", "current", "--to", str(tmp_path / "copy"), "--data", data]) == ExitCode.USAGE
    assert "--relative" in capsys.readouterr().err and not (tmp_path / "copy").exists()


@pytest.mark.slow
def test_a_real_release_is_copied_whole(tmp_path):
    from tests.whole_path import clean_release

    run = clean_release()
    copied = write_relative_copy((run.data / "registry" / "current").resolve(), tmp_path / "copy")
    assert (copied.patients, copied.left_out) == (106, 6)
    assert dates_in(tmp_path / "copy") == [] and len(dates_in((run.data / "registry" / "current").resolve())) > 50
    before, after = run.cohort("patients"), pl.read_parquet(tmp_path / "copy" / "cohort" / "patients.parquet")
    both = before.join(after, on="patient_id", suffix="_day")
    assert both.height == before.height == 100
    assert both.filter((pl.col("death_date") - pl.col("index_date")).dt.total_days() != pl.col("death_date_day")).is_empty()
    assert after["os_days"].sort().equals(before["os_days"].sort())
