"""What the abbreviations of a table stand for: its own, and those of the treatments and laboratory tests that it speaks of."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from pipelines.warehouse.reference_files import listed_rows


def abbreviations_in_full(own: Mapping[str, str], labels: Iterable[str]) -> str:
    """Return the note of a table: its own abbreviations, and the tests and treatments that its labels name, by their letters."""
    text = " ".join(labels)
    tests = {row["label"]: row["name"] for row in listed_rows("lab_tests") if row["label"].lower() != row["name"]}
    rows = listed_rows("treatments")
    shared = Counter(row["table1_label"] for row in rows)  # a label of several treatments stands for none of them
    treatments = {row["label"]: row["in_full"] for row in rows if row["in_full"]}
    treatments |= {row["table1_label"]: row["in_full"] for row in rows if row["in_full"] and shared[row["table1_label"]] == 1}
    known = tests | {label: name for label, name in treatments.items() if label != name}
    found = {label: name for label, name in known.items() if re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text)}
    spoken_of = {label[:1].upper() + label[1:]: name for label, name in found.items()}
    return "; ".join(f"{short}, {long}" for short, long in sorted({**own, **spoken_of}.items())) + "."
