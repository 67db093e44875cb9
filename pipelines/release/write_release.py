"""Makes a release: an immutable folder of parquet files and results, named after what it was made from."""

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from pipelines.drop.inventory import Drop, hash_file
from pipelines.raw.key_file import OPEN_KEY, SYNTHETIC_MARKER, fingerprint
from pipelines.raw.pseudonyms import digest_of
from pipelines.release.data_dictionary import write_data_dictionary
from pipelines.release.describe_columns import describe_columns, released_tables
from pipelines.release.parquet_file import write_described
from pipelines.release.sums import MANIFEST, to_json, wrong_files
from pipelines.settings.errors import NothingToShow, UnusableSettings
from pipelines.settings.sections import OF_NO_RESULT, Settings
from pipelines.warehouse.build_tables import built_tables, quoted
from pipelines.warehouse.table_files import ROOT, table_of
from schemas.role import ANALYSIS_SET

CODE = {"program": ("pipelines", "sql"), "rules": ("schemas", "expectations")}
CODE_FILES = (".py", ".sql", ".csv", ".j2", ".html", ".css", ".R")
READING_SCRIPTS = tuple(Path(__file__).with_name(name) for name in ("read_cohort.R", "read_cohort.py"))


def describe_inputs(drop: Drop, settings: Settings, as_of: dt.date, key: bytes) -> dict[str, Any]:
    """Return all that a release depends on: the extracts' bytes, the code, the locked packages, the settings, as-of date and key.

    The names of the files are in it too, as a keyed digest: findings speak of them, and they may be those of patients.
    """
    return {
        "as_of": as_of.isoformat(),
        "extracts": _hashes_as_shown(drop) | _marker(drop),
        "names": digest_of("\n".join(drop.hashes), key),
        "settings": hashlib.sha256(settings.model_dump_json(exclude=OF_NO_RESULT).encode()).hexdigest(),
        "code": digest_of_code(*CODE),
        "packages": hash_file(ROOT / "requirements.lock"),
        "key": fingerprint(key),
    }


def digest_of_code(*parts: str) -> str:
    """Return a digest of the files of these parts of the code: the program, the rules as they are shipped, or both."""
    code = hashlib.sha256()
    folders = [ROOT / folder for part in parts for folder in CODE[part]]
    for path in sorted(path for folder in folders for path in (folder, *folder.rglob("*")) if path.suffix in CODE_FILES):
        code.update(f"{path.relative_to(ROOT).as_posix()}\n{hash_file(path)}\n".encode())
    return code.hexdigest()


def _hashes_as_shown(drop: Drop) -> dict[str, str]:
    """Return the hash of each file on the disk by how it, or the first of its members, is called outside the restricted zone."""
    called: dict[str, str] = {}
    for file in drop.claimed:
        called.setdefault(file.stored.name, file.shown)
    return {called[name]: sha256 for name, sha256 in drop.hashes.items()}


def name_run(inputs: dict[str, Any]) -> str:
    """Return the id of the run and of its release: the as-of date and a digest of everything it depends on."""
    digest = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    return f"{inputs['as_of']}-{digest[:12]}"


def is_published(release: Path, run_id: str) -> bool:
    """Say whether `release` is of this run and every file of it still has the bytes that its manifest names."""
    try:
        manifest = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
        return manifest["release"] == run_id and not wrong_files(release)
    except (OSError, ValueError, KeyError):
        return False


def find_release(data: Path) -> Path:
    """Return the folder of the last good release; raise NothingToShow if there is none, or if it is not whole."""
    current = (data / "registry" / "current").resolve()  # the link itself may be moved meanwhile
    if not (current / "manifest.json").is_file():
        raise NothingToShow(f"{data}: there is no release here yet; make one with `python -m pipelines ingest`")
    if not is_published(current, current.name):
        raise NothingToShow(f"{current}: its files are not those of its manifest; run `python -m pipelines ingest --force` again")
    return current


def is_of_open_key(release: Path) -> bool:
    """Say whether the pseudonyms of a release were made with the open key: its patients are invented or published."""
    try:
        return json.loads((release / "manifest.json").read_text(encoding="utf-8"))["inputs"]["key"] == fingerprint(OPEN_KEY)
    except (OSError, ValueError, KeyError):
        return False


def load_last_release(release: Path, registry: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """Return the results of the last release of the same registry, with which a run is compared; {} if there is none.

    Raises UnusableSettings if its pseudonyms were made with another key: every patient would be a new one.
    """
    try:
        manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
        results = json.loads((release / "results.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    marks = [each["extracts"].get(SYNTHETIC_MARKER) for each in (inputs, manifest["inputs"])]  # it names the invented hospital
    if marks[0] != marks[1] or results["registry"] != registry:
        return {}
    if manifest["inputs"]["key"] != inputs["key"]:
        raise UnusableSettings(
            "the last release in this data folder was made with another key, so that every patient would get another pseudonym; "
            "put the key back, or name another data folder"
        )
    return results


def write_tables(connection: duckdb.DuckDBPyConnection, layer: str, folder: Path, tables: list[str]) -> None:
    """Write the tables of a layer as parquet, their rows in order of all columns so that the same rows are the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        target = quoted(folder / f"{table}.parquet")
        connection.execute(f"copy (select * from {layer}.{table} order by all) to {target} (format parquet)")


def write_release(connection: duckdb.DuckDBPyConnection, folder: Path, results: Mapping[str, Any]) -> None:
    """Write cohort and accepted tables, the data dictionary, scripts that read them and the results into `folder`.

    Columns of free text stay in the restricted zone: anything may stand in them.
    """
    for layer, tables in released_tables(connection).items():
        (folder / layer).mkdir(parents=True, exist_ok=True)
        for table in tables:
            columns = describe_columns(connection, layer, table)
            write_described(connection, layer, table, columns, folder / layer / f"{table}.parquet")
    analysis_set = table_of(ANALYSIS_SET)
    if analysis_set in built_tables(connection, "cohort"):
        target = quoted(folder / "cohort" / f"{analysis_set}.csv")
        connection.execute(f"copy (select * from cohort.{analysis_set} order by row_key) to {target} (format csv, header)")
        for script in READING_SCRIPTS:
            shutil.copyfile(script, folder / script.name)
    write_data_dictionary(connection, folder / "data_dictionary.csv")
    (folder / "results.json").write_text(to_json(results), encoding="utf-8")


def _marker(drop: Drop) -> dict[str, str]:
    """Return the mark of the synthetic hospital with its hash, if the drop bears it."""
    marks = [file for file in drop.files if file.name == SYNTHETIC_MARKER and not file.fault]
    return {file.name: hash_file(file.stored.path) for file in marks}
