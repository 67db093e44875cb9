"""Files that bring the rows of another file of their table again: a file sent twice, and the copy that a browser or Explorer makes.

The same bytes, and the same rows under a copy's name, are left out and said; a copy that has most rows of the other and differs in some
is refused, for nobody here can know which of the two is right. Extracts that grow from month to month share rows as well; they have
names of their own, and their rows count once because each is a copy of another.
"""

import hashlib
import re
from collections.abc import Sequence
from pathlib import PurePosixPath

import polars as pl

from pipelines.drop.formats import without_gz
from pipelines.drop.inventory import DropFile
from pipelines.drop.patterns import fold_name
from pipelines.drop.sheet import Sheet, UnreadableDrop, fold_header

VERSIONS = "old|back-?up|bak|prev|previous|orig|original|final|corrected|rev|백업|이전|원본|수정|수정본|최종|최종본"
MARKS = (  # what stands before or behind a name: "labs (1)", "labs - Copy (2)", "Copy of labs", "labs - 복사본", "사본 - labs"
    re.compile(r"^(copy( \(\d+\))? of|복사본|사본)[ _-]+"),
    re.compile(r"[ _-]*\(\d+\)$"),
    re.compile(
        r"[ _-]*\([^()]*(conflict|충돌)[^()]*\)$|\.sync-conflict-[\w-]+$|[ _-]+conflict-[\d-]+$"
    ),  # programs that keep folders alike
    re.compile(rf"([ _.-]+[(\[]?|[(\[])({VERSIONS})[ _-]*\d*[)\]]?$"),
    re.compile(r"[ _-]+v(er(sion)?)?[ _.-]?\d+$"),
    re.compile(r"([ _-]+|의 ?)(copy|복사본|사본|kopie|copie)([ _-]*\d+)?$"),
)
MOST = 0.5  # of the rows of the smaller file


def original_name(name: str) -> str:
    """Return the path that a file has without the marks of a copy, without packing and extension, as names are compared."""
    path = PurePosixPath(fold_name(without_gz(name)))
    stem, before = path.stem, ""
    while stem != before:
        before = stem
        for mark in MARKS:
            stem = mark.sub("", stem) or stem
    return str(path.with_name(stem))


class Repeats:
    """Finds, among the files of one table as they are read one after the other, those that bring the rows of another again."""

    def __init__(self, files: Sequence[DropFile]) -> None:
        names = [original_name(file.name) for file in files]
        self._doubtful = {file.name for file, name in zip(files, names, strict=True) if names.count(name) > 1}
        self._contents: dict[tuple[int, str], str] = {}
        self._rows: dict[str, list[tuple[str, pl.DataFrame]]] = {}

    def same_bytes(self, file: DropFile, content: bytes) -> str:
        """Return why a file is not to be read, because one before it has the same content; blank if none has."""
        # what a source sends anew goes before what it sent meanwhile
        first = self._contents.setdefault((file.stored.sending, hashlib.sha256(content).hexdigest()), file.shown)
        return "" if first == file.shown else f"it holds the same bytes as {first}"

    def same_rows(self, file: DropFile, sheets: Sequence[Sheet]) -> str:
        """Return why the rows of a file are not to be taken, because it is a copy of one before it; blank if it is none.

        Raises UnreadableDrop for a copy that shares most rows with the other and not all.
        """
        if file.name not in self._doubtful:
            return ""
        rows, others = _counted_rows(sheets), self._rows.setdefault(original_name(file.name), [])
        for other, known in others:
            shared = rows.join(known, on="row").select(pl.min_horizontal("times", "times_right").sum()).item() or 0
            here, there = (int(each["times"].sum()) for each in (rows, known))
            if shared and shared == here == there:
                return f"it is a copy of {other}, with the same rows"
            if shared > MOST * min(here, there):
                wrong = f"it is called a copy of {other}, and {shared:,} of its {here:,} rows are the same"
                raise UnreadableDrop(file.shown, wrong, "leave in the drop the one that is right")
        others.append((file.shown, rows))
        return ""


def _counted_rows(sheets: Sequence[Sheet]) -> pl.DataFrame:
    """Return each row of the sheets as one text, whatever the order of the columns, with how often it is there."""
    texts = [pl.Series("row", [], dtype=pl.String)]
    for sheet in sheets:
        order = sorted(range(len(sheet.header)), key=lambda position: fold_header(sheet.header[position]))
        cells = [pl.concat_str(pl.lit(fold_header(sheet.header[at])), pl.col(f"c{at}").fill_null("").str.strip_chars()) for at in order]
        texts.append(sheet.rows.select(pl.concat_str(cells, separator="\x1f").alias("row"))["row"])
    return pl.concat(texts).value_counts(name="times").select("row", pl.col("times").cast(pl.Int64))
