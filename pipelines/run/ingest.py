"""The whole path of one run: drop, raw, staging, gate, accepted and quarantine, cohort, gate, release."""

import datetime as dt
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from threading import Thread

import duckdb

from pipelines.drop.sheet import UnreadableDrop
from pipelines.raw.pseudonyms import fingerprint, load_key
from pipelines.release.write_release import describe_inputs, is_published, load_last_release, name_run, quoted, to_json, write_release
from pipelines.run.build_gated import build_gated
from pipelines.run.progress import Progress
from pipelines.run.rebuild import keep_settings
from pipelines.settings.sections import Settings
from pipelines.settings.zones import Zones, point, publish_folder, write_text

STEPS = 10


@dataclass
class Run:
    """What a run came to: the content of status.json, and what the summary shows besides."""

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
    differs: list[str] = field(default_factory=list)  # from the rule book, by the settings
    faults: dict[str, str] = field(default_factory=dict)  # rules that could not run, and why: for the restricted log

    def status(self, seconds: float) -> dict[str, object]:
        """Return the content of status.json."""
        names = ("state", "exit_code", "run_id", "as_of", "release", "tables", "findings", "cohort", "message")
        return {name: getattr(self, name) for name in names} | {"rules_in_error": sorted(self.faults), "seconds": seconds}


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
    run.differs = _differences(settings)
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
        _repeat(run, zones, settings)
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
        connection, results = _build(drop, settings, key, as_of, restricted, progress, run, last, current if last else None)
        is_good = not run.message
        if is_good:
            progress.step("statistics")
            _write_statistics(connection, settings, results, release / "results")
            progress.step("publishing the release")
            write_release(connection, release, run.run_id, inputs, results)
        publish_folder(restricted, zones.restricted / "runs" / run.run_id, zones.restricted / "current")
        if is_good:
            publish_folder(release, zones.registry / "releases" / run.run_id, current)
            run.state, run.exit_code, run.release = "published", 0, run.run_id
        write_text(zones.out / "results.json", to_json(results))
        _write_rule_pages(zones, settings, results)
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
    last_release: Path | None,
) -> tuple[duckdb.DuckDBPyConnection, dict[str, object]]:
    from pipelines.findings.build_findings import build_findings, count_findings, worst_rules
    from pipelines.findings.workbook import write_findings_workbook
    from pipelines.gate.loading_rules import conclude_loading
    from pipelines.gate.self_test.canaries import find_canaries, hold_canaries, plant_canaries, sample_drop
    from pipelines.raw.load_drop import load_drop, refuse_vanished_columns
    from pipelines.warehouse.build_tables import open_warehouse

    Thread(
        target=import_module, args=("pipelines.gate.check_rules",), daemon=True
    ).start()  # its libraries take seconds; DuckDB works meanwhile
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
        files=len({sheet["file"] for sheet in loaded.sheets}),
        rows=loaded.count("read"),
        identifier_columns_dropped=loaded.count("identifier_columns_dropped"),
        rows_with_identifier_blanked=loaded.count("rows_with_identifier_blanked"),
    )
    with ThreadPoolExecutor(1) as beside:  # the canaries are staged while the drop is
        planted = beside.submit(plant_canaries, sample_drop(connection), settings)
        outcomes, counts = build_gated(connection, settings, as_of, restricted, progress, run.tables, last, last_release)
    progress.detail("checking the canaries")
    outcomes = hold_canaries(outcomes, find_canaries(planted.result()))
    outcomes = [*conclude_loading(connection, loaded, len(settings.readers)), *outcomes]
    progress.step("writing the findings")
    build_findings(connection, run.run_id)
    connection.execute(f"copy quarantine.findings to {quoted(restricted / 'findings.parquet')} (format parquet)")
    write_findings_workbook(connection, restricted / "findings.xlsx")
    keep_settings(restricted, run.run_id, as_of, settings, last)
    shutil.rmtree(restricted / "spill", ignore_errors=True)
    run.findings, run.worst = count_findings(connection), worst_rules(connection)
    return connection, _conclude(connection, settings, run, loaded, outcomes, counts)


