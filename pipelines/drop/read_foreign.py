"""Reads what is no delimited text: workbooks, Parquet, JSON and web pages, bytes in, sheets of text rows out."""

from pipelines.drop.content import Content
from pipelines.drop.decode import decode
from pipelines.drop.json_records import read_json
from pipelines.drop.parquet import read_parquet
from pipelines.drop.sheet import ReadOptions, Sheet
from pipelines.drop.typed_numbers import numbers_written_with
from pipelines.drop.workbooks.read_workbook import read_workbook


def read_foreign(data: bytes, file: str, content: Content, options: ReadOptions, header_words: frozenset[str]) -> list[Sheet]:
    """Return the sheets of a file of a foreign format. Raises UnreadableDrop for one that cannot be read."""
    with numbers_written_with(options.decimal_mark):
        if content is Content.PARQUET:
            return [read_parquet(data, file)]
        if content is Content.JSON:
            return [read_json(decode(data, file, options.encoding), file)]
        return read_workbook(data, file, content, options, header_words)
