"""One extract: the lines of a file (or of a sheet, or of a member of an archive) before they become bytes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Form = Literal["delimited", "sheet", "ndjson", "parquet"]


class Raw(str):
    """A cell that stands in the file as it is here, however its column is usually written."""


class FaultyRow(dict):
    """A row of a patient who carries a fault. `rules` must find it; `before` is the row as it was.

    Of the rows of one `place` one must be found. `reshape` changes the cells of the row's line, `spoil` the line's bytes.
    """

    def __init__(self, row: dict) -> None:
        super().__init__(row)
        self.before = dict(row)
        self.rules: list[str] = []
        self.place = 0
        self.reshape: Callable[[list], list] | None = None
        self.spoil: Callable[[bytes], bytes] | None = None
        self.fault: Any = None

    def line(self, cells: list[Any]) -> list[Any]:
        """Return the row's cells as a line that knows its fault."""
        cells = self.reshape(cells) if self.reshape else cells
        return PlantedLine(cells, self) if self.rules or self.spoil else cells


class FaultyResult(tuple):
    """A laboratory result with the row behind it."""

    row: FaultyRow

    def __new__(cls, row: FaultyRow, *values: Any) -> "FaultyResult":
        """Return the result's six values, and keep the row."""
        result = super().__new__(cls, values)
        result.row = row
        return result


class PlantedLine(list):
    """A line with a fault."""

    def __init__(self, cells: list[Any], row: FaultyRow) -> None:
        super().__init__(cells)
        self.row = row


@dataclass
class Extract:
    """The lines of one extract: lists of cells; `columns` are the contract's names in the order of `header`."""

    file: str
    table: str
    form: Form
    columns: list[str]
    header: list[str]
    lines: list[list[Any]] = field(default_factory=list)
    member: str = ""  # of a .zip
    sheet: str = ""
    encoding: str = "utf-8"
    delimiter: str = ","

    @property
    def place(self) -> str:
        """The name under which a finding names this extract: file, or archive and member."""
        return f"{self.file}/{self.member}" if self.member else self.file
