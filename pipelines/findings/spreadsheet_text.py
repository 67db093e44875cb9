"""Keeps text of a CSV text in a spreadsheet, which takes what begins with = + - or @ for a formula: an apostrophe goes before it."""

import re

import polars as pl

from pipelines.settings.visible import visible

FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
A_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def as_text(value: str) -> str:
    """Return a cell as a spreadsheet may read it; a number, also one below 0, stays one."""
    value = visible(value)
    return f"'{value}" if re.search(FORMULA, value) and not re.search(A_NUMBER, value) else value


def as_typed(value: str) -> str:
    """Return a cell without the apostrophe that `as_text` puts before it, as a file of ours comes back."""
    return value[1:] if value.startswith("'") and as_text(value[1:]) == value else value


def texts_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with every text column so."""
    texts = {name: pl.col(name).map_elements(visible, pl.String) for name, kind in frame.schema.items() if kind == pl.String}
    marked = {name: pl.when(_is_formula(text)).then(pl.lit("'") + text).otherwise(text) for name, text in texts.items()}
    return frame.with_columns(**marked)


def csv_of(frame: pl.DataFrame) -> bytes:
    """Return a frame as the CSV file that a spreadsheet opens; without its mark a spreadsheet takes the text for another encoding."""
    return b"\xef\xbb\xbf" + texts_of(frame).write_csv().encode()


def _is_formula(text: pl.Expr) -> pl.Expr:
    return text.str.contains(FORMULA) & ~text.str.contains(A_NUMBER)
