"""The words for what became of a rule, and for what its level does: a flag asks, a reject quarantines, a stop ends the run.

Every page, terminal and workbook takes them from here. A question is no failure, and nothing says that it is one.
"""

from collections.abc import Mapping

LEVELS = {
    "reject": "the row is quarantined",
    "flag": "the row is kept, and the hospital is asked",
    "stop": "the run ends before the statistics",
}
BROKEN = {"stop": "stops", "reject": "quarantines", "flag": "asks"}  # what a rule that does not hold does, by its level
VERBS = {"stops": ("stops the run", "stop the run"), "quarantines": ("quarantines", "quarantine"), "asks": ("asks", "ask")}  # one, many
WHAT_HAPPENED = {"stop": "the run is stopped", "reject": "quarantined", "flag": "asked about"}  # to the row of one finding
WORST_FIRST = ("error", "stops", "quarantines", "asks", "passed", "not applicable", "held by tests", "off", "")
MARKS = {
    "error": "✕",
    "stops": "■",
    "quarantines": "▲",
    "asks": "?",
    "passed": "✓",
    "not applicable": "–",
    "held by tests": "◦",
    "off": "○",
    "": "·",
}
SAID = {
    "error": "error: the rule could not be run or did not catch its canary, which says nothing of the data",
    "stops": "stops the run",
    "quarantines": "quarantines",
    "asks": "asks about",
    "passed": "passed",
    "not applicable": "not applicable: it saw no row",
    "held by tests": "held by the tests of the program, and in no run",
    "off": "off: not held in this registry",
    "": "not in the results of this run",
}


def outcome_by_level(outcome: str, level: str) -> str:
    """Return the outcome of results.json as people read it: what failed there asks, quarantines or stops, as its level says."""
    return BROKEN[level] if outcome == "failed" else outcome


def say_outcome(outcome: str, rows: int, findings: int) -> str:
    """Return an outcome with its numbers: "asks about 3 of 120 rows"; `rows` are those of which the rule speaks."""
    if outcome in BROKEN.values():
        whole = "the table" if findings == 1 else f"{findings:,}"  # a finding about the table is none of its rows
        counted = f"{findings:,} of {rows:,} {'row' if rows == 1 else 'rows'}" if rows >= findings else whole
        return f"{SAID[outcome]}{': ' if outcome == 'stops' else ' '}{counted}"
    if outcome == "passed":
        return f"passed: all {rows:,}" if rows else "passed"
    return SAID[outcome]


def say_count(outcome: str, rules: int) -> str:
    """Return how many rules came to an outcome: "5 ask", "346 passed"."""
    return f"{rules:,} {VERBS[outcome][rules != 1] if outcome in VERBS else outcome or 'not reported'}"


def say_levels(counts: Mapping[str, int]) -> str:
    """Return how many findings, by level, do what: "226: 39 quarantine a row, 187 ask", or "18 ask"."""
    words = {"stop": ("stops the run", "stop the run"), "reject": ("quarantines a row", "quarantine a row"), "flag": ("asks", "ask")}
    said = [f"{counts[level]:,} {both[counts[level] != 1]}" for level, both in words.items() if counts.get(level)]
    whole = f"{sum(counts.values()):,}"
    return f"{whole}: {', '.join(said)}" if len(said) > 1 else said[0] if said else whole
