"""What came, went and changed since the last release: by table and file, in counts, and in sentences for people."""

from collections.abc import Mapping
from typing import Any

import duckdb

from pipelines.warehouse.build_tables import build_table
from pipelines.warehouse.sql_files import table_file
from pipelines.warehouse.table_files import layer_tables, table_of
from schemas.role import LOSSES

MOST_SAID = 5  # files; results.json has all
COUNTS = ("last_row_count", "came_count", "went_count", "changed_count", "quarantined_count", "losing_patient_count")


def build_row_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """Build gate.row_changes and gate.file_changes, once the rows are parted."""
    for table in ("row_changes", "file_changes"):
        build_table(connection, table_file("gate", table), "gate", layer_tables("staging"))


def describe_changes(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return what is said of the changes outside the restricted zone: since when, in words, and by file; {} without a last release."""
    last = connection.execute("select release, as_of from reference.last_releases").fetchall()
    if not last:
        return {}
    ((release, as_of),) = last
    files = _files(connection)
    lost = _lost_by_patients(connection)
    return {
        "since": release,
        "words": [_in_short(files, as_of.isoformat()), *_losses(files), *_in_words(lost)],
        "files": files,
        "lost": lost,
    }


def _files(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    counts = ", ".join(COUNTS)
    rows = connection.execute(
        f"""
        select "table", coalesce(shown_file, 'a file of the last release'), is_sent, {counts}
        from gate.file_changes
        order by went_count desc, quarantined_count desc, "table", shown_file, source_file
        """
    ).fetchall()
    return [{"table": table, "file": file, "is_sent": sent, **dict(zip(COUNTS, row, strict=True))} for table, file, sent, *row in rows]


def _in_short(files: list[dict[str, Any]], as_of: str) -> str:
    came, went, changed, quarantined = (
        sum(file[name] for file in files) for name in ("came_count", "went_count", "changed_count", "quarantined_count")
    )
    since = f"Since the release of {as_of}"
    if not files:
        return f"{since} no row came, went or changed"
    return f"{since} {counted(came, 'row')} came, {went:,} went, {changed:,} changed, and {quarantined:,} of before are quarantined now"


def _losses(files: list[dict[str, Any]]) -> list[str]:
    """Say which files lost rows, those that lost most first."""
    losing = [file for file in files if file["went_count"]]
    said = [
        f"{file['file']}{'' if file['is_sent'] else ', which is not sent any more,'} lost {file['went_count']:,} of its "
        f"{counted(file['last_row_count'], 'row')}, of {counted(file['losing_patient_count'], 'patient')}"
        for file in losing[:MOST_SAID]
    ]
    more = losing[MOST_SAID:]
    return said + ([f"{counted(len(more), 'more file')} lost {counted(sum(file['went_count'] for file in more), 'row')}"] if more else [])


def _lost_by_patients(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return how many patients of the cohort lost what, by its kind, in a registry that has a table of that."""
    table = table_of(LOSSES)
    return dict(connection.execute(f"select row_key, patient_count from quarantine.{table}").fetchall()) if table else {}


def _in_words(lost: Mapping[str, int]) -> list[str]:
    return [f"{counted(count, 'patient')} of the cohort lost {what}" for what, count in lost.items() if count]


def counted(number: int, what: str) -> str:
    """Return a number with what it counts: "1 row", "1,234 rows"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
