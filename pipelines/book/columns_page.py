"""Writes docs/columns.md: every column that a hospital may send, as the schemas describe it. Run it after a change of COLUMNS."""

from pipelines.warehouse.table_files import ROOT, raw_tables, table_columns, table_schema
from schemas.column import Column

PAGE = ROOT / "docs" / "columns.md"
HEAD = """# The columns

This page is written from `schemas/staging/` by `.venv/bin/python -m pipelines.book.columns_page`; nothing on it is typed by hand.

**Bold** columns must be in the extract (a cell of them may still be blank; what that means, a rule says). Any other may be left out:
what needs it is then not known, and the run says so. A header is known in any case, with blanks or underscores, with or without the unit;
headers and codes of your own come under `headers` and `codes` in the settings.
"""


def columns_page() -> str:
    """Return the page: a table of columns per raw table."""
    parts = [HEAD]
    for table in raw_tables():
        said = (table_schema("staging", table).__doc__ or "").strip().splitlines()[0]
        parts += [f"## {table}\n", f"{said}\n", "| column | kind, unit | what it is | examples | also known as |", "|---|---|---|---|---|"]
        parts += [_line(column) for column in table_columns(table)]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _line(column: Column) -> str:
    name = f"**{column.name}**" if column.required else column.name
    kind = column.kind + (f", {column.unit}" if column.unit else "")
    codes = f"; one of {', '.join(column.codes)}" if column.codes else ""
    cells = (name, kind, column.meaning + codes, ", ".join(map(_example, column.examples)), ", ".join(column.headers))
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _example(text: str) -> str:
    return f"`{text}`" if text.strip() else "(blank)"


def write_columns_page() -> None:
    """Write the page into its place."""
    PAGE.write_text(columns_page(), encoding="utf-8")


if __name__ == "__main__":
    write_columns_page()
