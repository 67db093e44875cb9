"""Laws of the whole path: what may not change a result, does not."""

import codecs
import csv
import datetime as dt
import gzip
import hashlib
import io
import random
import shutil
from pathlib import Path

import polars as pl
import pytest

from pipelines.drop.inventory import inventory_drop
from pipelines.drop.sheet import SUBTOTALS
from pipelines.gate.check_rules import check_layer
from pipelines.gate.quarantine import part_rows
from pipelines.raw.key_file import OPEN_KEY, SYNTHETIC_MARKER
from pipelines.raw.load_drop import load_drop
from pipelines.release.compare import compare_releases
from pipelines.settings.load_settings import load_settings
from pipelines.synthetic.hospital import patient_number, write_drop
from pipelines.warehouse.build_order import build_order, tables_read
from pipelines.warehouse.build_tables import build_layers, build_table, load_macros, open_warehouse, put_frame
from pipelines.warehouse.reference_tables import build_reference
from pipelines.warehouse.sql_files import SQL, is_for_rules_only, table_file
from pipelines.warehouse.table_files import raw_tables, table_schema
from tests.path_run import ROOT, Outputs, pseudonyms, run_path

pytestmark = pytest.mark.slow
PATIENTS = 24
AS_OF = dt.date(2024, 12, 31)


@pytest.fixture(scope="module")
def drop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("laws") / "drop"
    write_drop(folder, patients=PATIENTS)
    return folder


@pytest.fixture(scope="module")
def once(drop, tmp_path_factory):
    return run_path(tmp_path_factory.mktemp("once"), drop=drop)


def cohort_bytes(outputs: Outputs) -> dict[str, str]:
    """Return the hash of every file of the release's cohort."""
    folder = outputs.data / "registry" / "current" / "cohort"
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def rewrite_lines(path: Path, shuffled: random.Random) -> None:
    """Shuffle the lines below the header of a text file, packed or not, in whatever encoding it has."""
    packed = path.suffix == ".gz"
    data = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
    encoding = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding, text = "cp949", data.decode("cp949")
    if path.suffix == ".ndjson":
        rows = text.splitlines()
        shuffled.shuffle(rows)
        text = "\n".join(rows) + "\n"
    else:
        delimiter = ";" if path.name.startswith("drug") else "\t" if "\t" in text.splitlines()[0] else ","
        header, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        rows = [row for row in rows if len(row) == len(header)]
        footers = [row for row in rows if row[0] in SUBTOTALS]  # a footer is a footer at the end
        rows = [row for row in rows if row[0] not in SUBTOTALS]
        shuffled.shuffle(rows)
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows([header, *rows, *footers])
        text = out.getvalue()
    data = text.encode(encoding)
    path.write_bytes(gzip.compress(data) if packed else data)


def test_shuffling_the_rows_of_a_drop_changes_nothing(drop, once, tmp_path):
    shuffled = tmp_path / "drop"
    shutil.copytree(drop, shuffled)
    for path in sorted(shuffled.iterdir()):
        if path.suffix in (".csv", ".tsv", ".gz", ".ndjson"):
            rewrite_lines(path, random.Random(path.name))
    (shuffled / "labs_2022.csv.gz").rename(shuffled / "labs_2022_once_more.csv.gz")
    again = run_path(tmp_path / "data", drop=shuffled)
    assert again.status["release"] != once.status["release"]  # other bytes came in, one file under another name …
    assert cohort_bytes(again) == cohort_bytes(once)  # … and the same came out
    compared = compare_releases(*(outputs.data / "registry" / "current" for outputs in (once, again)))
    assert len(compared.tables) > 60 and [table.table for table in compared.tables if table.is_moved] == []


