"""Builds everything from raw to the cohort again in memory, under other settings; publishes nothing."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.findings.queries.overrides import apply_overrides
from pipelines.findings.queries.query_log import log_path, read_log
from pipelines.release.sums import to_json
from pipelines.run.layers import BEHIND_RAW, Conditions, Layers
from pipelines.run.progress import Progress
from pipelines.run.state import Prepared
from pipelines.settings.errors import NothingToShow, UnusableSettings
from pipelines.settings.sections import Settings
from pipelines.warehouse.build_tables import open_warehouse, put_select, quoted

if TYPE_CHECKING:
    from pipelines.gate.check_rules import Outcome

KEPT = "settings.json"


@dataclass(frozen=True)
class KeptRun:
    """What a run keeps of its settings in the restricted zone, beside its raw rows."""

    run_id: str
    as_of: dt.date
    settings: Settings
    raw: Path
    log: tuple[Mapping[str, Any], ...] = ()  # the moves of all queries so far


@dataclass(frozen=True)
class Rebuilt:
    """A warehouse with every layer, and what became of each rule."""

    connection: duckdb.DuckDBPyConnection
    outcomes: Sequence["Outcome"]


def keep_settings(prepared: Prepared) -> None:
    """Write what `load_kept_run` reads, beside the rows of the run."""
    content = {
        "run_id": prepared.run_id,
        "as_of": prepared.request.as_of.isoformat(),
        "settings": prepared.request.settings.model_dump(mode="json"),
    }
    (prepared.restricted / KEPT).write_text(to_json(content), encoding="utf-8")


def load_kept_run(data: Path) -> KeptRun:
    """Return the settings and the raw rows of the last run; raise UnusableSettings where there are none that can be read."""
    folder = (data / "restricted" / "current").resolve()
    if not (folder / "raw").is_dir():
        raise UnusableSettings(f"{data}: no run has kept its rows here yet; take a drop with `python -m pipelines ingest` first")
    try:
        content = json.loads((folder / KEPT).read_text(encoding="utf-8"))
        settings = Settings.model_validate_json(json.dumps(content["settings"]))
        log = tuple(read_log(log_path(data / "restricted")))
        return KeptRun(content["run_id"], dt.date.fromisoformat(content["as_of"]), settings, folder / "raw", log)
    except (OSError, ValueError, KeyError):
        raise UnusableSettings(
            f"{data}: the last run was made by another version of the program; run `python -m pipelines ingest` once more first"
        ) from None


def load_settings_of_run(data: Path, run_id: str) -> Settings:
    """Return the settings with which a release was made; raise NothingToShow where the restricted zone does not give them."""
    path = data / "restricted" / "runs" / run_id / KEPT
    try:
        return Settings.model_validate_json(json.dumps(json.loads(path.read_text(encoding="utf-8"))["settings"]))
    except PermissionError:
        raise NothingToShow(f"{data / 'restricted'}: you may not read it; only its owner can do this") from None
    except (OSError, ValueError, KeyError):
        raise NothingToShow(
            f"{path}: the settings of the release are not there, or are of another version of the program; "
            "run `python -m pipelines ingest` once more first"
        ) from None


def load_kept_rows(connection: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """Fill the raw layer with the rows that a run has kept."""
    for path in sorted(raw.glob("*.parquet")):
        put_select(connection, f"raw.{path.stem}", f"from read_parquet({quoted(path)})")


def rebuild(
    load_rows: Callable[[duckdb.DuckDBPyConnection], object], conditions: Conditions, progress: Progress, spill_to: Path
) -> Rebuilt:
    """Return a warehouse built of the loaded rows by the same steps as a run's; what does not fit into memory goes to `spill_to`."""
    connection = open_warehouse(spill_to=spill_to)
    load_rows(connection)
    apply_overrides(connection, conditions.log)
    layers = Layers(connection, conditions, progress)
    for step in BEHIND_RAW:
        layers = step(layers)
    return Rebuilt(connection, layers.outcomes)
