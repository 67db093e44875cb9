"""The results under each changed choice side by side, the primary one first, and the bounds that quarantined rows leave."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.proportions import Proportion
from pipelines.analysis.response_criteria import OtherResponses
from pipelines.analysis.sensitivity import Bound, Bounds, SensitivityRun
from pipelines.report.baseline_tables import TestNotes, group_columns
from pipelines.report.document import Block, Cell, Line, Paragraph, Table, cells_of
from pipelines.report.in_print import NONE, count_and_percent, interval, listed_in_words, months, p_of, p_value, rounded
from pipelines.report.response_tables import file_name, in_full

ABBREVIATIONS = {
    "CI": "confidence interval",
    "HR": "hazard ratio",
    "NR": "not reached",
}


def print_sensitivity(runs: tuple[SensitivityRun, ...], arms: ComparedArms, number: str) -> Table:
    """Return response, survival and the arms' hazard ratios under each choice; where no patient changes one line says so.

    An endpoint whose times are the same under every choice is left out.
    """
    primary, notes = runs[0], TestNotes()
    moving = [place for place in range(len(primary.endpoints)) if any(run.endpoints[place].changed for run in runs)]
    shown = [replace(run, endpoints=tuple(run.endpoints[place] for place in moving)) for run in runs]
    lines = [line for run in shown for line in _lines(run, primary.response.groups, notes, arms)]
    survivals = [one.survival for one in shown[0].endpoints]
    return Table(
        name="sensitivity_runs",
        number=number,
        title=f"{listed_in_words(['Response', *(one.title for one in survivals)])} with one choice changed at a time",
        columns=("", *group_columns(primary.response.groups, primary.response.sizes, arms), "P-value"),
        lines=tuple(lines),
        notes=(
            "The primary analysis stands first. Each of the others is the cohort built again from the same accepted rows with one setting "
            "changed. An increase in mm is asked for only where a response is derived from diameters; a recorded response stands, but not "
            "by another criterion than the site's.",
            "Hazard ratio: against the reference arm, with no other covariate; its p-value is Wald's, that of the median is the log-rank "
            "test's.",
            *([notes.note()] if notes.names else []),
            in_full(
                ABBREVIATIONS | {rate.name: rate.label for rate in primary.response.rates} | {one.short: one.title for one in survivals}
            ),
        ),
        role="sensitivity",
    )


def _lines(run: SensitivityRun, groups: tuple[str, ...], notes: TestNotes, arms: ComparedArms) -> Iterator[Line]:
    """Yield the lines of a run in the columns of the primary analysis; an arm that a choice leaves without patients has a dash."""

    def in_columns(values: Iterable[str]) -> list[str]:
        by_group = dict(zip(run.response.groups, values, strict=True))
        return [by_group.get(group, NONE) for group in groups]

    if run.name != "primary" and not run.changed:
        yield Line(f"{run.label}: no patient changes", cells_of(*("as primary",) * len(groups), ""))
        return
    changed = "" if run.name == "primary" else f": {run.changed} {'patient changes' if run.changed == 1 else 'patients change'}"
    yield Line(run.label + changed, tuple(Cell("") for _ in range(len(groups) + 1)))
    yield Line("Patients", cells_of(*in_columns(map(str, run.response.sizes)), ""), True)
    response = run.response
    for rate in response.rates:
        p = Cell(p_of(rate.test), notes.mark(rate.test.name) if isinstance(rate.test.p_value, float) else "")
        yield Line(f"{rate.name}, n (%)", (*cells_of(*in_columns(map(count_and_percent, rate.groups))), p), True)
    for endpoint in run.endpoints:
        survival = endpoint.survival
        medians = in_columns(months(group.median) for group in survival.groups)
        yield Line(f"Median {survival.short}, months (95 % CI)", cells_of(*medians, p_value(survival.log_rank.p_value)), True)
        for term in endpoint.arm_terms:
            ratio = NONE if term.hazard_ratio is None else f"{rounded(term.hazard_ratio, 3)} ({interval(term.lower, term.upper, 3)})"
            cells = [ratio if group == term.name else "" for group in groups]
            of_arm = f", {arms.title(term.name)}" if len(endpoint.arm_terms) > 1 else ""
            yield Line(f"HR for {survival.short}{of_arm} (95 % CI)", cells_of(*cells, p_value(term.p_value)), True)


def print_bounds(bounds: Bounds, number: str) -> tuple[Block, ...]:
    """Return best and worst case with what is counted; where nobody has a quarantined row, the sentence that says so."""
    lead = "Quarantined rows"
    if not bounds.inside + bounds.waiting:
        return (Paragraph("No patient has a quarantined row: both cases equal the primary analysis.", lead),)
    text = (
        f"{_patients(bounds.inside)} of the cohort with a quarantined read or lesion or an undated read, and "
        f"{_patients(bounds.waiting)} waiting outside it until a row is "
        f"corrected (their arm may be unknown, so the bounds are those of the whole cohort)."
    )
    return (Paragraph(text, lead), _bounds_table(bounds, number))


def print_other_bounds(others: tuple[OtherResponses, ...], number: str) -> tuple[Table, ...]:
    """Return best and worst case by each criterion beside the primary one, where a patient has a quarantined row."""
    counted = ((other.criterion.label, other.bounds) for other in others if other.bounds)
    return tuple(_bounds_table(bounds, number, label) for label, bounds in counted if bounds.inside + bounds.waiting)


def _bounds_table(bounds: Bounds, number: str, criterion: str = "") -> Table:
    lines = tuple(
        Line(case.label, (Cell(str(case.deaths.total)), *(Cell(_share(share)) for share in _shares(case)))) for case in bounds.cases
    )
    labels = {name: label for name, label, _ in bounds.cases[0].rates}
    return Table(
        name=f"quarantined_bounds_{file_name(criterion)}".rstrip("_"),
        number=number,
        title=f"Best and worst case of the patients with a quarantined row{f', response by {criterion}' if criterion else ''}",
        columns=("", "Patients", *(f"{name}\nn (%), 95 % CI" for name in (*labels, "Deaths"))),
        lines=lines,
        notes=(
            f"Worst case: none of these patients counts in {' or '.join(labels)}, and those waiting have died. Best case: all of them "
            "count, and those waiting are alive at their last contact. Deaths of patients in the cohort are those recorded.",
            "Waiting: every criterion of eligibility that can be judged is met, but a drug, a contact or the patient's own record is in "
            "quarantine. 95 % CI: exact (Clopper–Pearson).",
            in_full(labels),
        ),
        role="sensitivity",
    )


def _shares(case: Bound) -> tuple[Proportion, ...]:
    return (*(share for *_, share in case.rates), case.deaths)


def _share(share: Proportion) -> str:
    limits = interval(share.lower_percent, share.upper_percent, 1, none=NONE)
    return f"{count_and_percent(share)}, {limits}"


def _patients(count: int) -> str:
    return f"{count} {'patient' if count == 1 else 'patients'}"
