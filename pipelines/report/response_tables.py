"""Table 2 as it is printed, its confirmed and single-reader readings, and how long responses lasted."""

import re
from collections.abc import Mapping

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.group_tests import Test
from pipelines.analysis.proportions import Proportion, proportion
from pipelines.analysis.response_criteria import OtherResponses, ResponseCriterion
from pipelines.analysis.response_duration import Duration
from pipelines.analysis.response_table import NOT_ASSESSED, ResponseRate, ResponseTable
from pipelines.analysis.undated_reads import UndatedReads
from pipelines.report.baseline_tables import TestNotes, group_columns
from pipelines.report.document import Block, Cell, Line, Paragraph, Table
from pipelines.report.in_print import HIDDEN, SUPPRESSED, count_and_percent, interval, months, p_of

ABBREVIATIONS = {
    "CI": "confidence interval",
    "CR": "complete response",
    "NE": "not evaluable",
    "PD": "progressive disease",
    "PR": "partial response",
    "SD": "stable disease",
}


def print_response(table: ResponseTable, arms: ComparedArms, criterion: str, number: str = "Table 2", name: str = "table_2") -> Table:
    """Return Table 2; that of another criterion names it in its title."""
    notes = TestNotes()

    def tested(test: Test) -> Cell:
        return Cell(p_of(test), notes.mark(test.name) if isinstance(test.p_value, float) else "")

    lines = [Line("Best response, n (%)", (*(Cell("") for _ in table.groups), tested(table.responses_test)))]
    for line in table.responses:
        lines.append(Line(line.name, (*(Cell(count_and_percent(share)) for share in line.groups), Cell("")), True))
    for rate in table.rates:
        lines.append(Line(f"{rate.name}, n (%)", (*(Cell(count_and_percent(share)) for share in rate.groups), tested(rate.test))))
        lines.append(Line("95 % CI", (*(Cell(_limits(share)) for share in rate.groups), Cell("")), True))
    said = [f"Response by {criterion}: {table.definition}. Patients without an evaluable scan (NE) stay in every denominator."]
    said += [notes.note()] if notes.names else []
    said += list(dict.fromkeys(f"Not tested: {test.note}." for test in table.tests if test.p_value is None and test.note))
    if "expected counts" in table.responses_test.note:
        said.append(f"Best response: {table.responses_test.note}, so the chi-square is approximate.")
    said += ["95 % CI: exact (Clopper–Pearson).", abbreviations(table)]
    return Table(
        name=name,
        number=number,
        title="Treatment response" if name == "table_2" else f"Treatment response by {criterion}",
        columns=("", *group_columns(table.groups, table.sizes, arms), "P-value"),
        lines=tuple(lines),
        notes=tuple(said),
    )


def print_other_criteria(others: tuple[OtherResponses, ...], arms: ComparedArms, number: str) -> tuple[Block, ...]:
    """Return Table 2 by each criterion beside the primary one; where nobody is evaluable by one, the sentence that says so."""
    blocks: list[Block] = []
    for other in others:
        label = other.criterion.label
        if other.response:
            blocks.append(print_response(other.response, arms, label, number, f"response_by_{file_name(label)}"))
        blocks += (*say_not_evaluable(other.criterion), *say_unverifiable(other.criterion))
    return tuple(blocks)


def say_not_evaluable(criterion: ResponseCriterion | None) -> list[Paragraph]:
    """Return the sentence that by a criterion nobody is evaluable, where that is so."""
    if criterion is None or criterion.is_evaluable:
        return []
    said = f"Not evaluable: it sums {criterion.diameter} diameters, and no read has any. No other diameter stands for them."
    return [Paragraph(said, f"Response by {criterion.label}")]


def say_unverifiable(criterion: ResponseCriterion | None) -> list[Paragraph]:
    """Return the sentence on recorded responses that no arithmetic verifies; nothing where all can be verified."""
    if criterion is None or not criterion.unverifiable_reads:
        return []
    counts = (criterion.unverifiable_reads, criterion.recorded_reads)
    what = "Some" if SUPPRESSED in counts else f"{counts[0]:,} of {counts[1]:,}"
    said = f"{what} recorded responses are of readers without a complete baseline sum."
    return [Paragraph(f"{said} They count as recorded, and no arithmetic verifies them.", f"Response by {criterion.label}")]


def file_name(label: str) -> str:
    """Return the name of a criterion as it can be part of the name of a file: `recist_1_1`."""
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")


def abbreviations(table: ResponseTable) -> str:
    """Return what the abbreviations of a table of responses stand for; of a rate, which responses it counts."""
    return in_full(ABBREVIATIONS | {rate.name: f"{rate.label} ({listed(rate.responses)})" for rate in table.rates})


