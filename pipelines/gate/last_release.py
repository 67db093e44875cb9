"""Puts the last release beside the run: its patients, states, medians and blank cells, for the rules that compare the two.

What is compared stands in the quarantine layer and never in the release: a release is made of its own inputs alone.
"""

from pathlib import Path

import duckdb

from pipelines.release.write_release import quoted
from pipelines.warehouse.build_tables import table_types
from pipelines.warehouse.table_files import layer_tables
from schemas.staging_schema import PROVENANCE

LAST = {
    "last_columns": "table_name varchar, column_name varchar, row_count bigint, null_count bigint",
    "last_patients": "patient_id varchar",
    "last_states": "patient_id varchar, is_dead boolean, last_contact_date date",
    "last_medians": "arm varchar, parameter varchar, event_count bigint, median_days bigint",
}


def load_last_tables(connection: duckdb.DuckDBPyConnection, release: Path | None) -> None:
    """Create reference.last_<what> from the tables of the last release; empty if there is none, or if it does not have a table yet."""
    for table, columns in LAST.items():
        connection.execute(f"create or replace table reference.{table} ({columns})")
    if release is None:
        return
    folder = release.resolve()  # `current` points elsewhere once the run is published
    for table in layer_tables("staging"):
        _count_blank_cells(connection, table, folder / "accepted" / f"{table}.parquet")
    for table, path in (
        ("last_patients", "accepted/patients.parquet"),
        ("last_states", "cohort/last_known_states.parquet"),
        ("last_medians", "cohort/median_times.parquet"),
    ):
        if (folder / path).is_file():
            columns = ", ".join(column.split()[0] for column in LAST[table].split(", "))
            connection.execute(f"insert into reference.{table} select distinct {columns} from {quoted(folder / path)}")


def build_comparisons(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of the quarantine layer that hold this run against the last release, once the cohort stands.

    null_rates: one row per table and column; patient_changes: one per patient of either; median_changes: one per arm and parameter;
    newest_events: one per table whose freshness counts.
    """
    selects = " union all ".join(
        f"select '{table}' as table_name, '{column}' as column_name, count(*) as row_count, count(*) - count({column}) as null_count "
        f"from accepted.{table}"
        for table in layer_tables("staging")
        for column in _compared_columns(table_types(connection, "accepted", table))
    )
    connection.execute(
        f"""
        create or replace table quarantine.null_rates as
        select
            table_name || '.' || column_name as row_key, null::varchar as patient_id, now.*,
            l.row_count as last_row_count, l.null_count as last_null_count,
            100.0 * now.null_count / nullif(now.row_count, 0) as null_pct,
            100.0 * l.null_count / nullif(l.row_count, 0) as last_null_pct
        from ({selects}) as now left join reference.last_columns as l using (table_name, column_name)
        order by row_key
        """
    )
    connection.execute(
        """
        create or replace table quarantine.patient_changes as
        select
            patient_id as row_key, patient_id, n.patient_id is not null as is_sent, l.patient_id is not null as was_accepted,
            f.patient_id is not null as has_quarantined_contact, was.is_dead as was_dead, coalesce(s.is_dead, false) as is_dead,
            was.last_contact_date as earlier_last_contact_date, s.last_contact_date
        from (select distinct patient_id from staging.patients where patient_id is not null) as n
        full join reference.last_patients as l using (patient_id)
        left join (select distinct patient_id from reference.quarantined_rows where table_name = 'follow_up') as f using (patient_id)
        left join reference.last_states as was using (patient_id)
        left join cohort.last_known_states as s using (patient_id)
        order by row_key
        """
    )
    connection.execute(
        """
        create or replace table quarantine.median_changes as
        select
            m.row_key, null::varchar as patient_id, m.arm, m.parameter, m.event_count, m.median_days,
            l.event_count as last_event_count, l.median_days as last_median_days
        from cohort.median_times as m left join reference.last_medians as l using (arm, parameter)
        order by row_key
        """
    )
    connection.execute(
        """
        create or replace table quarantine.newest_events as
        select 'labs' as row_key, null::varchar as patient_id, max(collected_date) as newest_date from accepted.labs
        union all
        select 'follow_up', null, max(greatest(last_contact_date, death_date)) from accepted.follow_up
        """
    )


def _count_blank_cells(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    """Add the blank cells of a table of the last release, column by column."""
    if not path.is_file():
        return
    types = dict(connection.execute(f"select column_name, column_type from (describe from {quoted(path)})").fetchall())
    for column in _compared_columns(types):
        connection.execute(
            f"insert into reference.last_columns select '{table}', '{column}', count(*), count(*) - count({column}) from {quoted(path)}"
        )


def _compared_columns(types: dict[str, str]) -> list[str]:
    """Return what is compared of a table: no provenance, and no status, which is never blank."""
    return [name for name in types if name not in PROVENANCE and not name.endswith("_status")]
