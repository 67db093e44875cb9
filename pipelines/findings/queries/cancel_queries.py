"""Cancels the queries of a rule that was wrong: they are silent until their value, or the rule, is another one."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.findings.queries.answers import KEPT
from pipelines.settings.errors import UnusableSettings

CANCELLED = "cancelled"
ASKED = ("open", "answered")  # what a person has accepted, or what is closed, asks nobody


def cancel_queries(log: Iterable[Mapping[str, Any]], rule: str, by: str, reason: str, day: dt.date) -> list[dict[str, Any]]:
    """Return the moves, in the order of the queries' numbers; raise UnusableSettings where no query of the rule asks."""
    last = {move["query_no"]: move for move in log}
    asked = [move for _, move in sorted(last.items()) if move.get("rule") == rule and move["state_to"] in ASKED]
    if not asked:
        raise UnusableSettings(f"no query of {rule} asks; give the number of the rule as the list of queries has it, such as PA-021")
    said = {"day": day, "made_by": by, "state_to": CANCELLED, "why": reason}
    return [{name: move[name] for name in KEPT} | {"state_from": move["state_to"]} | said for move in asked]
