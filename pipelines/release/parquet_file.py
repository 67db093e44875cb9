"""Writes a table of a release as Parquet that carries its own dictionary: pyarrow and R's arrow show it with the schema."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipelines.release.describe_columns import ColumnDescription, describe_grain

ROWS = 122_880  # of a row group, as DuckDB has them


def write_described(
    connection: duckdb.DuckDBPyConnection, layer: str, table: str, columns: Sequence[ColumnDescription], path: Path
) -> None:
    """Write the columns of a table in the order of the rows' keys, so that the same rows are the same bytes.

    Each field has the metadata label, meaning, unit, codes (JSON: a list of [code, label] in the order of a factor) and separator, where
    there are any. The file's own has layer, table, grain, and all columns once more as JSON, for readers that show no field's metadata.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    listed = ", ".join(column.selected for column in columns)
    reader = connection.sql(f"select {listed} from {layer}.{table} order by row_key").to_arrow_reader(ROWS)
    described = [_described(column) for column in columns]
    schema = pa.schema(
        [field.with_metadata(_texts(own)) for field, own in zip(reader.schema, described, strict=True)],
        metadata={
            "layer": layer,
            "table": table,
            "grain": describe_grain(layer, table),
            "columns": _json([{"name": column.name} | own for column, own in zip(columns, described, strict=True)]),
        },
    )
    with pq.ParquetWriter(path, schema) as writer:
        for batch in reader:
            writer.write_table(pa.Table.from_batches([batch]).cast(schema))


def _described(column: ColumnDescription) -> dict[str, Any]:
    own = {
        "label": column.label,
        "meaning": column.meaning,
        "unit": column.unit,
        "codes": [[code, label] for code, label in column.codes.items()],
        "separator": column.separator,
    }
    return {key: value for key, value in own.items() if value}


def _texts(own: dict[str, Any]) -> dict[str, str]:
    return {key: value if isinstance(value, str) else _json(value) for key, value in own.items()}


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)
