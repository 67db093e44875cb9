"""What must hold where a source sends changes: its extracts are kept, and its tables say what a row is about."""

from collections.abc import Iterator

from pipelines.settings.sections import Settings
from pipelines.warehouse.table_files import raw_tables, table_schema


def wrong_sends(settings: Settings) -> Iterator[str]:
    """Yield a sentence for each source that cannot send changes, and for each table that says how rows are deleted and sends all."""
    for name, source in settings.sources.items():
        where = f"sources.{name}.sends"
        if source.sends == "all":
            for table, files in source.tables.items():
                if files.deletes:
                    yield f'sources.{name}.tables.{table}.deletes: only a source with sends = "changes" says that a row is gone'
            continue
        if not settings.operations.keep_extracts:
            yield f'{where}: changes need what was sent before; set keep_extracts = true under [operations], or sends = "all"'
        if source.shape != "tables":
            yield f'{where}: a source of another shape is read as a whole; set it to "all"'
            continue
        without = [table for table in source.tables if table in raw_tables() and not getattr(table_schema("staging", table), "KEY", ())]
        if without:
            yield f'{where}: the schema of {", ".join(without)} has no KEY, by which a row would replace that of before; set it to "all"'
