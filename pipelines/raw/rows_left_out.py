"""Leaves out the rows of a sheet that are of no interest to a table, by words that the settings name: they are counted, and no findings.

A laboratory sends every test that it does, and a file of visits may have rows of several kinds.
"""

import unicodedata
from dataclasses import replace

import polars as pl

from pipelines.drop.sheet import Sheet, fold_header
from pipelines.settings.sections import Table

LEFT_OUT = "left_out"  # among what is counted out of a sheet


def leave_out_rows(sheet: Sheet, files: Table) -> Sheet:
    """Return the sheet without the rows that `leave_out` names, and those that `only` does not; a blank cell is no word of either.

    So a row whose cell is blank stays with `leave_out`, and goes with `only`.
    """
    at = {fold_header(header): f"c{position}" for position, header in enumerate(sheet.header)}
    stays = pl.lit(value=True)
    for named, is_wanted in ((files.leave_out, False), (files.only, True)):
        for header, words in named.items():
            if column := at.get(fold_header(header)):
                folded = pl.col(column).fill_null("").map_elements(_folded, return_dtype=pl.String)
                is_named = folded.is_in([_folded(word) for word in words])
                stays &= is_named if is_wanted else ~is_named
    rows = sheet.rows.filter(stays)
    left_out = sheet.rows.height - rows.height
    return replace(sheet, rows=rows, counted_out=sheet.counted_out | {LEFT_OUT: left_out}) if left_out else sheet


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
