"""Draws the examples of a rule as small tables: the row as it usually is, one that passes, one that breaks the rule.

The examples are those by which the tests prove the rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.book.entries import Held
from pipelines.gate.self_test.read_examples import name_of, read_beside, read_examples, read_good_rows

MOST_ROWS = 8
PASSES, BREAKS, AROUND, USUAL = "passes", "breaks the rule", "belongs to it", "usual row"


@dataclass(frozen=True)
class Drawing:
    """One small table: what it shows, its columns, and (which row, its cells) in order."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def draw_examples(held: Held) -> list[Drawing]:
    """Return the drawings of a rule; none where it has no example, as a rule that no table can hold."""
    example = _example(held)
    if example is None:
        return []
    good, beside = read_good_rows(held.layer), read_beside(held.layer, held.table)
    cases = [(PASSES, case) for case in example.passing] + [(BREAKS, case) for case in example.breaking]
    lone = [(which, case[held.table][0]) for which, case in cases if _is_lone(held.table, case, beside)]
    drawings = [_draw_rows(held.table, lone, good)] if lone else []
    for kind in (PASSES, BREAKS):
        others = [case for which, case in cases if which == kind and not _is_lone(held.table, case, beside)]
        if others and not any(which == kind for which, _ in lone):
            drawings += _draw_case(held, kind, others[0], good)
    return drawings


def _example(held: Held) -> Any:
    written = name_of(held.written)
    return next((example for example in read_examples(held.layer, held.table) if name_of(example) == written), None)


def _is_lone(table: str, case: dict[str, list[dict[str, Any]]], beside: Mapping[str, list[dict[str, Any]]]) -> bool:
    """Say whether a case is one row of the rule's own table, everything else being as usual."""
    others = [(of_table, rows) for of_table, rows in case.items() if of_table != table]
    if any("." in of_table for of_table in case):
        return False
    return len(case.get(table, ())) == 1 and all(rows in ([{}], beside.get(of_table)) for of_table, rows in others)


def _draw_rows(table: str, rows: list[tuple[str, dict]], good: Mapping[str, dict[str, Any]]) -> Drawing:
    changed = _columns(change for _, change in rows)
    shown = [row for which in (PASSES, BREAKS) for row in [one for one in rows if one[0] == which][:MOST_ROWS]]
    usual = good.get(table, {})
    if not changed:
        return Drawing(f"{table}: the usual row passes", (), ())
    as_usual = _cells(usual, changed)
    drawn = dict.fromkeys((which, _cells(usual | _typed(change), changed)) for which, change in shown)
    passes_as_usual = drawn.pop((PASSES, as_usual), drawn) is None
    first = ((f"{USUAL}, {PASSES}" if passes_as_usual else USUAL, as_usual),) if usual else ()
    return Drawing(table, changed, (*first, *drawn))


def _draw_case(held: Held, kind: str, case: dict[str, list[dict[str, Any]]], good: Mapping[str, dict[str, Any]]) -> list[Drawing]:
    """Draw the rows of a case table by table, the rule's own first; a table whose rows are as usual is left out."""
    drawings, table, beside = [], held.table, read_beside(held.layer, held.table)
    for of_table in sorted(case, key=lambda name: (name != table, name)):
        rows, usual = case[of_table], good.get(of_table, {})
        if of_table != table and rows in ([{}], beside.get(of_table)):
            continue
        title = f"{of_table}, {'a case that passes' if kind == PASSES else 'a case that breaks the rule'}"
        if not rows:
            drawings.append(Drawing(f"{title}: no row", (), ()))
            continue
        changed = tuple(dict.fromkeys((*(name for name in held.rule.columns if of_table == table and name in usual), *_columns(rows))))
        drawn = []
        for row in rows:
            is_around = (of_table != table and table in case) or row.get("is_fine")
            which = AROUND if is_around else kind
            drawn.append((which, _cells(usual | _typed(row), changed)))
        drawings.append(Drawing(title, changed, tuple(drawn[:MOST_ROWS])))
    return drawings


def _columns(changes: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for change in changes for name in _typed(change)))


def _typed(change: dict) -> dict[str, Any]:
    """Return the cells of a drawn row: what the example changes after staging stands as the value staged."""
    return {name: value for name, value in (change | change.get("staged", {})).items() if name not in ("is_fine", "staged", "row_key")}


def _cells(row: Mapping[str, Any], columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_text(row.get(name)) for name in columns)


def _text(value: object) -> str:
    if value is None:
        return "(blank)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    if isinstance(value, bytes):
        return f"({len(value)} bytes)"
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    return text.replace("\n", "⏎").replace("\0", "␀") or "(nothing)"
