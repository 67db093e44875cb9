"""Table 1 as it is printed: a line per variable and level, the missing with their denominators, and the test named by a letter."""

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.baseline_table import BaselineTable, Moments, Row
from pipelines.report.abbreviations import abbreviations_in_full
from pipelines.report.document import Cell, Line, Table
from pipelines.report.in_print import HIDDEN, NONE, SUPPRESSED, count_and_percent, p_of, rounded

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ABBREVIATIONS = {
    "BCLC": "Barcelona Clinic Liver Cancer",
    "ECOG": "Eastern Cooperative Oncology Group",
    "SD": "standard deviation",
    "SMD": "standardised mean difference",
}


def group_columns(groups: tuple[str, ...], sizes: tuple[int, ...], arms: ComparedArms) -> tuple[str, ...]:
    """Return the heads of the groups' columns, each with its number of patients."""
    return tuple(f"{arms.title(group)}\n(n = {'–' if size is SUPPRESSED else size})" for group, size in zip(groups, sizes, strict=True))


class TestNotes:
    """The letters of the tests in the order in which the table names them."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def mark(self, name: str) -> str:
        """Return the letter of a test."""
        if name not in self.names:
            self.names.append(name)
        return LETTERS[self.names.index(name)]

    def note(self) -> str:
        """Return the note that names them all."""
        return "P-values: " + "; ".join(f"{{{LETTERS[place]}}} {name}" for place, name in enumerate(self.names)) + "."


def print_baseline(table: BaselineTable, arms: ComparedArms, number: str = "Table 1") -> Table:
    """Return Table 1."""
    notes, lines = TestNotes(), []
    for row in table.rows:
        test = Cell(p_of(row.test), notes.mark(row.test.name) if isinstance(row.test.p_value, float) else "")
        last = (Cell(rounded(row.standardised_difference, 2)), test)
        shown = tuple(Cell(_moments(moments, row)) for moments in row.moments)
        lines.append(Line(row.label + _how(row), (*(shown or _blank(table)), *last)))
        for level in row.levels:
            lines.append(Line(level.label, (*(Cell(count_and_percent(share)) for share in level.groups), Cell(""), Cell("")), True))
        if any(share.count for share in row.missing):
            missing = tuple(Cell(HIDDEN if share.count is SUPPRESSED else f"{share.count} of {share.total}") for share in row.missing)
            lines.append(Line("Missing", (*missing, Cell(""), Cell("")), True))
    said = ["Data are n (%) of the patients with a value, mean ± SD" + (", or median [quartiles]." if _has_medians(table) else ".")]
    said += [notes.note()] if notes.names else []
    said += ["SMD: the largest of all pairs of arms."] if len(table.groups) > 3 else []
    said += _careful(table)
    said.append(abbreviations_in_full(ABBREVIATIONS, (*map(arms.title, table.groups), *(line.label for line in lines))))
    return Table(
        name="table_1",
        number=number,
        title="Patient demographics and characteristics at the index date",
        columns=("", *group_columns(table.groups, table.sizes, arms), "SMD", "P-value"),
        lines=tuple(lines),
        notes=tuple(said),
    )


def _blank(table: BaselineTable) -> tuple[Cell, ...]:
    return tuple(Cell("") for _ in table.groups)


def _how(row: Row) -> str:
    if row.kind == "number":
        return ", median [quartiles]" if row.shown_as == "median" else ", mean ± SD"
    return ", n (%)"


def _has_medians(table: BaselineTable) -> bool:
    return any(row.shown_as == "median" for row in table.rows)


def _moments(moments: Moments, row: Row) -> str:
    if moments.mean is None:
        return NONE
    if moments.mean is SUPPRESSED:
        return HIDDEN
    decimals = _decimals(row)
    if row.shown_as == "median":
        quartiles = f"{rounded(moments.lower_quartile, decimals)}–{rounded(moments.upper_quartile, decimals)}"
        return f"{rounded(moments.median, decimals)} [{quartiles}]"
    return f"{rounded(moments.mean, decimals)} ± {rounded(moments.sd, decimals)}"


def _decimals(row: Row) -> int:
    """Values in the thousands need no decimals; all groups of a row have the same."""
    known = [abs(moments.mean) for moments in row.moments if isinstance(moments.mean, float)]
    return 0 if known and max(known) >= 1000 else 2


def _careful(table: BaselineTable) -> list[str]:
    """Return what a reader must know of tests that could not be made, or that stand on small counts."""
    said = []
    sparse = [row.label for row in table.rows if "expected counts" in row.test.note]
    if sparse:
        said.append(f"More than a fifth of the expected counts are below 5, so the chi-square is approximate: {', '.join(sparse)}.")
    untested: dict[str, list[str]] = {}
    for row in table.rows:
        if row.test.p_value is None:
            untested.setdefault(row.test.note, []).append(row.label)
    said += [f"Not tested ({why}): {', '.join(labels)}." for why, labels in untested.items()]
    flags = [row.label for row in table.rows if row.kind == "flags" and isinstance(row.test.p_value, float)]
    if flags:
        said.append(f"{', '.join(flags)}: a patient may have had several; tested is any of them against none.")
    return said
