"""How well texts can be read as a kind of column: by the registry's own macros, so that a draft and a run read alike."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from pipelines.settings.sections import Settings
from pipelines.warehouse.build_tables import open_warehouse
from pipelines.warehouse.reference_tables import build_reference
from pipelines.warehouse.table_files import raw_tables, required_schema
from schemas.column import Column, Units

SOURCE = "emr"
ORDERS = ("ymd", "dmy", "mdy")
MARKS = (".", ",")
OPERATOR = "^[<>≤≥=~ ]+"


@dataclass(frozen=True)
class Reading:
    """The share of texts that can be read as a column, and how they are then written."""

    share: float
    date_orders: tuple[str, ...] = ()  # all under which they are read as well as under the best
    decimal_mark: str = ""
    needs_its_mark: bool = False  # with the other decimal mark fewer texts are read


class Readings:
    """Reads texts by the macros of a warehouse that holds the registry's lists and no data; what it has read once it remembers."""

    def __init__(self) -> None:
        self.connection = open_warehouse()
        tables = {table: {"files": ["*"]} for table in raw_tables()}
        settings = Settings.model_validate({"registry": {"name": "draft"}, "sources": {SOURCE: {"tables": tables}}})
        build_reference(self.connection, settings, dt.date.today())
        self._read: dict[tuple[tuple[str, ...], str], dict[str, list[str]]] = {}
        self._ways_of: dict[str, dict[str, tuple[str, ...]]] = {}  # by kind of column and text
        self._expected: dict[str, None] = {}

    def expect(self, texts: Iterable[str]) -> None:
        """Keep in mind texts that will be read, so that all are when the first is: to plan a query takes longer than to read a column."""
        self._expected |= dict.fromkeys(texts)

    def close(self) -> None:
        """Close the warehouse."""
        self.connection.close()

    def days(self, texts: Sequence[str], order: str) -> tuple[dt.date | None, dt.date | None]:
        """Return the oldest and the newest day among texts that are dates."""
        self._put(texts)
        return self.connection.execute(f"select min(day), max(day) from (select read_date(t, '{order}') as day from texts)").fetchall()[0]

    def as_column(self, texts: Sequence[str], table: str, column: Column) -> Reading:
        """Return how well texts can be read as a column; as text anything can, which says little."""
        if not texts:
            return Reading(0.0)
        if column.codes:
            return Reading(len(self.known_words(texts, table, column)) / len(texts))
        read = self._ways(texts, column)
        if not read:
            return Reading(0.5)
        shares = {way: len(those) / len(texts) for way, those in read.items()}
        best = max(shares.values())
        ways = tuple(way for way in shares if shares[way] == best)
        return Reading(best, date_orders=ways) if ways[0] in ORDERS else Reading(best, decimal_mark=ways[0], needs_its_mark=len(ways) == 1)

    def unread(self, texts: Sequence[str], table: str, column: Column, reading: Reading) -> set[str]:
        """Return the texts that cannot be read as a column, written as `reading` says."""
        if column.codes:
            return set(texts) - self.known_words(texts, table, column)
        read = self._ways(texts, column)
        return set(texts) - set(read[(reading.date_orders or (reading.decimal_mark or MARKS[0],))[0]]) if read else set()

    def known_words(self, texts: Sequence[str], table: str, column: Column) -> set[str]:
        """Return the texts that a code book of the registry explains."""
        book = self._books.get(f"{table}.{column.name}", {})
        return {text for text, folded in zip(texts, self._folded(texts), strict=True) if folded in book}

    def code_of(self, text: str, table: str, column: Column) -> str:
        """Return the code that a code book gives a word, "" if it has none."""
        return self._books.get(f"{table}.{column.name}", {}).get(self._folded([text])[0], "")

    def unit_of(self, units: Units, measured: str, written: str) -> str:
        """Return a unit as it is written where it is one of those in which a test may come, "" where it is none."""
        select = f"select 1 from reference.{units.table} where source = ? and {units.column} = ? and written = fold_unit(?)"
        return written if self.connection.execute(select, [SOURCE, measured, written]).fetchall() else ""

    def known_units(self, texts: Sequence[str], table: str) -> set[str]:
        """Return the texts that are a unit of some test of the table."""
        units: Units | None = getattr(required_schema("staging", table), "UNITS", None)
        if not units:
            return set()
        self._put(texts)
        known = f"select t from texts where fold_unit(t) in (select written from reference.{units.table})"
        return {text for (text,) in self.connection.execute(known).fetchall()}

    def _ways(self, texts: Sequence[str], column: Column) -> dict[str, list[str]]:
        """Return the texts that are read under each order of dates or decimal mark; nothing for a column of text."""
        kind = f"measure {column.unit}" if column.unit in self._measures else column.kind
        if kind == "text" or kind == "code":
            return {}
        key = tuple(texts), kind
        if key not in self._read:
            ways_of = self._ways_of.setdefault(kind, {})
            conditions = {
                "date": {order: f"date_status(t, '{order}') in ('ok', 'partial')" for order in ORDERS},
                "number": {mark: f"number_status(bare, '{mark}') = 'ok'" for mark in MARKS},
                "integer": {mark: f"integer_status(bare, '{mark}') = 'ok'" for mark in MARKS},
                "measure": {mark: f"read_measure(bare, '{mark}', '{column.unit}') is not null" for mark in MARKS},
            }[kind.split()[0].replace("datetime", "date")]
            if any(text not in ways_of for text in texts):
                unread = [text for text in dict.fromkeys((*texts, *self._expected)) if text not in ways_of]
                self._put(unread)
                found = self.connection.execute(f"select {', '.join(conditions.values())} from texts order by place").fetchall()
                for text, is_read in zip(unread, found, strict=True):
                    ways_of[text] = tuple(way for way, is_so in zip(conditions, is_read, strict=True) if is_so)
            self._read[key] = {way: [text for text in texts if way in ways_of[text]] for way in conditions}
        return self._read[key]

    def _folded(self, texts: Sequence[str]) -> list[str]:
        key = tuple(texts), "folded"
        if key not in self._read:
            self._put(texts)
            self._read[key] = {"": [text for (text,) in self.connection.execute("select fold(t) from texts order by place").fetchall()]}
        return self._read[key][""]

    @cached_property
    def _books(self) -> dict[str, dict[str, str]]:
        books: dict[str, dict[str, str]] = {}
        for column, written, code in self.connection.execute("select column_key, written, code from reference.codes").fetchall():
            books.setdefault(column, {})[written] = code
        return books

    @cached_property
    def _measures(self) -> set[str]:
        return {unit for (unit,) in self.connection.execute("select distinct unit from reference.measure_units").fetchall()}

    def _put(self, texts: Sequence[str]) -> None:
        frame = pl.DataFrame({"t": list(texts)}, schema={"t": pl.String})
        self.connection.register("texts", frame.with_columns(bare=pl.col("t").str.replace(OPERATOR, "")).with_row_index("place"))
