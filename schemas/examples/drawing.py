"""How the examples of rules are drawn: rows of text that a rule must find, and rows that no rule may find.

A case is what one patient sent: {table: [changes to the good row, …]}. An example says for one rule (number, level, columns) which cases
it passes and which it breaks. In a breaking case every row of the rule's own table is offending, unless it is drawn with `fine`.
"""

from dataclasses import dataclass, field
from importlib import import_module

from schemas.rule import Rule

Case = dict[str, list[dict]]
NO_RESPONSE = {"target_response": None, "non_target_response": None, "overall_response": None, "new_lesion": None}
QUIET = {  # what else must change so that a date far away breaks no other rule
    ("adverse_events", "start_date"): {"end_date": None},
    ("adverse_events", "end_date"): {"start_date": None},
    ("patients", "birth_date"): {"hcc_dx_date": None},
    ("imaging_reads", "exam_date"): {"timepoint": "0", "read_date": None, **NO_RESPONSE},
    ("imaging_reads", "read_date"): {"timepoint": "0", "exam_date": "1955-03-02", **NO_RESPONSE},
}
UNREADABLE = {"date": "2022-02-30", "datetime": "2022-02-30 06:10", "number": "약 30", "integer": "1.5", "code": "?!"}


@dataclass(frozen=True)
class Example:
    """One rule of one table with its cases; `also` are the other rules (number, level) that a breaking case cannot but break too.

    `alone`: the rule speaks of a whole table or of a group of patients, so that each case needs its tables for itself, and may have
    `settings` of its own.
    """

    table: str
    id: str
    level: str
    columns: tuple[str, ...]
    passing: list[Case]
    breaking: list[Case]
    also: frozenset[tuple[str, str]] = frozenset()
    alone: bool = False
    settings: dict[str, object] = field(default_factory=dict)


def fine(**changes: object) -> dict:
    """Draw a row of the rule's own table that is part of a breaking case and not offending."""
    return {**changes, "is_fine": True}


def example(
    table: str, rule: str, columns: str, passing: object, breaking: object, also: str = "", *, alone: bool = False, **settings: object
) -> Example:
    """Draw an example: `rule` is "ID level", `columns` and `also` are separated by blanks; a case is {table: rows} or the row's changes."""
    number, level = rule.split()
    others = also.split()
    return Example(
        table,
        number,
        level,
        tuple(columns.split()),
        [_case(table, case) for case in _listed(passing)],
        [_case(table, case) for case in _listed(breaking)],
        frozenset(zip(others[::2], others[1::2], strict=True)),
        alone or bool(settings),
        settings,
    )


def limits(
    table: str, number: str, column: str, outcomes: dict[str, str | None], columns: str = "", also: str = "", **same: str | None
) -> list[Example]:
    """Draw a hard and a soft limit: for each text of the cell, which level finds it (None: neither)."""
    drawn = {level: [{column: text, **same} for text, found in outcomes.items() if found == level] for level in outcomes.values()}
    return [
        example(table, f"{number} {level}", columns or column, drawn[None], cases, also)
        for level, cases in drawn.items()
        if level is not None
    ]


def shared_example(table: str, rule: Rule) -> Example | None:
    """Draw the example of a rule that every column of a kind shares, from the column's kind; None where it must be drawn by hand."""
    kinds = {each.name: each.kind for each in import_module(f"schemas.staging.{table}").COLUMNS}
    (column,) = rule.columns if len(rule.columns) == 1 else ("",)
    cell = {"collected_date": "collected_at"}.get(column, column.removesuffix("_status"))
    passing, breaking = [{}], []
    if rule.id == "CV-007":
        nobody = ({"patient_id": None, "patient_id_status": status} for status in ("missing", "unreadable"))
        breaking = [{"patients": [], "imaging_reads": [], table: [row]} for row in nobody]
    elif rule.id == "CV-004":
        breaking = [{"has_identifier": True}]
    elif rule.id == "CR-002" and table != "lesions":
        breaking = [{"patients": [], table: [{}]}]
    elif rule.id == "CV-029":
        breaking = [{cell: None}]
    elif rule.id in ("CV-010", "CV-030"):
        breaking = [{cell: text} for text in ("2022", "2022-03", "2022-03-00")]
    elif rule.id in ("CV-009", "CV-016", "CV-027") and column == f"{cell}_status":
        breaking = [{cell: UNREADABLE[kinds[cell]]}]
    elif rule.id == "PT-001" and (table, cell) != ("follow_up", "death_date"):  # the extracts are of 2024-12-31
        quiet = QUIET.get((table, cell), {})
        passing, breaking = [_on_day(table, cell, "2024-12-31", quiet)], [{cell: "2025-01-01", **quiet}]
    elif rule.id == "PT-002" and (table, cell) not in (("follow_up", "death_date"), ("patients", "birth_date")):  # born on 1955-03-02
        quiet = QUIET.get((table, cell), {})
        passing = [_on_day(table, cell, "1955-03-02", quiet)]
        breaking = [{cell: day, **quiet} for day in ("1955-03-01", "1970-01-01", "1900-01-01", "1899-12-31", "1899-12-30")]
    drawn = ([_case(table, case) for case in passing], [_case(table, case) for case in breaking])
    return Example(table, rule.id, rule.level, rule.columns, *drawn) if breaking else None


def _on_day(table: str, cell: str, day: str, quiet: dict) -> dict:
    read = {"exam_date": day, "read_date": None, "timepoint": "0", **NO_RESPONSE}  # a lesion has the day of its read
    return {"imaging_reads": [read], table: [{cell: day}]} if table == "lesions" else {cell: day, **quiet}


def _listed(cases: object) -> list:
    return cases if isinstance(cases, list) else [cases]


def _case(table: str, case: dict) -> Case:
    drawn = case if any(isinstance(rows, list) for rows in case.values()) else {table: [case]}
    with_read = {"imaging_reads": [{"target_response": None}]} if table == "lesions" else {}
    return {"patients": [{}], **with_read, **drawn}
