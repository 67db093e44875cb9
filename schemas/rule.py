"""What a rule is: one sentence about the data, with its level, its decision on NULL, and what a person should do.

A rule is stated once, in the schema or the suite of the table it guards. A rule about what one column may hold carries a pandera
`check`; a rule about rows carries the SQL predicate `where` (true for an offending row) or, if it needs more than its own row, a
whole `query` that selects the offending `row_key`s; a rule about a whole table names a Great Expectations class.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Literal

Level = Literal["reject", "flag", "stop"]


class BrokenRule(Exception):
    """A rule could not be run: our fault, never the data's."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of the book. `columns` are what it reads; the message never holds a value."""

    id: str
    name: str
    level: Level
    category: str  # Kahn: conformance | completeness | plausibility, with its subcategory
    columns: tuple[str, ...]
    when_null: str
    message: str
    action: str
    citation: str
    check: Any = None  # schemas: a pandera Check on the one column named
    not_null: bool = False  # schemas: the one column named must be filled
    where: str = ""  # expectations: predicate on the table, true for an offending row
    query: str = ""  # expectations: selects the offending row_key from {batch}
    expectation: tuple[str, dict[str, Any]] | None = None  # expectations: a class of Great Expectations, for a whole table
    parent_table: str = ""  # keys: the parent this row hangs on; a row whose parent is set aside goes with it
    parent_key: tuple[str, ...] = field(default=())

    def on(self, *columns: str, **changes: Any) -> "Rule":
        """Return the same rule held to other columns of a table."""
        return replace(self, columns=columns, **changes)
