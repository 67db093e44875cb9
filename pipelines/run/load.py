"""The step that reads the drop: a new warehouse with the raw rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from threading import Thread

import polars as pl

from pipelines.findings.queries.overrides import apply_overrides
from pipelines.findings.spreadsheet_text import csv_of
from pipelines.raw.key_file import OPEN_KEY, SYNTHETIC_MARKER, is_marked_synthetic
from pipelines.raw.leave_out import leave_out
from pipelines.raw.load_drop import load_drop, refuse_vanished_columns
from pipelines.raw.load_sheets import Loaded
from pipelines.raw.rows_left_out import LEFT_OUT
from pipelines.raw.run_own_sql import ColumnNotThere, refuse_column_that_was_there
from pipelines.run.file_list import FILE_LIST, write_file_list
from pipelines.run.layers import Conditions, Layers
from pipelines.run.made_from import keep_what_it_is_made_from
from pipelines.run.progress import Progress
from pipelines.run.state import Prepared
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.key_place import has_public_numbers
from pipelines.settings.optional_folders import NO_HOSPITAL, has_invented_hospital
from pipelines.settings.zones import write_private
from pipelines.warehouse.build_tables import open_warehouse
from pipelines.warehouse.table_files import raw_tables

HOSPITAL_NUMBERS = "numbers.csv"
NO_KEY = f"there is no key, because the drop is marked as the synthetic hospital's ({SYNTHETIC_MARKER})"
MAKE_ONE = f"take {SYNTHETIC_MARKER} out of the drop, and make the key of the hospital with `python -m pipelines key`"


@dataclass(frozen=True)
class LoadedRun:
    """A run whose raw rows are loaded; its layers grow with the steps."""

    prepared: Prepared
    loaded: Loaded
    layers: Layers
    withdrawn: Mapping[str, int] = field(default_factory=dict)  # rows left out of patients who have withdrawn, by table

    def with_layers(self, layers: Layers) -> "LoadedRun":
        """Return the run with more layers."""
        return replace(self, layers=layers)


def load(prepared: Prepared, progress: Progress) -> LoadedRun:
    """Return the run with its raw rows; raise UnreadableDrop for a file that cannot be read, or a column that has vanished."""
    request = prepared.request
    Thread(target=_import_slow_ones, daemon=True).start()
    progress.step("loading the files")
    connection = open_warehouse(spill_to=prepared.restricted / "spill")
    count = RowCount(progress)
    try:
        loaded = load_drop(connection, prepared.drop, request.settings, prepared.key, count.add)
    except ColumnNotThere as error:
        refuse_column_that_was_there(error, prepared.last.results)
        raise
    for folder in (request.zones.restricted, prepared.restricted):
        write_file_list(prepared.drop, folder / FILE_LIST, loaded)
    _refuse_numbers_of_others(prepared, loaded)
    _keep_hospital_numbers(request.zones.restricted / HOSPITAL_NUMBERS, loaded, prepared.withdrawn)
    if not request.settings.gate.reason_on(request.as_of):
        refuse_vanished_columns(loaded, prepared.last.results)
    progress.step(
        "staging",
        files=len({sheet["file"] for sheet in loaded.sheets}),
        rows=loaded.count("read"),
        identifier_columns_dropped=loaded.count("identifier_columns_dropped"),
        rows_with_identifier_blanked=loaded.count("rows_with_identifier_blanked"),
        **({"rows_left_out": left} if (left := loaded.count(LEFT_OUT)) else {}),
    )
    conditions = Conditions(request.settings, request.as_of, prepared.last, prepared.log)
    layers = Layers(connection, conditions, progress, prepared.restricted, raw_tables())
    keep_what_it_is_made_from(prepared, connection)
    left_out = leave_out(connection, prepared.withdrawn)
    layers.keep("raw")  # as sent, before anything is corrected
    apply_overrides(connection, prepared.log)
    return LoadedRun(prepared, loaded, layers, left_out)


def _keep_hospital_numbers(path: Path, loaded: Loaded, withdrawn: tuple[str, ...]) -> None:
    """Write which pseudonym stands for which exam, lesion or specimen of the hospital, by which it finds what a finding speaks of."""
    rows = [(one.kind, one.patient, one.pseudonym, one.as_sent) for one in sorted(loaded.hospital_numbers) if one.patient not in withdrawn]
    write_private(
        path, csv_of(pl.DataFrame(rows, schema=dict.fromkeys(("kind", "patient", "pseudonym", "as_sent"), pl.String), orient="row"))
    )


def _refuse_numbers_of_others(prepared: Prepared, loaded: Loaded) -> None:
    """Raise UnusableSettings where a drop says that its patients are invented, and holds numbers of others under the open key."""
    request = prepared.request
    if prepared.key != OPEN_KEY or has_public_numbers(request.settings) or not is_marked_synthetic(request.drop):
        return
    if not has_invented_hospital():
        raise UnusableSettings(f"{request.key_file}: {NO_KEY}, and {NO_HOSPITAL}, whose numbers alone need none; {MAKE_ONE}")
    from pipelines.synthetic.made_numbers import numbers_of_others

    if others := len(numbers_of_others(loaded.patient_numbers)):
        known = f"{others:,} of its {len(loaded.patient_numbers):,} patient numbers are not the synthetic hospital's"
        raise UnusableSettings(f"{request.key_file}: {NO_KEY}, but {known}; {MAKE_ONE}")


class RowCount:
    """Counts the rows of the drop and shows their number on a terminal."""

    def __init__(self, progress: Progress) -> None:
        self.progress, self.rows = progress, 0

    def add(self, rows: int) -> None:
        """Count rows that were read."""
        self.rows += rows
        self.progress.detail(f"loading the files: {self.rows:,} rows")


def _import_slow_ones() -> None:
    """Import what takes seconds while DuckDB works: Great Expectations, and what draws the figures."""
    for name in ("pipelines.gate.check_rules", "matplotlib.figure"):
        import_module(name)
