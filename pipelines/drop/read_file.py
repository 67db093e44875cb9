"""Reads any file of a drop: bytes in, sheets of text rows out, whatever the format, which its bytes tell."""

from collections.abc import Callable
from dataclasses import replace

from pipelines.drop.content import Content, find_content
from pipelines.drop.decode import decode
from pipelines.drop.delimited import read_delimited
from pipelines.drop.formats import READABLE
from pipelines.drop.inventory import DropFile
from pipelines.drop.read_foreign import read_foreign
from pipelines.drop.sheet import ReadOptions, Sheet, UnreadableDrop

AS_FOUND = ReadOptions()
ForeignReading = Callable[[bytes, str, Content, ReadOptions, frozenset[str]], list[Sheet]]


def read_file(
    file: DropFile,
    options: ReadOptions = AS_FOUND,
    header_words: frozenset[str] = frozenset(),
    on_rows: Callable[[int], None] | None = None,
    reading: ForeignReading = read_foreign,
) -> list[Sheet]:
    """Return the sheets of a file: one, or those of a workbook.

    `header_words` are all headers that are known, in any spelling of case and spaces; they help to find the header
    row. `on_rows` is called with the number of rows read since its last call. `reading` reads what is no delimited
    text; a run has it done by another process. A sheet may have no rows; whether its table may be empty is the
    caller's business.
    Raises UnreadableDrop, and nothing else, for whatever is wrong with the file; it calls the file as `shown` does.
    """
    if file.extension not in READABLE:
        raise UnreadableDrop(file.shown, "its format is not one that is read", f"send one of {', '.join(READABLE)}, or leave it out")
    data = file.read_bytes()
    content = find_content(data, file.shown, file.extension)
    if content is Content.TEXT:
        text = decode(data, file.shown, options.encoding)
        sheets = [read_delimited(text, file.shown, options, header_words, on_rows)]
    else:
        sheets = reading(data, file.shown, content, options, header_words)
        if on_rows:
            on_rows(sum(sheet.rows.height for sheet in sheets))
    return [replace(sheet, file=file.name, shown=file.shown) for sheet in sheets]
