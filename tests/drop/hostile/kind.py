"""What a kind of hostile drop is, and how one is added.

A kind is a function in the module of its topic (archives, names_and_links, workbooks, shown_values, half_shown_values, covered_values,
workbooks_of_other_formats, harmful_workbooks, parquet_and_ndjson, other_programs, other_writers, text, text_values, parts_of_tables,
drawn_apart). It gets the small drop of nine CSV files, all right, and makes one thing of it hostile. Its name is the kind's name; the
decorator says what must come of it:

    @kind("a pattern of the settings reads its two members", read_besides={"labs": ["00000001,AST,44,U/L,2023-01-08"]})
    def zip_of_two(drop): ...

    @kind("the row is no text: it is quarantined by CV-005", quarantined={"CV-005": 1}, lost={"labs": ["00000001,AST,45,U/L,2023-01-09"]})
    def one_bad_byte(drop): ...

    @kind("the file is cut off", refused="labs.* looks truncated; send the whole file again")
    def truncated(drop): ...

- read (without `quarantined` and `refused`): all rows of the small drop are accepted, as TABLES of tests/small_drop.py draws them,
  `read_besides` those and `lost` without them;
- `quarantined`: the same, and each of these rules has so many findings of level reject, or lines that it could not read;
- `refused`: exit 4, and the sentence matches. A kind of which only one outcome is right has one; there is no "any of them".

`not_taken` are patterns, each of which one entry of status.json's not_taken must match ("file: why"); any other entry is an error.
Then `make hostile` writes docs/hostile.md again. Whatever the kind: 30 seconds and 1 GB at most, no traceback, no process that dies.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.small_drop import SmallDrop


@dataclass(frozen=True)
class Kind:
    """One kind of hostile drop, how it is made, and what must come of it."""

    name: str
    topic: str
    build: Callable[[SmallDrop], None]
    right: str  # in words, for docs/hostile.md
    refused: str = ""  # a pattern of the sentence
    quarantined: Mapping[str, int] = field(default_factory=dict)  # rule -> findings
    read_besides: Mapping[str, Sequence[str]] = field(default_factory=dict)  # table -> CSV lines
    lost: Mapping[str, Sequence[str]] = field(default_factory=dict)
    not_taken: Sequence[str] = ()

    @property
    def outcome(self) -> str:
        """One of three."""
        return "refused" if self.refused else "quarantined" if self.quarantined else "read"


KINDS: dict[str, Kind] = {}


def kind(right: str, **expected) -> Callable[[Callable], Callable]:
    """Register a function as a kind; its module is the topic."""

    def register(build: Callable[[SmallDrop], None]) -> Callable[[SmallDrop], None]:
        name = build.__name__
        assert name not in KINDS, f"two kinds are called {name}"
        KINDS[name] = Kind(name, build.__module__.rsplit(".", 1)[-1], build, right, **expected)
        return build

    return register
