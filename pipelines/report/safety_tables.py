"""Safety as it is printed: worst grades of laboratory tests, over all cycles and per cycle, of recorded events, and exposure, by arm."""

from pipelines.analysis.arms import ComparedArms, compared_arms
from pipelines.analysis.baseline_table import Moments
from pipelines.analysis.safety import Exposure, GradeLine, GradeTable, Safety
from pipelines.report.document import Cell, Line, Table, cells_of
from pipelines.report.in_print import HIDDEN, NONE, SUPPRESSED, count_and_percent, rounded
from pipelines.settings.plan_in_words import drug_labels, say_late_after, say_planned_cycle
from pipelines.settings.study import Study
from pipelines.warehouse.reference_files import listed_rows


def print_safety(safety: Safety, study: Study, version: float, numbers: tuple[str, str, str, str]) -> tuple[Table, ...]:
    """Return the four tables under their numbers; one of which nothing is recorded has no lines."""
    arms = compared_arms(study)
    graded = f"CTCAE version {version:g}. Each patient counts once, by the worst grade"
    return (
        Table(
            name="laboratory_grades",
            number=numbers[0],
            title="Worst grade of laboratory tests after the index date, n (%)",
            columns=("", *map(arms.title, safety.laboratory.groups)),
            lines=tuple(line for test in safety.laboratory.lines for line in _grades(test, with_total=True)),
            notes=(
                f"{graded}, of the patients with a result. Not graded: results of which no grade follows, because a limit or the baseline "
                "is not known.",
                _in_full(safety.laboratory),
            ),
        ),
        Table(
            name="laboratory_grades_by_cycle",
            number=numbers[1],
            title="Laboratory tests of grade 3 or worse per treatment cycle",
            columns=("", *map(arms.title, safety.by_cycle.groups)),
            lines=_by_cycle(safety.by_cycle),
            notes=(
                f"{graded} of the cycle: patients of grade 3 or worse, of those with a result after the start of the cycle."
                f"{_without_severe(safety.by_cycle)}",
                _in_full(safety.by_cycle),
            ),
        ),
        Table(
            name="event_grades",
            number=numbers[2],
            title="Worst grade of recorded adverse events, n (%)",
            columns=("", *map(arms.title, safety.events.groups)),
            lines=tuple(line for term in safety.events.lines for line in _grades(term, with_total=False)),
            notes=(
                f"{graded}, of all patients of the arm. Events that began on or after the index date; a term outside the registry's list "
                "is counted as another term and not printed. An event that was not recorded is counted as none.",
            ),
        ),
        _exposure(safety.exposure, arms, study, numbers[3]),
    )


def _in_full(table: GradeTable) -> str:
    """Return in full the names of the tests that a table speaks of."""
    names = {row["test"]: row["name"] for row in listed_rows("lab_tests")}
    spoken_of = dict.fromkeys(line.name for line in table.lines)
    return "; ".join(f"{test}, {names[test]}" for test in spoken_of if test in names) + "." if spoken_of else ""


def _grades(line: GradeLine, *, with_total: bool) -> list[Line]:
    severe = tuple(Cell(count_and_percent(share)) for share in line.severe)
    head = tuple(Cell("" if not with_total else HIDDEN if share.total is SUPPRESSED else f"of {share.total}") for share in line.severe)
    lines = [Line("Another term" if line.name == "OTHER" else line.name, head)]
    for grade, shares in line.grades:
        if shares[-1].count and (grade or with_total):
            lines.append(Line(f"Grade {grade}", tuple(Cell(count_and_percent(share)) for share in shares), True))
    if line.ungraded[-1].count:
        lines.append(Line("Not graded", tuple(Cell(count_and_percent(share)) for share in line.ungraded), True))
    return [*lines, Line("Grade 3 or worse", severe, True)]


def _without_severe(table: GradeTable) -> str:
    """Return in words the tests that have no line in the table by cycle."""
    severe = {line.name for line in table.lines if line.severe[-1].count}
    others = ", ".join(dict.fromkeys(line.name for line in table.lines if line.name not in severe))
    return f" No patient had grade 3 or worse in any cycle: {others}." if others else ""


def _by_cycle(table: GradeTable) -> tuple[Line, ...]:
    severe = {line.name for line in table.lines if line.severe[-1].count}
    lines, above = [], None
    for line in (line for line in table.lines if line.name in severe):
        if line.name != above:
            above = line.name
            lines.append(Line(line.name, tuple(Cell("") for _ in table.groups)))
        shares = (f"{share.count} of {share.total}" if share.total else NONE for share in line.severe)
        lines.append(Line(f"Cycle {line.cycle}", cells_of(*shares), True))
    return tuple(lines)


def _exposure(groups: tuple[Exposure, ...], arms: ComparedArms, study: Study, number: str) -> Table:
    def moments(values: Moments) -> Cell:
        return Cell(NONE if values.mean is None else f"{rounded(values.mean, 1)} ± {rounded(values.sd, 1)}")

    def median(values: Moments) -> Cell:
        quartiles = f"{rounded(values.lower_quartile, 1)}–{rounded(values.upper_quartile, 1)}"
        return Cell(NONE if values.median is None else f"{rounded(values.median, 1)} [{quartiles}]")

    lines = [
        Line("Treated, n (%)", tuple(Cell(count_and_percent(group.treated)) for group in groups)),
        Line("Cycles, median [quartiles]", tuple(median(group.cycles) for group in groups)),
    ]
    labels = {drug.lower(): label for drug, label in drug_labels().items()}
    for drug, _ in groups[0].relative_doses if groups else ():
        lines.append(Line(f"{labels[drug]}, % of the plan", tuple(moments(dict(group.relative_doses)[drug]) for group in groups)))
    for name, label in (("reduced", "A reduced cycle, n (%)"), ("shortened", "A shortened cycle, n (%)"), ("late", "A late cycle, n (%)")):
        lines.append(Line(label, tuple(Cell(count_and_percent(getattr(group, name))) for group in groups)))
    return Table(
        name="exposure",
        number=number,
        title="Dose intensity and interruptions",
        columns=("", *(arms.title(group.name) for group in groups)),
        lines=tuple(lines) if groups else (),
        notes=(_what_exposure_is(study),),
    )


def _what_exposure_is(study: Study) -> str:
    """Return the note of the table, with the plan in force."""
    after = say_late_after(study)
    late = f" Late: begun more than {after} after the one before." if after else ""
    return (
        f"Doses: given in a cycle against the plan ({say_planned_cycle(study)}), mean over a patient's cycles, then mean ± SD over "
        "patients. Reduced: a reason for a reduction, a hold or an early end was recorded. Shortened: without a drug of the plan, or "
        f"with it on fewer days.{late}"
    )
