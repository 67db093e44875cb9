"""What the doctor says of one thing: whether it is well, and if not, what to do."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

WIDTH = 80
MARKS = {"well": "✓", "look": "!", "ill": "✗"}


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: `ill` stops runs or tells of one that stopped, `look` is for a person to judge."""

    name: str
    state: Literal["well", "look", "ill"]
    said: str
    to_do: str = ""


def lines_of(check: Check) -> Iterator[str]:
    """Yield what is printed of a check, no line wider than a terminal."""
    head = f"{MARKS[check.state]} {check.name:<12}"
    yield from textwrap.wrap(check.said, WIDTH, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False)
    if check.to_do:
        indent = " " * len(head)
        yield from textwrap.wrap(f"→ {check.to_do}", WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ", break_on_hyphens=False)
