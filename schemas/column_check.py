"""What a column may hold, as pandera is told when a table is held to it: a rule is read without pandera, whose import takes a second."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandera.polars as pa


@dataclass(frozen=True)
class Check:
    """A check of pandera that is not made yet: its name there ("ne", "in_range"), or "" for one that is a function, and its arguments."""

    name: str
    arguments: tuple[Any, ...]
    ignore_na: bool = True
    description: str = ""

    def made(self) -> "pa.Check":
        """Return pandera's own check; raise ValueError for arguments that make none."""
        import pandera.polars as pa

        if self.name:
            return getattr(pa.Check, self.name)(*self.arguments)
        return pa.Check(*self.arguments, ignore_na=self.ignore_na, description=self.description or None)


def holds(name: str, *arguments: Any) -> Check:
    """Return one of pandera's built-in checks by its name there."""
    return Check(name, arguments)


def holds_where(is_right: Callable[[Any], Any], *, ignore_na: bool = True, description: str = "") -> Check:
    """Return a check by a function of pandera's PolarsData that returns a lazy frame of booleans, one per row."""
    return Check("", (is_right,), ignore_na, description)
