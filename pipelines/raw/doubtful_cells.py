"""Asks about columns whose cells may mean something else than what is read: numbers with either decimal mark, bare numbers of days."""

from collections.abc import Iterator

import duckdb

from pipelines.raw.date_system import OF_WORKBOOKS
from pipelines.raw.load_sheets import Loaded
from pipelines.settings.sections import Settings
from pipelines.warehouse.build_tables import fill_table
from pipelines.warehouse.table_files import table_columns
from schemas.raw.drop import DAY_NUMBERS_HAVE_A_FIRST_DAY, DECIMAL_MARK_IS_ONE

IN_THREES = r"^[^\d.,]*[1-9]\d{{0,2}}({mark}\d{{3}})+[^\d.,]*$"  # 1,234: read as thousands where the decimal mark is a point
NOT_IN_THREES = r"^[^\d.,]*(0{mark}\d+|\d+{mark}(\d{{1,2}}|\d{{4,}}))[^\d.,]*$"  # 12,5: a decimal mark and nothing else
DAY_NUMBER = r"^\s*[1-7]\d{4}([.]\d+)?\s*$"
NUMBERS, DAYS = ("number", "integer"), ("date", "datetime")


def ask_about_decimal_marks(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Store a finding for each file and column with numbers in threes, where other numbers of the file have the same mark for decimals."""
    columns = [column.name for column in table_columns(table) if column.kind in NUMBERS]
    for other, name in ((",", "comma"), (".", "point")):
        patterns = [pattern.format(mark=f"[{other}]") for pattern in (IN_THREES, NOT_IN_THREES)]
        found = {column: _count(connection, table, column, patterns, f"decimal_mark <> '{other}'") for column in columns}
        decimals = {place for counts in found.values() for place, (_, times) in counts.items() if times}
        for column, counts in found.items():
            for (file, sheet), (threes, _) in counts.items():
                if threes and (file, sheet) in decimals:
                    message = (
                        f"{threes:,} numbers of {column} are read as thousands by their {name} (as 1{other}234), "
                        f"and in others of the file it stands before decimals (12{other}5)"
                    )
                    fill_table(connection, "raw.unknown_headers", [(table, DECIMAL_MARK_IS_ONE.id, file, sheet, message)])


def ask_about_day_numbers(connection: duckdb.DuckDBPyConnection, table: str, loaded: Loaded, settings: Settings) -> None:
    """Store a finding for each column of days of a text file with bare numbers, unless the settings say from when they are counted."""
    texts = {(sheet["file"], sheet["sheet"]) for sheet in loaded.sheets if sheet["encoding"] not in OF_WORKBOOKS}
    declared = set(_with_first_day(settings))
    for column in table_columns(table) if table not in declared else ():
        if column.kind not in DAYS:
            continue
        for place, (times, _) in _count(connection, table, column.name, [DAY_NUMBER, DAY_NUMBER]).items():
            if place in texts:
                message = f"{times:,} dates of {column.name} are bare numbers of days, and a text file does not say from when they count"
                fill_table(connection, "raw.unknown_headers", [(table, DAY_NUMBERS_HAVE_A_FIRST_DAY.id, *place, message)])


def _with_first_day(settings: Settings) -> Iterator[str]:
    """Yield the tables of which all sources say from when they count days."""
    said: dict[str, bool] = {}
    for source in settings.sources.values():
        for table, files in source.tables.items():
            said[table] = said.get(table, True) and bool(files.day_numbers or source.day_numbers)
    return (table for table, is_said in said.items() if is_said)


def _count(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, patterns: list[str], condition: str = "true"
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return by file and sheet how many cells of a column are of each of two patterns, of those of which any is."""
    counts = f"count_if(regexp_matches({column}, ?)) as first, count_if(regexp_matches({column}, ?)) as second"
    query = f"select source_file, sheet, {counts} from raw.{table} where {condition} group by all having first + second > 0"
    return {(file, sheet): (first, second) for file, sheet, first, second in connection.execute(query, patterns).fetchall()}
