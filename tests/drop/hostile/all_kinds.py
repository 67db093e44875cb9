"""All kinds of hostile drops, topic by topic, and the document that lists them: `python -m tests.drop.hostile.all_kinds` writes it."""

import json
from pathlib import Path

from tests.drop.hostile import (
    archives,
    covered_values,
    drawn_apart,
    half_shown_values,
    harmful_workbooks,
    names_and_links,
    other_programs,
    other_writers,
    parquet_and_ndjson,
    parts_of_tables,
    shown_values,
    text,
    text_values,
    workbooks,
    workbooks_of_other_formats,
)
from tests.drop.hostile.kind import KINDS, Kind

TOPICS = {
    "archives": archives,
    "names_and_links": names_and_links,
    "workbooks": workbooks,
    "shown_values": shown_values,
    "half_shown_values": half_shown_values,
    "covered_values": covered_values,
    "workbooks_of_other_formats": workbooks_of_other_formats,
    "harmful_workbooks": harmful_workbooks,
    "parquet_and_ndjson": parquet_and_ndjson,
    "other_programs": other_programs,
    "other_writers": other_writers,
    "text": text,
    "text_values": text_values,
    "parts_of_tables": parts_of_tables,
    "drawn_apart": drawn_apart,
}
MEASURED = Path(__file__).with_name("measured.json")  # of the last run of all kinds (tests/drop/hostile/measure.py)
PAGE = Path(__file__).parents[3] / "docs" / "hostile.md"
ABOVE = """\
# Hostile drops

This page is written by `make hostile` from the table of the test itself; nothing on it is typed by hand. A test takes each kind of drop
below in a process of its own, through the same steps as a run, and holds what comes of it against the last two columns:

- **read**: the rows behind the gate are exactly the expected ones;
- **quarantined**: so are the others, and the rule that is named has so many findings;
- **refused**: the run ends with exit 4 and one sentence; the last good release stays.

Nothing else is an outcome: no traceback, no process that dies, none that waits; 30 seconds and 1 GB at most for each.
"""


def kinds() -> list[Kind]:
    """Return all kinds in the order of the topics."""
    assert {one.topic for one in KINDS.values()} <= TOPICS.keys()
    return sorted(KINDS.values(), key=lambda one: list(TOPICS).index(one.topic))


def hostile_page() -> str:
    """Return the document: one line per kind."""
    lines = [ABOVE, f"{len(KINDS)} kinds. {_measured()}\n"]
    for topic, module in TOPICS.items():
        lines += [f"## {module.__doc__.splitlines()[0].rstrip('.')}\n", "| kind | outcome | what is right |", "|---|---|---|"]
        lines += [f"| {one.name} | {one.outcome} | {_escaped(one.right)} |" for one in kinds() if one.topic == topic]
        lines.append("")
    return "\n".join(lines)


def _measured() -> str:
    """Return what the last run of all kinds took, in words."""
    last = json.loads(MEASURED.read_text(encoding="utf-8"))
    outcomes = ", ".join(f"{number} {outcome}" for outcome, number in sorted(last["outcomes"].items(), key=lambda item: -item[1]))
    (megabytes, largest), (seconds, longest) = last["megabytes"], last["worked"]
    return (
        f"The last run of {sum(last['outcomes'].values())} (`make hostile MEASURE=1`) came to: {outcomes}. The largest memory was "
        f"{megabytes:,.0f} MB ({largest}), the longest time {seconds:.1f} s of the processor ({longest})."
    )


def _escaped(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(hostile_page(), encoding="utf-8")
