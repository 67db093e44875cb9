"""What the abbreviations of a table stand for: its own, and those of the treatments and laboratory tests that it speaks of."""

import re
from collections.abc import Iterable, Mapping

from pipelines.warehouse.reference_files import listed_rows


def abbreviations_in_full(own: Mapping[str, str], labels: Iterable[str]) -> str:
    """Return the note of a table: its own abbreviations, and the tests and treatments that its labels name, by their letters."""
    text = " ".join(labels)
    tests = {row["label"]: row["name"] for row in listed_rows("lab_tests") if row["label"].lower() != row["name"]}
    treatments = {row[name]: row["in_full"] for row in listed_rows("treatments") if row["in_full"] for name in ("label", "table1_label")}
    known = tests | {label: name for label, name in treatments.items() if label != name}
    found = {label: name for label, name in known.items() if re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text)}
    spoken_of = {label[:1].upper() + label[1:]: name for label, name in found.items()}
    return "; ".join(f"{short}, {long}" for short, long in sorted({**own, **spoken_of}.items())) + "."
