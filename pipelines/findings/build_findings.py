"""Writes the findings: each rule's offending rows led back to patient, file, row and raw text, for a person to act on."""

import duckdb

from pipelines.warehouse.build_tables import built_tables, table_types
from pipelines.warehouse.table_files import layer_tables, raw_tables, table_columns
from schemas.raw.drop import HEADER_IS_KNOWN, LINE_FITS_ITS_HEADER, LINE_IS_TEXT

COLUMNS = (
    'run_id, rule, level, layer, "table", patient, row_key, columns, raw, source_file, source_row, message, sheet, name, action, arithmetic'
)
ORDER = 'layer, "table", rule, level, source_file, sheet, source_row, row_key, columns, message, arithmetic'


def build_findings(connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Create quarantine.findings: one row per rule and offending row, with the source's file, row and raw text.

    A finding of the cohort is led back to the staged row it names, or else to the patient's row in the patients extract.
    """
    rows = " union all ".join(
        f"select row_key, patient_id, source_file, sheet, source_row, '{table}' as staged_in from staging.{table}" for table in raw_tables()
    )
    connection.execute(f"create or replace temp table staged_rows as {rows}")
    nobody = "select null as row_key, null as layer, null as staged_in, []::varchar[] as columns, null as raw limit 0"
    found = connection.execute('select distinct layer, "table", columns from findings where row_key is not null order by all').fetchall()
    texts = [_raw_text(table, columns) for layer, table, columns in found if layer == "staging"]
    for layer, table, columns in found:
        if layer == "cohort":
            texts += _compared_values(connection, table, columns)
    raw_texts = " union all ".join(f"({select})" for select in (nobody, *texts))
    built = set(built_tables(connection, "cohort"))
    nothing = "(select null as layer, null as cohort_table, null as row_key, null as patient_id limit 0)"
    cohort = " union all ".join(
        f"select 'cohort' as layer, '{table}' as cohort_table, row_key, patient_id from cohort.{table}"
        for table in layer_tables("cohort")
        if table in built
    )
    compared_with_the_last = "select 'quarantine', 'patient_changes', row_key, patient_id from quarantine.patient_changes"
    if "patient_changes" in built_tables(connection, "quarantine"):
        cohort = f"{cohort or nothing} union all {compared_with_the_last}"
    connection.execute(f"create or replace temp table cohort_rows as {cohort or nothing}")
    held = [(rule.id, rule.level, rule.name, rule.action) for rule in (LINE_IS_TEXT, LINE_FITS_ITS_HEADER, HEADER_IS_KNOWN)]
    connection.execute("create or replace temp table rules_of_lines (rule varchar, level varchar, name varchar, action varchar)")
    connection.executemany("insert into rules_of_lines values (?, ?, ?, ?)", held)
    connection.execute(
        f"""
        create or replace table quarantine.findings as
        with
        raw_texts as ({raw_texts}),

        patients_rows as (
            select patient_id, min_by(struct_pack(source_file, sheet, source_row), (source_file, sheet, source_row)) as place
            from staging.patients where patient_id is not null group by patient_id
        ),

        located as (
            select
                f.*,
                coalesce(s.patient_id, c.patient_id) as patient,
                coalesce(s.source_file, p.place.source_file) as source_file,
                coalesce(s.sheet, p.place.sheet) as sheet,
                coalesce(s.source_row, p.place.source_row) as source_row,
                r.raw,
            from findings as f
            left join staged_rows as s on s.row_key = f.row_key and (f.layer = 'cohort' or s.staged_in = f."table")
            left join cohort_rows as c on c.layer = f.layer and c.cohort_table = f."table" and c.row_key = f.row_key
            left join patients_rows as p on p.patient_id = c.patient_id
            left join raw_texts as r
                on r.layer = f.layer and r.staged_in = f."table" and r.row_key = f.row_key and r.columns = f.columns
        ),

        all_findings as (
            select
                '{run_id}' as run_id, l.rule, l.level, l.layer, l."table", l.patient, l.row_key,
                array_to_string(l.columns, ', ') as columns, l.raw, l.source_file, l.source_row, l.message, l.sheet, l.name, l.action,
                l.arithmetic,
            from located as l
            union all
            select
                '{run_id}', b.rule, r.level, 'raw', b."table", null, null, null, null, b.source_file, b.source_row, b.message, b.sheet,
                r.name, r.action, null
            from raw.broken_rows as b join rules_of_lines as r on r.rule = b.rule
            union all
            select
                '{run_id}', r.rule, r.level, 'raw', u."table", null, null, null, null, u.source_file, null, u.message, u.sheet,
                r.name, r.action, null
            from raw.unknown_headers as u cross join rules_of_lines as r where r.rule = '{HEADER_IS_KNOWN.id}'
        )

        select distinct {COLUMNS} from all_findings order by {ORDER}
        """
    )


def count_findings(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the number of findings by rule."""
    return dict(connection.execute("select rule, count(*) from quarantine.findings group by rule order by rule").fetchall())


def worst_rules(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return for each staged table the rule with the most findings, rejects before flags."""
    return dict(
        connection.execute(
            """
            select "table", min_by(rule, (case level when 'flag' then 1 else 0 end, -n, rule))
            from (select "table", rule, level, count(*) as n from quarantine.findings where layer <> 'cohort' group by all)
            group by "table"
            order by "table"
            """
        ).fetchall()
    )


def _raw_text(table: str, columns: list[str]) -> str:
    """Select, for the findings on these columns of a table, the cells as sent; the patient number itself is not stored."""
    sent = {column.name for column in table_columns(table)} - {"patient_id"}
    cells = [name for name in dict.fromkeys(_sent_as(column, sent) for column in columns) if name in sent]
    texts = ", ".join(f"'{cell}=' || coalesce({cell}, '(blank)')" for cell in cells)
    listed = ", ".join(f"'{column}'" for column in columns)
    raw = f"concat_ws('; ', {texts})" if cells else "null"
    return (
        f"select row_key, 'staging' as layer, '{table}' as staged_in, [{listed}] as columns, {raw} as raw "
        f"from raw.{table} semi join findings using (row_key)"
    )


def _compared_values(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> list[str]:
    """Select, for the findings on these columns of a cohort table, the values compared; by its own key or the source row's."""
    types = table_types(connection, "cohort", table)
    texts = ", ".join(f"'{name}=' || coalesce({name}::varchar, '(blank)')" for name in columns if name in types and name != "patient_id")
    listed = ", ".join(f"'{name}'" for name in columns)
    return [
        f"select {key} as row_key, 'cohort' as layer, '{table}' as staged_in, [{listed}] as columns, "
        f"min(concat_ws('; ', {texts})) as raw "
        f"from cohort.{table} where {key} in (select f.row_key from findings as f where f.layer = 'cohort') group by {key}"
        for key in types
        if texts and key.endswith("row_key")
    ]


def _sent_as(column: str, sent: set[str]) -> str:
    derived = {"collected_date": "collected_at", "dose_mg": "dose"}
    return column if column in sent else derived.get(column, column.removesuffix("_status"))
