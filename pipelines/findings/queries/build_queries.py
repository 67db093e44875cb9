"""Makes queries of the findings: what each asks is the same query tomorrow, and the log says where it stands.

The moves of a night are one SQL table (sql/queries/moves.sql). They are added to the log once the run is published: a run that is stopped
has seen half a drop, perhaps, and closes nothing.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipelines.findings.queries.overrides import entity_columns
from pipelines.findings.queries.query_log import MOVE
from pipelines.findings.queries.result_rows import fill_result_rows
from pipelines.settings.rules_in_force import RuleBook, all_rules
from pipelines.warehouse.build_tables import build_from_template, build_table, put_frame, table_types
from pipelines.warehouse.sql_files import table_file
from pipelines.warehouse.table_files import raw_tables, table_of
from schemas.role import ANALYSIS_SET, WAITING_PATIENTS
from schemas.rule import Rule

MADE = (
    "overrides",
    "corrected_cells",
    "entities",
    "entity_findings",
    "standing",
    "failing",
    "found",
    "moves",
    "causes",
    "influences",
    "queries",
    "query_findings",
    "asking_findings",
)  # each of those before it
CORRECTED_CELLS = "corrected_cells.parquet"
ANY_ROW = "any quarantined row"  # the parent of what is asked about a patient who waits
AS_A_WHOLE = "the settings accept the rule as a whole"
CAN_BE_RIGHT = "plausibility"  # what cannot be read, or belongs to nobody, is not right as it is


def build_queries(connection: duckdb.DuckDBPyConnection, book: RuleBook, log: Iterable[Mapping[str, Any]]) -> None:
    """Build the layer `queries` from quarantine.findings, the rules in force and the log of the nights before."""
    connection.execute("set variable accepted_as_a_whole = ?", [AS_A_WHOLE])
    _put(connection, "rules", _rules(book))
    _put(connection, "log", [tuple(move.get(name) for name in MOVE) for move in log])
    build_table(connection, table_file("queries", "cohort_patients"), "queries")
    _fill_cohort_patients(connection)
    for table in ("result_rows", "result_tables"):
        build_table(connection, table_file("queries", table), "queries")
    fill_result_rows(connection)
    build_table(connection, table_file("queries", "asked_patients"), "queries")
    for table in raw_tables():
        build_from_template(connection, "queries", table, each_entity=_entity(table))
    for table in MADE:
        build_table(connection, table_file("queries", table), "queries")


def moves_of(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return the moves of tonight as the log holds them."""
    return connection.sql("from queries.moves order by move_no").pl().to_dicts()


def version_of(rule: Rule) -> str:
    """Return a digest of what a rule asks as it is held: another one once its SQL, check or thresholds are changed."""
    check = rule.made_check() if rule.check is not None else None
    asked = (rule.where, rule.query, rule.applies, str(rule.expectation), rule.not_null, check and (check.name, str(check.statistics)))
    return hashlib.sha256(repr((asked, sorted(rule.thresholds.items()), sorted(rule.limits.items()))).encode()).hexdigest()[:16]


def _put(connection: duckdb.DuckDBPyConnection, table: str, rows: list[tuple]) -> None:
    build_table(connection, table_file("queries", table), "queries")
    columns = connection.sql(f"from queries.{table}").pl().schema
    put_frame(connection, f"queries.{table}", pl.DataFrame(rows, schema=columns, orient="row"))


def _rules(book: RuleBook) -> list[tuple]:
    """Return one row per number of a rule and the columns that it reads; those of several levels are one question."""
    held: dict[tuple[str, str, str, str], list[Rule]] = {}
    waiting = table_of(WAITING_PATIENTS)
    for layer, table in dict.fromkeys((layer, table) for layer, table, _ in all_rules()):
        for rule in book.rules(layer, table):
            held.setdefault((rule.id, layer, table, ", ".join(rule.columns)), []).append(rule)
    return [
        (
            *key,
            "-".join(map(version_of, rules)),
            ANY_ROW if key[2] == waiting else rules[0].parent_table,
            rules[0].held_against,
            _may_be_right(rules),
            any(map(book.is_accepted, rules)),
        )
        for key, rules in held.items()
    ]


def _may_be_right(rules: list[Rule]) -> bool:
    return all(rule.category.startswith(CAN_BE_RIGHT) for rule in rules)


def _entity(table: str) -> str:
    """Return the text of the columns by which the schema of a staged table says what a row is about, besides whose it is."""
    columns = entity_columns(table)
    return f"concat_ws(' ', {', '.join(columns)})" if columns else "''"


def _fill_cohort_patients(connection: duckdb.DuckDBPyConnection) -> None:
    """Note which patients are in the cohort, and which wait for a quarantined row, where such tables are built."""
    for role, is_in_cohort in ((ANALYSIS_SET, True), (WAITING_PATIENTS, False)):
        table = table_of(role)
        if table and table_types(connection, "cohort", table):
            connection.execute(
                f"insert into queries.cohort_patients select distinct patient_id, {is_in_cohort}, {not is_in_cohort} from cohort.{table}"
            )


def keep_queries(connection: duckdb.DuckDBPyConnection, folder: Path, numbers: Mapping[str, str]) -> None:
    """Write queries and corrected cells beside the findings of the run, with the hospital's own patient numbers where it wants them."""
    queries = connection.sql("from queries.queries").pl()
    number = pl.col("patient").replace_strict(numbers, default=None, return_dtype=pl.String).alias("patient_number")
    queries.with_columns(number).write_parquet(folder / "queries.parquet")
    connection.sql("from queries.corrected_cells").pl().write_parquet(folder / CORRECTED_CELLS)
