"""Puts each finding on the sheet of those who sent the row: one sheet per source and table, and one for what is about the whole drop."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.settings.visible import with_names
from pipelines.warehouse.table_files import raw_tables, table_of
from schemas.role import PATIENTS

WHOLE_DROP = "whole drop"
MOST_LETTERS, NOT_IN_A_TITLE = 31, str.maketrans("[]:*?/\\'", "_" * 8)  # of the name of a sheet, as Excel has it
FINDINGS = 'from queries.asking_findings order by source_file, sheet, source_row, rule, columns, row_key, "table", message, arithmetic'
WORST_FIRST = ("stop", "reject", "flag")
UNSEEN = ("raw", "arithmetic", "source_file", "sheet")  # texts in which a character that nobody sees is named
Home = tuple[str, str]  # the staged table, and the source that sends it


@dataclass(frozen=True)
class FoundSheet:
    """The findings of one sheet, the gravest first, and its title."""

    title: str
    findings: list[dict[str, Any]]


def sheets_of(connection: duckdb.DuckDBPyConnection) -> list[FoundSheet]:
    """Return the sheets that have a finding, in the order of the registry's tables, the whole drop last."""
    homes = _homes(connection)
    tables, sources = raw_tables(), defaultdict(set)
    for listed in homes.values():
        for table, source in listed:
            sources[table].add(source)
    by_home: dict[Home, list[dict[str, Any]]] = defaultdict(list)
    for finding in _findings(connection):
        by_home[_home_of(finding, homes, sources)].append(finding)
    order = sorted(by_home, key=lambda home: (tables.index(home[0]) if home[0] in tables else len(tables), home))
    titles = _titles(order, sources)
    return [FoundSheet(titles[home], sorted(by_home[home], key=lambda one: WORST_FIRST.index(one["level"]))) for home in order]


def _findings(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    cursor = connection.execute(FINDINGS)
    names = [name for name, *_ in cursor.description]
    rows = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    return [
        row | {name: with_names(row[name]) for name in UNSEEN if row[name]} | {"place": (row["source_file"], row["sheet"])} for row in rows
    ]


def _homes(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str | None, str | None], list[Home]]:
    """Return by file and sheet the tables that its rows are of, and their source."""
    homes = defaultdict(list)
    for table in raw_tables():
        select = f"select distinct source_file, sheet, source from raw.{table} order by all"
        for file, sheet, source in connection.execute(select).fetchall():
            homes[file, sheet].append((table, source or ""))
    return homes


def _home_of(finding: Mapping[str, Any], homes: Mapping[Any, list[Home]], sources: Mapping[str, set[str]]) -> Home:
    table = finding["table"]
    if finding["layer"] == "quarantine" and finding["row_key"]:
        table = finding["row_key"].split(".")[0]  # its rows are tables, or columns of one
    listed = homes.get(finding["place"], [])
    if listed:  # what is found behind staging is led back to a patient's row, where no other row is named
        return next((home for wanted in (table, table_of(PATIENTS)) for home in listed if home[0] == wanted), listed[0])
    return (table, min(sources[table], default="")) if table in raw_tables() else (WHOLE_DROP, "")


def _titles(homes: list[Home], sources: Mapping[str, set[str]]) -> dict[Home, str]:
    """Return the title of each sheet: its table, with the source where several send it; no two are one, capitals or not."""
    titles: dict[Home, str] = {}
    for table, source in homes:
        name = table if len(sources[table]) < 2 else f"{table} ({source})"
        name = name.translate(NOT_IN_A_TITLE)[:MOST_LETTERS]
        taken, number, title = {title.casefold() for title in titles.values()} | {"summary", "history"}, 1, name
        while title.casefold() in taken:
            number += 1
            title = f"{name[: MOST_LETTERS - 4]} ({number})"
        titles[table, source] = title
    return titles
