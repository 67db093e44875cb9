"""The step that reads the drop: a new warehouse with the raw rows."""

from dataclasses import dataclass, replace
from importlib import import_module
from threading import Thread

from pipelines.raw.load_drop import load_drop, refuse_vanished_columns
from pipelines.raw.load_sheets import Loaded
from pipelines.run.layers import Conditions, Layers
from pipelines.run.progress import Progress
from pipelines.run.state import Prepared
from pipelines.warehouse.build_tables import open_warehouse


@dataclass(frozen=True)
class LoadedRun:
    """A run whose raw rows are loaded; its layers grow with the steps."""

    prepared: Prepared
    loaded: Loaded
    layers: Layers

    def with_layers(self, layers: Layers) -> "LoadedRun":
        """Return the run with more layers."""
        return replace(self, layers=layers)


def load(prepared: Prepared, progress: Progress) -> LoadedRun:
    """Return the run with its raw rows; raise UnreadableDrop for a file that cannot be read, or a column that has vanished."""
    request = prepared.request
    Thread(target=import_module, args=("pipelines.gate.check_rules",), daemon=True).start()  # takes seconds; DuckDB works meanwhile
    progress.step("loading the files")
    connection = open_warehouse(spill_to=prepared.restricted / "spill")
    count = RowCount(progress)
    loaded = load_drop(connection, request.drop, request.settings, prepared.key, count.add)
    if not request.settings.gate.override_reason:
        refuse_vanished_columns(loaded, prepared.last.results)
    progress.step(
        "staging",
        files=len({sheet["file"] for sheet in loaded.sheets}),
        rows=loaded.count("read"),
        identifier_columns_dropped=loaded.count("identifier_columns_dropped"),
        rows_with_identifier_blanked=loaded.count("rows_with_identifier_blanked"),
    )
    conditions = Conditions(request.settings, request.as_of, prepared.last)
    return LoadedRun(prepared, loaded, Layers(connection, conditions, progress, prepared.restricted))


class RowCount:
    """Counts the rows of the drop and shows their number on a terminal."""

    def __init__(self, progress: Progress) -> None:
        self.progress, self.rows = progress, 0

    def add(self, rows: int) -> None:
        """Count rows that were read."""
        self.rows += rows
        self.progress.detail(f"loading the files: {self.rows:,} rows")
