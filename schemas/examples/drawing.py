"""How the examples of rules are drawn: rows of text that a rule must find, and rows that no rule may find.

A case is what one patient sent: {table: [changes to the good row, …]}. An example says for one rule (number, level, columns) which cases
it passes and which it breaks. In a breaking case every row of the rule's own table is offending, unless it is drawn with `fine`. A file of
examples may also hold GOOD, the good row of its table, and BESIDE, the rows of other tables that stand beside every case, unless the case
draws these tables itself.
"""

from dataclasses import dataclass, field

Case = dict[str, list[dict]]


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


def _listed(cases: object) -> list:
    return cases if isinstance(cases, list) else [cases]


def _case(table: str, case: dict) -> Case:
    return case if any(isinstance(rows, list) for rows in case.values()) else {table: [case]}
