"""Printed and recomputed: what the paper prints beside what the cohort gives, with a word on each difference."""

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.analysis.compared_item import ComparedItem
from pipelines.paper.printed_and_recomputed import NOT_IN_COHORT
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
COUNTED = {
    "equal": "come out as printed",
    "does not follow": "do not follow from what is printed beside them",
    "truncated": "are cut off in print, not rounded",
    "misread": "have digits that were read wrongly",
    "other reading": "rest on another reading of the printed counts",
    "not printed": "are not printed",
    "near": "come out as near as an invented cohort can",
    "no number": "are no numbers",
    "different": "are different",
}
SPELT_OUT = {  # the shorthand of the list of printed numbers
    "uni": "univariate,", "multi": "multivariate,", "post": "post-ate-beva", "first": "first-line", "vs": "against", "both": "both arms",
    "female": "female sex", "viral": "viral etiology", "ecog0": "ECOG 0", "age65": "age > 65 years", "cpA": "Child-Pugh class A",
    "afp400": "AFP > 400 ng/mL", "size10": "tumour size > 10 cm", "single": "single mass", "pvtt": "portal vein invasion",
    "mets": "metastasis", "Mets": "metastasis", "PVI": "portal vein invasion", "BOR": "best response",
    "BOR4": "best response (4 categories)", "BOR5": "best response (5 categories)",
    "Bilirubin2dp": "Bilirubin (2 decimals)", "SE": "standard error",
}  # fmt: skip


def print_comparison(items: Sequence[ComparedItem]) -> Section:
    """Return the section; those that are equal are counted, and listed below the others; what this cohort lacks is counted alone."""
    absent = sum(item.cause == NOT_IN_COHORT for item in items)
    items = [item for item in items if item.cause != NOT_IN_COHORT]
    counts = Counter(map(_found, items))
    told = [f"{counts[found]} {words}" for found, words in COUNTED.items() if counts[found]]
    told += [f"{absent} are of a group, a level or a value that this cohort does not have"] if absent else []
    said = "; ".join(told)
    unequal = tuple(
        Line(name_of(item), cells_of(item.printed, item.recomputed or "–", WORDS[_found(item)], item.reason))
        for item in items
        if item.verdict != "equal"
    )
    equal = tuple(
        Line(name_of(item), cells_of(item.printed, item.recomputed or "–", item.reason)) for item in items if item.verdict == "equal"
    )
    return Section(
        "printed",
        TITLE,
        (
            Paragraph(f"{len(items) + absent} printed items: {said}."),
            Table("printed_and_different", "Table S", "Printed items that do not come out as printed",
                  ("", "Printed", "Recomputed", "Verdict", "Why"), unequal, has_long_texts=True),
            Table("printed_and_equal", "Table S", "Printed items that come out as printed",
                  ("", "Printed", "Recomputed", "Note"), equal, has_long_texts=True),
        ),
        in_word=False,
    )  # fmt: skip


def name_of(item: ComparedItem) -> str:
    """Return what was printed and where, its shorthand spelt out."""
    name = f"{item.where}: {item.quantity}{f' ({item.group})' if item.group else ''}"
    said = re.sub(r"[A-Za-z0-9]+", lambda word: SPELT_OUT.get(word.group(), word.group()), name[:1].upper() + name[1:])
    return said.replace("mass mass", "mass")


def _found(item: ComparedItem) -> str:
    return item.cause if item.verdict == "corrected" else item.verdict
