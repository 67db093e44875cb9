"""The whole path of one run: drop, raw, staging, gate, accepted and quarantine, cohort, gate, release."""

import datetime as dt
import json
import shutil
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from threading import Thread

import duckdb

from pipelines.page import UnreadableDrop
from pipelines.progress import Progress
from pipelines.pseudonym import fingerprint, load_key
from pipelines.release import describe_inputs, is_published, load_last_release, name_run, quoted, to_json, write_release, write_tables
from pipelines.settings import Settings
from pipelines.zones import Zones, point, publish_folder, write_text

STEPS = 10


@dataclass
class Run:
    """What a run came to: the content of status.json, and what the closing table shows besides."""

    state: str = "failed"
    exit_code: int = 1
    run_id: str | None = None
    as_of: str | None = None
    release: str | None = None
    tables: dict[str, dict[str, int]] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    cohort: dict[str, object] = field(default_factory=dict)
    message: str = ""
    worst: dict[str, str] = field(default_factory=dict)
    unclaimed: list[str] = field(default_factory=list)

    def status(self, seconds: float) -> dict[str, object]:
        """Return the content of status.json."""
        names = ("state", "exit_code", "run_id", "as_of", "release", "tables", "findings", "cohort", "message")
        return {name: getattr(self, name) for name in names} | {"seconds": seconds}


def ingest_drop(
    drop: Path,
    settings: Settings,
    zones: Zones,
    as_of: dt.date,
    progress: Progress,
    run: Run,
    *,
    key_file: Path,
    force: bool = False,
) -> None:
    """Take a drop through the whole path and fill `run`; the last good release stays until the new one is complete.

    A blocking finding is a state of the run (stopped). Raises UnusableSettings, UnreadableDrop, or whatever went wrong on our side.
    """
    run.as_of = as_of.isoformat()
    progress.step("looking at the drop")
    if not drop.is_dir():
        raise UnreadableDrop(str(drop), "there is no such folder", "name the folder of the extracts with DROP=folder")
    key = load_key(key_file, drop, is_public=settings.identity.key_file == "public")
    inputs = describe_inputs(drop, settings, as_of, fingerprint(key))
    if not inputs["extracts"]:
        raise UnreadableDrop(str(drop), "there is no extract in the folder", "send the extracts again")
    run.run_id = name_run(inputs)
    current = zones.registry / "current"
    last = load_last_release(current, settings.registry.name, inputs)
    if not force and is_published(current, run.run_id) and (zones.restricted / "runs" / run.run_id).is_dir():
        _repeat(run, zones)
        return
    restricted = zones.restricted / "runs" / f".{run.run_id}.partial"
    release = zones.registry / "releases" / f".{run.run_id}.partial"
    try:
        for folder in (restricted, release):
            folder.parent.mkdir(parents=True, exist_ok=True)
            in_use = {link.resolve() for link in (current, zones.restricted / "current")}
            for left_over in folder.parent.glob(".*-*"):  # of a run that was killed; the lock says that none is at work now
                if left_over.is_dir() and left_over.resolve() not in in_use:
                    shutil.rmtree(left_over)
            folder.mkdir()
        connection, results = _build(drop, settings, key, as_of, restricted, progress, run, last)
        if run.state != "stopped":
            progress.step("statistics")
            _write_statistics(connection, settings, results, release / "results")
            progress.step("publishing the release")
            write_release(connection, release, run.run_id, inputs, results)
        publish_folder(restricted, zones.restricted / "runs" / run.run_id, zones.restricted / "current")
        if run.state != "stopped":
            publish_folder(release, zones.registry / "releases" / run.run_id, current)
            run.state, run.exit_code, run.release = "published", 0, run.run_id
        write_text(zones.out / "results.json", to_json(results))
        if run.release:
            _write_page(zones, results)
    finally:
        for folder in (restricted, release):
            shutil.rmtree(folder, ignore_errors=True)


