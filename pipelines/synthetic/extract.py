"""One extract: the lines of a file (or of a sheet, or of a member of an archive) before they become bytes."""

from dataclasses import dataclass, field
from typing import Any, Literal

Form = Literal["delimited", "sheet", "ndjson", "parquet"]


class PlantedLine(list):
    """A line with a fault: its cells, the rules that must find it and why, and bytes if it cannot be decoded."""

    def __init__(self, cells: list[Any], rules: list[tuple[str, str]], raw: bytes | None = None) -> None:
        super().__init__(cells)
        self.rules = rules
        self.raw = raw


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

    def at(self, column: str) -> int:
        """Return the position of a contract column."""
        return self.columns.index(column)

    def of_patient(self, number: str) -> list[int]:
        """Return the positions of the lines of one patient."""
        place = self.at("patient_id")
        return [at for at, line in enumerate(self.lines) if len(line) > place and str(line[place]).strip() == number]
