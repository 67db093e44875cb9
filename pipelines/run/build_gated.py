"""Builds everything behind the raw rows of a run: staging, gate, accepted and quarantine, cohort, gate."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import duckdb

from pipelines.release.write_release import write_tables
from pipelines.run.progress import Progress
from pipelines.settings.sections import Settings


def build_gated(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    as_of: dt.date,
    restricted: Path | None,
    progress: Progress,
    rows_of: dict[str, dict[str, int]],
    last: Mapping[str, object],
    last_release: Path | None,
) -> tuple[list, list[tuple]]:
    """Build everything behind the raw rows: staging, gate, accepted and quarantine, cohort, gate; return outcomes and counts of rows.

    Rows as sent and as quarantined are kept in `restricted`, if there is one; main.findings has the findings, and `rows_of` is
    filled with the rows of each table: read, accepted, quarantined, duplicates.
    """
    from pipelines.gate.last_release import build_comparisons, load_last_tables
    from pipelines.warehouse.build_tables import build_layer
    from pipelines.warehouse.reference_tables import build_reference

    build_reference(connection, settings, as_of)
    load_last_tables(connection, last_release)
    tables = build_layer(connection, "staging", lambda table: progress.detail(f"staging {table}"))
    build_layer(connection, "derived", lambda table: progress.detail(f"derived {table}"))
    if restricted:
        write_tables(connection, "raw", restricted / "raw", [*tables, "broken_rows"])

    from pipelines.gate.check_rules import check_layer
    from pipelines.gate.quarantine import build_quarantined_rows, build_row_counts, check_row_conservation, count_rows, part_rows
    from pipelines.gate.rules_in_force import rules_in_force

    progress.step("gate: checking the rows")
    book = rules_in_force(settings.rules)
    outcomes = check_layer(connection, "staging", lambda table: progress.detail(f"checking {table}"), book)
    progress.step("accepted and quarantine")
    outcomes += part_rows(connection, book)
    build_quarantined_rows(connection)
    counts = count_rows(connection)
    outcomes.append(check_row_conservation(connection, counts))
    for table in tables:
        sums = [sum(row[position] for row in counts if row[0] == table) for position in (2, 3, 4, 5)]
        rows_of[table] = dict(zip(("read", "accepted", "quarantined", "duplicates"), sums, strict=True))
    build_row_counts(connection, rows_of, last.get("tables", {}))
    if restricted:
        write_tables(connection, "quarantine", restricted / "quarantine", [*tables, "broken_rows"])
    progress.step("cohort")
    build_layer(connection, "cohort", lambda table: progress.detail(f"cohort {table}"))
    build_comparisons(connection)
    progress.step("gate: checking the cohort")
    outcomes += check_layer(connection, "quarantine", lambda table: progress.detail(f"checking {table}"), book)
    outcomes += check_layer(connection, "cohort", lambda table: progress.detail(f"checking {table}"), book)
    return outcomes, counts