def _build(
    drop: Path,
    settings: Settings,
    key: bytes,
    as_of: dt.date,
    restricted: Path,
    progress: Progress,
    run: Run,
    last: dict[str, object],
) -> tuple[duckdb.DuckDBPyConnection, dict[str, object]]:
    from pipelines.findings import build_findings, count_findings, worst_rules
    from pipelines.findings_workbook import write_findings_workbook
    from pipelines.load import load_drop, refuse_vanished_columns
    from pipelines.reference import build_reference
    from pipelines.warehouse import build_layer, load_macros, open_warehouse

    Thread(target=import_module, args=("pipelines.gate",), daemon=True).start()  # its libraries take seconds; DuckDB works meanwhile
    progress.step("loading the files")
    connection = open_warehouse(spill_to=restricted / "spill")
    read = 0

    def show_rows(rows: int) -> None:
        nonlocal read
        read += rows
        progress.detail(f"loading the files: {read:,} rows")

    loaded = load_drop(connection, drop, settings, key, show_rows)
    run.unclaimed = loaded.unclaimed
    if not settings.gate.override_reason:
        refuse_vanished_columns(loaded, last)
    progress.step(
        "staging",
        files=len({page["file"] for page in loaded.pages}),
        rows=loaded.count("read"),
        identifier_columns_dropped=loaded.count("identifier_columns_dropped"),
        rows_with_identifier_blanked=loaded.count("rows_with_identifier_blanked"),
    )
    build_reference(connection, settings, as_of)
    tables = build_layer(connection, "staging", lambda table: progress.detail(f"staging {table}"))
    write_tables(connection, "raw", restricted / "raw", [*tables, "broken_rows"])

    from pipelines.gate import check_layer
    from pipelines.part import build_row_counts, build_set_aside_rows, count_rows, part_rows

    progress.step("gate: checking the rows")
    outcomes = check_layer(connection, "staging", lambda table: progress.detail(f"checking {table}"))
    progress.step("accepted and quarantine")
    outcomes += part_rows(connection)
    build_set_aside_rows(connection)
    counts = count_rows(connection)
    for table in tables:
        sums = [sum(row[position] for row in counts if row[0] == table) for position in (2, 3, 4, 5)]
        run.tables[table] = dict(zip(("read", "accepted", "quarantined", "duplicates"), sums, strict=True))
    build_row_counts(connection, run.tables, last.get("tables", {}))
    outcomes += check_layer(connection, "quarantine")
    write_tables(connection, "quarantine", restricted / "quarantine", [*tables, "broken_rows"])
    progress.step("cohort")
    load_macros(connection, "formulas")
    build_layer(connection, "cohort", lambda table: progress.detail(f"cohort {table}"))
    progress.step("gate: checking the cohort")
    outcomes += check_layer(connection, "cohort", lambda table: progress.detail(f"checking {table}"))
    progress.step("writing the findings")
    build_findings(connection, run.run_id)
    connection.execute(f"copy quarantine.findings to {quoted(restricted / 'findings.parquet')} (format parquet)")
    write_findings_workbook(connection, restricted / "findings.xlsx")
    shutil.rmtree(restricted / "spill", ignore_errors=True)

    run.findings, run.worst = count_findings(connection), worst_rules(connection)
    arms = dict(connection.execute("select arm, count(*) from cohort.patients group by arm order by arm").fetchall())
    run.cohort = {"n": sum(arms.values()), "arms": arms}
    stopping = [outcome for outcome in outcomes if outcome.outcome == "failed" and outcome.rule.level == "stop"]
    if stopping:
        run.state, run.exit_code = "stopped", 3
        first = stopping[0].rule
        where = f"{stopping[0].layer}.{stopping[0].table}"
        if stopping[0].layer == "quarantine":  # its rows are tables
            lost = connection.execute("select distinct row_key from findings where rule = ? order by row_key", [first.id]).fetchall()
            where = ", ".join(table for (table,) in lost)
        run.message = (
            f"stopped by {first.id} on {where}: {first.message}. {first.action} The findings are in restricted/current/findings.xlsx."
        )
    results = {
        "run_id": run.run_id,
        "as_of": run.as_of,
        "registry": settings.registry.name,
        "override_reason": settings.gate.override_reason,
        "files": loaded.pages,
        "rows": [dict(zip(("table", "file", "read", "accepted", "quarantined", "duplicates"), row, strict=True)) for row in counts],
        "columns": {table: sorted(columns) for table, columns in sorted(loaded.columns.items())},
        "tables": run.tables,
        "findings": run.findings,
        "worst": run.worst,
        "rules": _rule_outcomes(outcomes),
        "attrition": _rows(connection, "select * exclude (row_key, patient_id) from cohort.attrition order by step"),
        "cohort": run.cohort,
    }
    return connection, results


def _rule_outcomes(outcomes) -> list[dict[str, object]]:
    return [
        {
            "rule": outcome.rule.id,
            "name": outcome.rule.name,
            "level": outcome.rule.level,
            "layer": outcome.layer,
            "table": outcome.table,
            "outcome": outcome.outcome,
            "rows": outcome.rows,
            "findings": outcome.findings,
        }
        for outcome in outcomes
    ]


def _rows(connection: duckdb.DuckDBPyConnection, select: str) -> list[dict[str, object]]:
    return connection.sql(select).pl().to_dicts()


def _write_statistics(connection: duckdb.DuckDBPyConnection, settings: Settings, results: dict[str, object], folder: Path) -> None:
    from pipelines.report.publish import statistics_in_profile
    from pipelines.report.write_results import write_results
    from pipelines.statistics import read_cohort

    statistics = statistics_in_profile(read_cohort(connection), settings)
    write_results(statistics, settings, results, folder)


def _write_page(zones: Zones, results: dict[str, object]) -> None:
    from pipelines.report.run_page import write_page_of_release

    write_page_of_release(zones, results)


def _repeat(run: Run, zones: Zones) -> None:
    """Say again what the published release of the same inputs came to, also where a stopped run has said something else since."""
    text = (zones.registry / "current" / "results.json").read_text(encoding="utf-8")
    written, restricted = zones.out / "results.json", zones.restricted / "runs" / str(run.run_id)
    if not written.is_file() or written.read_text(encoding="utf-8") != text:
        write_text(written, text)
    if (zones.restricted / "current").resolve() != restricted.resolve():
        point(zones.restricted / "current", restricted)
    results = json.loads(text)
    _write_page(zones, results)
    run.state, run.exit_code, run.release = "unchanged", 0, run.run_id
    run.tables, run.findings, run.worst, run.cohort = (results[name] for name in ("tables", "findings", "worst", "cohort"))
