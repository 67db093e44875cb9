"""What the report is made of, whatever it is written as: sections of paragraphs, tables and figures, with their numbers and notes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Literal

Role = Literal["primary", "sensitivity"]


@dataclass(frozen=True)
class Cell:
    """One cell as it is printed; `mark` is the letter of the note below the table that it points to."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a table: its label and its cells. An indented line belongs to the one above it."""

    label: str
    cells: tuple[Cell, ...] = ()
    is_indented: bool = False


@dataclass(frozen=True)
class Table:
    """A table. `columns` begins with that of the labels; `spans` are titles over several columns, as (title, how many).

    A letter in braces in a note is the mark that cells bear: "{a} Fisher's exact test".
    """

    name: str
    number: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    spans: tuple[tuple[str, int], ...] = ()
    role: Role = "primary"
    has_long_texts: bool = False


@dataclass(frozen=True)
class Figure:
    """A figure. `draw` returns it as a matplotlib figure; `alt` says in words what it shows; `is_of_patients`: each point is one."""

    name: str
    number: str
    title: str
    alt: str
    draw: Callable[[], object]
    notes: tuple[str, ...] = ()
    role: Role = "primary"
    is_wide: bool = False
    is_of_patients: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the cohort flow: who was excluded by it and why, and who remained. A count of None is not shown."""

    description: str
    reason: str
    excluded: int | None
    remaining: int | None


@dataclass(frozen=True)
class Flow:
    """The cohort flow: `start` patients, the steps, and the arms at its end; `figure` is the same for paper."""

    start: int | None
    steps: tuple[Step, ...]
    arms: tuple[tuple[str, int | None], ...]
    figure: Figure


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text; `lead` is its first words, which say what it is about."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Reference:
    """A work that is cited, with its number."""

    number: int
    text: str


@dataclass(frozen=True)
class Contents:
    """The contents of the appendix: each part with its tables and figures, as (number, title, name)."""

    entries: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = ()


Block = Table | Figure | Flow | Paragraph | Reference | Contents


@dataclass(frozen=True)
class Section:
    """A part of the report with a heading. `in_word` says whether the Word file, which is made for a manuscript, has it; parts of the
    appendix are found by its contents."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]
    in_word: bool = True
    is_appendix: bool = False


@dataclass(frozen=True)
class Tile:
    """A number that is shown large, with what it is."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Document:
    """The whole report of a release."""

    registry: str
    as_of: str
    run_id: str
    profile: str
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    warnings: tuple[str, ...] = field(default=())

    @property
    def shows_patients(self) -> bool:
        """Say whether a figure shows single patients, so that the page must not go out of the hospital."""
        return any(figure.is_of_patients for figure in self.blocks(Figure))

    def blocks(self, kind: type) -> list:
        """Return all tables, or all figures, in their order."""
        found = [block for section in self.sections for block in section.blocks]
        return [block for block in (*found, *(flow.figure for flow in found if isinstance(flow, Flow))) if isinstance(block, kind)]


def cells_of(*texts: str) -> tuple[Cell, ...]:
    """Return texts as cells without marks."""
    return tuple(Cell(text) for text in texts)


def runs_of(note: str) -> list[tuple[str, bool]]:
    """Return a note in pieces, each with whether it is a mark, which is printed raised."""
    pieces = re.split(r"\{([a-z])\}", note)
    return [(piece, bool(place % 2)) for place, piece in enumerate(pieces) if piece]


def numbered(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections with their supplementary tables and figures ("Table S", "Figure S") numbered in the order of the page."""
    counts = {"Table S": count(1), "Figure S": count(1)}

    def with_next(number: str) -> str:
        return f"{number}{next(counts[number])}" if number in counts else number

    def with_number(block: Block) -> Block:
        if isinstance(block, Flow):
            return replace(block, figure=replace(block.figure, number=with_next(block.figure.number)))
        return replace(block, number=with_next(block.number)) if isinstance(block, Table | Figure) else block

    return tuple(replace(section, blocks=tuple(map(with_number, section.blocks))) for section in sections)
