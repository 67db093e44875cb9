"""What the abbreviations of a table stand for: its own, and those of the laboratory tests that it speaks of."""

import re
from collections.abc import Iterable, Mapping

from pipelines.warehouse.reference_files import listed_rows


def abbreviations_in_full(own: Mapping[str, str], labels: Iterable[str]) -> str:
    """Return the note of a table: its own abbreviations, and the tests that its labels name by an abbreviation, by their letters."""
    text = " ".join(labels)
    tests = {row["label"]: row["name"] for row in listed_rows("lab_tests") if row["label"].lower() != row["name"]}
    spoken_of = {label: name for label, name in tests.items() if re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text)}
    return "; ".join(f"{short}, {long}" for short, long in sorted({**own, **spoken_of}.items())) + "."
