"""Day numbers of workbooks that count from 1904: which day Excel shows for them.

A cell of format General holds 43434 for the first of December 2022 where days are counted from 1904, and 44896 where
they are counted from 1900, as staging reads them. Only a column of dates is known to hold days.
"""

from dataclasses import replace

import polars as pl

from pipelines.drop.sheet import Sheet, UnreadableDrop
from pipelines.drop.workbooks.write_number import write_day

DAY_NUMBER = r"^\s*[1-9]\d{3,4}(\.\d+)?\s*$"
OF_WORKBOOKS = ("workbook",)  # what stands for the encoding of files that say from when they count days
YEAR = r"^\s*(19|20)\d\d\s*$"


def with_first_day(sheet: Sheet, year: int | None) -> Sheet:
    """Return a sheet with the year from which the settings say that its days are counted; a workbook says it itself."""
    return replace(sheet, date_system=year) if year and sheet.encoding not in OF_WORKBOOKS else sheet


def read_day_numbers(rows: pl.DataFrame, sheet: Sheet, dates: list[str]) -> pl.DataFrame:
    """Return the rows with the day numbers of their columns of dates as days, if the sheet counts them from 1904."""
    if sheet.date_system != 1904:
        return rows
    days = {}
    for column in dates:
        cells = rows[column].unique().drop_nulls()
        cells = cells.filter(cells.str.contains(DAY_NUMBER) & ~cells.str.contains(YEAR))
        days[column] = {cell: write_day(float(cell), 1904) for cell in cells}
    return rows.with_columns(pl.col(column).replace(shown) for column, shown in days.items() if shown)


def refuse_day_numbers(sheet: Sheet) -> None:
    """Raise UnreadableDrop for a sheet that counts days from 1904 and holds what may be one, where no column is known to hold dates."""
    if sheet.date_system != 1904:
        return
    cells = pl.exclude("source_row")
    if sheet.rows.select(pl.any_horizontal((cells.str.contains(DAY_NUMBER) & ~cells.str.contains(YEAR)).any())).item():
        raise UnreadableDrop(
            sheet.shown or sheet.file,
            "it counts days from 1904, and it has numbers of which nothing says whether they are days",
            "give the cells of its dates a date format, or let the workbook count from 1900",
        )


def refuse_two_systems(sheet: Sheet, other: Sheet) -> None:
    """Raise UnreadableDrop for two sheets that are joined and count days from different years."""
    if sheet.date_system != other.date_system:
        raise UnreadableDrop(
            other.shown or other.file,
            "of the workbooks that are joined one counts days from 1904 and the other from 1900",
            "let both count from 1900",
        )
