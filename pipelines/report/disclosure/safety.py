"""What the publish profile shows of safety: worst grades and exposure over all cycles, without small counts; single cycles are left out.

A laboratory test or a term is a table of its own, of grades, results without a grade, and patients without a result: together they are the
arm, so that what is suppressed is chosen as in Tables 1 and 2. A cycle would tell a small count by its difference from all cycles.
"""

from dataclasses import replace
from typing import Any

from pipelines.analysis.baseline_table import Moments
from pipelines.analysis.proportions import Proportion
from pipelines.analysis.safety import SEVERE, Exposure, GradeLine, GradeTable, Safety
from pipelines.report.disclosure.small_cells import is_small, levels_to_suppress, may_show_sum
from pipelines.report.in_print import SUPPRESSED

NOTHING = Proportion(SUPPRESSED, SUPPRESSED, SUPPRESSED)
NO_MOMENTS = Moments(SUPPRESSED, SUPPRESSED, SUPPRESSED, SUPPRESSED, SUPPRESSED, SUPPRESSED)


def suppress_safety(safety: Safety, sizes: tuple[int, ...], threshold: int) -> Safety:
    """Return safety without small counts; the sizes of the groups (arms, then all) are public."""
    return Safety(
        laboratory=_grades(safety.laboratory, sizes, threshold),
        by_cycle=replace(safety.by_cycle, lines=()),
        events=_grades(safety.events, sizes, threshold),
        exposure=_exposure(safety.exposure, threshold),
    )


def _grades(table: GradeTable, sizes: tuple[int, ...], threshold: int) -> GradeTable:
    return replace(table, lines=tuple(_line(line, sizes, threshold) for line in table.lines))


def _line(line: GradeLine, sizes: tuple[int, ...], threshold: int) -> GradeLine:
    without = tuple(size - share.total for size, share in zip(sizes, line.severe, strict=True))
    shares = [*(shares for _, shares in line.grades), line.ungraded]
    counts = [[share.count for share in one[:-1]] for one in shares]
    suppressed = levels_to_suppress([*counts, without[:-1]], threshold)
    if not suppressed:
        return line
    hide_total = len(shares) in suppressed

    def shown(place: int) -> tuple[Proportion, ...]:
        if place in suppressed:
            return tuple(NOTHING for _ in sizes)
        return tuple(Proportion(one.count, SUPPRESSED, SUPPRESSED) for one in shares[place]) if hide_total else shares[place]

    severe_places = frozenset(place for place, (grade, _) in enumerate(line.grades) if grade >= SEVERE)
    severe = line.severe if may_show_sum(severe_places, suppressed) else tuple(NOTHING for _ in sizes)
    if hide_total:
        severe = tuple(Proportion(one.count, SUPPRESSED, SUPPRESSED) for one in severe)
    grades = tuple((grade, shown(place)) for place, (grade, _) in enumerate(line.grades))
    return replace(line, grades=grades, ungraded=shown(len(shares) - 1), severe=severe)


def _exposure(groups: tuple[Exposure, ...], threshold: int) -> tuple[Exposure, ...]:
    """Each share is a table of its own: those with it and those without."""
    hide_treated = _are_few([group.treated for group in groups[:-1]], threshold)
    if hide_treated or any(is_small(group.treated.count, threshold) for group in groups):
        return ()
    for name in ("reduced", "shortened", "late"):
        if _are_few([getattr(group, name) for group in groups[:-1]], threshold):
            hidden: dict[str, Any] = {name: NOTHING}
            groups = tuple(replace(group, **hidden) for group in groups)
    few = any(is_small(one.count, threshold) for group in groups for one in (group.cycles, *dict(group.relative_doses).values()))
    unequal = any(is_small(group.cycles.count - one.count, threshold) for group in groups for _, one in group.relative_doses)
    if few or unequal:  # who has no dose would be told by the number of those who have
        groups = tuple(
            replace(group, cycles=NO_MOMENTS, relative_doses=tuple((drug, NO_MOMENTS) for drug, _ in group.relative_doses))
            for group in groups
        )
    return groups


def _are_few(shares: list[Proportion], threshold: int) -> bool:
    return bool(levels_to_suppress([[one.count for one in shares], [one.total - one.count for one in shares]], threshold))
