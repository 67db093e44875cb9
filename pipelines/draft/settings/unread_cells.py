"""Asks about texts in columns of numbers and days that a run will not read: words, limits, two numbers in one cell."""

import re
from collections.abc import Iterator, Sequence

from pipelines.draft.settings.block import FEW_ROWS, Block, as_toml
from pipelines.draft.settings.readings import OPERATOR, Readings
from pipelines.draft.settings.table_draft import TableDraft
from pipelines.settings.table_names import UNANSWERED
from pipelines.settings.text_template import Template, read_template
from pipelines.warehouse.reference_files import listed_rows
from pipelines.warehouse.table_files import required_schema, table_columns
from schemas.column import Column, Units

ASKED = ("number", "integer", "date", "datetime")
TWO_NUMBERS = re.compile(r"\s*\d+(?:[.,]\d+)?\s*([x×*])\s*\d+(?:[.,]\d+)?\s*", re.IGNORECASE)


def ask_about_unread_cells(block: Block, draft: TableDraft, readings: Readings) -> None:
    """Ask what the texts stand for that cannot be read as the number or day of their column; without an answer their rows wait."""
    units: Units | None = getattr(required_schema("staging", draft.table), "UNITS", None)
    for one in draft.columns:
        match = draft.matches.get(one.position)
        if not match or match.column.kind not in ASKED or (units and match.column.name == units.value):
            continue  # a result may be a word, and has its sign
        unread = readings.unread(one.texts, draft.table, match.column, match.reading)
        if not _has_a_home_for_signs(draft.table):
            unread |= {text for text in one.texts if match.column.kind in ("number", "integer") and re.match(OPERATOR, text)}
        left = [text for text in one.texts if text in unread and not _is_a_word_of(text, draft.table, match.column)]
        if left:
            _ask(block, one.header, match.column, left, (draft.table, dict(one.counted)))


def _ask(block: Block, header: str, column: Column, left: Sequence[str], of: tuple[str, dict[str, int]]) -> None:
    table, rows = of
    shown = [text for text in left if rows[text] >= FEW_ROWS]
    plain = [text for text in shown if not re.search(r"\d", text)]
    like = list(dict.fromkeys(re.sub(r"\d+", "9", text) for text in shown))
    such = f", such as {', '.join(map(as_toml, like))}" if like else ""
    hidden = f" ({len(left) - len(shown)} of few rows each stand in restricted/profile.html)" if len(shown) < len(left) else ""
    answers = []
    if plain and column.kind in ("number", "integer"):
        book = ", ".join(f"{as_toml(text)} = {as_toml(_meaning_of(text, table, column) or UNANSWERED)}" for text in plain)
        answers.append(f"codes.{column.name} = {{ {book} }}")
    signs = sorted({found[1] for text in left if (found := TWO_NUMBERS.fullmatch(text))})
    if signs:
        forms = [as_toml(form) for sign in signs for form in (f"{{{column.name}}} {sign} {{}}", f"{{{column.name}}}{sign}{{}}")]
        answers.append(f"parts.{as_toml(header)} = [{', '.join(forms)}, {as_toml(f'{{{column.name}}}')}]  # the first number counts")
    block.ask(
        f"{sum(rows[text] for text in left)} cells of {as_toml(header)} cannot be read as {column.name} ({column.meaning}){such}{hidden}. "
        f'What do they stand for ({"a number, or " if column.kind in ("number", "integer") else ""}"" for a missing value)? Without an '
        "answer their rows are quarantined or asked about",
        *answers,
    )


def _has_a_home_for_signs(table: str) -> bool:
    """Say whether a staged table keeps the sign of a limit (<5) beside a number."""
    return any(name.endswith("_operator") or "_below_" in name for name in required_schema("staging", table).TYPES)


def _is_a_word_of(text: str, table: str, column: Column) -> bool:
    """Say whether a run knows the word in this column: it stands for itself."""
    return text.strip().casefold() in column.examples or _meaning_of(text, table, column).casefold() == text.strip().casefold()


def _meaning_of(text: str, table: str, column: Column) -> str:
    """Return what a word stands for by the forms of sql/reference/text_forms.csv that are no more than a word; "" if it is none."""
    for template in _words_of(table, column):
        if read := template.read(text):
            return read[0][column.name]
    return ""


def _words_of(table: str, column: Column) -> Iterator[Template]:
    kinds = {one.name: one.kind for one in table_columns(table)}
    for row in listed_rows("text_forms"):
        if row["table"] == table and row["form"].endswith("}") and f"{{{column.name}=" in row["form"]:
            template = read_template(row["form"], kinds)
            if template.columns == (column.name,):
                yield template
