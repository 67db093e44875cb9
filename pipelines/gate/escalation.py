"""Says when the findings of one rule are so many that they say something of the whole drop; counts stand beside the percentages."""

import duckdb

from pipelines.gate.offending_rows import COPY, Seen
from pipelines.warehouse.build_tables import table_types


def escalate(connection: duckdb.DuckDBPyConnection, one: Seen, offending: int) -> str:
    """Return the sentence about the table, or "" where the findings of the rule are not too many."""
    escalation = one.rule.escalation
    if not escalation or not offending:
        return ""
    count, of = (offending, one.rows) if escalation.of == "rows" else _patients(connection, one)
    if count <= escalation.min_count or count * 100 <= of * escalation.above_pct:
        return ""
    share = f" ({100 * count / of:.1f} %)" if of else ""
    return (
        f"{count} of {of} {escalation.of}{share}, more than {escalation.above_pct:g} % and more than {escalation.min_count}: "
        f"{one.rule.filled(one.rule.message)}"
    )


def _patients(connection: duckdb.DuckDBPyConnection, one: Seen) -> tuple[int, int]:
    """Count the patients with a finding of the rule, and those of whom it speaks."""
    source = f"{one.layer}.{one.table}"
    speaks_of = one.rule.filled(one.rule.applies) or "true"
    keys = [name for name in table_types(connection, one.layer, one.table) if name.endswith("row_key")]
    is_found = " or ".join(f'"{key}" in (select row_key from found)' for key in keys)
    return connection.execute(
        f"""
        with found as (select row_key from gate.offending where layer = $layer and "table" = $table and "position" = $position)
        select count(distinct patient_id) filter (where {is_found}), count(distinct patient_id) filter (where {speaks_of})
        from {source} where not {COPY}
        """,
        {"layer": one.layer, "table": one.table, "position": one.position},
    ).fetchall()[0]
