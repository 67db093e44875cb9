"""Printed and recomputed: what the paper prints beside what the cohort gives, with a word on each difference."""

from collections import Counter
from collections.abc import Sequence

from pipelines.analysis.printed_and_recomputed import ComparedItem
from pipelines.report.document import Line, Paragraph, Section, Table, cells_of

TITLE = "Printed and recomputed"
WORDS = {
    "equal": "equal",
    "corrected": "the printed value does not follow",
    "near": "as near as an invented cohort comes",
    "no number": "no number to recompute",
    "different": "different",
}


def print_comparison(items: Sequence[ComparedItem] | None) -> Section:
    """Return the section; those that are equal are counted, and listed below the others."""
    if items is None:
        said = "The paper's numbers cannot be set beside those of this cohort: it lacks groups or levels that the paper has."
        return Section("printed", TITLE, (Paragraph(said),), in_word=False)
    counts = Counter(item.verdict for item in items)
    said = "; ".join(f"{counts[verdict]} {words}" for verdict, words in WORDS.items() if counts[verdict])
    unequal = tuple(
        Line(f"{item.where}: {item.quantity}{f' ({item.group})' if item.group else ''}",
             cells_of(item.printed, item.recomputed or "–", WORDS[item.verdict], item.reason))
        for item in items if item.verdict != "equal"
    )  # fmt: skip
    equal = tuple(
        Line(f"{item.where}: {item.quantity}{f' ({item.group})' if item.group else ''}", cells_of(item.printed, item.recomputed or "–"))
        for item in items
        if item.verdict == "equal"
    )
    return Section(
        "printed",
        TITLE,
        (
            Paragraph(f"{len(items)} printed items: {said}."),
            Table("printed_and_different", "Table S", "Printed items that do not come out as printed",
                  ("", "Printed", "Recomputed", "Verdict", "Why"), unequal, has_long_texts=True),
            Table("printed_and_equal", "Table S", "Printed items that come out as printed",
                  ("", "Printed", "Recomputed"), equal, has_long_texts=True),
        ),
        in_word=False,
    )  # fmt: skip
