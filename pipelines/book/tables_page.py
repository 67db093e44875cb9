"""Writes docs/tables.md and its picture: every table, as its SQL file says it. Run it after a change of a table."""

from collections.abc import Sequence
from itertools import groupby

from pipelines.book.tables_picture import draw_tables
from pipelines.warehouse.sql_files import EACH
from pipelines.warehouse.table_files import ROOT, raw_tables
from pipelines.warehouse.table_graph import TableNode, read_graph

PAGE, PICTURE = ROOT / "docs" / "tables.md", ROOT / "docs" / "pictures" / "tables.svg"
HEAD = """# The tables

This page and its picture are written from `sql/` by `.venv/bin/python -m pipelines.book.tables_page`; nothing on them is typed by hand.
`.venv/bin/python -m pipelines tables` prints the list, and with `--graph` the graph for Graphviz, every table by itself.

[![Layers and topics with their tables, and which are made from which](pictures/tables.svg)](pictures/tables.svg)

A table is one file: `sql/<layer>/<table>.sql`, or in a folder of a topic below its layer, or a list with its sources,
`sql/reference/<table>.csv`. What it reads is what its FROM clauses name, or a macro in it; a table that reads none is filled by a step of
the run. *Scope* says whether a row can be made of the rows of one patient alone. What is released, everybody may read who may read the
cohort; all else stays in the restricted zone.
"""


def tables_page() -> str:
    """Return the page: the tables of each layer and topic."""
    nodes = read_graph()
    parts = [HEAD]
    for (layer, topic), members in groupby(nodes, key=lambda node: (node.layer, node.topic)):
        parts += [
            f"## {layer}{f': {topic}' if topic else ''}\n",
            "| table | grain | scope | reads | read by | released |",
            "|---|---|---|---|---|---|",
        ]
        parts += [_line(node, nodes) for node in members]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _line(node: TableNode, nodes: tuple[TableNode, ...]) -> str:
    own = {node.name} | ({f"{node.layer}.{table}" for table in raw_tables()} if node.table == EACH else set())
    readers = [other.name for other in nodes if own & set(other.reads)]
    rules = [f"{node.read_by_rules} {'rule' if node.read_by_rules == 1 else 'rules'}"] if node.read_by_rules else []
    read_by = ", ".join([*_together(readers), *rules])
    cells = (node.title, node.grain, node.scope, ", ".join(_together(node.reads)), read_by, "yes" if node.is_released else "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _together(names: Sequence[str]) -> list[str]:
    """Return the names, with one in the place of all staged tables of a layer."""
    said = [name.replace(f".{EACH}", ".*") for name in names]
    for layer in dict.fromkeys(name.split(".")[0] for name in names):
        every = {f"{layer}.{table}" for table in raw_tables()}
        if every <= set(said):
            said = [f"{layer}.*", *(name for name in said if name not in every)]
    return said


def write_tables_page() -> None:
    """Write the page and the picture in it."""
    PAGE.write_text(tables_page(), encoding="utf-8")
    PICTURE.write_text(draw_tables(read_graph()), encoding="utf-8")


if __name__ == "__main__":
    write_tables_page()
