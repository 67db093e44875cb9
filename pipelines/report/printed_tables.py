"""Printed and recomputed: what the paper prints beside what the cohort gives, with a word on each difference."""

from collections import Counter
from collections.abc import Sequence

from pipelines.analysis.printed_and_recomputed import NOT_IN_COHORT, ComparedItem
from pipelines.report.document import Line, Paragraph, Section, Table, cells_of

TITLE = "Printed and recomputed"
WORDS = {  # verdict, or what stands behind a corrected value
    "equal": "equal",
    "does not follow": "the printed value does not follow",
    "truncated": "printed cut off, not rounded",
    "misread": "printed digits read wrongly",
    "other reading": "another reading of the printed counts",
    "not printed": "not printed",
    "near": "as near as an invented cohort comes",
    "no number": "no number to recompute",
    "different": "different",
}


def print_comparison(items: Sequence[ComparedItem]) -> Section:
    """Return the section; those that are equal are counted, and listed below the others; what this cohort lacks is counted alone."""
    absent = sum(item.cause == NOT_IN_COHORT for item in items)
    items = [item for item in items if item.cause != NOT_IN_COHORT]
    counts = Counter(map(_word, items))
    said = "; ".join(
        [f"{counts[word]} {word}" for word in WORDS.values() if counts[word]]
        + ([f"{absent} of a group, a level or a value that this cohort does not have"] if absent else [])
    )
    unequal = tuple(
        Line(f"{item.where}: {item.quantity}{f' ({item.group})' if item.group else ''}",
             cells_of(item.printed, item.recomputed or "–", _word(item), item.reason))
        for item in items if item.verdict != "equal"
    )  # fmt: skip
    equal = tuple(
        Line(
            f"{item.where}: {item.quantity}{f' ({item.group})' if item.group else ''}",
            cells_of(item.printed, item.recomputed or "–", item.reason),
        )
        for item in items
        if item.verdict == "equal"
    )
    return Section(
        "printed",
        TITLE,
        (
            Paragraph(f"{len(items) + absent} printed items: {said}."),
            Table("printed_and_different", "Table S15", "Printed items that do not come out as printed",
                  ("", "Printed", "Recomputed", "Verdict", "Why"), unequal, has_long_texts=True),
            Table("printed_and_equal", "Table S16", "Printed items that come out as printed", ("", "Printed", "Recomputed", "Note"), equal,
                  has_long_texts=True),
        ),
        in_word=False,
    )  # fmt: skip


def _word(item: ComparedItem) -> str:
    return WORDS[item.cause if item.verdict == "corrected" else item.verdict]
