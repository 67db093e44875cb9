"""Asks about columns that may hold the day of birth as six digits, such as the first half of a resident number: no century, no guess."""

import re

from pipelines.draft.settings.block import Block, as_toml
from pipelines.draft.settings.sheet_columns import SheetColumn
from pipelines.draft.settings.table_draft import TableDraft
from pipelines.raw.births import YYMMDD

LEAST_SHARE = 0.9


def births_outside(draft: TableDraft) -> list[SheetColumn]:
    """Return the columns that nothing reads whose cells could all be births of six digits, where the table lacks the day of birth."""
    if not any(column.is_day_of_birth for column in draft.missing):
        return []
    return [one for one in draft.outside if _are_births(one)]


def ask_about_births(block: Block, draft: TableDraft) -> None:
    """Ask whether such a column is the day of birth, and of which hundred years."""
    name = next((column.name for column in draft.missing if column.is_day_of_birth), "")
    for one in births_outside(draft):
        block.ask(
            f"are the six digits of {as_toml(one.header)} the day of birth (yymmdd)? They do not say the century: name the year from which "
            "on nobody was born before it. Without both lines it stays outside:",
            f"headers.{as_toml(one.header)} = {as_toml(name)}",
            "births_from = 1920",
        )


def _are_births(one: SheetColumn) -> bool:
    fitting = sum(bool(re.match(YYMMDD, text)) for text in one.texts)
    return fitting > 0 and fitting >= LEAST_SHARE * len(one.texts)
