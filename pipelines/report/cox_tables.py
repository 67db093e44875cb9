"""The tables of regression as they are printed: hazard ratios of each covariate alone and together, and tests of proportional hazards."""

from collections.abc import Mapping, Sequence

from pipelines.analysis.cox import CoxFit, JointTest, Term
from pipelines.analysis.cox_table import CoxTable
from pipelines.report.abbreviations import abbreviations_in_full
from pipelines.report.document import Cell, Line, Table, cells_of
from pipelines.report.in_print import NONE, interval, p_value, rounded, shown

PENALISED = "by Firth's penalised likelihood"
PENALISED_NOTE = (
    "Firth's penalised likelihood (of the same model, with all its patients) gives a finite hazard ratio where the other is 0 or infinite; "
    "its limits and p-value are those of the penalised profile."
)
ABBREVIATIONS = {
    "CI": "confidence interval",
    "ECOG": "Eastern Cooperative Oncology Group",
    "HR": "hazard ratio",
}


def print_cox(table: CoxTable, title: str, number: str) -> Table:
    """Return the table of one endpoint, whose label is the title: univariate beside multivariate."""
    inside = {term.name: term for term in table.multivariate.terms}
    reasons: list[str] = []
    lines = []
    for fit in table.univariate:
        lines += [_whole(test, table.multivariate) for test in fit.joint_tests]
        for term in fit.terms:
            pair = (*_cells(term, reasons), *(_cells(inside[term.name], reasons) if term.name in inside else cells_of("", "")))
            lines.append(Line(term.label, pair, len(fit.terms) > 1))
            lines += _penalised(term, inside.get(term.name))
    return Table(
        name=number.lower().replace(" ", "_"),
        number=number,
        title=f"Factors associated with {title.lower()}",
        columns=("", "HR (95 % CI)", "P-value", "HR (95 % CI)", "P-value"),
        spans=(("", 1), ("Univariate analysis", 2), ("Multivariate analysis", 2)),
        lines=tuple(lines),
        notes=(
            *_notes(table),
            *([PENALISED_NOTE] if any(line.label == PENALISED for line in lines) else []),
            *(f"{{{'abcdefgh'[place]}}} {reason}." for place, reason in enumerate(reasons)),
            abbreviations_in_full(ABBREVIATIONS, (line.label for line in lines)),
        ),
    )


def _whole(test: JointTest, multivariate: CoxFit) -> Line:
    """Return the line of a factor of several levels: the p-values of all of them together."""
    together = next((one.p_value for one in multivariate.joint_tests if one.name == test.name), None)
    return Line(test.label, cells_of("", p_value(test.p_value), "", "" if together is None else p_value(together)))


def _cells(term: Term, reasons: list[str]) -> tuple[Cell, Cell]:
    if term.hazard_ratio is not None:
        return Cell(hazard_ratio(term)), Cell(p_value(term.p_value))
    reason = term.note.rstrip(".")
    if reason and reason not in reasons:
        reasons.append(reason)
    return Cell("no event" if term.has_no_event else NONE, "abcdefgh"[reasons.index(reason)] if reason else ""), Cell(NONE)


def _penalised(alone: Term, together: Term | None) -> list[Line]:
    """Return the line of Firth's hazard ratios, where one of the two models needs one."""
    found = [term.penalised if term else None for term in (alone, together)]
    if not any(found):
        return []
    cells = [
        text
        for one in found
        for text in (
            (f"{rounded(one.hazard_ratio, 3)} ({interval(one.lower, one.upper, 3, NONE)})", p_value(one.p_value)) if one else ("", "")
        )
    ]
    return [Line(PENALISED, cells_of(*cells), True)]


def hazard_ratio(term: Term) -> str:
    """Return a hazard ratio with its interval."""
    return f"{rounded(term.hazard_ratio, 3)} ({interval(term.lower, term.upper, 3)})"


def _notes(table: CoxTable) -> list[str]:
    fit = table.multivariate
    said = ["Cox regression, Efron's method for ties, Wald intervals and p-values."]
    if not fit.terms:
        return [*said, f"No covariate entered the multivariate model ({table.entered_by})."]
    if any(one.joint_tests for one in (*table.univariate, fit)):
        said.append("The p-value beside the name of a factor is that of all its levels together.")
    said.append(f"Multivariate model: {table.entered_by}; {shown(fit.patients)} patients, {shown(fit.events)} events.")
    return [*said, *fit.notes, *_proportionality(fit)]


def _proportionality(fit: CoxFit) -> list[str]:
    if not fit.proportional_hazards:
        return []
    labels = {term.name: term.label for term in fit.terms} | {test.name: test.label for test in fit.joint_tests}
    whole = next(test for test in fit.proportional_hazards if test.name == "GLOBAL")
    said = f"Proportional hazards (score test of scaled Schoenfeld residuals, multivariate model): global p {_p(whole.p_value)}"
    doubtful = [test for test in fit.proportional_hazards if test.name != "GLOBAL" and test.p_value < 0.05]
    if doubtful:
        said += "; not proportional: " + ", ".join(f"{labels[test.name]} (p {_p(test.p_value)})" for test in doubtful)
    return [said + "."]


def _p(value: float) -> str:
    text = p_value(value)
    return text if text[0] in "<>" else f"= {text}"


def print_proportionality(tables: Sequence[CoxTable], titles: Mapping[str, str], number: str) -> Table:
    """Return the tests of proportional hazards of the multivariate models; `titles` are the labels of their endpoints."""
    fits = [table.multivariate for table in tables]
    named = {term.name: term.label for fit in fits for term in fit.terms} | {
        test.name: test.label for fit in fits for test in fit.joint_tests
    }
    tested = dict.fromkeys(test.name for fit in fits for test in fit.proportional_hazards if test.name != "GLOBAL")
    of_factors = {covariate.name for fit in fits for covariate in fit.terms if covariate.name not in tested and fit.joint_tests}
    untested = dict.fromkeys(term.name for fit in fits for term in fit.terms if term.name not in {*tested, *of_factors})
    labels = {name: named.get(name, name) for name in (*tested, *untested)} | {"GLOBAL": "Global"}
    tests = [{test.name: test for test in fit.proportional_hazards} for fit in fits]
    lines = []
    for name, label in labels.items():
        cells = []
        for found in tests:
            test = found.get(name)
            cells += cells_of(rounded(test.chi_square, 2), str(test.df), p_value(test.p_value)) if test else cells_of(NONE, NONE, NONE)
        lines.append(Line(label, tuple(cells)))
    return Table(
        name="proportional_hazards",
        number=number,
        title="Tests of proportional hazards in the multivariate models",
        columns=("", *("χ²", "df", "P-value") * len(fits)),
        spans=(("", 1), *((titles[fit.endpoint], 3) for fit in fits)),
        lines=tuple(lines),
        notes=("Score test of a coefficient that changes with time (Grambsch and Therneau; the cox.zph of R's survival package).",),
        role="sensitivity",
    )
