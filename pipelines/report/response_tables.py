"""Table 2 as it is printed, its confirmed and single-reader readings, and how long responses lasted."""

from pipelines.analysis.proportions import Proportion
from pipelines.analysis.response_duration import Duration
from pipelines.analysis.response_table import ResponseTable
from pipelines.report.baseline_tables import TestNotes, arm_title, group_columns
from pipelines.report.document import Cell, Line, Role, Table
from pipelines.report.in_print import HIDDEN, SUPPRESSED, count_and_percent, interval, months, p_of

ABBREVIATIONS = (
    "CI, confidence interval; CR, complete response; DCR, disease control rate (CR, PR or SD); NE, not evaluable; ORR, objective response "
    "rate (CR or PR); PD, progressive disease; PR, partial response; SD, stable disease."
)


def print_response(
    table: ResponseTable, number: str = "Table 2", name: str = "table_2", role: Role = "primary", title: str = "Treatment response"
) -> Table:
    """Return Table 2."""
    notes = TestNotes()

    def tested(test) -> Cell:
        return Cell(p_of(test), notes.mark(test.name) if isinstance(test.p_value, float) else "")

    lines = [Line("Best response, n (%)", (*(Cell("") for _ in table.groups), tested(table.responses_test)))]
    for line in table.responses:
        lines.append(Line(line.name, (*(Cell(count_and_percent(share)) for share in line.groups), Cell("")), True))
    for rate, test in ((table.objective_response, table.objective_response_test), (table.disease_control, table.disease_control_test)):
        lines.append(Line(f"{rate.name}, n (%)", (*(Cell(count_and_percent(share)) for share in rate.groups), tested(test))))
        lines.append(Line("95 % CI", (*(Cell(_limits(share)) for share in rate.groups), Cell("")), True))
    said = [f"Response by mRECIST: {table.definition}. Patients without an evaluable scan (NE) stay in every denominator."]
    said += [notes.note()] if notes.names else []
    tests = (table.responses_test, table.objective_response_test, table.disease_control_test)
    said += list(dict.fromkeys(f"Not tested: {test.note}." for test in tests if test.p_value is None and test.note))
    if "expected counts" in table.responses_test.note:
        said.append(f"Best response: {table.responses_test.note}, so the chi-square is approximate.")
    said += ["95 % CI: exact (Clopper–Pearson).", ABBREVIATIONS]
    return Table(
        name=name,
        number=number,
        title=title,
        columns=("", *group_columns(table.groups, table.sizes), "P-value"),
        lines=tuple(lines),
        notes=tuple(said),
        role=role,
    )


def print_readings(tables: tuple[ResponseTable, ...], number: str) -> Table:
    """Return ORR and DCR under each definition of response, side by side; the first is the primary one."""
    first = tables[0]
    lines, notes = [], TestNotes()
    for table in tables:
        lines.append(Line(_capitalised(table.definition), tuple(Cell("") for _ in (*table.groups, "p"))))
        for rate, test in ((table.objective_response, table.objective_response_test), (table.disease_control, table.disease_control_test)):
            p = Cell(p_of(test), notes.mark(test.name) if isinstance(test.p_value, float) else "")
            lines.append(Line(rate.name, (*(Cell(count_and_percent(share)) for share in rate.groups), p), True))
    said = ["The first definition is the primary one; the others show how much the result depends on it."]
    said += [notes.note()] if notes.names else []
    return Table(
        name="response_definitions",
        number=number,
        title="Objective response and disease control under other definitions, n (%)",
        columns=("", *group_columns(first.groups, first.sizes), "P-value"),
        lines=tuple(lines),
        notes=(*said, ABBREVIATIONS),
        role="sensitivity",
    )


def print_durations(durations: tuple[Duration, ...], confirmed: tuple[Duration, ...], number: str) -> Table:
    """Return the duration of response among responders, unconfirmed and confirmed."""
    lines = []
    for title, listed in (("Response, confirmation not asked for", durations), ("Confirmed response", confirmed)):
        lines.append(Line(title, (Cell(""),) * 3))
        for one in listed:
            counts = tuple(Cell(HIDDEN if count is SUPPRESSED else str(count)) for count in (one.responders, one.events))
            lines.append(Line(arm_title(one.name), (*counts, Cell(months(one.median) if one.responders else "no responders")), True))
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


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
