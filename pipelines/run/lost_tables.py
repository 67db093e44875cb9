"""Why a table has lost all of its rows, where one reason explains it: the sentence that a run which stops ends with."""

import duckdb

from pipelines.warehouse.table_files import raw_tables, table_of
from schemas.role import PATIENTS


def why_all_are_lost(connection: duckdb.DuckDBPyConnection) -> str:
    """Return a sentence for each table whose rows one rule has quarantined; of patients alone, whose rows take all others along."""
    sentences = {table: said for table in raw_tables() if (said := _why_lost(connection, table))}
    return sentences.get(table_of(PATIENTS) or "") or "".join(sentences.values())


def _why_lost(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """Return the sentence for a table; blank where a row of it is accepted, or no one rule found them all."""
    counts = """select sum(accepted_count), sum(quarantined_count) from gate.file_counts where "table" = ?"""
    accepted, quarantined = connection.execute(counts, [table]).fetchone() or (0, 0)
    found = """select rule, min(message) from gate.findings where layer = 'staging' and "table" = ? and level = 'reject'
        group by rule having count(distinct row_key) = ? order by rule"""
    reasons = [] if accepted or not quarantined else connection.execute(found, [table, quarantined]).fetchall()
    if not reasons:
        return ""
    rule, message = reasons[0]
    rows = f"All {quarantined:,} rows of {table} are" if quarantined > 1 else f"The only row of {table} is"
    return f" {rows} quarantined for one reason, {rule}: {message}."
