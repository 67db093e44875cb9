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
    "decides otherwise": "different, and why",
    "different": "different",
}
PROOFS = {  # what a claim about the print rests on
    "arithmetic": "arithmetic: it follows from printed numbers alone",
    "tests tried": "the tests that were tried, of the printed counts or means",
    "no data set found": "a search: no data set was found, which does not prove that there is none",
    "one data set": "one data set in which it is so",
    "copy of the paper": "the copy of the paper, read by a machine",
    "text of the paper": "the text of the paper",
}
OPENING = (
    "The paper's patients are not known here. The cohort of the synthetic hospital was invented and fitted to the figures below: that they "
    "come out of it shows that this program reckons as the paper did, and is no evidence for them. Of another cohort they cannot be "
    "expected. A claim about the paper is made only where something proves it, and says what."
)
COUNTED = {
    "equal": "come out as printed",
    "does not follow": "do not follow from what is printed beside them",
    "truncated": "are cut off in print, not rounded",
    "misread": "have digits that were read wrongly",
    "other reading": "rest on another reading of the printed counts",
    "not printed": "are not printed",
    "near": "come out as near as an invented cohort can",
    "no number": "are no numbers",
    "decides otherwise": "are different, with a reason, where a decision hangs on them",
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
    """Return the section: printed numbers once each, those that differ first; then what was held beside them and differs.

    What this cohort lacks is counted alone.
    """
    own = [item for item in items if not item.beside]
    absent = sum(item.cause == NOT_IN_COHORT for item in own)
    present = [item for item in own if item.cause != NOT_IN_COHORT]
    counts = Counter(map(_found, present))
    told = [f"{counts[found]} {words}" for found, words in COUNTED.items() if counts[found]]
    told += [f"{absent} are of a group, a level or a value that this cohort does not have"] if absent else []
    beside = [item for item in items if item.beside and item.cause != NOT_IN_COHORT]
    others = [item for item in beside if item.verdict != "equal"]
    checked = f"Beside them {len(beside)} things were held against the same numbers (sums, other readings, standard errors); "
    proofs = "; ".join(PROOFS[proof] for proof in PROOFS if any(item.proof == proof for item in items))
    return Section(
        "printed",
        TITLE,
        (
            Paragraph(OPENING),
            Paragraph(f"{len(own)} printed numbers, each counted once: {'; '.join(told)}."),
            _unequal("printed_and_different", "Printed numbers that do not come out as printed", present, "Verdict"),
            Table("printed_and_equal", "Table S", "Printed numbers that come out as printed",
                  ("", "Printed", "Recomputed", "Note"), tuple(map(_equal, (one for one in present if one.verdict == "equal"))),
                  has_long_texts=True),
            Paragraph(f"{checked}{len(beside) - len(others)} agree."),
            _unequal("printed_and_beside", "What was held beside them, and does not agree", others, "What it is"),
            *([Paragraph(f"Claims rest on {proofs}.")] if proofs else []),
        ),
        in_word=False,
    )  # fmt: skip


def _unequal(name: str, title: str, items: Sequence[ComparedItem], what: str) -> Table:
    lines = tuple(
        Line(name_of(item), cells_of(item.printed, item.recomputed or "–", item.beside or WORDS[_found(item)], item.reason, item.proof))
        for item in items
        if item.verdict != "equal"
    )
    return Table(name, "Table S", title, ("", "Printed", "Recomputed", what, "Why", "Rests on"), lines, has_long_texts=True)


def _equal(item: ComparedItem) -> Line:
    return Line(name_of(item), cells_of(item.printed, item.recomputed or "–", item.reason))


def name_of(item: ComparedItem) -> str:
    """Return what was printed and where, its shorthand spelt out."""
    name = f"{item.where}: {item.quantity}{f' ({item.group})' if item.group else ''}"
    said = re.sub(r"[A-Za-z0-9]+", lambda word: SPELT_OUT.get(word.group(), word.group()), name[:1].upper() + name[1:])
    return said.replace("mass mass", "mass")


def _found(item: ComparedItem) -> str:
    return item.cause if item.verdict == "corrected" else item.verdict
