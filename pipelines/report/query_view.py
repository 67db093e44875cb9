"""The queries of a run in words: how many are open, new, closed; how long it takes to close one; what the answers changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_NAMED = 12  # numbers of queries named in one line
MOST_RULES = 15  # named by themselves


@dataclass(frozen=True)
class QueryView:
    """What the report shows of the queries: sentences, and the rows of its tables as SQL has counted them."""

    sentences: tuple[str, ...]
    open_counts: Sequence[Mapping[str, Any]]
    rule_answers: Sequence[Mapping[str, Any]]
    override_counts: Sequence[Mapping[str, Any]]


def view_queries(results: Mapping[str, Any]) -> QueryView | None:
    """Return what is shown of the queries of results.json; None for a run that has never had any."""
    counts = results.get("queries") or {}
    if "open_counts" not in counts or not any(counts[name] for name in ("open", "answered", "accepted", "closed", "closed_count")):
        return None
    overrides = [one | {"queries": _named(one["queries"])} for one in counts["override_counts"]]
    return QueryView(tuple(_sentences(counts)), _most_open(counts["open_counts"]), _in_vain(counts["rule_answers"]), overrides)


def _most_open(groups: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the groups, of the rules those with most open questions and the others together."""
    rules = sorted((one for one in groups if one["way"] == "rule"), key=lambda one: (-one["open_count"], one["group_name"]))
    listed = [one for one in groups if one["way"] != "rule"] + rules[:MOST_RULES]
    if others := rules[MOST_RULES:]:
        count = sum(one["open_count"] for one in others)
        listed.append({"way": "rule", "group_name": f"{len(others)} other rules", "open_count": count})
    return listed


def _in_vain(rules: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the rules of which something is right as it is, and all others together."""
    listed, others = ([one for one in rules if bool(one["right_count"]) is is_listed] for is_listed in (True, False))
    if others:
        sums = {name: sum(one[name] for one in others) for name in ("answered_count", "right_count", "changed_count")}
        listed.append({"rule": f"{len(others)} other {'rules' if len(others) > 1 else 'rule'}", "right_pct": 0.0} | sums)
    return listed


def _sentences(counts: Mapping[str, Any]) -> Iterator[str]:
    asks = counts["open"] - counts["consequences"]
    follow = f", and {counts['consequences']:,} that follow from others" if counts["consequences"] else ""
    yield f"{asks:,} {'question is' if asks == 1 else 'questions are'} open{follow}."
    yield f"Of this run: {counts['new']:,} new, {counts['reopened']:,} opened again, {counts['closed']:,} closed."
    yield f"{counts['answered']:,} answered and not yet sent, {counts['accepted']:,} accepted as they are."
    if counts["median_days_to_close"] is not None:
        yield f"Median time to close a query: {counts['median_days_to_close']:g} days ({counts['closed_count']:,} closed so far)."
    if counts["answered_count"]:
        share = 100 * counts["changed_count"] / counts["answered_count"]
        yield f"{counts['changed_count']:,} of {counts['answered_count']:,} answers changed data ({share:.0f} %)."


def _named(queries: str) -> str:
    numbers = queries.split(", ")
    more = len(numbers) - MOST_NAMED
    return ", ".join(numbers[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
