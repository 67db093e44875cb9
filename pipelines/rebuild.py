"""Builds everything from raw to the cohort again in memory, under other settings; publishes nothing."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
from pydantic import ValidationError

from pipelines.release import quoted, to_json
from pipelines.settings import Settings, UnusableSettings

KEPT = "settings.json"


@dataclass(frozen=True)
class KeptRun:
    """What a run keeps of its settings in the restricted zone, beside its raw rows."""

    run_id: str
    as_of: dt.date
    settings: Settings
    last_tables: Mapping[str, Mapping[str, int]]  # row counts of the release with which it was compared
    raw: Path


@dataclass(frozen=True)
class Rebuilt:
    """A warehouse with every layer, and what became of each rule."""

    connection: duckdb.DuckDBPyConnection
    outcomes: list


def keep_settings(folder: Path, run_id: str, as_of: dt.date, settings: Settings, last: Mapping[str, object]) -> None:
    """Write what `load_kept_run` reads."""
    content = {
        "run_id": run_id,
        "as_of": as_of.isoformat(),
        "last_tables": last.get("tables", {}),
        "settings": settings.model_dump(mode="json"),
    }
    (folder / KEPT).write_text(to_json(content), encoding="utf-8")


def load_kept_run(data: Path) -> KeptRun:
    """Return the settings and the raw rows of the last run; raise UnusableSettings where there are none that can be read."""
    folder = (data / "restricted" / "current").resolve()
    if not (folder / "raw").is_dir():
        raise UnusableSettings(f"{data}: no run has kept its rows here yet; take a drop with `python -m pipelines ingest` first")
    try:
        content = json.loads((folder / KEPT).read_text(encoding="utf-8"))
        settings = Settings.model_validate_json(json.dumps(content["settings"]))
        return KeptRun(content["run_id"], dt.date.fromisoformat(content["as_of"]), settings, content["last_tables"], folder / "raw")
    except (OSError, ValueError, KeyError, ValidationError):
        raise UnusableSettings(
            f"{data}: the last run was made by another version of the program; run `python -m pipelines ingest` once more first"
        ) from None


def load_kept_rows(connection: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """Fill the raw layer with the rows that a run has kept."""
    for path in sorted(raw.glob("*.parquet")):
        connection.execute(f"create or replace table raw.{path.stem} as from read_parquet({quoted(path)})")


def rebuild(
    load_rows: Callable[[duckdb.DuckDBPyConnection], None],
    settings: Settings,
    as_of: dt.date,
    last_tables: Mapping[str, Mapping[str, int]],
    on_step: Callable[[str], None],
) -> Rebuilt:
    """Return a warehouse built of the loaded rows as a run builds it: staging, gate, accepted and quarantine, cohort, gate."""
    from pipelines.gate import check_layer
    from pipelines.part import build_row_counts, build_set_aside_rows, count_rows, part_rows
    from pipelines.reference import build_reference
    from pipelines.warehouse import build_layer, load_macros, open_warehouse

    connection = open_warehouse()
    load_rows(connection)
    on_step("staging")
    build_reference(connection, settings, as_of)
    tables = build_layer(connection, "staging")
    on_step("gate: checking the rows")
    outcomes = check_layer(connection, "staging") + part_rows(connection)
    build_set_aside_rows(connection)
    counts = {}
    for table, _, *numbers in count_rows(connection):
        sums = counts.setdefault(table, [0, 0, 0, 0])
        counts[table] = [total + number for total, number in zip(sums, numbers, strict=True)]
    named = ("read", "accepted", "quarantined", "duplicates")
    row_counts = {table: dict(zip(named, counts.get(table, (0, 0, 0, 0)), strict=True)) for table in tables}
    build_row_counts(connection, row_counts, last_tables)
    outcomes += check_layer(connection, "quarantine")
    on_step("cohort")
    load_macros(connection, "formulas")
    build_layer(connection, "cohort")
    on_step("gate: checking the cohort")
    outcomes += check_layer(connection, "cohort")
    return Rebuilt(connection, outcomes)