def _conclude(connection: duckdb.DuckDBPyConnection, settings: Settings, run: Run, loaded, outcomes, counts) -> dict[str, object]:
    """Say in `run` what it came to, and return its results."""
    from pipelines.book.outcomes import rule_results
    from pipelines.gate.rules_in_force import rules_in_force

    arms = dict(connection.execute("select arm, count(*) from cohort.patients group by arm order by arm").fetchall())
    run.cohort = {"n": sum(arms.values()), "arms": arms}
    _judge_run(run, outcomes, connection)
    return {
        "run_id": run.run_id,
        "as_of": run.as_of,
        "registry": settings.registry.name,
        "override_reason": settings.gate.override_reason,
        "files": loaded.sheets,
        "rows": [dict(zip(("table", "file", "read", "accepted", "quarantined", "duplicates"), row, strict=True)) for row in counts],
        "columns": {table: sorted(columns) for table, columns in sorted(loaded.columns.items())},
        "tables": run.tables,
        "findings": run.findings,
        "worst": run.worst,
        "rules": rule_results(outcomes),
        "changed_rules": rules_in_force(settings.rules).changed_rules(),
        "attrition": _rows(connection, "select * exclude (row_key, patient_id) from cohort.attrition order by step"),
        "cohort": run.cohort,
    }


def _judge_run(run: Run, outcomes, connection: duckdb.DuckDBPyConnection) -> None:
    """Say whether the run may be published: not with a rule that could not run (1), nor with one that stops (3)."""
    from pipelines.gate.self_test.canaries import say_errors

    run.faults = {f"{one.rule.id} ({one.rule.name}) on {one.layer}.{one.table}": one.fault for one in outcomes if one.outcome == "error"}
    stopping = [one for one in outcomes if one.stops]
    if run.faults:
        run.state, run.exit_code = "failed", 1
        run.message = f"a fault of the program: {say_errors(run.faults)}"
    elif stopping:
        run.state, run.exit_code = "stopped", 3
        first = stopping[0]
        where = f"{first.layer}.{first.table}"
        if first.layer == "quarantine":  # its rows are tables
            lost = connection.execute("select distinct row_key from findings where rule = ? order by row_key", [first.rule.id]).fetchall()
            where = ", ".join(table for (table,) in lost)
        action = first.rule.filled(first.rule.action)
        run.message = (
            f"stopped by {first.rule.id} on {where}: {first.stops}. {action} The findings are in restricted/current/findings.xlsx."
        )


def _rows(connection: duckdb.DuckDBPyConnection, select: str) -> list[dict[str, object]]:
    return connection.sql(select).pl().to_dicts()


def _write_statistics(connection: duckdb.DuckDBPyConnection, settings: Settings, results: dict[str, object], folder: Path) -> None:
    from pipelines.book.outcomes import rule_results
    from pipelines.gate.statistics_rules import conclude_statistics
    from pipelines.report.disclosure.publish import statistics_in_profile
    from pipelines.report.write_results import write_results
    from pipelines.run.variants import read_variants
    from pipelines.warehouse.read_roles import read_roles
    from schemas.role import OF_STATISTICS

    variants = read_variants(connection, settings) if settings.report.profile == "internal" else ()
    statistics = statistics_in_profile(read_roles(connection, OF_STATISTICS), settings, variants)
    results["rules"] += rule_results(conclude_statistics(statistics))
    write_results(statistics, settings, results, folder)


def _write_page(zones: Zones, results: dict[str, object]) -> None:
    from pipelines.report.run_page import write_page_of_release

    write_page_of_release(zones, results)


def _differences(settings: Settings) -> list[str]:
    if not settings.rules:
        return []
    from pipelines.book.differences import differences

    return differences(settings.rules)


def _write_rule_pages(zones: Zones, settings: Settings, results: dict[str, object]) -> None:
    from pipelines.book.pages import write_rule_pages

    write_rule_pages(zones.out / "rules", settings.rules, results)


def _repeat(run: Run, zones: Zones, settings: Settings) -> None:
    """Say again what the published release of the same inputs came to, also where a stopped run has said something else since."""
    text = (zones.registry / "current" / "results.json").read_text(encoding="utf-8")
    written, restricted = zones.out / "results.json", zones.restricted / "runs" / str(run.run_id)
    if not written.is_file() or written.read_text(encoding="utf-8") != text:
        write_text(written, text)
    if (zones.restricted / "current").resolve() != restricted.resolve():
        point(zones.restricted / "current", restricted)
    results = json.loads(text)
    index = zones.out / "rules" / "index.html"
    if not index.is_file() or str(run.run_id) not in index.read_text(encoding="utf-8"):
        _write_rule_pages(zones, settings, results)
    _write_page(zones, results)
    run.state, run.exit_code, run.release = "unchanged", 0, run.run_id
    run.tables, run.findings, run.worst, run.cohort = (results[name] for name in ("tables", "findings", "worst", "cohort"))
