"""Later rows go before earlier ones, where a source sends changes: all that was sent before of the same thing is replaced."""

import duckdb
import polars as pl

from pipelines.drop.inventory import Drop
from pipelines.findings.queries.overrides import entity_cells
from pipelines.raw.load_sheets import Loaded
from schemas.column import PATIENT_ID


def replace_rows(connection: duckdb.DuckDBPyConnection, table: str, drop: Drop, loaded: Loaded) -> None:
    """Move the rows of a raw table of which a later sending of their source says more to raw.replaced_rows.

    What a row is about says the key of its table's schema, as it was sent but for capitals and blanks. All rows of one sending stay, also
    several about one thing; one that says that this is gone goes itself, too.
    """
    sendings = {file.name: file.stored.sending for file in drop.claimed if file.source}
    if not sendings:
        return
    connection.register(
        "sendings", pl.DataFrame(list(sendings.items()), schema={"source_file": pl.String, "number": pl.Int64}, orient="row")
    )
    gone = [row for of_table, *row in loaded.deletions if of_table == table]
    where = {"source_file": pl.String, "sheet": pl.String, "source_row": pl.Int64}
    connection.register("deletions", pl.DataFrame(gone, schema=where, orient="row"))
    key = ", ".join(f"lower(trim(coalesce(r.{cell}, '')))" for cell in (PATIENT_ID.name, *entity_cells(table)))
    going = connection.sql(
        f"select r.rowid as place, r.source_file, r.sheet, r.source_row from raw.{table} as r join sendings as s using (source_file) "
        "left join deletions as d on (r.source_file, r.sheet, r.source_row) = (d.source_file, d.sheet, d.source_row) "
        f"qualify d.source_row is not null or s.number < max(s.number) over (partition by r.source, {key})"
    ).pl()
    connection.register("going", going)
    connection.execute(f"insert into raw.replaced_rows select '{table}', source_file, sheet, source_row from going")
    connection.execute(f"delete from raw.{table} where rowid in (select place from going)")
    for name in ("sendings", "deletions", "going"):
        connection.unregister(name)