def in_full(abbreviations: Mapping[str, str]) -> str:
    """Return what abbreviations stand for, by their letters."""
    return "; ".join(f"{short}, {long[:1].lower()}{long[1:]}" for short, long in sorted(abbreviations.items())) + "."


def print_readings(
    tables: tuple[ResponseTable, ...],
    arms: ComparedArms,
    number: str,
    others: tuple[OtherResponses, ...] = (),
    readers: tuple[ResponseTable, ...] = (),
) -> Table:
    """Return the rates under each definition of response, side by side, then those of each reader and those by other criteria.

    The first is the primary one. Of one reader, who may have read few, the rates are also those among the patients evaluable to him.
    """
    first = tables[0]
    lines, notes = [], TestNotes()
    defined = [(_capitalised(table.definition), table) for table in (*tables, *readers)]
    defined += [
        (f"{other.criterion.label}: {table.definition}", table)
        for other in others
        for table in (other.response, other.confirmed_response, *other.readers)
        if table
    ]
    whole_criteria = [table for other in others for table in (other.response, other.confirmed_response)]
    for definition, table in defined:
        lines.append(Line(definition, tuple(Cell("") for _ in (*table.groups, "p"))))
        for rate in table.rates:
            p = Cell(p_of(rate.test), notes.mark(rate.test.name) if isinstance(rate.test.p_value, float) else "")
            lines.append(Line(rate.name, (*(Cell(count_and_percent(share)) for share in rate.groups), p), True))
            if table not in tables and table not in whole_criteria:
                lines.append(Line(f"{rate.name} of those evaluable", (*map(Cell, of_those_evaluable(table, rate)), Cell("")), True))
    said = ["The first definition is the primary one; the others show how much the result depends on it."]
    said += [notes.note()] if notes.names else []
    return Table(
        name="response_definitions",
        number=number,
        title="Objective response and disease control under other definitions, n (%)",
        columns=("", *group_columns(first.groups, first.sizes, arms), "P-value"),
        lines=tuple(lines),
        notes=(*said, abbreviations(first)),
        role="sensitivity",
    )


def of_those_evaluable(table: ResponseTable, rate: ResponseRate) -> list[str]:
    """Return a rate of each group among its patients with an evaluable exam, "57 (86.4) of 66"; suppressed where either is."""
    not_evaluable = [line.groups for line in table.responses if line.name in NOT_ASSESSED]
    shown = []
    for place, (share, size) in enumerate(zip(rate.groups, table.sizes, strict=True)):
        missing = [groups[place].count for groups in not_evaluable]
        if SUPPRESSED in (share.count, *missing):
            shown.append(HIDDEN)
        else:
            evaluable = size - sum(missing)
            shown.append(f"{count_and_percent(proportion(share.count, evaluable))} of {evaluable:,}")
    return shown


def say_undated(undated: UndatedReads | None) -> list[Paragraph]:
    """Return the sentences on reads with a response and no day; nothing without any."""
    if undated is None:
        return []
    what = (
        "Some reads" if undated.reads is SUPPRESSED else f"{_numbered(undated.reads, 'read')} of {_numbered(undated.patients, 'patient')}"
    )
    have = "has" if undated.reads == 1 else "have"
    said = (
        f"{what} of the index treatment {have} a recorded response and no day. None of them makes a date of a progression or of an "
        "assessment, and none is part of a patient's best response."
    )
    if undated.readers:
        said += f" By the number of the exam the order of {undated.counted} is known; the rates of their readers are also given with these."
    return [Paragraph(said, "Undated reads")]


def _numbered(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def print_durations(durations: tuple[Duration, ...], confirmed: tuple[Duration, ...], arms: ComparedArms, number: str) -> Table:
    """Return the duration of response among responders, unconfirmed and confirmed."""
    lines = []
    for title, listed in (("Response, confirmation not asked for", durations), ("Confirmed response", confirmed)):
        lines.append(Line(title, (Cell(""),) * 3))
        for one in listed:
            counts = tuple(Cell(HIDDEN if count is SUPPRESSED else str(count)) for count in (one.responders, one.events))
            lines.append(Line(arms.title(one.name), (*counts, Cell(months(one.median) if one.responders else "no responders")), True))
    return Table(
        name="response_duration",
        number=number,
        title="Duration of response",
        columns=("", "Responders", "Progressed or died", "Median, months (95 % CI)"),
        lines=tuple(lines),
        notes=(
            "From the first scan with a complete or partial response to progression or death; Kaplan–Meier among the responders. "
            "NR, not reached.",
        ),
        role="sensitivity",
    )


def _limits(share: Proportion) -> str:
    return interval(share.lower_percent, share.upper_percent, 1, none="–")


def listed(responses: tuple[str, ...]) -> str:
    """Return responses in words: `CR, PR or SD`."""
    *others, last = responses
    return f"{', '.join(others)} or {last}" if others else last


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
