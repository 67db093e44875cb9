"""The sets of responses that rates count: objective response, disease control, and any other that the registry lists."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

OBJECTIVE = "ORR"  # the set whose responses make a responder


@dataclass(frozen=True)
class ResponseSet:
    """One rate: its name, its label in print, and the best responses that it counts."""

    name: str
    label: str
    responses: tuple[str, ...]


def response_sets_of(frame: pl.DataFrame) -> tuple[ResponseSet, ...]:
    """Return the sets of cohort.response_sets in the order of the list."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, label, response in frame.sort("order_no").select("response_set", "label", "response").iter_rows():
        found.setdefault((name, label), []).append(response)
    return tuple(ResponseSet(name, label, tuple(responses)) for (name, label), responses in found.items())


def responses_of(sets: Sequence[ResponseSet], name: str) -> tuple[str, ...]:
    """Return the responses of a set; none where there is no such set."""
    return next((each.responses for each in sets if each.name == name), ())
