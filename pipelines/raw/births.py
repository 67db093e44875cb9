"""Days of birth written as six digits, without their century: 560321 is read only where the settings say of which hundred years."""

import polars as pl

YYMMDD = r"^\s*(\d{2})[-./]?(0[1-9]|1[0-2])[-./]?(0[1-9]|[12]\d|3[01])\s*$"


def with_century(column: str, births_from: int) -> pl.Expr:
    """Return a column with its births of six digits in the hundred years from `births_from` on: 56 is 1956 from 1920 on, and 19 is 2019."""
    cell = pl.col(column)
    year = births_from + (cell.str.extract(YYMMDD, 1).cast(pl.Int64, strict=False) - births_from % 100) % 100
    day = pl.format("{}-{}-{}", year, cell.str.extract(YYMMDD, 2), cell.str.extract(YYMMDD, 3))
    return pl.when(cell.str.contains(YYMMDD)).then(day).otherwise(cell).alias(column)
