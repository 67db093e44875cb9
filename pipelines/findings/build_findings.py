"""Writes the findings: each rule's offending rows led back to patient, file, row and raw text, for a person to act on."""

from collections.abc import Mapping

import duckdb

from pipelines.settings.visible import with_names
from pipelines.warehouse.build_tables import build_table, fill_table, table_types
from pipelines.warehouse.sql_files import table_file
from pipelines.warehouse.table_files import table_columns, table_of, table_schema
from schemas.column import Units
from schemas.raw.drop import RULES
from schemas.role import PATIENTS

REGISTRY = "registry.toml"
PLACE = "source_file, sheet, source_row"


def build_findings(connection: duckdb.DuckDBPyConnection, run_id: str, settings_file: str = REGISTRY) -> None:
    """Build quarantine.findings: one row per rule and offending row, with the source's file, row and raw text.

    A finding behind staging is led back to the staged row it names, or else to the patient's row in the patients extract. Where the rule
    book speaks of registry.toml, the hospital reads the name of its own settings.
    """
    connection.execute("set variable run_id = $run_id", {"run_id": run_id})
    for table in ("staged_rows", "guarded_rows", "patient_places", "raw_texts", "loading_rules"):
        build_table(connection, table_file("gate", table), "gate")
    held = [(rule.id, rule.level, rule.name, rule.action) for rule in RULES if rule.level != "stop"]
    fill_table(connection, "gate.loading_rules", held)
    _fill_guarded_rows(connection)
    _fill_patient_places(connection)
    _fill_raw_texts(connection)
    build_table(connection, table_file("quarantine", "findings"), "quarantine")
    if settings_file != REGISTRY:
        connection.execute("update quarantine.findings set action = replace(action, $book, $own)", {"book": REGISTRY, "own": settings_file})


def _fill_guarded_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Note whose the rows are that have a finding, of each table behind staging that has a patient."""
    found = connection.execute('select distinct layer, "table" from gate.findings where row_key is not null order by all').fetchall()
    for layer, table in found:
        if layer != "staging" and "patient_id" in table_types(connection, layer, table):
            connection.execute(
                f"insert into gate.guarded_rows select '{layer}', '{table}', row_key, patient_id from {layer}.{table} "
                f"where row_key in (select f.row_key from gate.findings as f where f.layer = '{layer}' and f.\"table\" = '{table}')"
            )


def _fill_patient_places(connection: duckdb.DuckDBPyConnection) -> None:
    """Note where the row of each patient stood, in a registry that has a table of them."""
    if table := table_of(PATIENTS):
        connection.execute(
            f"insert into gate.patient_places select patient_id, unnest(min_by(struct_pack({PLACE}), ({PLACE}))) "
            f"from staging.{table} where patient_id is not null group by patient_id"
        )


def _fill_raw_texts(connection: duckdb.DuckDBPyConnection) -> None:
    """Note what stands in the columns that the findings are about."""
    found = connection.execute(
        'select distinct layer, "table", columns from gate.findings where row_key is not null order by all'
    ).fetchall()
    texts = [_raw_text(table, columns) for layer, table, columns in found if layer == "staging"]
    for layer, table, columns in found:
        if layer == "cohort":
            texts += _compared_values(connection, table, columns)
    if texts:
        connection.execute(f"insert into gate.raw_texts by name {' union all '.join(f'({select})' for select in texts)}")
        unseen = "regexp_matches(raw, invisible_pattern() || '|' || odd_blank_pattern())"
        for (raw,) in connection.execute(f"select distinct raw from gate.raw_texts where {unseen} order by raw").fetchall():
            connection.execute("update gate.raw_texts set raw = ? where raw = ?", [with_names(raw), raw])


def count_findings(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the number of findings that still ask, by rule."""
    return dict(connection.execute("select rule, count(*) from queries.asking_findings group by rule order by rule").fetchall())


def count_levels(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the number of findings that still ask, by level."""
    return dict(connection.execute("select level, count(*) from queries.asking_findings group by level order by level").fetchall())


def worst_rules(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return for each staged table the rule with the most findings, rejects before flags."""
    return dict(
        connection.execute(
            """
            select "table", min_by(rule, (case level when 'flag' then 1 else 0 end, -n, rule))
            from (select "table", rule, level, count(*) as n from queries.asking_findings where layer <> 'cohort' group by all)
            group by "table"
            order by "table"
            """
        ).fetchall()
    )


def _raw_text(table: str, columns: list[str]) -> str:
    """Select, for the findings on these columns of a table, the cells as sent; the patient number itself is not stored."""
    sent = {column.name for column in table_columns(table)} - {"patient_id"}
    sent_as = getattr(table_schema("staging", table), "SENT_AS", {})
    cells = [name for name in dict.fromkeys(_sent_as(column, sent, sent_as) for column in columns) if name in sent]
    units: Units | None = getattr(table_schema("staging", table), "UNITS", None)
    if units and cells == [units.unit]:  # the settings may say it, and the cell of the result another
        cells = [units.value, units.unit]
    texts = ", ".join(f"'{cell}=' || coalesce({cell}, '(blank)')" for cell in cells)
    listed = ", ".join(f"'{column}'" for column in columns)
    raw = f"concat_ws('; ', {texts})" if cells else "null"
    return (
        f"select row_key, 'staging' as layer, '{table}' as \"table\", [{listed}] as columns, {raw} as raw "
        f"from raw.{table} semi join gate.findings using (row_key)"
    )


def _compared_values(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> list[str]:
    """Select, for the findings on these columns of a cohort table, the values compared; by its own key or the source row's."""
    types = table_types(connection, "cohort", table)
    texts = ", ".join(f"'{name}=' || coalesce({name}::varchar, '(blank)')" for name in columns if name in types and name != "patient_id")
    listed = ", ".join(f"'{name}'" for name in columns)
    judged = getattr(table_schema("cohort", table), "JUDGED", "true")  # the rows that rules speak of; others may share a source row
    return [
        f"select {key} as row_key, 'cohort' as layer, '{table}' as \"table\", [{listed}] as columns, "
        f"min(concat_ws('; ', {texts})) as raw "
        f"from cohort.{table} where {key} in (select f.row_key from gate.findings as f where f.layer = 'cohort') and {judged} "
        f"group by {key}"
        for key in types
        if texts and key.endswith("row_key")
    ]


def _sent_as(column: str, sent: set[str], derived: Mapping[str, str]) -> str:
    return column if column in sent else derived.get(column, column.removesuffix("_status"))
