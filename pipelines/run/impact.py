"""What changed settings would come to: the findings, the rows, the patients and their outcomes, before and after, from two rebuilds."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from pipelines.run.rebuild import Rebuilt
from pipelines.settings.sections import Settings
from pipelines.warehouse.table_files import layer_tables, table_of, table_schema
from schemas.role import ANALYSIS_SET

FINDING = ["rule", "name", "layer", "table", "row_key", "columns"]  # what makes two findings one; its level may move
FINDINGS = """
    select rule, name, layer, "table", row_key, array_to_string(columns, ', ') as columns, min(level) as level
    from gate.findings group by all
"""
LISTED = ["what", "rule", "layer", "table", "row_key", "patient", "before", "after"]
TEXTS = dict.fromkeys(LISTED, pl.String)
AT_LOADING = {
    "files",
    "sheet",
    "headers",
    "encoding",
    "delimiter",
    "decimal_mark",
    "date_order",
    "timezone",
    "missing",
    "identifiers",
    "shape",
    "patient_id_column",
}
# What takes effect while the files are loaded, and not in rows that are kept.
LOADING = {"registry.patient_id_pattern", "registry.tables_not_sent", "identity.key_file"}


@dataclass(frozen=True)
class Impact:
    """What would differ: counts for everybody, and a list with row keys for the restricted zone."""

    findings: list[dict[str, Any]] = field(default_factory=list)  # rule, name, level, opened, closed, moved, before, after
    rows: list[dict[str, Any]] = field(default_factory=list)  # table, newly accepted, newly quarantined
    cohort: dict[str, int] = field(default_factory=dict)
    outcomes: list[dict[str, Any]] = field(default_factory=list)  # outcome, changed, counts of from → to
    stops: dict[str, list[str]] = field(default_factory=dict)
    listed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=TEXTS))


@dataclass(frozen=True)
class Listed:
    """Counts of one kind, and the rows that are behind them."""

    counts: list[dict[str, Any]]
    rows: list[pl.DataFrame]


def changed_settings(before: Settings, after: Settings) -> list[tuple[str, object, object]]:
    """Return (key, before, after) of every setting that differs."""
    old, new = (dict(_flat(settings.model_dump(mode="json"), "")) for settings in (before, after))
    return [(key, old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)]


def seen_while_loading(changed: list[tuple[str, object, object]]) -> list[str]:
    """Return the changed keys that take effect while the files are loaded."""
    return [key for key, _, _ in changed if key in LOADING or (key.startswith("sources.") and AT_LOADING & set(key.split(".")))]


def compare_builds(before: Rebuilt, after: Rebuilt) -> Impact:
    """Return what differs between two builds."""
    findings, rows = compare_findings(before, after), _compare_rows(before, after)
    outcomes, cohort = _compare_outcomes(before, after), _compare_patients(before, after)
    stopping = [{one.rule.id for one in each.outcomes if one.stops} for each in (before, after)]
    in_error = {one.rule.id for each in (before, after) for one in each.outcomes if one.outcome == "error"}
    return Impact(
        findings=findings.counts,
        rows=rows.counts,
        cohort=cohort.counts[0] if cohort.counts else {},
        outcomes=outcomes.counts,
        stops={"before": sorted(stopping[0]), "after": sorted(stopping[1]), "could_not_run": sorted(in_error)},
        listed=pl.concat([*findings.rows, *rows.rows, *cohort.rows, *outcomes.rows]).sort(LISTED, nulls_last=True),
    )


def compare_findings(before: Rebuilt, after: Rebuilt) -> Listed:
    """Return the rules of which findings open, close or move to another level, and these findings."""
    old, new = (each.connection.sql(FINDINGS).pl() for each in (before, after))
    both = old.join(new, on=FINDING, how="full", coalesce=True, nulls_equal=True, suffix="_after")
    both = both.with_columns(
        pl.when(pl.col("level").is_null())
        .then(pl.lit("opened"))
        .when(pl.col("level_after").is_null())
        .then(pl.lit("closed"))
        .when(pl.col("level") != pl.col("level_after"))
        .then(pl.lit("moved"))
        .otherwise(pl.lit("same"))
        .alias("what")
    )
    counted = both.group_by("rule", "name", "layer", "table").agg(
        *(pl.col("what").eq(what).sum().alias(what) for what in ("opened", "closed", "moved")),
        pl.col("level").is_not_null().sum().alias("before"),
        pl.col("level_after").is_not_null().sum().alias("after"),
        pl.coalesce("level_after", "level").first().alias("level"),
    )
    changed = counted.filter(pl.sum_horizontal("opened", "closed", "moved") > 0).sort("rule", "name", "layer", "table")
    listed = both.filter(pl.col("what") != "same").select(
        ("finding " + pl.col("what")).alias("what"),
        "rule",
        "layer",
        "table",
        "row_key",
        pl.lit(None, pl.String).alias("patient"),
        pl.col("level").alias("before"),
        pl.col("level_after").alias("after"),
    )
    return Listed(changed.to_dicts(), [listed])


def _compare_rows(before: Rebuilt, after: Rebuilt) -> Listed:
    counts, listed = [], []
    for table in layer_tables("staging"):
        old, new = (each.connection.sql(f"select row_key, patient_id from accepted.{table}").pl() for each in (before, after))
        accepted, quarantined = new.join(old, on="row_key", how="anti"), old.join(new, on="row_key", how="anti")
        if accepted.height or quarantined.height:
            counts.append({"table": table, "newly_accepted": accepted.height, "newly_quarantined": quarantined.height})
        for what, frame in (("row newly accepted", accepted), ("row newly quarantined", quarantined)):
            listed.append(_list(frame, what, layer="staging", table=table))
    return Listed(counts, listed)


def _compare_patients(before: Rebuilt, after: Rebuilt) -> Listed:
    if not table_of(ANALYSIS_SET):
        return Listed([], [])
    old, new = _patients(before), _patients(after)
    entering, leaving = new.join(old, on="patient_id", how="anti"), old.join(new, on="patient_id", how="anti")
    counts = {"before": old.height, "after": new.height, "enter": entering.height, "leave": leaving.height}
    both = (("patient enters the cohort", entering), ("patient leaves the cohort", leaving))
    return Listed([counts], [_list(frame, what, layer="cohort", table=table_of(ANALYSIS_SET)) for what, frame in both])


def _compare_outcomes(before: Rebuilt, after: Rebuilt) -> Listed:
    """Compare arm and outcomes of the patients who are in the cohort of both."""
    if not table_of(ANALYSIS_SET):
        return Listed([], [])
    counts, listed = [], []
    both = _patients(before).join(_patients(after), on="patient_id", suffix="_after")
    for name, said in {"arm": "arm", **_outcomes()}.items():
        moved = both.filter(pl.col(name).ne_missing(pl.col(f"{name}_after")))
        moved = moved.with_columns(_words(name).alias("before"), _words(f"{name}_after").alias("after"))
        ways = Counter(zip(moved["before"], moved["after"], strict=True))
        as_counts = [] if name.endswith("_days") else [{"before": a, "after": b, "patients": n} for (a, b), n in sorted(ways.items())]
        counts.append({"outcome": said, "changed": moved.height, "ways": as_counts})
        listed.append(
            _list(moved, f"{said} changes", layer="cohort", table=table_of(ANALYSIS_SET), before=pl.col("before"), after=pl.col("after"))
        )
    return Listed(counts, listed)


def _outcomes() -> dict[str, str]:
    """Return the columns of the analysis set that are compared, with what people call them."""
    return getattr(table_schema("cohort", table_of(ANALYSIS_SET)), "OUTCOMES", {})


def _patients(build: Rebuilt) -> pl.DataFrame:
    columns = ", ".join(("row_key", "patient_id", "arm", *_outcomes()))
    return build.connection.sql(f"select {columns} from cohort.{table_of(ANALYSIS_SET)}").pl()


def _list(frame: pl.DataFrame, what: str, *, layer: str, table: str, **more: pl.Expr) -> pl.DataFrame:
    given = {"what": pl.lit(what), "layer": pl.lit(layer), "table": pl.lit(table), "row_key": pl.col("row_key")}
    given |= {"patient": pl.col("patient_id"), **more}
    return frame.select(given.get(name, pl.lit(None)).cast(pl.String).alias(name) for name in LISTED)


def _words(name: str) -> pl.Expr:
    """Return an outcome as people read it."""
    known = pl.col(name).cast(pl.String).fill_null("none")
    return known.replace({"0": "censored", "1": "event", "false": "censored", "true": "event"}) if "event" in name else known


def _flat(content: object, where: str) -> Iterator[tuple[str, object]]:
    if isinstance(content, Mapping) and content:
        for key, value in content.items():
            yield from _flat(value, f"{where}.{key}" if where else str(key))
    elif content != {}:
        yield where, content
