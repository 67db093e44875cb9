"""Counts the spellings that are drawn: how many are read, are asked about, and say nothing. `python -m tests.spellings`."""

from collections import Counter

from tests.spellings.kinds import KINDS
from tests.spellings.read_cells import ASKED, MISSING

counts = {name: Counter(says if says in (ASKED, MISSING) else "read" for says in kind.spellings.values()) for name, kind in KINDS.items()}
for name, count in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
    print(f"{name:25}{count.total():5}: {count['read']:4} read, {count[ASKED]:4} asked about, {count[MISSING]:4} missing")