def test_sending_every_extract_twice_equals_sending_it_once(drop, once, tmp_path):
    doubled = tmp_path / "drop"
    shutil.copytree(drop, doubled)
    for name in ("patients.csv", "procedures.tsv", "labs_2022.csv.gz", "adverse_events.ndjson", "assessments.xlsx", "follow_up.zip"):
        stem, _, extension = name.partition(".")
        shutil.copy(doubled / name, doubled / f"{stem}_again.{extension}")
    twice = run_path(tmp_path / "data", drop=doubled)
    assert cohort_bytes(twice) == cohort_bytes(once)
    for table in ("patients", "procedures", "adverse_events", "assessments", "follow_up"):
        first, second = once.status["tables"][table], twice.status["tables"][table]
        assert second == first, table
    copies = [file for file in twice.status["not_taken"] if "it holds the same bytes as" in file["why"]]
    assert len(copies) == 6  # each is left out and named: no row of it is counted twice


def test_relabelling_the_patients_changes_no_statistic(drop, once, tmp_path):
    relabelled = tmp_path / "drop"
    shutil.copytree(drop, relabelled)
    (relabelled / SYNTHETIC_MARKER).unlink()  # without it the drop's patients count as real and want a key of their own
    key = bytes(range(32))
    key_file = tmp_path / "data" / "restricted" / "key" / "patient_numbers.key"
    key_file.parent.mkdir(parents=True)
    key_file.write_text(key.hex() + "\n", encoding="ascii")
    other = run_path(tmp_path / "data", drop=relabelled)

    def by_patient(outputs: Outputs, used_key: dict) -> pl.DataFrame:
        numbers = [patient_number(place) for place in range(1, PATIENTS + 1)]
        names = dict(zip(pseudonyms(numbers, **used_key), numbers, strict=True))
        patients = outputs.cohort("patients").drop("row_key")
        return patients.with_columns(pl.col("patient_id").replace_strict(names)).sort("patient_id")

    assert other.cohort("patients")["patient_id"].is_in(once.cohort("patients")["patient_id"].to_list()).sum() == 0
    assert by_patient(other, {"key": key}).equals(by_patient(once, {}))


@pytest.fixture(scope="module")
def accepted(drop):
    """Return the accepted tables with all their columns, those of free text included."""
    connection = open_warehouse()
    settings = load_settings(ROOT / "registry.toml")
    load_drop(connection, inventory_drop(drop, settings), settings, OPEN_KEY)
    build_reference(connection, settings, AS_OF)
    build_layers(connection, "staging", "derived")
    check_layer(connection, "staging")
    part_rows(connection)
    return {table: connection.sql(f"from accepted.{table}").pl() for table in raw_tables()}


def build_cohort(accepted: dict[str, pl.DataFrame], bucket: int, buckets: int) -> dict[str, pl.DataFrame]:
    """Build the patient-scoped cohort tables of the patients whose id's md5 falls into one of so many buckets."""
    connection = open_warehouse()
    build_reference(connection, load_settings(ROOT / "registry.toml"), AS_OF)
    for table, rows in accepted.items():
        place = [int(hashlib.md5(patient.encode()).hexdigest(), 16) % buckets for patient in rows["patient_id"]]
        connection.register("rows", rows.filter(pl.Series(place, dtype=pl.Int64) == bucket))
        connection.execute(f"create table accepted.{table} as from rows")
        connection.unregister("rows")
    for table in ("quarantined_rows", "quarantined_treatments", "quarantined_values"):
        put_frame(connection, f"reference.{table}", pl.DataFrame(schema=table_schema("reference", table).TYPES))
    load_macros(connection, "formulas")
    tables = {}
    for table in build_order(connection, SQL / "cohort", "cohort"):
        path = table_file("cohort", table)
        select = path.read_text(encoding="utf-8")
        is_of_patients = "-- scope: patient" in select
        if is_of_patients or all(name.startswith("reference.") for name in tables_read(connection, select)):
            build_table(connection, path, "cohort")
        if is_of_patients:
            tables[table] = connection.sql(f"from cohort.{table} order by all").pl()
    return tables


@pytest.mark.parametrize("buckets", [1, 7, 16])
def test_patient_scoped_tables_can_be_built_in_any_number_of_buckets(accepted, once, buckets):
    parts = [build_cohort(accepted, bucket, buckets) for bucket in range(buckets)]
    for table in parts[0]:
        put_together = pl.concat([part[table] for part in parts])
        whole = once.check(table) if is_for_rules_only("cohort", table) else once.cohort(table)
        assert put_together.sort(pl.all()).equals(whole.sort(pl.all())), table
