"""Notes on which rows of the extracts each patient's results stand, so that a query can say what its answer could change.

Which rows stand behind a result, the schemas say of the tables with the roles of endpoints and responses (TRACED: files of `sql/trace/`).
"""

import duckdb

from pipelines.findings.queries.query_words import RESPONSE
from pipelines.warehouse.build_order import tables_read
from pipelines.warehouse.build_tables import table_types
from pipelines.warehouse.sql_files import SQL, layer_files
from pipelines.warehouse.table_files import table_of, table_schema
from schemas.role import BEST_RESPONSES, ELIGIBILITY, ENDPOINTS, EVENT_TIMES, Role

BEST = "best"  # the part under which a trace names the rows of the best response by the primary criterion


def fill_result_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill queries.result_rows and result_tables, with nothing before the cohort is built.

    The study's endpoints come first, the primary one before all others, then the best response.
    """
    endpoints = _endpoints(connection)
    for place, endpoint in enumerate(endpoints, start=1):
        _fill(connection, EVENT_TIMES, (place, endpoint, endpoint))
    _fill(connection, BEST_RESPONSES, (len(endpoints) + 1, RESPONSE, BEST))


def _endpoints(connection: duckdb.DuckDBPyConnection) -> list[str]:
    table = table_of(ENDPOINTS)
    if not table or not table_types(connection, "cohort", table):
        return []
    select = f"select distinct endpoint, study_no from cohort.{table} where study_no is not null order by study_no"
    return [endpoint for endpoint, _ in connection.execute(select).fetchall()]


def _fill(connection: duckdb.DuckDBPyConnection, role: Role, result: tuple[int, str, str]) -> None:
    """Add the rows behind one result: its place, its name, and the part under which a trace names it."""
    place, name, part = result
    table = table_of(role)
    if not table or not table_types(connection, "cohort", table):
        return
    traced: dict[str, tuple[str, ...]] = getattr(table_schema("cohort", table), "TRACED", {})
    for file in dict.fromkeys(file for files in traced.values() for file in files):
        select = (SQL / "trace" / f"{file}.sql").read_text(encoding="utf-8")
        if all(table_types(connection, *read.split(".")) for read in tables_read(connection, select)):
            connection.execute(
                f"insert into queries.result_rows select distinct $place, $name, patient_id, table_name, row_key from ({select}) "
                "where part = $part and row_key is not null",
                {"place": place, "name": name, "part": part},
            )
    rows = [(place, name, read) for read in sorted(_made_of(connection, table))]
    connection.executemany("insert into queries.result_tables values (?, ?, ?)", rows)


def _made_of(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    """Return the tables of the cohort from which a table is made, itself among them, but for those that say who is in the cohort."""
    files, made_of, pending = layer_files("cohort"), set[str](), [table]
    while pending:
        at = pending.pop()
        if at not in made_of and at in files and at != table_of(ELIGIBILITY):
            made_of.add(at)
            reads = tables_read(connection, files[at].read_text(encoding="utf-8"))
            pending += [name.removeprefix("cohort.") for name in reads if name.startswith("cohort.")]
    return made_of
