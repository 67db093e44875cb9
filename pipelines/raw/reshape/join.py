"""Joins sheets by the patient number: what another file says of a patient stands beside the patient's rows.

Nothing is lost on the way: a patient of whom only the other file speaks has rows of it alone, and a second row of a patient in
a file that is joined is a broken row, for nothing says which of the two counts. What the other file says under a number that is
a patient's but for the zeros in front of it is not the patient's, and no blank either: a mark stands there that nothing can read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from pipelines.drop.sheet import BrokenRow, Sheet, UnreadableDrop, fold_header
from pipelines.raw.patient_numbers import without_zeros
from pipelines.raw.pseudonyms import normalise

UNDER_ANOTHER = "(under the number with other zeros)"  # no value of any column, so that it is asked about
TWICE = "a second row of one patient in a file that is joined by the patient number"


def join_sheets(sheets: Sequence[Sheet], other: Sheet, known: Mapping[str, str], patient: str) -> list[Sheet]:
    """Return the sheets with the columns of another one, and that sheet with its rows of patients whom none of them has.

    `known` are the folded headers that mean a column of the table, `patient` is the column of the patient number. Of a header that
    means nothing, and that both have, the first is kept. Raises UnreadableDrop (CV-002) where a file has no patient number, or two
    files have one column of the table.
    """
    key = _number(other, known, patient)
    numbers = _normalised(other, key)
    first = numbers.is_first_distinct() | numbers.is_null()
    once = other.rows.with_columns(number=numbers).filter(first)
    numbers_of = [_normalised(sheet, _number(sheet, known, patient)) for sheet in sheets]
    everyone = pl.concat(numbers_of).drop_nulls().unique().to_list()
    unlike = {without_zeros(number) for number in set(once["number"].drop_nulls()) - set(everyone)} - {""}
    joined = []
    for sheet, own in zip(sheets, numbers_of, strict=True):
        places = _columns_besides(sheet, other, key, known)
        rows = sheet.rows.with_columns(number=own)
        width = len(sheet.header)
        beside = once.filter(pl.col("number").is_not_null()).select(
            "number", *(pl.col(f"c{at}").alias(f"c{width + to}") for to, at in enumerate(places))
        )
        rows = rows.join(beside, on="number", how="left", maintain_order="left")
        is_under_another = pl.Series([without_zeros(number or "") in unlike for number in rows["number"]], dtype=pl.Boolean)
        is_under_another &= ~rows["number"].is_in(beside["number"].to_list()).fill_null(False)
        rows = rows.with_columns(
            pl.when(is_under_another).then(pl.lit(UNDER_ANOTHER)).otherwise(pl.col(f"c{width + to}")).alias(f"c{width + to}")
            for to in range(len(places))
        )
        columns = [f"c{at}" for at in range(width + len(places))]
        joined.append(
            replace(sheet, header=(*sheet.header, *(other.header[at] for at in places)), rows=rows.select(*columns, "source_row"))
        )
    is_joined = pl.col("number").is_not_null() & pl.col("number").is_in(everyone)
    blank = [header for header in dict.fromkeys(h for sheet in joined for h in sheet.header) if header not in other.header]
    blank = [header for header in blank if known.get(fold_header(header)) != patient]
    alone = once.filter(~is_joined).with_columns(pl.lit(None, pl.String).alias(f"c{len(other.header) + to}") for to in range(len(blank)))
    rest = replace(
        other,
        header=(*other.header, *blank),
        rows=alone.select(*(f"c{at}" for at in range(len(other.header) + len(blank))), "source_row"),
        broken=(*other.broken, *(BrokenRow(line, "CV-028", TWICE) for line in other.rows.filter(~first)["source_row"])),
        counted_out=other.counted_out | {"joined": once.height - alone.height},
    )
    return [*joined, rest]


def _number(sheet: Sheet, known: Mapping[str, str], patient: str) -> int:
    at = next((at for at, header in enumerate(sheet.header) if known.get(fold_header(header)) == patient), None)
    if at is None:
        raise UnreadableDrop(
            sheet.shown or sheet.file,
            "the files of the table are joined by the patient number, and this one has no column of it",
            "send it with the patient number, or say in headers of registry.toml under which header it comes",
            rule="CV-002",
        )
    return at


def _normalised(sheet: Sheet, at: int) -> pl.Series:
    numbers = [normalise(number) or None if number else None for number in sheet.rows[f"c{at}"]]
    return pl.Series(numbers, dtype=pl.String)


def _columns_besides(sheet: Sheet, other: Sheet, key: int, known: Mapping[str, str]) -> list[int]:
    """Return the columns of the other sheet that a sheet does not have."""
    own = {fold_header(header) for header in sheet.header if header}
    meant = {known.get(folded) for folded in own} - {None}
    besides = [at for at in range(len(other.header)) if at != key and fold_header(other.header[at]) not in own - set(known)]
    doubled = sorted({known[fold_header(other.header[at])] for at in besides if known.get(fold_header(other.header[at])) in meant})
    if doubled:
        raise UnreadableDrop(
            other.shown or other.file,
            f"it is joined to {sheet.shown or sheet.file} by the patient number, and both have the column {', '.join(doubled)}",
            'give the header of one of them the column "" in headers of registry.toml to leave it outside',
            rule="CV-002",
        )
    return besides
