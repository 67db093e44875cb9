"""Builds everything behind the raw rows, one layer after the other: staging, gate, accepted and quarantine, cohort, gate."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.release.last_release import LastRelease
from pipelines.release.write_release import write_tables
from pipelines.run.progress import Progress
from pipelines.settings.sections import Settings
from pipelines.warehouse.sql_files import CHECKS, is_for_rules_only, layer_files

if TYPE_CHECKING:
    from pipelines.gate.check_rules import Outcome

COUNTED = ("read", "accepted", "quarantined", "duplicates", "replaced")
BESIDE_ROWS = {"broken_rows", "replaced_rows"}  # what is kept beside the rows of raw and quarantine
SAID_IF_ANY = "replaced"  # only a source that sends changes has any


@dataclass(frozen=True)
class Conditions:
    """Under what the layers are built: the settings, the as-of date, and the release with which they are compared."""

    settings: Settings
    as_of: dt.date
    last: LastRelease
    log: tuple[Mapping[str, Any], ...] = ()  # the moves of all queries so far


@dataclass(frozen=True)
class Layers:
    """A warehouse as far as it is built; each step returns it with one more layer, and with what its gate says."""

    connection: duckdb.DuckDBPyConnection
    conditions: Conditions
    progress: Progress
    kept: Path | None = None  # where rows as sent and as quarantined are written, if they are to be kept
    tables: tuple[str, ...] = ()
    outcomes: tuple["Outcome", ...] = ()
    counts: tuple[tuple[str, str, int, int, int, int, int], ...] = ()  # table, file, and what is COUNTED

    @property
    def rows(self) -> Mapping[str, Mapping[str, int]]:
        """The rows of each table, once they are counted: read, accepted, quarantined, duplicates, and replaced if any."""
        of_tables = {table: [row[2:] for row in self.counts if row[0] == table] for table in self.tables if self.counts}
        return {table: named_counts([sum(row[at] for row in rows) for at in range(len(COUNTED))]) for table, rows in of_tables.items()}

    def keep(self, layer: str) -> None:
        """Write the tables of raw or quarantine where they are kept, if anywhere."""
        if self.kept:
            write_tables(self.connection, layer, self.kept / layer, [*self.tables, *layer_files(layer).keys() & BESIDE_ROWS])

    def keep_checks(self) -> None:
        """Write the tables of the cohort that only rules read where the findings lie, which say what stands in them."""
        if self.kept:
            write_tables(
                self.connection,
                "cohort",
                self.kept / CHECKS,
                [table for table in layer_files("cohort") if is_for_rules_only("cohort", table)],
            )

    def show(self, what: str) -> Callable[[str], None]:
        """Return what says on a terminal which table is at work."""
        return lambda table: self.progress.detail(f"{what} {table}")


def named_counts(counts: Sequence[int]) -> dict[str, int]:
    """Return counts of rows by what is COUNTED; what only some registries have is said where there is any."""
    return {name: count for name, count in zip(COUNTED, counts, strict=True) if count or name != SAID_IF_ANY}


def stage(layers: Layers) -> Layers:
    """Build staging from the raw rows, and what is derived from it."""
    from pipelines.gate.last_release import load_last_tables
    from pipelines.warehouse.build_tables import build_layers
    from pipelines.warehouse.reference_tables import build_reference
    from pipelines.warehouse.table_files import raw_tables

    connection, conditions = layers.connection, layers.conditions
    build_reference(connection, conditions.settings, conditions.as_of)
    load_last_tables(connection, conditions.last)
    build_layers(connection, "staging", "derived", on_table=layers.progress.detail)
    return replace(layers, tables=raw_tables())


def gate_rows(layers: Layers) -> Layers:
    """Check the staged rows, and part them into accepted and quarantine."""
    from pipelines.findings.queries.accepted_rows import accept_rows
    from pipelines.gate.asked_once import ask_once
    from pipelines.gate.check_rules import check_layer
    from pipelines.gate.quarantine import check_row_conservation, count_rows, part_rows
    from pipelines.gate.row_changes import build_row_changes
    from pipelines.settings.rules_in_force import rules_in_force

    connection, conditions = layers.connection, layers.conditions
    book = rules_in_force(conditions.settings.rules, conditions.settings.study)
    layers.progress.step("gate: checking the rows")
    checked = ask_once(connection, check_layer(connection, "staging", layers.show("checking"), book))
    accept_rows(connection, book, conditions.log)
    layers.progress.step("accepted and quarantine")
    parted = part_rows(connection, book)
    counts = count_rows(connection)
    conserved = check_row_conservation(connection, counts)
    build_row_changes(connection)
    return replace(layers, outcomes=(*checked, *parted, conserved), counts=tuple(counts))


def build_cohort(layers: Layers) -> Layers:
    """Build the cohort from the accepted rows, and what holds rows and cohort against the last release."""
    from pipelines.warehouse.build_tables import build_layers

    layers.progress.step("cohort")
    build_layers(layers.connection, "reference", "cohort", "quarantine", on_table=layers.progress.detail)
    layers.keep("quarantine")
    layers.keep_checks()
    return layers


def gate_cohort(layers: Layers) -> Layers:
    """Check the cohort, and what stands beside it about the drop as a whole."""
    from pipelines.gate.asked_once import ask_once
    from pipelines.gate.check_rules import check_layer
    from pipelines.gate.tables_not_sent import ask_for_tables
    from pipelines.settings.rules_in_force import rules_in_force

    layers.progress.step("gate: checking the cohort")
    settings = layers.conditions.settings
    book = rules_in_force(settings.rules, settings.study)
    outcomes = [
        *check_layer(layers.connection, "quarantine", layers.show("checking"), book),
        *ask_once(layers.connection, check_layer(layers.connection, "cohort", layers.show("checking"), book)),
    ]
    found = (*layers.outcomes, *outcomes)
    return replace(layers, outcomes=(*found, *ask_for_tables(layers.connection, found, settings.registry.tables_not_sent)))


BEHIND_RAW: tuple[Callable[[Layers], Layers], ...] = (stage, gate_rows, build_cohort, gate_cohort)
